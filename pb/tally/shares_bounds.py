"""Equal shares in doubles: certain bounds on what one project costs in many runs at once.

Must not decide: it says between which two numbers a price lies.

What supporters can give at a price is concave in the price. So each tangent of the most they can give crosses
the cost at a price that is certainly right or too low, and a price at which the least they can give is enough
is certainly right or too high.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import Ints
from pb.tally.shares import Demand

Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]

UNIT = 2.0**-52
"""Twice what one rounding may be off, as a part of the number; n additions are off by at most n of them."""

TANGENTS = 60
"""How many tangents are tried for one price before its columns are called unsure."""


ALONE = 8192
"""Products of more numbers are not left to a library that would wake other processors for them."""


_least = np.minimum


def _dot(one: Doubles, two: Doubles | Bools) -> float:
    """The sum of the products."""
    return float(one.dot(two) if len(one) <= ALONE else np.einsum("i,i->", one, two))


@dataclass(slots=True, kw_only=True)
class Buyers:
    """The supporters of one project in doubles: `mark` None for ones, `marks` weight x mark.

    `every` counts the marks of all supporters, also of those left out because they hold nothing. `noise` is
    what a sum over the supporters may be off by, as a part of it.
    """

    cost: float
    factor: float
    rows: Ints
    weight: Doubles
    mark: Doubles | None
    marks: Doubles
    every: float
    noise: float

    @classmethod
    def of(cls, demand: Demand) -> Buyers:
        """The supporters who might pay for a project."""
        weight = demand.weight.astype(np.float64)
        return cls(
            cost=float(demand.cost),
            factor=float(demand.factor or 1),
            rows=demand.rows,
            weight=weight,
            mark=None if demand.mark is None else demand.mark.astype(np.float64),
            marks=weight if demand.mark is None else demand.weighted.astype(np.float64),
            every=float(demand.marks),
            noise=(len(demand.rows) + 16) * UNIT,
        )

    def only(self, kept: Bools) -> Buyers:
        """The same without some supporters."""
        weight = self.weight[kept]
        return Buyers(
            cost=self.cost,
            factor=self.factor,
            rows=self.rows[kept],
            weight=weight,
            mark=None if self.mark is None else self.mark[kept],
            marks=weight if self.mark is None else self.marks[kept],
            every=self.every,
            noise=(len(weight) + 16) * UNIT,
        )

    def share(self, price: Doubles) -> Doubles:
        """What each supporter owes at a price per mark, one price a column."""
        return price if self.mark is None else self.mark[:, None] * price

    def given(self, held: Doubles, price: float) -> float:
        """What supporters who hold that much give at a price per mark."""
        return _dot(self.weight, _least(held, price if self.mark is None else self.mark * price))

    def rich(self, held: Doubles, price: float) -> float:
        """The marks of the supporters who hold more than their share of a price."""
        return _dot(self.marks, held > (price if self.mark is None else self.mark * price))

    def part(self, held: Doubles, columns: Ints) -> Doubles:
        """What the supporters hold in some columns."""
        part = held.take(self.rows, axis=0)
        return part if len(columns) == part.shape[1] else part.take(columns, axis=1)


class Quote:
    """The price of one project per mark, one a column: at least `low`, at most `high` where `known`.

    It starts from a known `low` and tries `top` first. `steep` is at least the marks of those who can pay
    this price, or any above it, in full: found at a price that was too low, and fewer can pay as time goes
    on. `wide` is about how far apart bounds must lie to tell anything.
    """

    def __init__(
        self, buyers: Buyers, most: Doubles, *, low: Doubles, top: Doubles, steep: Doubles, wide: Doubles
    ) -> None:
        self.low, self.top, self.steep = low, top, steep
        self._buyers, self._most, self._wide = buyers, most, wide
        self._pad: Doubles = np.zeros(len(low))

    def find(self, want: Bools, limit: Doubles, least: Callable[[], Doubles]) -> None:
        """Bound the prices until those wanted are known, or above a limit, or certainly never paid."""
        self._try(least)
        for _ in range(TANGENTS):
            going = want & ~self.known & (self._rich > 0) & (self.low <= limit)
            if not going.any():
                break
            each = np.maximum(self._rich, 1)
            noise = self._buyers.noise
            self.steep = np.where(self._given < self._buyers.cost, each * (1 + noise), self.steep)
            self._pad = 8 * self._pad + 4 * self._wide + 4 * noise * self._buyers.cost / each
            self.top = np.where(self.known, self.top, self.low + self._pad)
            self._try(least)

    def _try(self, least: Callable[[], Doubles]) -> None:
        """What is given at `top` at most, and at least where that may be enough."""
        buyers, noise = self._buyers, self._buyers.noise
        share = buyers.share(self.top)
        self._given: Doubles = (buyers.weight @ np.minimum(self._most, share)) * (1 + noise)
        self._rich: Doubles = buyers.marks @ (self._most > share)
        slope = (buyers.cost * (1 - UNIT) - self._given) / np.maximum(self._rich, 1)
        tangent = self.top * (1 - UNIT) + slope - np.abs(slope) * noise
        self.low = np.where(self._rich > 0, np.maximum(self.low, tangent), self.low)
        self.known: Bools = self._given >= buyers.cost
        if self.known.any():
            self._sure = (buyers.weight @ np.minimum(least(), share)) * (1 - noise)
            self.known &= self._sure >= buyers.cost * (1 + UNIT)

    @property
    def high(self) -> Doubles:
        """The price at most, where it is known: what is given too much at `top` goes off it."""
        over = (self._sure - self._buyers.cost * (1 + UNIT)) / self.steep
        high: Doubles = np.maximum(self.top - over * (1 - self._buyers.noise), self.low) * (1 + 4 * UNIT)
        return high

    @property
    def never(self) -> Bools:
        """Where the supporters certainly hold too little together."""
        never: Bools = (self._rich == 0) & (self._given < self._buyers.cost * (1 - UNIT))
        return never
