"""Equal shares in rational numbers, for the few questions the whole numbers leave open.

Must not be asked about every ballot: it adds integers over the ballots and does fractions only per purchase.

How: a ballot that never ran out holds its endowment less price x mark for each purchase it supports, and
one that ran out holds exactly nothing. So the price of a purchase follows from the prices before it and from
whole sums over the ballots that ran out in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, lcm

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import EXACT, Ints
from pb.tally.shares import Demand, State

Bools = NDArray[np.bool_]


DENSE = 5_000_000
"""How many whole numbers may be laid out at once to add up over purchases and ballots."""


def prices(state: State, every: Sequence[Demand], weight: Ints) -> list[Fraction]:
    """The exact price per mark of each purchase so far; what is found is kept in the state."""
    new = range(len(state.exact), len(state.bought))
    poor = [every[state.bought[at]].rows[state.died[every[state.bought[at]].rows] == at] for at in new]
    spent = _spent_apart(state, every, weight, poor)
    for at, rows, marks_spent in zip(new, poor, spent, strict=True):
        demand = every[state.bought[at]]
        died = state.died[demand.rows]
        marks = int(demand.weighted[(died < 0) | (died > at)].sum())
        rest = demand.cost - _left(state, int(weight[rows].sum()), marks_spent[:at])
        state.exact.append(rest / marks if marks else Fraction(0))
    return state.exact


def _spent_apart(
    state: State, every: Sequence[Demand], weight: Ints, groups: Sequence[Ints]
) -> list[list[int]]:
    """The same as `_spent_by` for groups that share no ballot: one pass over each purchase does for all."""
    if any(every[number].marks >= EXACT for number in state.bought):
        return _spent_by(state, every, weight, groups)
    group = np.full(len(weight), -1, dtype=np.int64)
    for at, rows in enumerate(groups):
        group[rows] = at
    spent = np.zeros((len(groups), len(state.bought)), dtype=np.int64)
    for at, number in enumerate(state.bought):
        inside = group[every[number].rows]
        kept = inside >= 0
        marks = every[number].weighted[kept]
        spent[:, at] = np.bincount(inside[kept], weights=marks, minlength=len(groups))
    return [[int(one) for one in row] for row in spent]


def _spent_by(state: State, every: Sequence[Demand], weight: Ints, groups: Sequence[Ints]) -> list[list[int]]:
    """For each group of ballots, how many marks its voters together gave to each purchase so far."""
    if len(state.bought) * len(weight) > DENSE:
        return [_spent_one(state, every, weight, rows) for rows in groups]
    marks = np.zeros((len(state.bought), len(weight)), dtype=np.int64)
    for at, number in enumerate(state.bought):
        marks[at, every[number].rows] = every[number].weighted
    return [[int(one) for one in np.add.reduce(marks[:, rows], axis=1)] for rows in groups]


def _spent_one(state: State, every: Sequence[Demand], weight: Ints, rows: Ints) -> list[int]:
    inside = np.zeros(len(weight), dtype=np.bool_)
    inside[rows] = True
    return [int(every[number].weighted[inside[every[number].rows]].sum()) for number in state.bought]


def _left(state: State, voters: int, marks: Sequence[int]) -> Fraction:
    """What voters who never ran out hold together, given the marks they gave to the first purchases."""
    used = [(price, mark) for price, mark in zip(state.exact, marks, strict=False) if mark]
    common = lcm(*(price.denominator for price, _ in used))
    spent = sum(price.numerator * (common // price.denominator) * mark for price, mark in used)
    return voters * state.endowment - Fraction(spent, common)


def _held(state: State, every: Sequence[Demand], weight: Ints, rows: Ints) -> Fraction:
    """What these ballots, none of which has run out, hold together now."""
    if not len(rows):
        return Fraction(0)
    return _left(state, int(weight[rows].sum()), _spent_one(state, every, weight, rows))


def money(state: State, every: Sequence[Demand], weight: Ints, wanted: Sequence[Demand]) -> list[Fraction]:
    """What the supporters of each project hold together, exactly."""
    prices(state, every, weight)
    alive = [demand.rows[state.died[demand.rows] < 0] for demand in wanted]
    spent = _spent_by(state, every, weight, alive)
    return [_left(state, int(weight[rows].sum()), marks) for rows, marks in zip(alive, spent, strict=True)]


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
