"""Cumulative transfer: every voter's money follows their points; what is too much or too little moves on.

Must not lose money on the way: what a project cannot use goes to the same voters' other projects.

Source: Skowron, Slinko, Szufa, Talmon (2020), "Participatory Budgeting with Cumulative Votes", the variant
that funds by the greatest excess and eliminates with transfers (EwT).
Worked: pot 100, two voters, 50 each. u gives A 4 points and B 1 (40 and 10), v gives B 5 (50). A costs 60 and
is 20 short, B costs 50 and has 60. B is funded with 10 too much, so 5/6 of each gift is used: u gets back
10/6, v 50/6. u's goes to A: 41 2/3. Nobody can help A further and it is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pb.tally.model import Reason
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot

POOR = "supporters-out-of-money"


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
        gifts = Gifts(count, pot)
        while gifts.open:
            _bar(count, pot, gifts)
            if not gifts.open:
                break
            excess = {at: gifts.support[at] - _cost(count, at) for at in gifts.open}
            most = max(excess.values())
            fund = most >= 0
            edge = most if fund else min(excess.values())
            tied = [at for at, value in excess.items() if value == edge]
            if fund:
                at = count.breaker.choose(tied, len(pot.steps))
                support = gifts.support[at]
                gifts.use(at, _cost(count, at))
                pot.fund(at, {"support": support, "excess": most})
            else:
                at = _last(count, tied, len(pot.steps))
                held = gifts.support[at]
                gifts.drop(at)
                facts = {"held": held, "cost": _cost(count, at), "short_by": _cost(count, at) - held}
                named = count.scores[count.contest.projects[at].id]["votes"]
                nobody, poor = Reason(code="not-needed-by-anyone"), Reason(code=POOR, facts=facts)
                pot.refuse(at, "drop", poor if named else nobody)
        return pot


def _cost(count: Count, at: int) -> int:
    return count.contest.projects[at].cost


def _bar(count: Count, pot: Pot, gifts: Gifts) -> None:
    for at in sorted(gifts.open):
        blocked = count.constraints.blocked(at, pot.selected)
        if blocked:
            gifts.drop(at)
            pot.refuse(at, "bar", blocked)


def _last(count: Count, tied: list[int], step: int) -> int:
    """Of several equally far from their cost the last in the tie order goes; the first of them stays."""
    count.breaker.choose(tied, step)
    return max(tied, key=count.breaker.rank.__getitem__)


class Gifts:
    """What each distinct ballot gives to each project still open, in exact fractions of a minor unit."""

    def __init__(self, count: Count, pot: Pot) -> None:
        number = {project.id: at for at, project in enumerate(count.contest.projects)}
        share = Fraction(pot.left, max(1, count.ballots))
        self.open = {at for at in number.values() if at not in pot.reasons}
        self._points: list[dict[int, int]] = []
        self._gifts: list[dict[int, Fraction]] = []
        self._weight: list[int] = []
        self.support = [Fraction(0)] * len(number)
        for marks, weight in count.contest.profile.items():
            points = {number[name]: mark for name, mark in marks if number[name] in self.open}
            self._points.append(points)
            self._gifts.append({})
            self._weight.append(weight)
            self._give(len(self._gifts) - 1, share)

    def _give(self, ballot: int, money: Fraction) -> None:
        """Spread money over the ballot's open projects by its points; without any it is out of the count."""
        points = {at: mark for at, mark in self._points[ballot].items() if at in self.open}
        total = sum(points.values())
        for at, mark in points.items():
            gift = money * mark / total
            self._gifts[ballot][at] = self._gifts[ballot].get(at, Fraction(0)) + gift
            self.support[at] += gift * self._weight[ballot]

    def use(self, at: int, cost: int) -> None:
        """Keep what the cost needs of each gift in equal part, and let the rest move on."""
        support = self.support[at]
        self._close(at, (support - cost) / support if support else Fraction(0))

    def drop(self, at: int) -> None:
        """Let all gifts to a project move on."""
        self._close(at, Fraction(1))

    def _close(self, at: int, back: Fraction) -> None:
        self.open.discard(at)
        self.support[at] = Fraction(0)
        for ballot, gifts in enumerate(self._gifts):
            gift = gifts.pop(at, Fraction(0))
            if gift and back:
                self._give(ballot, gift * back)
