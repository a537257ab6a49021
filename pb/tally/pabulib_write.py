"""Writing a contest as a Pabulib file that Pabulib's checker accepts and our reader reads back the same.

Must not write a voter: ballots are numbered in the order of their content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pb.tally.columns import Columns
from pb.tally.faults import ContestInvalid
from pb.tally.model import Contest, Marks
from pb.tally.pabulib_amounts import decimal
from pb.tally.scores import scores_of

_TYPES = {
    "approval": "approval",
    "basket": "approval",
    "points": "cumulative",
    "score": "scoring",
    "ranking": "ordinal",
}
_LIMITS = {
    "min_count": "min_length",
    "max_count": "max_length",
    "min_total": "min_sum_points",
    "max_total": "max_sum_points",
    "min_mark": "min_points",
    "max_mark": "max_points",
    "lowest": "min_points",
    "highest": "max_points",
}
REQUIRED = ("description", "country", "unit", "instance", "rule", "date_begin", "date_end")


def write_pabulib(
    contest: Contest,
    meta: Mapping[str, str],
    *,
    unit: int = 100,
    names: Mapping[str, str] | None = None,
    selected: Sequence[str] | None = None,
) -> bytes:
    """The file as UTF-8 bytes. `meta` needs the entries of REQUIRED; `unit` is minor units a currency unit.

    Raises ContestInvalid where Pabulib has no form for the ballot type, a project id or a missing entry.
    """
    if contest.spec.type not in _TYPES:
        raise ContestInvalid("no-pabulib-form", type=contest.spec.type)
    for name in REQUIRED:
        if not meta.get(name):
            raise ContestInvalid("missing-key", field=name)
    for project in contest.projects:
        if "," in project.id or project.id != project.id.strip():
            raise ContestInvalid("bad-project-id", project=project.id)
    rows: list[Sequence[str]] = [("META",), ("key", "value"), *_meta(contest, meta, unit)]
    rows += [("PROJECTS",), *_projects(contest, unit, names, selected)]
    rows += [("VOTES",), *_votes(contest)]
    return "".join(";".join(map(_field, row)) + "\n" for row in rows).encode("utf-8")


def _meta(contest: Contest, meta: Mapping[str, str], unit: int) -> list[tuple[str, str]]:
    one = contest.spec.limits.get("max_count") == 1 and contest.spec.type == "approval"
    made = dict(meta) | {
        "num_projects": str(len(contest.projects)),
        "num_votes": str(contest.profile.ballots),
        "budget": decimal(contest.budget, unit),
        "vote_type": "choose-1" if one else _TYPES[contest.spec.type],
    }
    for name, key in _LIMITS.items():
        if name in contest.spec.limits:
            made[key] = str(contest.spec.limits[name])
    if contest.spec.type == "basket":
        made["max_sum_cost"] = decimal(contest.spec.limits.get("max_cost", contest.budget), unit)
    return list(made.items())


def _projects(
    contest: Contest, unit: int, names: Mapping[str, str] | None, selected: Sequence[str] | None
) -> list[list[str]]:
    scores = scores_of(Columns.of(contest), contest.spec)
    points = {"points": "points", "score": "sum", "ranking": "borda"}.get(contest.spec.type)
    header = ["project_id", "cost", "votes", *(["score"] if points else [])]
    header += [*(["name"] if names else []), *(["selected"] if selected is not None else [])]
    rows = [header]
    for project in contest.projects:
        row = [project.id, decimal(project.cost, unit), str(scores[project.id]["votes"])]
        row += [str(scores[project.id][points])] if points else []
        row += [names.get(project.id, "")] if names else []
        row += [str(int(project.id in selected))] if selected is not None else []
        rows.append(row)
    return rows


def _votes(contest: Contest) -> list[tuple[str, ...]]:
    with_points = contest.spec.type in ("points", "score")
    rows: list[tuple[str, ...]] = [("voter_id", "vote", *(("points",) if with_points else ()))]
    number = 0
    for marks, weight in sorted(contest.profile.items()):
        told = _told(contest.spec.type, marks, with_points)
        for _ in range(weight):
            number += 1
            rows.append((str(number), *told))
    return rows


def _told(kind: str, marks: Marks, with_points: bool) -> tuple[str, ...]:
    """A ballot's fields: a ranking in its order, the rest by project id. A doubled vote is one vote here."""
    order = sorted(marks, key=lambda mark: mark[1]) if kind == "ranking" else marks
    vote = ",".join(name for name, _ in order)
    return (vote, ",".join(str(mark) for _, mark in order)) if with_points else (vote,)


def _field(text: str) -> str:
    """Quote a field where it needs it; a line break in it becomes a space."""
    flat = " ".join(text.splitlines()) if len(text.splitlines()) > 1 else text
    return '"' + flat.replace('"', '""') + '"' if ";" in flat or '"' in flat else flat
