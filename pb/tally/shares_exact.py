"""Equal shares in rational numbers, for the few questions the whole numbers leave open.

Must not be asked about every ballot: it adds integers over the ballots and does fractions only per purchase.

How: a ballot that never ran out holds its endowment less price x mark for each purchase it supports, and
one that ran out holds exactly nothing. So the price of a purchase follows from the prices before it and from
whole sums over the ballots that ran out in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from operator import mul

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import EXACT, Ints
from pb.tally.shares import Demand, Ledger, State
from pb.tally.shares_given import given_together

Bools = NDArray[np.bool_]


BATCH = 2**18
"""About how many supporters are looked at together where projects come one after the other."""


def prices(ledger: Ledger, every: Sequence[Demand], weight: Ints) -> list[Fraction]:
    """The exact price per mark of each purchase so far; what is found is kept in the ledger."""
    known = len(ledger.exact)
    if known == len(ledger.bought):
        return ledger.exact
    poor, rich = _spent_by_poor(ledger, [every[number] for number in ledger.bought])
    voters = np.bincount(ledger.died + 1, weights=weight, minlength=len(ledger.bought) + 1).tolist()
    for at, number in enumerate(ledger.bought[known:], start=known):
        rest = every[number].cost * ledger.scale - _left(ledger, int(voters[at + 1]), poor[at])
        price = Fraction(rest, ledger.scale * rich[at]) if rich[at] else Fraction(0)
        ledger.keep(price, rich[at], poor[at][at])
    return ledger.exact


def _spent_by_poor(ledger: Ledger, bought: Sequence[Demand]) -> tuple[list[list[int]], list[int]]:
    """For each purchase: the marks that those it left with nothing gave to each purchase, and those it was
    paid for in full.
    """
    many = len(bought)
    if any(demand.marks >= EXACT for demand in bought):
        return _spent_slowly(ledger, bought)
    table = np.zeros((many, many + 1), dtype=np.int64)
    size = max(1, BATCH // max(1, *(len(one.rows) for one in bought)))
    for first in range(0, many, size):
        part = bought[first : first + size]
        keys = ledger.died.take(np.concatenate([one.rows for one in part]))
        keys = keys + np.repeat(
            np.arange(1, len(part) * (many + 1), many + 1), [len(one.rows) for one in part]
        )
        marks = np.concatenate([one.weighted for one in part])
        sums = np.bincount(keys, weights=marks, minlength=len(part) * (many + 1))
        table[first : first + size] = sums.reshape(-1, many + 1)
    later = table[:, 0] + np.triu(table[:, 1:], 1).sum(axis=1)
    return table[:, 1:].T.tolist(), later.tolist()


def _spent_slowly(ledger: Ledger, bought: Sequence[Demand]) -> tuple[list[list[int]], list[int]]:
    """The same where the marks of a project are too many for doubles to add."""
    poor = [
        [int(one.weighted[ledger.died[one.rows] == at].sum()) for one in bought] for at in range(len(bought))
    ]
    alive = [(ledger.died[one.rows] < 0) | (ledger.died[one.rows] > at) for at, one in enumerate(bought)]
    return poor, [int(one.weighted[kept].sum()) for one, kept in zip(bought, alive, strict=True)]


def _spent_one(ledger: Ledger, every: Sequence[Demand], weight: Ints, rows: Ints) -> list[int]:
    """How many marks the voters of these ballots together gave to each purchase so far."""
    inside = np.zeros(len(weight), dtype=np.bool_)
    inside[rows] = True
    return [int(every[number].weighted[inside[every[number].rows]].sum()) for number in ledger.bought]


def _left(ledger: Ledger, voters: int, marks: Sequence[int]) -> int:
    """What voters who never ran out hold together, given the marks they gave to the first purchases.

    In parts of 1 / scale of a minor unit.
    """
    spent: int = sum(map(mul, ledger.parts, marks))
    return voters * ledger.share - spent


def _held(state: Ledger, every: Sequence[Demand], weight: Ints, rows: Ints) -> Fraction:
    """What these ballots, none of which has run out, hold together now."""
    if not len(rows):
        return Fraction(0)
    spent = _spent_one(state, every, weight, rows)
    return Fraction(_left(state, int(weight[rows].sum()), spent), state.scale)


def money(ledger: Ledger, every: Sequence[Demand], weight: Ints, wanted: Sequence[Demand]) -> list[Fraction]:
    """What the supporters of each project hold together, exactly."""
    prices(ledger, every, weight)
    bought = [every[number] for number in ledger.bought]
    totals = given_together(bought, wanted, np.flatnonzero(ledger.died < 0), weight)
    return [Fraction(_left(ledger, voters, marks), ledger.scale) for *marks, voters in totals]


def price(
    state: State, every: Sequence[Demand], weight: Ints, demand: Demand
) -> tuple[Fraction, Bools] | None:
    """The exact price per mark and who pays it in full; None where the supporters cannot pay."""
    if money(state, every, weight, [demand])[0] < demand.cost:
        return None
    alive = state.died[demand.rows] < 0
    level = Fraction(demand.cost, demand.marks)
    while True:
        rich = alive & _can_pay(state, every, demand, alive, level)
        marks = int(demand.weighted[rich].sum())
        poor = demand.rows[alive & ~rich]
        if not marks:
            return level, rich
        found = (demand.cost - _held(state, every, weight, poor)) / marks
        if found <= level:
            return level, rich
        level = found


def _can_pay(state: State, every: Sequence[Demand], demand: Demand, alive: Bools, level: Fraction) -> Bools:
    """Which supporters hold at least level x mark: by whole numbers where sure, else by fractions."""
    units = level * 2**state.bits
    low, high = floor(units), ceil(units)
    held = state.held[demand.rows]
    mark = np.ones(len(held), dtype=np.int64) if demand.mark is None else demand.mark
    rich: Bools = held >= mark * high
    unsure = np.flatnonzero(alive & ~rich & (held + state.slack >= mark * low))
    if len(unsure):
        owed = _spent(state, every, demand.rows[unsure])
        rows = np.column_stack([owed, mark[unsure]])
        patterns, which = np.unique(rows, axis=0, return_inverse=True)
        can = [_holds(state, pattern[:-1]) >= level * int(pattern[-1]) for pattern in patterns]
        rich[unsure] = np.array(can, dtype=np.bool_)[which.reshape(-1)]
    return rich


def _spent(state: State, every: Sequence[Demand], rows: Ints) -> Ints:
    """The mark of each of these ballots in each purchase so far (0: it does not support it)."""
    marks = np.zeros((len(rows), len(state.bought)), dtype=np.int64)
    for at, number in enumerate(state.bought):
        demand = every[number]
        place = np.searchsorted(demand.rows, rows)
        place[place == len(demand.rows)] = 0
        hit = demand.rows[place] == rows
        marks[hit, at] = 1 if demand.mark is None else demand.mark[place[hit]]
    return marks


def _holds(state: State, marks: Ints) -> Fraction:
    """What a ballot with these marks in the purchases so far, which never ran out, holds exactly."""
    paid = sum((state.exact[at] * int(marks[at]) for at in np.flatnonzero(marks)), Fraction(0))
    return state.endowment - paid


def tighten(state: State, every: Sequence[Demand], weight: Ints) -> None:
    """Work out anew what every ballot holds, so that rounding does not pile up over many purchases."""
    scale = 2**state.bits
    whole = state.endowment * scale
    held = np.full(len(weight), int(whole), dtype=np.int64)
    slack = 0 if whole.denominator == 1 else 1
    for number, level in zip(state.bought, prices(state, every, weight), strict=True):
        demand = every[number]
        high, low = ceil(level * scale), floor(level * scale)
        alive = state.died[demand.rows] < 0
        rows = demand.rows[alive]
        held[rows] -= high if demand.mark is None else demand.mark[alive] * high
        slack += (high - low) * demand.largest
    held[state.died >= 0] = 0
    state.held = np.maximum(held, 0)
    state.slack = slack
