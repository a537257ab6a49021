"""Most votes, from the definition: down the list while the money lasts.

Must not know where the order comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pb.tally import BALLOT_TYPES, Contest
from tests.reference.ballots import measured
from tests.reference.guards import Guards
from tests.reference.order import Order
from tests.reference.terms import Answer, Terms


def most_votes(contest: Contest, terms: Terms) -> Answer:
    """By a measure, highest first."""
    measure = terms.measure or BALLOT_TYPES[contest.spec.type].measures[0]
    guards = Guards(contest, terms, measure)
    return spend(measured(contest, measure), Order(contest, terms), guards, guards.reserved(contest.budget))


def value_for_money(contest: Contest, terms: Terms) -> Answer:
    """By a measure for each unit of cost; what is free comes before all else, by the measure."""
    measure = terms.measure or BALLOT_TYPES[contest.spec.type].measures[0]
    guards = Guards(contest, terms, measure)
    given, order = measured(contest, measure), Order(contest, terms)
    free = [name for name in order.by(given) if not guards.costs[name]]
    value = {name: given[name] / cost for name, cost in guards.costs.items() if cost}
    above = max(value.values(), default=Fraction(0)) + 1
    levels = sorted({given[name] for name in free})
    value |= {name: above + levels.index(given[name]) for name in free}
    return spend(value, order, guards, guards.reserved(contest.budget))


def spend(score: Mapping[str, Fraction], order: Order, guards: Guards, taken: list[str]) -> Answer:
    """First what groups that are short must have, then the highest first; each waits for what it needs."""
    terms, costs = guards.terms, guards.costs
    won = list(taken)
    left = guards.contest.budget - sum(costs[name] for name in won)
    open_ = [name for name in order.by(score) if name not in {*won, *terms.reserved}]
    while short := guards.short(won):
        inside = [name for name in open_ if set(guards.groups[name]) & set(short)]
        able = [name for name in inside if guards.free(name, won) and costs[name] <= left]
        if not able:
            break
        won.append(able[0])
        left -= costs[able[0]]
        open_.remove(able[0])
    while ready := [name for name in open_ if not guards.waits(name, won)]:
        name = ready[0]
        open_.remove(name)
        if guards.barred(name, won):
            continue
        if costs[name] <= left:
            won.append(name)
            left -= costs[name]
        elif terms.fit == "stop":
            break
        elif terms.fit == "part":
            part = (name, left) if _takes(name, left, guards) else None
            return Answer(won=tuple(won), figures=score, left=0 if part else left, part=part)
    return Answer(won=tuple(won), figures=score, left=left)


def _takes(name: str, left: int, guards: Guards) -> bool:
    """Whether a project goes ahead with what is left: it named a floor, or it is enough of its cost."""
    if left == 0:
        return False
    if guards.terms.floors:
        return name in guards.terms.floors and left >= guards.terms.floors[name]
    return Fraction(left, guards.costs[name]) >= guards.terms.part_share
