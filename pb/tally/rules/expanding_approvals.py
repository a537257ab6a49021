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
from pb.tally.constraints import Bars
from pb.tally.line import Line
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
        for rank in range(1, int(count.columns.mark.max(initial=0)) + 1):
            market = _Market(count, pot, purses, rank)
            while (found := market.cheapest()) is not None:
                at, level = found
                market.buy(at, level)
                pot.fund(at, {"rank": rank, "price": level})
        _lost(count, pot, purses)
        return pot


class _Market:
    """The projects that can be bought at one rank, in line by their price per unit of cost.

    While purses only empty no price falls, and what cannot be paid for can never be at this rank.
    """

    def __init__(self, count: Count, pot: Pot, purses: Purses, rank: int) -> None:
        self._count, self._pot, self._purses, self._rank = count, pot, purses, rank
        self._bars = Bars(count.constraints)
        self._open = {at for at in range(len(count.contest.projects)) if at not in pot.reasons}
        self.supporters = {at: rows for at in sorted(self._open) if len(rows := _supporters(count, at, rank))}
        weight = count.columns.weight
        self._line = Line[Fraction](
            (Fraction(1, int(weight[rows].sum())) if count.contest.projects[at].cost else Fraction(0), at)
            for at, rows in self.supporters.items()
        )

    def cheapest(self) -> tuple[int, Fraction] | None:
        """The payable project with the lowest price for each supporter, per unit of cost."""
        self._bar()
        found = self._line.lowest(self._look)
        if found is None:
            return None
        lowest, tied = found
        steady = self._count.constraints.apart
        chosen = self._count.breaker.choose(list(tied), len(self._pot.steps), buys=True, steady=steady)
        self._pot.levels[chosen] = (self._rank, lowest)
        return chosen, tied[chosen]

    def buy(self, at: int, level: Fraction) -> None:
        """Let the supporters pay."""
        self._purses.pay(self.supporters[at], level)
        self._open.discard(at)
        self._line.close(at)
        self._line.touch(self._count.columns.beside(self.supporters[at]))

    def _look(self, at: int) -> tuple[Fraction, Fraction] | None:
        cost = self._count.contest.projects[at].cost
        level = self._purses.price(self.supporters[at], cost)
        return None if level is None else (level / (cost or 1), level)

    def _bar(self) -> None:
        """Refuse the projects that can no longer win beside those that have won."""
        for at, reason in self._bars.newly(self._open, self._pot.selected):
            self._pot.refuse(at, "bar", reason)
            self._open.discard(at)
            self._line.close(at)


def _supporters(count: Count, at: int, rank: int) -> Ints:
    entries = count.columns.entries(at)
    return count.columns.row[entries[count.columns.mark[entries] <= rank]]


def _lost(count: Count, pot: Pot, purses: Purses) -> None:
    for at, project in enumerate(count.contest.projects):
        if at not in pot.reasons:
            rows = count.columns.row[count.columns.entries(at)]
            held = purses.held(np.unique(rows))
            facts = {"held": held, "cost": project.cost, "short_by": project.cost - held}
            poor = Reason(code="supporters-out-of-money", facts=facts)
            pot.reasons[at] = poor if len(rows) else Reason(code="not-needed-by-anyone")
