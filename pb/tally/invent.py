"""Invented ballots for an exercise: the same seed gives the same ballots, of a taste that can be named.

Must not pass for a forecast: nobody votes like this, and the tastes are chosen to tell rules apart.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.faults import BallotInvalid
from pb.tally.limits import group_limits
from pb.tally.model import BallotSpec, Contest, Marks, Profile, Project

TASTES: Mapping[str, int] = {"alike": 1, "two-groups": 2, "many-groups": 6, "no-groups": 0}
"""How many groups voters fall into: those of a group like the same; with 0 everybody likes at random."""

MOST_VOTERS = 5000
OWN, OTHER = 24, 1
"""How much more a voter likes the projects of their own group."""
USUAL_COUNT = 4


def invent(
    projects: tuple[Project, ...], spec: BallotSpec, budget: int, *, taste: str, voters: int, draw: int
) -> Contest:
    """A contest with `voters` invented ballots of a taste (a key of TASTES); `draw` chooses among the many.

    The larger groups come first: of two, six voters in ten belong to the first.
    """
    chance = _chance(f"{taste}:{voters}:{draw}")
    ballots = [_ballot(projects, spec, budget, TASTES[taste], chance) for _ in range(voters)]
    return Contest(budget=budget, projects=projects, spec=spec, profile=Profile.of(ballots))


def invent_projects(budget: int, most: int, count: int = 12) -> tuple[Project, ...]:
    """Projects of many sizes, from a twentieth to two fifths of the pot and none dearer than `most`."""
    chance = _chance(f"projects:{budget}:{most}:{count}")
    parts = [5 + next(chance) % 36 for _ in range(count)]
    costs = [max(1, min(most, budget * part // 100)) for part in parts]
    return tuple(Project(id=str(at), cost=cost) for at, cost in enumerate(costs, start=1))


def _chance(text: str) -> Iterator[int]:
    """Whole numbers below 2**64 that look like chance: SHA-256 over the text and a counter."""
    at = 0
    while True:
        block = hashlib.sha256(f"{text}:{at}".encode()).digest()
        yield from (int.from_bytes(block[place : place + 8], "big") for place in range(0, 32, 8))
        at += 1


def _ballot(
    projects: Sequence[Project], spec: BallotSpec, budget: int, groups: int, chance: Iterator[int]
) -> Marks:
    """One voter: whom they belong to, what they like in order, and as much of it as the paper takes."""
    weights = _weights(len(projects), groups, chance)
    liked = _within_groups(spec, [projects[at] for at in _in_order_of_liking(weights, chance)])
    wanted = 1 + next(chance) % (2 * USUAL_COUNT - 1)
    wanted = max(spec.limits.get("min_count", 0), min(wanted, spec.limits.get("max_count", wanted)))
    marks = FILLED[spec.type](spec, liked, wanted, budget)
    while marks:
        try:
            return BALLOT_TYPES[spec.type].read(spec, projects, budget, marks)
        except BallotInvalid:
            marks.popitem()  # what they like least of it
    return ()


def _within_groups(spec: BallotSpec, liked: list[Project]) -> list[Project]:
    """The projects liked, what a group must have first, and nothing beyond what a group may have."""
    needed: dict[str, Project] = {}
    for group, least in group_limits(spec, "min_count"):
        inside = [project for project in liked if group in project.groups][:least]
        needed |= {project.id: project for project in inside}
    left = dict(group_limits(spec, "max_count"))
    kept = []
    for project in [*needed.values(), *(one for one in liked if one.id not in needed)]:
        bound = [group for group in project.groups if group in left]
        if all(left[group] > 0 for group in bound):
            kept.append(project)
            left |= {group: left[group] - 1 for group in bound}
    return kept


def _weights(count: int, groups: int, chance: Iterator[int]) -> list[int]:
    if groups == 0:
        return [1] * count
    if groups == 1:
        return [1 + 60 // (1 + at) for at in range(count)]
    own = _group(groups, next(chance))
    return [OWN if at % groups == own else OTHER for at in range(count)]


def _group(groups: int, drawn: int) -> int:
    """Six in ten belong to the first of two groups; of more, each is a little smaller than the one before."""
    if groups == 2:
        return int(drawn % 10 >= 6)
    sizes = [groups + 2 - at for at in range(groups)]
    left = drawn % sum(sizes)
    for at, size in enumerate(sizes):
        if left < size:
            return at
        left -= size
    return groups - 1


def _in_order_of_liking(weights: list[int], chance: Iterator[int]) -> Iterator[int]:
    """Every number once; the heavier, the earlier it is likely to come."""
    open_ = dict(enumerate(weights))
    while open_:
        up_to = list(accumulate(open_.values()))
        at = list(open_)[bisect(up_to, next(chance) % up_to[-1])]
        del open_[at]
        yield at


Filled = Callable[[BallotSpec, Sequence[Project], int, int], dict[str, int]]
"""The marks of somebody who likes the projects in this order and wants so many of them, best first."""


def _named(spec: BallotSpec, liked: Sequence[Project], wanted: int, budget: int) -> dict[str, int]:
    return {project.id: 1 for project in liked[:wanted]}


def _basket(spec: BallotSpec, liked: Sequence[Project], wanted: int, budget: int) -> dict[str, int]:
    left, marks = spec.limits.get("max_cost", budget), {}
    for project in liked[: max(wanted, USUAL_COUNT)]:
        if project.cost <= left:
            left -= project.cost
            marks[project.id] = 1
    return marks


def _points(spec: BallotSpec, liked: Sequence[Project], wanted: int, budget: int) -> dict[str, int]:
    """Half of what is left to each, the best first."""
    left, marks = spec.limits.get("max_total", 10), {}
    for project in liked[:wanted]:
        given = min(spec.limits.get("max_mark", left), -(-left // 2))
        if given:
            marks[project.id] = given
            left -= given
    return marks


def _ladder(low: int, high: int, liked: Sequence[Project]) -> dict[str, int]:
    """From `low` for the best liked to `high` for the least, evenly."""
    steps = abs(high - low) + 1
    sign = 1 if high > low else -1
    return {one.id: low + sign * (at * steps // len(liked)) for at, one in enumerate(liked)}


FILLED: Mapping[str, Filled] = {
    "approval": _named,
    "basket": _basket,
    "points": _points,
    "score": lambda spec, liked, wanted, budget: _ladder(
        spec.limits.get("highest", 10), spec.limits.get("lowest", 0), liked
    ),
    "grades": lambda spec, liked, wanted, budget: _ladder(0, spec.limits.get("grades", 5) - 1, liked),
    "ranking": lambda spec, liked, wanted, budget: {
        project.id: place for place, project in enumerate(liked[:wanted], start=1)
    },
}
