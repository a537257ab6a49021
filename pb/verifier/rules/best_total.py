"""Best total: of all sets of projects the pot can pay, the one that gives all voters together the most.

Of several best sets the first by the tie order wins: the one with the first project they do not share.
Worked: pot 100; A 60 with 9 votes, B 50 with 8, C 50 with 7: B and C give 15, A alone gives 9.
"""

from collections.abc import Mapping
from fractions import Fraction

from pb.verifier.ballots import scores_of
from pb.verifier.constraints import read_constraints
from pb.verifier.contest import Contest, Count, UncountableError
from pb.verifier.purses import support_of
from pb.verifier.rules.most_votes import Pot, fund_reserved
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker

UTILITIES = ("count", "cost", "points", "points-cost")
MOST_SETS = 2_000_000  # more sets in play than this, and nobody would wait for the count

State = tuple[int, int, int]


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by best total. Raises UncountableError for settings that cannot be judged."""
    settings = Settings(texts)
    scores = scores_of(contest)
    utility = settings.choice("utility", "count", UTILITIES)
    constraints = read_constraints(contest, scores, settings, "votes")
    if constraints.conflicts or constraints.needs or constraints.group_max or constraints.group_min:
        raise UncountableError("conflicts, needs, group_max, group_min")
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    pot = Pot(contest.budget)
    fund_reserved(contest, pot, constraints)
    worth = {
        name: sum(one.weight * one.utility for one in supporters)
        for name, supporters in support_of(contest, utility, constraints.too_weak).items()
        if supporters and name not in constraints.reserved
    }
    order = ties.order(list(worth), lambda _: Fraction(0))
    chosen = best_set(order, worth, contest.costs, pot.left)
    _note_ties(order, worth, contest.costs, pot.left, chosen=chosen, ties=ties)
    for name in chosen:
        pot.fund(name, contest.costs[name])
    return Count(selected=tuple(pot.won), cost=contest.budget - pot.left, ties=tuple(ties.noted))


def _note_ties(
    order: list[str],
    worth: Mapping[str, int],
    costs: Mapping[str, int],
    money: int,
    *,
    chosen: list[str],
    ties: TieBreaker,
) -> None:
    """A winner is tied with all that could stand in its place in a set worth as much, equal up to there."""

    def reach(names: list[str], sum_left: int) -> int:
        return sum(worth[name] for name in best_set(names, worth, costs, sum_left))

    for place, name in enumerate(chosen):
        wanted = sum(worth[one] for one in chosen[place:])
        after = order[order.index(name) + 1 :]
        others = [
            one
            for one in after
            if one not in chosen
            and costs[one] <= money
            and worth[one] + reach([two for two in after if two != one], money - costs[one]) == wanted
        ]
        if others:
            ties.first([name, *others])
        money -= costs[name]


def best_set(order: list[str], worth: Mapping[str, int], costs: Mapping[str, int], money: int) -> list[str]:
    """The best affordable set, in tie order.

    A state is (cost, worth, members): members has a bit for each project, the highest for the first in order.
    """
    sets: list[State] = [(0, 0, 0)]
    for place, name in enumerate(order):
        bit = 1 << len(order) - 1 - place
        more = [
            (cost + costs[name], value + worth[name], members | bit)
            for cost, value, members in sets
            if cost + costs[name] <= money
        ]
        sets = _unbeaten(sets + more)
        if len(sets) > MOST_SETS:
            raise UncountableError("best-total")
    _, _, members = max(sets, key=lambda one: (one[1], one[2]))
    return [name for place, name in enumerate(order) if members >> len(order) - 1 - place & 1]


def _unbeaten(sets: list[State]) -> list[State]:
    """The sets that none of the same or less cost beats by worth or, that being equal, by the tie order."""
    kept: list[State] = []
    best = (-1, -1)
    for cost, value, members in sorted(sets, key=lambda one: (one[0], -one[1], -one[2])):
        if (value, members) > best:
            kept.append((cost, value, members))
            best = (value, members)
    return kept
