"""Expanding approvals: rankings count as approval of the first place, then of the first two, and so on.

Must not let a voter pay for a project further down than the rank reached.

Source: Aziz, Lee (2021), "Proportionally Representative Participatory Budgeting with Ordinal Preferences".
Worked: pot 100, 10 voters, 10 each. Six rank A (60) first, four rank B (50) first and A second. At rank one
A's six hold 60 and buy A; B's four hold 40 of 50. At rank two nobody new supports B: it is not bought.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pb.tally.columns import Ints
from pb.tally.model import Reason
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot
from pb.tally.purses import Purses


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The common parameters only."""

    common: Common


class ExpandingApprovals:
    """Buy with equal shares while each voter's approved set widens rank by rank."""

    id = "expanding-approvals"
    version = "1"
    ballot_types = ("ranking",)

    def read_params(self, reader: Reader) -> Params:
        """Read the common parameters but `needs`. Raises ParamInvalid."""
        reader.refuse("needs")
        return Params(common=reader.common(measure="votes"))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Rank by rank, buy whatever its supporters so far can pay for, the cheapest for each first."""
        pot = count.start()
        if not count.ballots:
            return pot
        purses = Purses(len(count.columns.weight), Fraction(pot.left, count.ballots), count.columns.weight)
        place = count.columns.mark
        for rank in range(1, int(place.max(initial=0)) + 1):
            while True:
                found = _cheapest(count, pot, purses, rank)
                if found is None:
                    break
                at, level = found
                purses.pay(_supporters(count, at, rank), level)
                pot.fund(at, {"rank": rank, "price": level})
        _lost(count, pot, purses)
        return pot


def _supporters(count: Count, at: int, rank: int) -> Ints:
    entries = count.columns.entries(at)
    return count.columns.row[entries[count.columns.mark[entries] <= rank]]


def _cheapest(count: Count, pot: Pot, purses: Purses, rank: int) -> tuple[int, Fraction] | None:
    """The payable project with the lowest price for each supporter, per unit of cost."""
    prices: dict[int, Fraction] = {}
    for at, project in enumerate(count.contest.projects):
        if at in pot.reasons:
            continue
        blocked = count.constraints.blocked(at, pot.selected)
        if blocked:
            pot.refuse(at, "bar", blocked)
            continue
        level = purses.price(_supporters(count, at, rank), project.cost)
        if level is not None:
            prices[at] = level
    if not prices:
        return None
    rho = {at: level / (count.contest.projects[at].cost or 1) for at, level in prices.items()}
    lowest = min(rho.values())
    chosen = count.breaker.choose([at for at, value in rho.items() if value == lowest], len(pot.steps))
    return chosen, prices[chosen]


def _lost(count: Count, pot: Pot, purses: Purses) -> None:
    for at, project in enumerate(count.contest.projects):
        if at not in pot.reasons:
            rows = count.columns.row[count.columns.entries(at)]
            held = purses.held(np.unique(rows))
            facts = {"held": held, "cost": project.cost, "short_by": project.cost - held}
            poor = Reason(code="supporters-out-of-money", facts=facts)
            pot.reasons[at] = poor if len(rows) else Reason(code="not-needed-by-anyone")
