"""Seats, from the definition: down the list while there are seats, in all and in the project's group.

Must not look at money.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pb.tally import BALLOT_TYPES, Contest
from tests.reference.ballots import measured
from tests.reference.guards import Guards
from tests.reference.order import Order
from tests.reference.terms import Answer, ContradictionError, Terms


def seats(contest: Contest, terms: Terms) -> Answer:
    """By a measure, highest first."""
    measure = terms.measure or BALLOT_TYPES[contest.spec.type].measures[0]
    return fill(measured(contest, measure), Order(contest, terms), Guards(contest, terms, measure))


def fill(score: Mapping[str, Fraction], order: Order, guards: Guards) -> Answer:
    """A project waits for what it needs; a reserved one takes a seat of its group too."""
    won = guards.reserved(None)
    if _too_many(won, guards):
        raise ContradictionError("more projects are reserved than there are seats")
    open_ = [name for name in order.by(score) if name not in guards.terms.reserved]
    while ready := [name for name in open_ if not guards.waits(name, won)]:
        open_.remove(ready[0])
        if not guards.barred(ready[0], won) and not _too_many([*won, ready[0]], guards):
            won.append(ready[0])
    cost = sum(guards.costs[name] for name in won)
    return Answer(won=tuple(won), figures=score, left=guards.contest.budget - cost)


def _too_many(won: list[str], guards: Guards) -> bool:
    """Whether so many winners are more than the seats, in all or in one group."""
    terms = guards.terms
    total = terms.seats or guards.contest.seats
    if total is not None and len(won) > total:
        return True
    if terms.per_group is None:
        return False
    dimension, each = terms.per_group
    groups = [group for name in won for group in guards.groups[name] if group[0] == dimension]
    return any(groups.count(group) > each for group in groups)
