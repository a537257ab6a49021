"""Writing a contest as a Pabulib file that Pabulib's checker accepts and our reader reads back the same.

Must not write a voter: ballots are numbered in the order of their content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pb.tally.columns import Columns
from pb.tally.faults import ContestInvalid
from pb.tally.model import Contest, Marks, Project
from pb.tally.pabulib import GROUP_COLUMNS
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
_COSTS = {"min_cost": "min_sum_cost", "max_cost": "max_sum_cost"}
_ORDER = (
    *("description", "country", "unit", "district", "subunit", "instance", "num_projects", "num_votes"),
    *("budget", "vote_type", "rule", "date_begin", "date_end", "min_length", "max_length", "min_sum_cost"),
    *("max_sum_cost", "min_points", "max_points", "min_sum_points", "max_sum_points", "default_score"),
    *("min_project_cost", "max_project_cost", "min_project_score_threshold", "neighborhoods"),
    *("subdistricts", "categories", "edition", "language", "currency", "fully_funded", "experimental"),
    *("comment", "acknowledgments"),
)
REQUIRED = ("description", "country", "unit", "instance", "rule", "date_begin", "date_end")


def write_pabulib(
    contest: Contest,
    meta: Mapping[str, str],
    *,
    unit: int = 100,
    names: Mapping[str, str] | None = None,
    recorded: Mapping[str, int] | None = None,
) -> bytes:
    """The file as UTF-8 bytes. `meta` needs the entries of REQUIRED; `unit` is minor units a currency unit.

    `recorded` tells of each project whether it won (1), did not (0) or was funded by other means (2, 3).
    Raises ContestInvalid where Pabulib has no form for the ballot type, a limit, a group, a project id, or a
    missing entry.
    """
    _check(contest, meta)
    rows: list[Sequence[str]] = [("META",), ("key", "value"), *_meta(contest, meta, unit)]
    rows += [("PROJECTS",), *_projects(contest, unit, names, recorded)]
    rows += [("VOTES",), *_votes(contest)]
    return "".join(";".join(map(_field, row)) + "\n" for row in rows).encode("utf-8")


def _check(contest: Contest, meta: Mapping[str, str]) -> None:
    kind = contest.spec.type
    if kind not in _TYPES:
        raise ContestInvalid("no-pabulib-form", type=kind)
    for name in contest.spec.limits:
        if name not in _LIMITS and name not in _COSTS:
            raise ContestInvalid("no-pabulib-form", type=kind, limit=name)
    for name in REQUIRED:
        if not meta.get(name):
            raise ContestInvalid("missing-key", field=name)
    _check_projects(contest)


def _check_projects(contest: Contest) -> None:
    for project in contest.projects:
        if not _one_of_a_list(project.id):
            raise ContestInvalid("bad-project-id", project=project.id, given=project.id)
        for dimension, value in project.groups:
            if dimension not in GROUP_COLUMNS or not _one_of_a_list(value):
                raise ContestInvalid("no-pabulib-form", dimension=dimension, group=value)


def _one_of_a_list(text: str) -> bool:
    """Whether a text stands for itself among others with commas between them."""
    return bool(text) and "," not in text and text == text.strip() and len(text.splitlines()) == 1


def _meta(contest: Contest, meta: Mapping[str, str], unit: int) -> list[tuple[str, str]]:
    """The entries in Pabulib's order; whatever else there is comes after them."""
    kind, limits = contest.spec.type, contest.spec.limits
    one = limits.get("max_count") == 1 and kind == "approval" and () not in contest.profile.weights
    made = dict(meta) | {
        "num_projects": str(len(contest.projects)),
        "num_votes": str(contest.profile.ballots),
        "budget": decimal(contest.budget, unit),
        "vote_type": "choose-1" if one else _TYPES[kind],
    }
    made = {key: value for key, value in made.items() if key not in (*_LIMITS.values(), *_COSTS.values())}
    made |= {key: str(limits[name]) for name, key in _LIMITS.items() if name in limits}
    if kind == "basket":
        costs = {"max_cost": contest.budget} | dict(limits)
        made |= {key: decimal(costs[name], unit) for name, key in _COSTS.items() if name in costs}
    ordered = [name for name in _ORDER if name in made]
    return [(name, made[name]) for name in (*ordered, *(name for name in made if name not in ordered))]


def _projects(
    contest: Contest, unit: int, names: Mapping[str, str] | None, recorded: Mapping[str, int] | None
) -> list[list[str]]:
    """The projects with what the ballots give them, in Pabulib's order of columns."""
    scores = scores_of(Columns.of(contest), contest.spec)
    points = {"points": "points", "score": "sum", "ranking": "borda"}.get(contest.spec.type)
    told = {project.id: _groups(project) for project in contest.projects}
    used = {column for columns in told.values() for column in columns}
    columns: dict[str, Callable[[Project], str]] = {
        "project_id": lambda one: one.id,
        "cost": lambda one: decimal(one.cost, unit),
        "votes": lambda one: str(scores[one.id]["votes"]),
    }
    if points:
        columns["score"] = lambda one: str(scores[one.id][points])
    if names:
        columns["name"] = lambda one: names.get(one.id, "")
    for column in GROUP_COLUMNS:
        if column == "neighborhood" and recorded is not None:
            columns["selected"] = lambda one: str(recorded.get(one.id, 0))
        if column in used:
            columns[column] = partial(_told_groups, told, column)
    return [list(columns), *([tell(one) for tell in columns.values()] for one in contest.projects)]


def _groups(project: Project) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for dimension, value in project.groups:
        found.setdefault(dimension, []).append(value)
    return {dimension: ",".join(values) for dimension, values in found.items()}


def _told_groups(told: Mapping[str, Mapping[str, str]], column: str, project: Project) -> str:
    return told[project.id].get(column, "")


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
    """A ballot's fields: a ranking in its order, points from the most down, the rest by project id."""
    order = sorted(marks, key=lambda mark: -mark[1] if with_points else mark[1])
    vote = ",".join(name for name, _ in (order if with_points or kind == "ranking" else marks))
    return (vote, ",".join(str(mark) for _, mark in order)) if with_points else (vote,)


def _field(text: str) -> str:
    """Quote a field where it needs it; a line break in it becomes a space."""
    flat = " ".join(text.splitlines()) if len(text.splitlines()) > 1 else text
    return '"' + flat.replace('"', '""') + '"' if ";" in flat or '"' in flat else flat
