"""Expanding approvals, from the definition: who ranks a project high enough may pay for it.

Must not let anyone pay for what stands further down than the rank reached.
"""

from __future__ import annotations

from fractions import Fraction

from pb.tally import Contest
from tests.reference.guards import Guards
from tests.reference.order import Order
from tests.reference.terms import Answer, Terms


def expanding_approvals(contest: Contest, terms: Terms) -> Answer:
    """At each rank buy what can be paid for, the one first that costs its payers least per unit of cost."""
    guards, order = Guards(contest, terms, "votes"), Order(contest, terms)
    rankings = [dict(marks) for marks, weight in contest.profile.items() for _ in range(weight)]
    won = guards.reserved(contest.budget)
    left = contest.budget - sum(guards.costs[name] for name in won)
    held = [Fraction(left, len(rankings) or 1)] * len(rankings)
    paid: dict[str, Fraction] = {}
    for rank in range(1, len(guards.costs) + 1):
        fans = {name: _fans(rankings, name, rank) for name in guards.costs if name not in terms.reserved}
        while offers := _offers(fans, guards, won, held):
            dear = {name: each / (guards.costs[name] or 1) for name, each in offers.items()}
            least = min(dear.values())
            winner = order.first(name for name, value in dear.items() if value == least)
            for at in fans[winner]:
                held[at] -= min(held[at], offers[winner])
            won.append(winner)
            left -= guards.costs[winner]
            paid[winner] = offers[winner]
    return Answer(won=tuple(won), figures=paid, left=left)


def _fans(rankings: list[dict[str, int]], name: str, rank: int) -> list[int]:
    """The voters who rank the project at least so high."""
    return [at for at, places in enumerate(rankings) if name in places and places[name] <= rank]


def _offers(
    fans: dict[str, list[int]], guards: Guards, won: list[str], held: list[Fraction]
) -> dict[str, Fraction]:
    """The projects that can be paid for now, each with what it takes from those who are not out of money."""
    found = {}
    for name, voters in fans.items():
        if voters and name not in won and guards.free(name, won):
            each = _each(guards.costs[name], [held[at] for at in voters])
            if each is not None:
                found[name] = each
    return found


def _each(cost: int, purses: list[Fraction]) -> Fraction | None:
    """What each gives, those with less giving all they have: take the poorest out one by one."""
    rest, rich = Fraction(cost), sorted(purses)
    while rich:
        if rest / len(rich) <= rich[0]:
            return rest / len(rich)
        rest -= rich.pop(0)
    return None
