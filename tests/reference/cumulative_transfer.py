"""Cumulative transfer, from the definition: money follows points, and moves on from what is decided.

Must not make money. It is counted in units of a minor unit / (voters x 1,000,000), in which everybody's first
share is whole; what a voter pays is rounded up to a unit, and that is all that is ever rounded.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from pb.tally import Contest
from tests.reference.ballots import voters_of
from tests.reference.guards import Guards
from tests.reference.order import Order
from tests.reference.terms import Answer, Terms

GRAIN = 10**6


def cumulative_transfer(contest: Contest, terms: Terms) -> Answer:
    """Fund by the greatest excess; where nothing is paid for, drop what is furthest from it."""
    guards, order = Guards(contest, terms, "points"), Order(contest, terms)
    won = guards.reserved(contest.budget)
    left = contest.budget - sum(guards.costs[name] for name in won)
    gifts = _Gifts(voters_of(contest), set(guards.costs) - set(terms.reserved), left)
    units = max(1, len(gifts.points)) * GRAIN
    excess: dict[str, Fraction] = {}
    while gifts.open:
        hopeless = sorted(name for name in gifts.open if guards.barred(name, won))
        if hopeless:
            gifts.open.remove(hopeless[0])
            continue
        over = {name: gifts.held(name) - guards.costs[name] * units for name in gifts.open}
        most, least = max(over.values()), min(over.values())
        if most >= 0:
            winner = order.first(name for name, value in over.items() if value == most)
            gifts.pay(winner, guards.costs[winner] * units)
            won.append(winner)
            left -= guards.costs[winner]
            excess[winner] = most / units
        else:
            gifts.open.remove(order.last(name for name, value in over.items() if value == least))
    return Answer(won=tuple(won), figures=excess, left=left)


class _Gifts:
    """What every voter gives to every project that is not decided: the money they hold, by their points."""

    def __init__(self, points: list[dict[str, int]], open_: set[str], money: int) -> None:
        self.points, self.open = points, open_
        self.money = [money * GRAIN] * len(points)

    def gift(self, voter: int, name: str) -> Fraction:
        """What one voter gives to one project."""
        wished = {each: given for each, given in self.points[voter].items() if each in self.open}
        return (
            Fraction(self.money[voter] * wished[name], sum(wished.values()))
            if name in wished
            else Fraction(0)
        )

    def held(self, name: str) -> Fraction:
        """What a project is given."""
        return sum((self.gift(voter, name) for voter in range(len(self.points))), Fraction(0))

    def pay(self, name: str, cost: int) -> None:
        """Take the same part of every gift to a project, a whole number of units from each voter."""
        held = self.held(name)
        due = [ceil(self.gift(voter, name) * cost / held) if held else 0 for voter in range(len(self.points))]
        self.money = [money - min(money, part) for money, part in zip(self.money, due, strict=True)]
        self.open.remove(name)
