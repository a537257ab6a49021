"""What goes into a count and what comes out: contest, profile, step, tie, reason, outcome.

Must not know any ballot type or rule: it holds plain data and checks only what is always true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pb.tally.faults import ContestInvalid

LARGEST = 10**18
"""The largest amount of money the tally takes, so that sums fit machine integers."""

LARGEST_MARK = 10**9
"""The largest mark a ballot may give."""

Marks = tuple[tuple[str, int], ...]
"""One ballot: (project id, mark) pairs, sorted by project id; the empty tuple is a blank ballot."""

Fact = Any
"""What a fact may be: str, int, bool, None, Fraction, or a tuple of facts. Never a float."""

Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project on the list: its id, its cost in minor units, and its groups as (dimension, value) pairs."""

    id: str
    cost: int
    groups: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse an empty id and a negative cost."""
        if not self.id:
            raise ContestInvalid("empty-project-id")
        if self.cost < 0:
            raise ContestInvalid("negative-cost", project=self.id, cost=self.cost)
        if self.cost > LARGEST:
            raise ContestInvalid("cost-too-large", project=self.id, cost=self.cost, largest=LARGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotSpec:
    """The ballot type of a contest (a key of BALLOT_TYPES) and its limits, each a whole number."""

    type: str
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The multiset of valid ballots: each distinct ballot with its weight, the number of people who cast it.

    Build it with `Profile.of`. It knows no order of arrival and no voter.
    """

    weights: Mapping[Marks, int]

    @classmethod
    def of(cls, ballots: Iterable[Marks]) -> Profile:
        """Merge identical ballots; marks are put in order of project id."""
        return cls(weights=dict(Counter(tuple(sorted(marks)) for marks in ballots)))

    @property
    def ballots(self) -> int:
        """How many ballots there are, blank ones included."""
        return sum(self.weights.values())

    @property
    def distinct(self) -> int:
        """How many different ballots there are."""
        return len(self.weights)

    def items(self) -> Iterable[tuple[Marks, int]]:
        """Each distinct ballot with its weight, in no order that means anything."""
        return self.weights.items()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """One pot: what may be spent (minor units), the list of projects, the ballot type, the ballots, seats."""

    budget: int
    projects: tuple[Project, ...]
    spec: BallotSpec
    profile: Profile
    seats: int | None = None

    def __post_init__(self) -> None:
        """Refuse a negative budget, negative seats and a project listed twice."""
        if self.budget < 0:
            raise ContestInvalid("negative-budget", budget=self.budget)
        if self.budget > LARGEST:
            raise ContestInvalid("budget-too-large", budget=self.budget, largest=LARGEST)
        if self.seats is not None and self.seats < 0:
            raise ContestInvalid("negative-seats", seats=self.seats)
        seen: set[str] = set()
        for project in self.projects:
            if project.id in seen:
                raise ContestInvalid("duplicate-project", project=project.id)
            seen.add(project.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move of the count: what was done, to which project, what it cost, what was left after it.

    `action` is "fund" (the project wins and `paid` leaves the pot), or says why nothing was spent.
    """

    action: str
    project: str
    paid: int
    left: int
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A tie that had to be broken: who was tied, who came first, and by which key.

    `step` is the index of the step it decided; `matters` says whether another order changes the winners, and
    is None where that was not examined, because counting again for so many ties would take too long.
    """

    step: int
    tied: tuple[str, ...]
    chosen: str
    key: str
    matters: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a project won or did not: a code in kebab-case and its facts."""

    code: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The whole answer: winners in order of selection, the steps to them, and a reason for every project.

    Money is in minor units. `scores` gives for every project what its ballots yield (votes, points, ...).
    """

    rule: str
    version: str
    params: Mapping[str, str]
    budget: int
    cost: int
    selected: tuple[str, ...]
    steps: tuple[Step, ...]
    reasons: Mapping[str, Reason]
    ties: tuple[Tie, ...]
    scores: Mapping[str, Mapping[str, int | Fraction]]
    ballots: int
    distinct: int
