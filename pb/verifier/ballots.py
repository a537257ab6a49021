"""The six kinds of ballot: is a ballot lawful under the limits of the round, and what do its marks yield.

It never repairs a ballot: one that breaks a limit is reported as it stands.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from pb.verifier.contest import Contest, Marks, Project, Scores

POINTS_AT_MOST = 10**9


def ballot_fault(contest: Contest, marks: Marks) -> str | None:
    """Why a ballot is not lawful in this contest, as a code; None where it is. A blank ballot always is."""
    projects = {project.id: project for project in contest.projects}
    if any(name not in projects for name, _ in marks):
        return "unknown-project"
    if not marks:
        return None
    named = [projects[name] for name, _ in marks]
    return next(_faults(contest, named, dict(marks)), None)


def _faults(contest: Contest, named: list[Project], marks: dict[str, int]) -> Iterator[str]:
    limits = contest.limits
    if not all(_range(contest)[0] <= mark <= _range(contest)[1] for mark in marks.values()):
        yield "bad-mark"
    count = len(named)
    if contest.ballot_type == "approval":
        count -= _boosted(named, marks, limits)
        if _too_many_doubled(named, marks, limits):
            yield "too-many-doubled"
    if count > limits.get("max_count", count):
        yield "too-many"
    if len(named) < limits.get("min_count", 0):
        yield "too-few"
    if limits.get("complete") and count < len(contest.projects):
        yield "too-few"
    yield from _group_faults(named, limits)
    yield from OWN_FAULTS.get(contest.ballot_type, _no_faults)(contest, named, marks)


def _range(contest: Contest) -> tuple[int, int]:
    """The lowest and the highest mark this kind of ballot knows."""
    limits = contest.limits
    doubling = "favourites" in limits or any(name.startswith("boost:") for name in limits)
    ranges = {
        "approval": (1, 2 if doubling else 1),
        "basket": (1, 1),
        "points": (limits.get("min_mark", 1), limits.get("max_mark", POINTS_AT_MOST)),
        "score": (limits.get("lowest", 0), limits.get("highest", 10)),
        "grades": (0, limits.get("grades", 5) - 1),
        "ranking": (1, len(contest.projects)),
    }
    return ranges.get(contest.ballot_type, (1, 0))


def _grouped(limits: Mapping[str, int], head: str) -> Iterator[tuple[tuple[str, str], int]]:
    """The limits spelt `head:kind=value`, as ((kind, value), limit)."""
    for name, limit in limits.items():
        start, _, group = name.partition(":")
        kind, equals, value = group.partition("=")
        if start == head and equals:
            yield (kind, value), limit


def _group_faults(named: list[Project], limits: Mapping[str, int]) -> Iterator[str]:
    for group, limit in _grouped(limits, "max_count"):
        if sum(group in project.groups for project in named) > limit:
            yield "too-many"
    for group, limit in _grouped(limits, "min_count"):
        if sum(group in project.groups for project in named) < limit:
            yield "too-few"


def _too_many_doubled(named: list[Project], marks: dict[str, int], limits: Mapping[str, int]) -> bool:
    doubled = [project for project in named if marks[project.id] == 2]
    if "favourites" in limits:
        return len(doubled) > limits["favourites"]
    for group, extra in _grouped(limits, "boost"):
        return any(group not in project.groups for project in doubled) or len(doubled) > extra
    return bool(doubled)


def _boosted(named: list[Project], marks: dict[str, int], limits: Mapping[str, int]) -> int:
    """How many single marks need not count against `max_count`, being the named group's extra marks."""
    for group, extra in _grouped(limits, "boost"):
        free = extra - sum(mark == 2 for mark in marks.values())
        single = sum(group in project.groups and marks[project.id] == 1 for project in named)
        return max(0, min(free, single))
    return 0


def _no_faults(contest: Contest, named: list[Project], marks: dict[str, int]) -> Iterator[str]:
    return iter(())


def _basket_faults(contest: Contest, named: list[Project], marks: dict[str, int]) -> Iterator[str]:
    cost = sum(project.cost for project in named)
    if cost > contest.limits.get("max_cost", contest.budget):
        yield "over-pot"
    if cost < contest.limits.get("min_cost", 0):
        yield "under-spent"
    for group, limit in _grouped(contest.limits, "max_cost"):
        if sum(project.cost for project in named if group in project.groups) > limit:
            yield "over-pot"
    for group, limit in _grouped(contest.limits, "min_cost"):
        if sum(project.cost for project in named if group in project.groups) < limit:
            yield "under-spent"


def _points_faults(contest: Contest, named: list[Project], marks: dict[str, int]) -> Iterator[str]:
    total = sum(marks.values())
    if total > contest.limits.get("max_total", total):
        yield "too-many-points"
    if total < contest.limits.get("min_total", 0):
        yield "too-few-points"


def _ranking_faults(contest: Contest, named: list[Project], marks: dict[str, int]) -> Iterator[str]:
    if sorted(marks.values()) != list(range(1, len(marks) + 1)):
        yield "gap-in-order"


Faults = Callable[[Contest, list[Project], dict[str, int]], Iterator[str]]
OWN_FAULTS: dict[str, Faults] = {
    "basket": _basket_faults,
    "points": _points_faults,
    "ranking": _ranking_faults,
}
BALLOT_TYPES = ("approval", "basket", "points", "score", "grades", "ranking")
# What a rule orders by where its settings do not say.
USUAL_MEASURE = {
    "approval": "votes",
    "basket": "votes",
    "points": "points",
    "score": "sum",
    "grades": "votes",
    "ranking": "borda",
}


def yields(contest: Contest, marks: Marks) -> dict[str, int]:
    """What one ballot gives each project it names: points, the score, the grade's worth, or Borda points.

    A name that is on no paper gets nothing here; that the ballot is unlawful is said elsewhere.
    """
    on_paper = contest.costs
    marks = tuple(mark for mark in marks if mark[0] in on_paper)
    if contest.ballot_type == "ranking":
        longest = contest.limits.get("max_count", len(contest.projects))
        top = longest if contest.limits.get("borda_from_limit") else len(marks)
        return {name: top - place + 1 for name, place in marks}
    if contest.ballot_type == "grades":
        lowest = contest.limits.get("grades", 5) - 1
        return {name: lowest - grade for name, grade in marks}
    return dict(marks)


def scores_of(contest: Contest) -> Scores:
    """For each project `votes` (ballots naming it), `points` (what they yield in sum), `mean` and `first`."""
    tally = {project.id: [0, 0, 0] for project in contest.projects}
    for marks, weight in contest.ballots:
        given = yields(contest, marks)
        first = {name for name, mark in marks if mark == 1 and contest.ballot_type == "ranking"}
        for name, worth in given.items():
            row = tally[name]
            row[0] += weight
            row[1] += weight * worth
            row[2] += weight * (name in first)
    return {
        name: {
            "votes": Fraction(votes),
            "points": Fraction(points),
            "sum": Fraction(points),
            "borda": Fraction(points),
            "mean": Fraction(points, votes) if votes else Fraction(0),
            "first": Fraction(first),
        }
        for name, (votes, points, first) in tally.items()
    }
