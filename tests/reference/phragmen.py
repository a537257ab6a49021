"""Sequential Phragmen, from the definition: money comes in evenly, and is spent as soon as it is enough.

Must not go on once the next in line does not fit.
"""

from __future__ import annotations

from fractions import Fraction

from pb.tally import Contest
from tests.reference.ballots import supporters
from tests.reference.guards import Guards
from tests.reference.order import Order
from tests.reference.terms import Answer, Terms


def phragmen(contest: Contest, terms: Terms) -> Answer:
    """Follow every voter's purse from purchase to purchase."""
    guards, order = Guards(contest, terms, "votes"), Order(contest, terms)
    voters = supporters(contest, "count")
    purses = [Fraction(0)] * len(voters)
    won = guards.reserved(contest.budget)
    left = contest.budget - sum(guards.costs[name] for name in won)
    now = Fraction(0)
    times: dict[str, Fraction] = {}
    while True:
        waits: dict[str, Fraction] = {}
        for name, cost in guards.costs.items():
            likes = [at for at, voter in enumerate(voters) if name in voter]
            if likes and name not in {*won, *terms.reserved} and guards.free(name, won):
                waits[name] = (cost - sum((purses[at] for at in likes), Fraction(0))) / len(likes)
        if not waits:
            break
        shortest = min(waits.values())
        winner = order.first(name for name, wait in waits.items() if wait == shortest)
        if guards.costs[winner] > left:
            break
        now += shortest
        purses = [
            Fraction(0) if winner in voter else purse + shortest
            for purse, voter in zip(purses, voters, strict=True)
        ]
        left -= guards.costs[winner]
        won.append(winner)
        times[winner] = now
    return Answer(won=tuple(won), figures=times, left=left)
