"""Cumulative transfer, from the definition: money follows points, and moves on from what is decided.

Must not lose or make money.
"""

from __future__ import annotations

from fractions import Fraction

from pb.tally import Contest
from tests.reference.ballots import voters_of
from tests.reference.guards import Guards
from tests.reference.order import Order
from tests.reference.terms import Answer, Terms


def cumulative_transfer(contest: Contest, terms: Terms) -> Answer:
    """Fund by the greatest excess; where nothing is paid for, drop what is furthest from it."""
    guards, order = Guards(contest, terms, "points"), Order(contest, terms)
    won = guards.reserved(contest.budget)
    left = contest.budget - sum(guards.costs[name] for name in won)
    gifts = _Gifts(voters_of(contest), set(guards.costs) - set(terms.reserved), left)
    excess: dict[str, Fraction] = {}
    while gifts.open:
        hopeless = sorted(name for name in gifts.open if guards.barred(name, won))
        if hopeless:
            gifts.close(hopeless[0], Fraction(1))
            continue
        over = {name: gifts.held(name) - guards.costs[name] for name in gifts.open}
        most, least = max(over.values()), min(over.values())
        if most >= 0:
            winner = order.first(name for name, value in over.items() if value == most)
            held = gifts.held(winner)
            gifts.close(winner, most / held if held else Fraction(0))
            won.append(winner)
            left -= guards.costs[winner]
            excess[winner] = most
        else:
            gifts.close(order.last(name for name, value in over.items() if value == least), Fraction(1))
    return Answer(won=tuple(won), figures=excess, left=left)


class _Gifts:
    """What every voter gives to every project that is not decided."""

    def __init__(self, points: list[dict[str, int]], open_: set[str], money: int) -> None:
        self.points, self.open = points, open_
        self.given: list[dict[str, Fraction]] = [{} for _ in points]
        for voter in range(len(points)):
            self._spread(voter, Fraction(money, len(points)))

    def held(self, name: str) -> Fraction:
        """What a project has been given."""
        return sum((gift.get(name, Fraction(0)) for gift in self.given), Fraction(0))

    def close(self, name: str, part_back: Fraction) -> None:
        """Decide a project; a part of every gift to it goes to what else its giver wants."""
        self.open.remove(name)
        for voter, gift in enumerate(self.given):
            self._spread(voter, gift.pop(name, Fraction(0)) * part_back)

    def _spread(self, voter: int, money: Fraction) -> None:
        wished = {name: given for name, given in self.points[voter].items() if name in self.open}
        gift = self.given[voter]
        for name, given in wished.items():
            gift[name] = gift.get(name, Fraction(0)) + money * given / sum(wished.values())
