"""Equal shares in whole numbers: what voters hold and what a project costs them, between certain bounds.

Must not hold a float. Money is counted in units of 2**-bits of a minor unit; where a true amount is not a
whole number of units, the code keeps the number below it and how far above it the truth may lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import Columns, Ints

Bools = NDArray[np.bool_]

ROOM = 62
"""Sums of money in units stay below 2**ROOM, so that 64-bit integers hold them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Who supports one project and how much: `rows` are distinct ballots, `mark` the utility in marks.

    `factor` turns marks into utility: the utility of a ballot is mark x factor. `weighted` is weight x mark;
    `single`: every weight is 1.
    """

    cost: int
    factor: int
    rows: Ints
    weight: Ints
    mark: Ints | None
    weighted: Ints
    single: bool
    voters: int
    marks: int
    largest: int


def demands(columns: Columns, marks: Ints, costs: Sequence[int], factors: Sequence[int]) -> list[Demand]:
    """The demand for every project. `marks` gives one number an entry; below 1 is no support."""
    found = []
    for at, cost in enumerate(costs):
        entries = columns.entries(at)
        mark = marks[entries]
        entries, mark = entries[mark > 0], mark[mark > 0]
        rows = columns.row[entries]
        weight = columns.weight[rows]
        plain = bool((mark == 1).all())
        weighted = weight if plain else weight * mark
        found.append(
            Demand(
                cost=cost,
                factor=factors[at],
                rows=rows,
                weight=weight,
                mark=None if plain else mark,
                weighted=weighted,
                single=bool((weight == 1).all()),
                voters=int(weight.sum()),
                marks=int(weighted.sum()),
                largest=int(mark.max()) if len(mark) else 0,
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

    def price(self, demand: Demand, least: int) -> Price | None:
        """Bounds on the price, `least` being a known one; None where the supporters certainly cannot pay."""
        cost = demand.cost << self.bits
        held = self.held[demand.rows]
        money = held if demand.single else demand.weight * held
        total = int(money.sum())
        if total + demand.voters * self.slack < cost:
            return None
        level = max(least, -(-cost // demand.marks) if demand.marks else 0)
        while True:
            rich = held >= (level if demand.mark is None else demand.mark * level)
            marks = int(demand.weighted[rich].sum())
            if not marks:
                return Price(low=least, high=None, full=False)
            paying = int(money[rich].sum())
            rest = cost - (total - paying)
            found = -(-rest // marks)
            if found <= level:
                break
            if found > self.most:
                return Price(low=least, high=None, full=False)
            level = found
        full = marks == demand.marks
        poor = 0 if full else demand.voters - int(demand.weight[rich].sum())
        low = (rest - poor * self.slack) // marks
        return Price(low=max(low, least), high=level if total >= cost else None, full=full)

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
        self.held[payers] = np.maximum(self.held[payers] - paid, 0)
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
