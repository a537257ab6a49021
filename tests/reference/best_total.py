"""Best total, from the definition: every set there is, weighed.

Must not prune.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from pb.tally import Contest
from tests.reference.ballots import supporters
from tests.reference.guards import Guards
from tests.reference.order import Order
from tests.reference.terms import Answer, Terms


def best_total(contest: Contest, terms: Terms) -> Answer:
    """Sets are tried in the order in which the tie order prefers them, so the first best one is the one."""
    guards, order = Guards(contest, terms, "votes"), Order(contest, terms)
    worth = dict.fromkeys(guards.costs, 0)
    for voter in supporters(contest, terms.utility or "count"):
        for name, utility in voter.items():
            worth[name] += utility
    before = guards.reserved(contest.budget)
    money = contest.budget - sum(guards.costs[name] for name in before)
    names = [
        name
        for name in order.names
        if name not in terms.reserved and worth[name] and not guards.barred(name, before)
    ]
    best: list[str] = []
    for picks in product((True, False), repeat=len(names)):
        chosen = [name for name, picked in zip(names, picks, strict=True) if picked]
        if sum(guards.costs[name] for name in chosen) > money:
            continue
        if sum(worth[name] for name in chosen) > sum(worth[name] for name in best):
            best = chosen
    left = money - sum(guards.costs[name] for name in best)
    figures = {name: Fraction(value) for name, value in worth.items()}
    return Answer(won=(*before, *best), figures=figures, left=left)
