"""Maximin support, from the definition: costs spread over those who chose, as evenly as can be.

Must not spread anything step by step: what a spread cannot get below is read off all parts of the set.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from itertools import combinations

from pb.tally import Contest
from tests.reference.ballots import supporters
from tests.reference.guards import Guards
from tests.reference.order import Order
from tests.reference.terms import Answer, Terms


def maximin_support(contest: Contest, terms: Terms) -> Answer:
    """Fund the project with which the level of the winners is lowest, until nothing that is wanted fits."""
    guards, order = Guards(contest, terms, "votes"), Order(contest, terms)
    voters = supporters(contest, "count")
    won = guards.reserved(contest.budget)
    left = contest.budget - sum(guards.costs[name] for name in won)
    levels: dict[str, Fraction] = {}
    while True:
        found: dict[str, Fraction] = {}
        for name, cost in guards.costs.items():
            wanted = any(name in voter for voter in voters) and name not in {*won, *terms.reserved}
            if wanted and cost <= left and guards.free(name, won):
                found[name] = _level([*levels, name], guards, voters)
        if not found:
            return Answer(won=tuple(won), figures=levels, left=left)
        lowest = min(found.values())
        winner = order.first(name for name, level in found.items() if level == lowest)
        won.append(winner)
        left -= guards.costs[winner]
        levels[winner] = lowest


def _level(names: list[str], guards: Guards, voters: list[dict[str, int]]) -> Fraction:
    """The least that somebody must bear: of all parts the largest cost for each who chose from it."""

    def each(part: Collection[str]) -> Fraction:
        bearing = sum(any(name in voter for name in part) for voter in voters)
        return Fraction(sum(guards.costs[name] for name in part), bearing)

    parts = (part for size in range(1, len(names) + 1) for part in combinations(names, size))
    return max(each(part) for part in parts)
