"""Offers that a project's supporters can make where they may pay for a part of it as if it were the whole.

Must not round a decision: doubles only leave out offers that are certainly worse, whole numbers decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import Ints
from pb.tally.faults import ContestInvalid
from pb.tally.shares import Demand

Doubles = NDArray[np.float64]

GRAIN = 10**6
"""Money is counted in units of one minor unit / (ballots x GRAIN): then everyone's first share is whole."""

FINE = 2.0**-48
"""More than doubles can be wrong by for each number added, in parts of the sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Supporters pay for `part` of the cost, each `level` units a mark or all they hold.

    `value` is the price per unit of utility, divided by the part once more: level / factor / part squared.
    The lowest is bought first.
    """

    value: Fraction
    level: Fraction
    part: Fraction

    @property
    def price(self) -> Fraction:
        """What is then taken from each supporter for every mark: the level for the whole project."""
        return self.level / self.part


class Purse:
    """What every distinct ballot holds, in whole units; payments are rounded up to the next unit."""

    def __init__(self, money: int, ballots: int, distinct: int) -> None:
        if ballots >= 2**31:
            raise ContestInvalid("sum-too-large")
        self.units = max(1, ballots) * GRAIN
        self.first = money * GRAIN
        kind = np.int64 if self.first < 2**62 else np.object_
        self.held: Ints = np.full(distinct, self.first, dtype=kind)

    def offer(self, demand: Demand) -> Offer | None:
        """The best offer the supporters of a project can make now; None where they hold nothing.

        Between two amounts at which somebody runs out, the value rises and then falls again: so the best is
        at such an amount, or where the whole cost is paid.
        """
        if not demand.cost:
            return Offer(value=Fraction(0), level=Fraction(0), part=Fraction(1))
        kept = self.held[demand.rows] > 0
        if not kept.any():
            return None
        crowd = _Crowd(
            held=self.held[demand.rows][kept],
            weight=demand.weight[kept],
            mark=None if demand.mark is None else demand.mark[kept],
        )
        due = demand.cost * self.units
        whole = crowd.whole_price(due)
        levels = crowd.near_best(due, whole)
        offers = [_offer(crowd.collect(level), due, level, demand.factor) for level in levels]
        if whole is not None:
            offers.append(_offer(Fraction(due), due, whole, demand.factor))
        return min(offers, key=lambda one: (one.value, -one.part))

    def pay(self, demand: Demand, price: Fraction) -> tuple[tuple[tuple[int, int, Fraction], ...], int]:
        """Take the price a mark, or all there is, from the supporters.

        Returns for each mark how many paid it in full and how much each (units), and what was taken in all.
        """
        held = self.held[demand.rows]
        ones = np.ones(len(held), dtype=np.int64)
        marks, which = np.unique(ones if demand.mark is None else demand.mark, return_inverse=True)
        owed = [ceil(price * int(mark)) for mark in marks]
        most = np.array([min(one, self.first) for one in owed], dtype=self.held.dtype)[which.reshape(-1)]
        full = held >= most
        taken = np.where(full, most, held)
        self.held[demand.rows] = held - taken
        paid = tuple(
            (int(mark), int(demand.weight[full & (which.reshape(-1) == at)].sum()), Fraction(owed[at]))
            for at, mark in enumerate(marks)
            if owed[at] <= self.first
        )
        return tuple(one for one in paid if one[1]), _total(taken, demand.weight)

    def money(self, demand: Demand) -> int:
        """What the supporters of a project hold together, in units."""
        return _total(self.held[demand.rows], demand.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crowd:
    """The supporters of one project that still hold something."""

    held: Ints
    weight: Ints
    mark: Ints | None

    def collect(self, level: Fraction) -> Fraction:
        """What comes together when everyone pays `level` a mark, or all they hold."""
        poor = self._poor(level)
        marks = self.weight if self.mark is None else self.weight * self.mark
        return _total(self.held[poor], self.weight[poor]) + level * int(marks[~poor].sum())

    def whole_price(self, due: int) -> Fraction | None:
        """The level at which the whole cost comes together; None where it never does."""
        if _total(self.held, self.weight) < due:
            return None
        marks = self.weight if self.mark is None else self.weight * self.mark
        level = Fraction(due, int(marks.sum()))
        while True:
            poor = self._poor(level)
            rest = int(marks[~poor].sum())
            if not rest:
                return level
            found = Fraction(due - _total(self.held[poor], self.weight[poor]), rest)
            if found <= level:
                return level
            level = found

    def near_best(self, due: int, whole: Fraction | None) -> set[Fraction]:
        """The levels at which somebody runs out that may be best, up to that of the whole cost."""
        each = self.held.astype(np.float64)
        marks = self.weight.astype(np.float64)
        level = each if self.mark is None else each / self.mark
        marks = marks if self.mark is None else marks * self.mark
        order = np.argsort(level)
        level = level[order]
        collected = np.cumsum((each * self.weight)[order]) + level * _after(marks[order])
        value = level / collected**2
        slack = (len(order) + 16) * FINE
        sure = collected <= due * (1 - slack)
        best = float(value[sure].min()) if bool(sure.any()) else np.inf
        if whole is not None:
            best = min(best, float(whole) / float(due) ** 2)
        near = order[(collected <= due * (1 + slack)) & (value <= best * (1 + 8 * slack))]
        ones = np.ones(len(near), dtype=np.int64)
        pairs = set(
            zip(
                self.held[near].tolist(),
                (ones if self.mark is None else self.mark[near]).tolist(),
                strict=True,
            )
        )
        found = {Fraction(held, mark) for held, mark in pairs}
        return {one for one in found if whole is None or one < whole}

    def _poor(self, level: Fraction) -> NDArray[np.bool_]:
        """Who cannot pay the level for every mark; the whole number above it decides as the level does."""
        large = self.held.dtype == np.object_
        if self.mark is None:
            return np.asarray(self.held < _most(level, large=large), dtype=np.bool_)
        marks, which = np.unique(self.mark, return_inverse=True)
        most = np.array([_most(level * int(mark), large=large) for mark in marks], dtype=self.held.dtype)
        return np.asarray(self.held < most[which.reshape(-1)], dtype=np.bool_)


def _most(amount: Fraction, *, large: bool) -> int:
    """The amount, rounded up; in machine integers no more than anyone can hold there."""
    return ceil(amount) if large else min(ceil(amount), 2**62)


def _offer(collected: Fraction, due: int, level: Fraction, factor: int) -> Offer:
    part = collected / due
    return Offer(value=level / (factor or 1) / part**2, level=level, part=part)


def _after(marks: Doubles) -> Doubles:
    """The sum of what stands behind each place; whole numbers, so doubles add them exactly."""
    rest: Doubles = marks.sum() - np.cumsum(marks)
    return rest


def _total(held: Ints, weight: Ints) -> int:
    """The exact sum of held x weight: in two halves, because the sum may not fit a machine integer."""
    if held.dtype == np.object_:
        return int(np.dot(held, weight)) if len(held) else 0
    high, low = held >> 31, held & (2**31 - 1)
    return (int(np.dot(high, weight)) << 31) + int(np.dot(low, weight))
