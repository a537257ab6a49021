"""One pot as the count sees it: budget, projects, kind of ballot, ballots.

It holds data only; every rule reads it and none changes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Marks = tuple[tuple[str, int], ...]
Ballots = tuple[tuple[Marks, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`cost` in minor units; `groups` are (kind, value) pairs such as ("ward", "North")."""

    id: str
    cost: int
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """`ballots`: each distinct ballot with the number of people who cast it; projects stand in list order."""

    budget: int
    projects: tuple[Project, ...]
    ballot_type: str
    limits: Mapping[str, int]
    ballots: Ballots
    seats: int | None = None

    @property
    def ballot_count(self) -> int:
        return sum(weight for _, weight in self.ballots)

    @property
    def groups(self) -> dict[str, frozenset[tuple[str, str]]]:
        return {project.id: frozenset(project.groups) for project in self.projects}

    @property
    def costs(self) -> dict[str, int]:
        return {project.id: project.cost for project in self.projects}


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects that stood level, the one that came first, and the key that decided."""

    tied: tuple[str, ...]  # sorted by id
    chosen: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a recount gives: winners in order, ties broken on the way, all money paid out in minor units.

    A project that got only a part of its cost is no winner, but its part is in `cost`.
    """

    selected: tuple[str, ...]
    cost: int
    ties: tuple[Tie, ...] = ()


class UncountableError(ValueError):
    """This verifier has no second opinion on the rule or on one of its settings: `what` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


Scores = dict[str, dict[str, Fraction]]
