"""Spreading the cost of projects over those who support them, so that nobody bears more than a given level.

Must not decide by a float: burdens are whole numbers, and what cannot be spread is proved by projects that
are too dear for all their supporters together.

How: where a spread at some level is impossible, some projects cost more than all who support any of them can
bear; their cost a supporter is then the next level to try. The last one is the lowest possible (Dinkelbach).

Why whole units do: what a ballot may bear is rounded up to a unit, for all ballots together by less than
their number B. Projects too dear for a level p / q, q no more than the voters, are so by at least 1 / q. With
a unit of 1 / (B x voters) the rounding cannot hide that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

import numpy as np

from pb.tally.columns import Ints
from pb.tally.meter import TURN, Meter


@dataclass(frozen=True, slots=True, kw_only=True)
class Burdens:
    """The cost of some projects, spread over distinct ballots in whole units of 1 / `units` minor units.

    `rows[p]` are the ballots that support project p. `borne[p]`, for the projects spread so far, is what each
    of them bears of it, all its voters together: no ballot in all more than weight x level, rounded up to a
    unit. Never are projects spread that cost more than `most` together.
    """

    costs: Sequence[int]
    rows: Sequence[Ints]
    weight: Ints
    units: int
    most: int
    level: Fraction = Fraction(0)
    meter: Meter = field(default_factory=Meter)
    borne: dict[int, Ints] = field(default_factory=dict)

    @classmethod
    def of(cls, costs: Sequence[int], rows: Sequence[Ints], weight: Ints, most: int) -> Burdens:
        """Nothing to bear yet.

        Beyond machine integers numpy holds Python's own, slower and without end.
        """
        units = max(1, len(weight) * int(weight.sum()))
        large = 4 * units * (most + 1) >= 2**62
        weight = weight.astype(np.object_) if large else weight
        return cls(costs=costs, rows=rows, weight=weight, units=units, most=most)

    def joined(
        self, project: int, least: Fraction, limit: Fraction | None
    ) -> tuple[Fraction, Burdens | None, set[int]]:
        """The lowest level at which `project` can be borne too, and the spread; `least` is a known bound.

        Where the level is certainly above `limit`, a bound above it, and no spread. At the end the projects
        that need so high a level, where some were found.
        """
        level = max(self.level, least)
        found: set[int] = set()
        while limit is None or level <= limit:
            borne = {one: amounts.copy() for one, amounts in self.borne.items()}
            borne[project] = np.zeros(len(self.rows[project]), dtype=self.weight.dtype)
            tried = replace(self, level=level, borne=borne)
            dear = _Filling(tried).fill(project)
            if dear is None:
                return level, tried, found
            level, found = self.needed(dear), dear
        return level, None, found

    def needed(self, projects: Collection[int]) -> Fraction:
        """What each supporter bears if all who support any of these projects bear the cost of all of them."""
        inside = np.zeros(len(self.weight), dtype=np.bool_)
        for one in projects:
            inside[self.rows[one]] = True
        return Fraction(sum(self.costs[one] for one in projects), int(self.weight[inside].sum()))

    def room(self) -> Ints:
        """What every ballot can still bear."""
        each, which = np.unique(self.weight, return_inverse=True)
        share, end = self.level * self.units, self.most * self.units
        bear = np.array([min(ceil(int(one) * share), end) for one in each], dtype=self.weight.dtype)
        left: Ints = bear[which.reshape(-1)]
        for one, amounts in self.borne.items():
            left[self.rows[one]] -= amounts
        return left


class _Filling:
    """Spreads the cost of one more project, moving burdens of the others from ballot to ballot on the way."""

    def __init__(self, burdens: Burdens) -> None:
        self._costs, self._units = burdens.costs, burdens.units
        self._rows, self._borne = burdens.rows, burdens.borne
        self._room = burdens.room()
        self._meter = burdens.meter
        self._meter.add(sum(map(len, self._borne.values())))
        self._place = np.full(len(self._room), -1, dtype=np.int64)

    def fill(self, project: int) -> set[int] | None:
        """None when done; else projects that cost more than all their supporters together can bear."""
        due = self._costs[project] * self._units
        while due:
            paths = self._paths(project)
            if isinstance(paths, set):
                return paths
            for path in paths:
                due -= self._move(path, due)
        return None

    def _paths(self, first: int) -> list[list[int]] | set[int]:
        """The shortest chains from `first`: each project may take over burdens of the next.

        One for every project with room at the end; where none has room, all the projects in reach.
        """
        before: dict[int, int | None] = {first: None}
        owner = np.full(len(self._room), -1, dtype=np.int64)
        front = [first]
        while front:
            ends = [one for one in front if bool((self._room[self._rows[one]] > 0).any())]
            if ends:
                return [_back(before, one) for one in ends]
            fresh = np.zeros(len(owner), dtype=np.bool_)
            for one in front:
                self._meter.add(len(self._rows[one]))
                new = self._rows[one][owner[self._rows[one]] < 0]
                owner[new] = one
                fresh[new] = True
            front = []
            for one, amounts in self._borne.items():
                if one not in before:
                    self._meter.add(len(amounts))
                    shared = self._rows[one][fresh[self._rows[one]] & (amounts > 0)]
                    if len(shared):
                        before[one] = int(owner[shared[0]])
                        front.append(one)
        return set(before)

    def _move(self, path: list[int], due: int) -> int:
        """Spread more of the first project of a path, as much as is due and the path allows."""
        self._meter.add(sum(4 * len(self._rows[one]) + 4 * TURN for one in path))
        pairs = [(one, other, self._shared(one, other)) for one, other in pairwise(path)]
        last = path[-1]
        room = self._room[self._rows[last]]
        # Only where the room is not plenty is its exact sum wanted, and then it fits a machine integer.
        amount = due if room.astype(np.float64).sum() > 2 * due else min(due, int(room.sum()))
        for _, other, shared in pairs:
            amount = min(amount, int(self._borne[other][shared].sum()))
        if not amount:
            return 0
        for one, other, shared in pairs:
            taken = _some(self._borne[other][shared], amount)
            self._borne[other][shared] -= taken
            self._place[self._rows[one]] = np.arange(len(self._rows[one]))
            self._borne[one][self._place[self._rows[other][shared]]] += taken
            self._place[self._rows[one]] = -1
        filled = _some(room, amount)
        self._borne[last] += filled
        self._room[self._rows[last]] -= filled
        return amount

    def _shared(self, one: int, other: int) -> Ints:
        """Where among the ballots of `other` those are that support `one` too and bear some of `other`."""
        self._place[self._rows[one]] = 0
        inside = self._place[self._rows[other]] == 0
        self._place[self._rows[one]] = -1
        return np.flatnonzero(inside & (self._borne[other] > 0))


def _back(before: Mapping[int, int | None], last: int) -> list[int]:
    path = [last]
    while (one := before[path[-1]]) is not None:
        path.append(one)
    return path[::-1]


def _some(available: Ints, amount: int) -> Ints:
    """`amount` out of what is available: in proportion as far as doubles say, the rest from the front."""
    rough = available.astype(np.float64)
    part = np.minimum(np.floor(rough * (amount / rough.sum() * (1 - 2.0**-30))), 2.0**62)
    part = np.minimum(part.astype(np.int64).astype(available.dtype), available)
    short = amount - int(part.sum())
    rest = np.minimum(available - part, short)
    more: Ints = part + np.minimum(rest, np.maximum(short - (np.cumsum(rest) - rest), 0))
    return more
