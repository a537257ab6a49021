"""Equal shares in whole numbers: what voters hold and what a project costs them, between certain bounds.

Must not hold a float. Money is counted in units of 2**-bits of a minor unit; where a true amount is not a
whole number of units, the code keeps the number below it and how far above it the truth may lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import Columns, Ints

Bools = NDArray[np.bool_]

_sum = np.add.reduce
_dot = np.dot

ROOM = 62
"""Sums of money in units stay below 2**ROOM, so that 64-bit integers hold them."""


@dataclass(slots=True, kw_only=True)
class Demand:
    """Who supports one project and how much: `rows` are distinct ballots, `mark` the utility in marks.

    `factor` turns marks into utility: the utility of a ballot is mark x factor. `weighted` is weight x mark.
    `marks` and `every` count all supporters, `alive` and `voters` those listed: all where `whole`.
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
    every: int
    whole: bool
    largest: int

    @property
    def in_full(self) -> Fraction:
        """The price per unit of utility where every supporter pays it; a free project counts as worth 1."""
        return Fraction(self.cost, self.marks * (self.factor or 1))

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


NEAR = 5
"""A price is worked out to the end unless it is more than one part in 2**NEAR beyond what is enough."""


FINE = 40
"""Once the slack is more than one part in 2**FINE of a share, those who hold nothing are kept out of it."""


def demands(columns: Columns, marks: Ints, costs: Sequence[int], factors: Sequence[int]) -> list[Demand]:
    """The demand for every project. `marks` gives one number an entry; below 1 is no support."""
    every = int(marks.min(initial=1)) > 0
    order = columns.order if every else columns.order[marks[columns.order] > 0]
    plain = int(marks.max(initial=1)) <= 1
    rows = columns.row.take(order)
    weight = columns.weight.take(rows)
    mark = weight if plain else marks[order]
    weighted = weight if plain else weight * mark
    edges = columns.starts if every else columns.col[order].searchsorted(np.arange(len(costs) + 1))
    people = _by_part(np.add, weight, edges)
    totals = people if plain else _by_part(np.add, weighted, edges)
    most = people if plain else _by_part(np.maximum, mark, edges)
    starts = edges.tolist()
    found = []
    for at, cost in enumerate(costs):
        part = slice(starts[at], starts[at + 1])
        voters, total = people[at], totals[at]
        largest = int(voters > 0) if plain else most[at]
        found.append(
            Demand(
                cost=cost,
                factor=factors[at],
                rows=rows[part],
                weight=weight[part],
                mark=None if plain or total == voters else mark[part],
                weighted=weighted[part],
                voters=voters,
                marks=total,
                alive=total,
                every=voters,
                whole=True,
                largest=largest,
            )
        )
    return found


def _by_part(merge: np.ufunc, values: Ints, edges: Ints) -> list[int]:
    """The sum or the largest of each part of the values, 0 where it is empty."""
    merged = np.zeros(len(edges) - 1, dtype=np.int64)
    filled = np.flatnonzero(edges[1:] > edges[:-1])
    if len(filled):
        merged[filled] = merge.reduceat(values, edges[filled])
    found: list[int] = merged.tolist()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a project costs per mark, in units: the truth lies in [low, high]; `high` None: perhaps unpayable.

    `full` says that every supporter can certainly pay their whole share, so the price is cost / marks. Else
    `poor` voters could not (those who hold nothing included), and the rest is shared by `marks`.
    """

    low: int
    high: int | None
    full: bool
    poor: int = 0
    marks: int = 1


class Ledger:
    """The purchases of one run, and after which of them each distinct ballot had nothing left (-1: never).

    `exact` are the exact prices per mark found so far, `parts` the same as multiples of 1 / `scale`; `rich`
    the marks that were paid for in full, `poor` those of the supporters who gave all they had left.
    """

    def __init__(self, endowment: Fraction, ballots: int) -> None:
        self.endowment = endowment
        self.died = np.full(ballots, -1, dtype=np.int32)
        self.bought: list[int] = []
        self.exact: list[Fraction] = []
        self.parts: list[int] = []
        self.rich: list[int] = []
        self.poor: list[int] = []
        self.scale = endowment.denominator
        self.share = endowment.numerator

    def keep(self, price: Fraction, rich: int, poor: int) -> None:
        """Take down one more exact price, with the marks of those who paid it and of those who could not."""
        more = price.denominator // gcd(price.denominator, self.scale)
        if more > 1:
            self.scale *= more
            self.share *= more
            self.parts = [part * more for part in self.parts]
        self.exact.append(price)
        self.rich.append(rich)
        self.poor.append(poor)
        self.parts.append(price.numerator * (self.scale // price.denominator))


class State(Ledger):
    """What every distinct ballot holds in one run, after some purchases.

    Ballot b truly holds between `held[b]` and `held[b] + slack` units; those of `died[b] >= 0` hold nothing:
    they paid all they had at that purchase.
    """

    def __init__(self, endowment: Fraction, bits: int, ballots: int) -> None:
        super().__init__(endowment, ballots)
        self.bits = bits
        whole = endowment * 2**bits
        self.held: Ints = np.full(ballots, int(whole), dtype=np.int64)
        self.slack = 0 if whole.denominator == 1 else 1
        self.most = int(whole) + 1
        self._live: dict[int, Demand] = {}

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
            next_level = -(-rest // marks)
            limit = None if enough is None else enough + (enough >> NEAR)
            if next_level <= level or (limit is not None and next_level > limit):
                short = unsure = int(_sum(weight))
                if self.slack << FINE > self.most:
                    unsure = int(_sum(weight[self.died[demand.rows[poor]] < 0]))
                low = (rest - unsure * self.slack) // marks
                far = limit is not None and low > limit
                if far or next_level <= level:
                    self._thin(number, demand, len(some))
                    poor_voters = demand.every - demand.voters + short
                    high = None if far else level
                    return Price(low=max(low, least), high=high, full=False, poor=poor_voters, marks=marks)
            level = next_level

    def _unpayable(self, demand: Demand, held: Ints, cost: int, least: int) -> Price | None:
        """None where the supporters certainly hold too little together; else an open price."""
        if int(_dot(demand.weight, held)) + demand.voters * self.slack < cost:
            return None
        return Price(low=least, high=None, full=False)

    def _thin(self, number: int, demand: Demand, short: int) -> None:
        """Leave supporters who hold nothing out from now on, where they may be many."""
        if 2 * short > len(demand.rows):
            alive = self.died[demand.rows] < 0
            if 4 * int(np.count_nonzero(alive)) < 3 * len(alive):
                self._live[number] = demand.only(alive)

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
        self.held[payers] = np.maximum(rest, 0)
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
