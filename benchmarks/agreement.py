"""Whether pabutools funds the same projects as ours, on real elections and on invented contests.

Must not judge who is right: where they differ it says by which definition, and docs/rules/differences.md why.

Run: python -m benchmarks.agreement [FOLDER] --pabutools /path/to/python-with-pabutools [--limit SECONDS]
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.agreement_contests import contests
from benchmarks.agreement_counts import COUNTS, Count
from benchmarks.agreement_family import Family
from benchmarks.agreement_table import Found, write
from pb.tally import RULES, BallotSpec, Contest, Outcome, Profile, Project, run
from pb.tally.ballots import BALLOT_TYPES
from pb.tally.columns import Columns
from pb.tally.pabulib import read_pabulib
from pb.tally.scores import scores_of
from pb.tally.ties import Breaker

THEIRS = Path(__file__).with_name("agreement_theirs.py")
TIES = ("votes", "cost", "list")


class Theirs:
    """The other library in a process of its own, one question at a time."""

    def __init__(self, python: str, limit: float) -> None:
        self.used = 0.0
        self._limit = limit
        self._process = subprocess.Popen(
            [python, str(THEIRS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONHASHSEED": "0"},  # some of theirs takes projects in the order of a set
        )

    def ask(self, told: dict[str, Any]) -> dict[str, Any]:
        """The answer to one line."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"limit": self._limit, **told}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        self.used = answer.pop("used")
        return answer

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()


def told_of(contest: Contest, step: int) -> dict[str, Any]:
    """The contest for theirs: what each ballot supports and how much, and our order for ties."""
    columns = Columns.of(contest)
    support = BALLOT_TYPES[contest.spec.type].support(columns, contest.spec)
    ballots: list[dict[str, int]] = [{} for _ in columns.weight]
    for row, col, mark in zip(columns.row.tolist(), columns.col.tolist(), support.tolist(), strict=True):
        if mark > 0:
            ballots[row][columns.ids[col]] = mark
    rank = Breaker(TIES, contest.projects, scores_of(columns, contest.spec), None).rank
    return {
        "budget": contest.budget,
        "projects": [(one.id, one.cost) for one in contest.projects],
        "ballots": list(zip(ballots, columns.weight.tolist(), strict=True)),
        "order": [columns.ids[at] for at in sorted(range(len(rank)), key=rank.__getitem__)],
        "step": step,
    }


def same(count: Count, contest: Contest, ours: Outcome, theirs: list[str]) -> str:
    """Whether the winners are the same, or as good where a rule asks only for the best total."""
    if set(theirs) == set(ours.selected):
        return "same"
    if count.rule != "best-total":
        return "other"
    costs = {one.id: one.cost for one in contest.projects}
    worth = {name: _worth(ours, count.params.get("utility", "count"), name, costs) for name in costs}
    fits = sum(costs[name] for name in theirs) <= contest.budget
    equal = sum(worth[name] for name in theirs) == sum(worth[name] for name in ours.selected)
    return "as good" if fits and equal else "other"


def _worth(ours: Outcome, utility: str, name: str, costs: Mapping[str, int]) -> Fraction:
    scores = ours.scores[name]
    marks = next((scores[one] for one in ("points", "sum", "borda") if one in scores), scores["votes"])
    given = Fraction(marks if utility == "points" else scores["votes"])
    return given * (costs[name] if utility == "cost" else 1)


def alike(contest: Contest, rule: str) -> Iterator[tuple[str, Contest]]:
    """The contest without what the two define differently, a little less each time, and what was left out.

    What a free project is worth matters to equal shares, what nobody wants to the others: that comes first.
    """
    marked = contest if contest.spec.type != "ranking" else _as_points(contest)
    named = {name for marks, _ in marked.profile.items() for name, _ in marks}
    wanted = [one for one in marked.projects if one.id in named]
    if rule == "equal-shares":
        yield "free", _only(marked, [one for one in marked.projects if one.cost])
    yield "nobody", _only(marked, wanted)
    yield "dear", _only(marked, [one for one in wanted if one.cost <= marked.budget])


def _as_points(contest: Contest) -> Contest:
    """Rankings as the points they give, so that a project can be left out and the rest stay as they are."""
    ballots = [
        (tuple((name, len(marks) + 1 - place) for name, place in marks), voters)
        for marks, voters in contest.profile.items()
    ]
    return replace(contest, spec=BallotSpec(type="points"), profile=Profile(weights=dict(ballots)))


def _of_the_family(contest: Contest, verdict: str, theirs: Theirs, step: int) -> str:
    """Whether what theirs did is one of the ways that the rule leaves open."""
    if verdict == "fault":
        every = Family(contest)
        every.search()
        return "broken" if every.broken else "fault"
    answer = theirs.ask({"count": "expanding-approvals", **told_of(contest, step)})
    family = Family(contest, frozenset(answer["won"]))
    family.search()
    return "family" if family.found else "other"


def _only(contest: Contest, projects: list[Project]) -> Contest:
    kept = {one.id for one in projects}
    weights: dict[Any, int] = {}
    for marks, voters in contest.profile.items():
        left = tuple((name, mark) for name, mark in marks if name in kept)
        weights[left] = weights.get(left, 0) + voters
    return replace(contest, projects=tuple(projects), profile=Profile(weights=weights))


def compare(count: Count, contest: Contest, theirs: Theirs, step: int) -> tuple[str, str]:
    """Count one contest by both: a verdict and the difference. Where there is one, find what decides it."""
    verdict, what = _both(count, contest, theirs, step)
    if verdict in ("other", "fault") and count.rule == "expanding-approvals":
        return (_of_the_family(contest, verdict, theirs, step), what)
    if verdict == "other":
        tried = ((why, _both(count, less, theirs, step)[0]) for why, less in alike(contest, count.rule))
        verdict = next((why for why, came in tried if came in ("same", "as good")), "other")
    return verdict, what


def _both(count: Count, contest: Contest, theirs: Theirs, step: int) -> tuple[str, str]:
    params = {"ties": ",".join(TIES), **count.params}
    if params.get("completion", "").startswith("add-one"):
        params["step"] = str(step)
    ours = run(contest, count.rule, params)
    answer = theirs.ask({"count": count.name, **told_of(contest, step)})
    if "won" not in answer:
        return ("cut", "") if "cut" in answer else ("fault", answer["fault"])
    left = [name for name in ours.selected if name not in answer["won"]]
    more = [name for name in answer["won"] if name not in ours.selected]
    told = [
        f"{who} {', '.join(names)}" for who, names in (("only ours", left), ("only theirs", more)) if names
    ]
    return same(count, contest, ours, answer["won"]), "; ".join(told)


def invented(counts: Iterable[Count], number: int, python: str, limit: float) -> dict[str, Found]:
    """Every count on so many invented contests of each of its ballot types."""
    made = {}
    for count in counts:
        found, theirs = Found(), Theirs(python, limit)
        for kind in count.invented:
            for at, contest in enumerate(contests(kind, number)):
                step = 1 + sum(one.cost for one in contest.projects) // 40 if count.coarse else 1
                verdict, what = compare(count, contest, theirs, step)
                found.note(verdict, f"{kind} {at}", what)
        theirs.close()
        made[count.name] = found
        print(count.name, dict(found.seen), round(theirs.used), "s", found.told("other")[:9], flush=True)
    return made


def real(
    counts: Iterable[Count], folder: Path, python: str, limit: float, total: float
) -> Iterator[dict[str, Found]]:
    """Every count on every file, small files first, until theirs has used so many seconds in all.

    Raising shares takes theirs longest, so that comes after everything else. Gives what was found so far.
    """
    every = [count for count in counts if count.real]
    made = {"reading": Found(), **{count.name: Found() for count in every}}
    theirs = Theirs(python, limit)
    files = sorted(folder.glob("*.pb"), key=lambda one: (one.stat().st_size, one.name))
    for raised in (False, True):
        some = [one for one in every if (one.params.get("completion", "").startswith("add")) == raised]
        for path in files:
            _real(some, path, theirs, made, total, read=not raised)
            print(path.name, round(theirs.used), "s", flush=True)
            yield made
    theirs.close()


def _real(
    counts: list[Count], path: Path, theirs: Theirs, made: dict[str, Found], total: float, *, read: bool
) -> None:
    file = read_pabulib(path.read_bytes())
    if read:
        found, right = theirs.ask({"count": "read", "path": str(path)}), _as_read(file.contest, file.unit)
        made["reading"].note("same" if found == right else "other", path.name, _unlike(found, right))
    for count in [one for one in counts if file.contest.spec.type in one.kinds]:
        if theirs.used > total:
            made[count.name].note("cut", path.name, "")
            continue
        verdict, what = compare(count, file.contest, theirs, file.unit)
        made[count.name].note(verdict, path.name, what)


def _as_read(contest: Contest, unit: int) -> dict[str, Any]:
    costs = {one.id: str(Fraction(one.cost, unit)) for one in contest.projects}
    budget = str(Fraction(contest.budget, unit))
    return {"budget": budget, "costs": costs, "ballots": contest.profile.ballots}


def _unlike(one: dict[str, Any], other: dict[str, Any]) -> str:
    return ", ".join(key for key in other if one.get(key) != other[key])


def main() -> None:
    """Compare all, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "folder", nargs="?", default="", help="Pabulib files; without it, invented contests only"
    )
    parser.add_argument("--pabutools", required=True, help="a Python that has pabutools 1.2.3")
    parser.add_argument(
        "--limit", type=float, default=20.0, help="seconds of processor time for theirs, each"
    )
    parser.add_argument("--total", type=float, default=500.0, help="the same for all files together")
    parser.add_argument("--invented", type=int, default=1000, help="how many invented contests of each type")
    parser.add_argument("--only", default="", help="only counts whose name begins so; writes no table")
    parser.add_argument("--results", type=Path, default=Path("benchmarks/results.md"))
    given = parser.parse_args()
    counts = [one for one in COUNTS if one.rule in RULES and one.name.startswith(given.only)]
    if given.invented:
        made = invented(counts, given.invented, given.pabutools, given.limit)
        if not given.only:
            write(given.results, "invented", made)
    if given.folder:
        for files in real(counts, Path(given.folder), given.pabutools, given.limit, given.total):
            if not given.only:
                write(given.results, "files", files)


if __name__ == "__main__":
    main()
