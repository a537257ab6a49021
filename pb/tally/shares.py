"""Equal shares in whole numbers: what voters hold and what a project costs them, between certain bounds.

Must not hold a float. Money is counted in units of 2**-bits of a minor unit; where a true amount is not a
whole number of units, the code keeps the number below it and how far above it the truth may lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import Columns, Ints

Bools = NDArray[np.bool_]

_sum = np.add.reduce
_dot = np.dot

ROOM = 62
"""Sums of money in units stay below 2**ROOM, so that 64-bit integers hold them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Who supports one project and how much: `rows` are distinct ballots, `mark` the utility in marks.

    `factor` turns marks into utility: the utility of a ballot is mark x factor. `weighted` is weight x mark.
    `marks` counts all supporters, `alive` and `voters` those listed: all of them where `whole`.
    """

    cost: int
    factor: int
    rows: Ints
    weight: Ints
    mark: Ints | None
    weighted: Ints
    voters: int
    marks: int
    alive: int
    whole: bool
    largest: int

    def only(self, kept: Bools) -> Demand:
        """The same demand without supporters who hold nothing; `marks` still counts them all."""
        weight = self.weight[kept]
        return replace(
            self,
            rows=self.rows[kept],
            weight=weight,
            mark=None if self.mark is None else self.mark[kept],
            weighted=self.weighted[kept],
            voters=int(weight.sum()),
            alive=int(self.weighted[kept].sum()),
            whole=False,
        )


def demands(columns: Columns, marks: Ints, costs: Sequence[int], factors: Sequence[int]) -> list[Demand]:
    """The demand for every project. `marks` gives one number an entry; below 1 is no support."""
    order = columns.order[marks[columns.order] > 0]
    rows, mark = columns.row[order], marks[order]
    weight = columns.weight[rows]
    weighted = weight * mark
    starts = np.searchsorted(columns.col[order], np.arange(len(costs) + 1)).tolist()
    voters = np.concatenate([[0], np.cumsum(weight)])[starts].tolist()
    total = np.concatenate([[0], np.cumsum(weighted)])[starts].tolist()
    found = []
    for at, cost in enumerate(costs):
        part = slice(starts[at], starts[at + 1])
        largest = int(mark[part].max()) if starts[at] < starts[at + 1] else 0
        plain = total[at + 1] - total[at] == voters[at + 1] - voters[at]
        found.append(
            Demand(
                cost=cost,
                factor=factors[at],
                rows=rows[part],
                weight=weight[part],
                mark=None if plain else mark[part],
                weighted=weighted[part],
                voters=voters[at + 1] - voters[at],
                marks=total[at + 1] - total[at],
                alive=total[at + 1] - total[at],
                whole=True,
                largest=largest,
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a project costs per mark, in units: the truth lies in [low, high]; `high` None: perhaps unpayable.

    `full` says that every supporter can certainly pay their whole share, so the price is cost / marks.
    """

    low: int
    high: int | None
    full: bool


class State:
    """What every distinct ballot holds in one run, after some purchases.

    Ballot b truly holds between `held[b]` and `held[b] + slack` units; those of `died[b] >= 0` hold nothing:
    they paid all they had at that purchase.
    """

    def __init__(self, endowment: Fraction, bits: int, ballots: int) -> None:
        self.endowment = endowment
        self.bits = bits
        whole = endowment * 2**bits
        self.held: Ints = np.full(ballots, int(whole), dtype=np.int64)
        self.slack = 0 if whole.denominator == 1 else 1
        self.most = int(whole) + 1
        self.died = np.full(ballots, -1, dtype=np.int32)
        self.bought: list[int] = []
        self.exact: list[Fraction] = []
        self._live: dict[int, Demand] = {}
        self._drained = False

    def price(self, number: int, demand: Demand, least: int, enough: int | None = None) -> Price | None:
        """Bounds on the price, `least` being a known one; None where the supporters certainly cannot pay.

        From below, those who hold too little are found and the price shared by the others, until it stands.
        A price certainly above `enough` is not worked out further.
        """
        demand = self._live.get(number, demand)
        cost = demand.cost << self.bits
        held = self.held[demand.rows]
        level = max(least, -(-cost // demand.marks))
        if level > self.most + 1:
            return None
        while True:
            poor = held < (level if demand.mark is None else demand.mark * level)
            some = held[poor]
            if not len(some) and demand.whole:
                return Price(low=max(least, cost // demand.marks), high=level, full=True)
            weight = demand.weight[poor]
            marks = demand.alive - int(_sum(weight if demand.mark is None else demand.weighted[poor]))
            rest = cost - int(_dot(weight, some))
            if not marks or rest > marks * self.most:
                return self._unpayable(demand, held, cost, least)
            low, next_level = rest // marks, -(-rest // marks)
            if self.slack and (next_level <= level or (enough is not None and low > enough)):
                low = (rest - self._short(number, demand, poor, some) * self.slack) // marks
            if enough is not None and low > enough:
                return Price(low=low, high=None, full=False)
            if next_level <= level:
                return Price(low=max(low, least), high=level, full=False)
            level = next_level

    def _unpayable(self, demand: Demand, held: Ints, cost: int, least: int) -> Price | None:
        """None where the supporters certainly hold too little together; else an open price."""
        if int(_dot(demand.weight, held)) + demand.voters * self.slack < cost:
            return None
        return Price(low=least, high=None, full=False)

    def _short(self, number: int, demand: Demand, poor: Bools, some: Ints) -> int:
        """How many voters hold something but not enough; those who hold nothing are left out from now on."""
        alive = (some > 0) if not self._drained else self.died[demand.rows[poor]] < 0
        if 3 * (len(some) - int(np.count_nonzero(alive))) > len(poor):
            self._live[number] = demand.only(self.died[demand.rows] < 0)
        return int(_sum(demand.weight[poor][alive]))

    def pay(self, number: int, demand: Demand, low: int, high: int) -> bool:
        """Take the price from the supporters; False, and nothing done, where it is unsure who runs out."""
        held = self.held[demand.rows]
        above = held >= (high if demand.mark is None else demand.mark * high)
        below = held + self.slack < (low if demand.mark is None else demand.mark * low)
        unsure = ~(above | below)
        if bool(unsure.any()) and bool((self.died[demand.rows[unsure]] < 0).any()):
            return False
        self.settle(number, demand, above, low, high)
        return True

    def settle(self, number: int, demand: Demand, rich: Bools, low: int, high: int) -> None:
        """Take the price, knowing exactly who can pay it in full."""
        paid = high if demand.mark is None else demand.mark[rich] * high
        payers = demand.rows[rich]
        rest = self.held[payers] - paid
        if len(rest) and int(rest.min()) <= 0:
            self._drained = True
            rest = np.maximum(rest, 0)
        self.held[payers] = rest
        spent = demand.rows[~rich]
        fresh = spent[self.died[spent] < 0]
        self.died[fresh] = len(self.bought)
        self.held[fresh] = 0
        self.slack += (high - low) * demand.largest
        self.bought.append(number)


def room(total: Fraction, share: Fraction, largest: int) -> int:
    """How many bits below the minor unit there is room for, given all money and one voter's share."""
    most = max(total, share * largest, Fraction(1))
    return ROOM - (int(most) + 1).bit_length()
