"""Cumulative transfer: every voter's money follows their points; what is too much or too little moves on.

Must not lose money on the way: what a project cannot use goes to the same voters' other projects.

Source: Skowron, Slinko, Szufa, Talmon (2020), "Participatory Budgeting with Cumulative Votes", the variant
that funds by the greatest excess and eliminates with transfers (EwT). Exact fractions would double in length
with each project that is funded. So money is counted in units of one minor unit / (ballots x 1,000,000), and
what a voter pays for a project is rounded up to a unit. Everything else is exact.
Worked: pot 100, two voters, 50 each. u gives A 4 points and B 1 (40 and 10), v gives B 5 (50). A costs 60 and
is 20 short, B costs 50 and has 60. B is funded with 10 too much, so 5/6 of each gift is used: u gets back
10/6, v 50/6. u's goes to A: 41 2/3. Nobody can help A further and it is dropped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from pb.tally.constraints import Bars
from pb.tally.line import Line
from pb.tally.model import Reason
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot

POOR = "supporters-out-of-money"

GRAIN = 10**6
"""Money is counted in units of one minor unit / (ballots x GRAIN): then everyone's first share is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The common parameters only."""

    common: Common


class CumulativeTransfer:
    """Cumulative single transferable vote."""

    id = "cumulative-transfer"
    version = "1"
    ballot_types = ("points",)

    def read_params(self, reader: Reader) -> Params:
        """Read the common parameters but `needs`. Raises ParamInvalid."""
        reader.refuse("needs")
        return Params(common=reader.common(measure="points"))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Fund what is fully supported, else drop what is furthest from it, until nothing is left."""
        pot = count.start()
        gifts, bars = Gifts(count, pot), Bars(count.constraints)
        while gifts.open:
            _bar(bars, pot, gifts)
            if not gifts.open:
                break
            most, tied = gifts.furthest(above=True)
            if most >= 0:
                at = count.breaker.choose(tied, len(pot.steps))
                support = gifts.support[at] / gifts.units
                gifts.use(at)
                pot.fund(at, {"support": support, "excess": most / gifts.units})
            else:
                at = _last(count, gifts, gifts.furthest(above=False)[1], len(pot.steps))
                held = gifts.support[at] / gifts.units
                gifts.drop(at)
                facts = {"held": held, "cost": _cost(count, at), "short_by": _cost(count, at) - held}
                named = count.scores[count.contest.projects[at].id]["votes"]
                nobody, poor = Reason(code="not-needed-by-anyone"), Reason(code=POOR, facts=facts)
                pot.refuse(at, "drop", poor if named else nobody)
        return pot


def _cost(count: Count, at: int) -> int:
    return count.contest.projects[at].cost


def _bar(bars: Bars, pot: Pot, gifts: Gifts) -> None:
    for at, reason in bars.newly(gifts.open, pot.selected):
        gifts.drop(at)
        pot.refuse(at, "bar", reason)


def _last(count: Count, gifts: Gifts, tied: list[int], step: int) -> int:
    """Of several equally far from their cost the last in the tie order goes; the first of them stays.

    Whom nobody ever gave anything goes sooner or later, and that moves no money.
    """
    if any(map(gifts.named, tied)):
        count.breaker.choose(tied, step)
    else:
        count.breaker.note(tied, step, frozenset())
    return max(tied, key=count.breaker.rank.__getitem__)


class Gifts:
    """What the voters give to each project still open; amounts in whole units, `units` to a minor unit.

    A voter's money is always spread by the points over the voter's open projects, so one sum for each
    distinct ballot says all. `support` is what a project is given in all; `_given[p]` keeps it as sums of
    money x points by the number of points among which that money is spread: no sum is made twice.
    """

    def __init__(self, count: Count, pot: Pot) -> None:
        number = {project.id: at for at, project in enumerate(count.contest.projects)}
        self.units = max(1, count.ballots) * GRAIN
        self.open = {at for at in number.values() if at not in pot.reasons}
        self._costs = [project.cost * self.units for project in count.contest.projects]
        self._weight = list(count.contest.profile.weights.values())
        self._points = [
            {number[name]: mark for name, mark in marks if number[name] in self.open}
            for marks in count.contest.profile.weights
        ]
        self._held = [pot.left * GRAIN] * len(self._points)
        self._among = [sum(points.values()) for points in self._points]
        self._givers: list[list[int]] = [[] for _ in number]
        self._given: list[Counter[int]] = [Counter() for _ in number]
        for ballot, points in enumerate(self._points):
            for at, mark in points.items():
                self._givers[at].append(ballot)
                self._given[at][self._among[ballot]] += self._held[ballot] * mark * self._weight[ballot]
        self.support = [_sum(given) for given in self._given]
        self._above = Line[None]((self._costs[at] - self.support[at], at) for at in self.open)
        self._below = Line[None]((self.support[at] - self._costs[at], at) for at in self.open)

    def furthest(self, *, above: bool) -> tuple[Fraction, list[int]]:
        """The largest excess of support over cost, or the smallest, and who has it."""
        line, sign = (self._above, -1) if above else (self._below, 1)
        found = line.lowest(lambda at: (sign * (self.support[at] - self._costs[at]), None))
        if found is None:
            raise AssertionError("no project is open")
        edge, tied = found
        return sign * edge, sorted(tied)

    def named(self, at: int) -> bool:
        """Whether any ballot names a project."""
        return bool(self._givers[at])

    def use(self, at: int) -> None:
        """Keep what the cost needs of each gift in equal part, and let the rest move on."""
        self._close(at, self._costs[at] / self.support[at] if self.support[at] else Fraction(0))

    def drop(self, at: int) -> None:
        """Let all gifts to a project move on."""
        self._close(at, Fraction(0))

    def _close(self, at: int, kept: Fraction) -> None:
        """Take the part that is kept out of each gift, rounded up to a unit; the project is settled."""
        self.open.discard(at)
        self._above.close(at)
        self._below.close(at)
        self.support[at] = Fraction(0)
        touched: set[int] = set()
        for ballot in self._givers[at]:
            mark, before, among = self._points[ballot].pop(at), self._held[ballot], self._among[ballot]
            paid = -(-before * mark * kept.numerator // (among * kept.denominator))
            self._held[ballot], self._among[ballot] = before - min(paid, before), among - mark
            for other, points in self._points[ballot].items():
                voices = points * self._weight[ballot]
                self._given[other][among] -= before * voices
                self._given[other][among - mark] += self._held[ballot] * voices
                touched.add(other)
        for other in sorted(touched & self.open):
            self.support[other] = _sum(self._given[other])
            self._above.move(other, self._costs[other] - self.support[other])
            self._below.move(other, self.support[other] - self._costs[other])


def _sum(given: Counter[int]) -> Fraction:
    """The sum of money x points / points among which it is spread."""
    parts = [(money, among) for among, money in given.items() if money and among]
    common = lcm(*(among for _, among in parts))
    return Fraction(sum(money * (common // among) for money, among in parts), common)
