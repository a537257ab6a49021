"""Sequential Phragmen: all earn at the same rate; a project is bought when its supporters hold its cost.

It stops at the first project in line that the pot cannot pay; there is no completion.
Source: Los, Christoff, Grossi, "Proportional Budget Allocations: Towards a Systematization", 2022.
Worked: A 60 has 3 supporters, B 50 the other 2: A at time 60/3 = 20, B at 50/2 = 25; A comes first.
"""

from collections.abc import Mapping
from fractions import Fraction

from pb.verifier.ballots import scores_of
from pb.verifier.constraints import Constraints, read_constraints
from pb.verifier.contest import Contest, Count, UncountableError
from pb.verifier.purses import Support, support_of
from pb.verifier.rules.most_votes import Pot, fund_reserved
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by sequential Phragmen. Raises UncountableError for settings that cannot be judged."""
    settings = Settings(texts)
    scores = scores_of(contest)
    constraints = read_constraints(contest, scores, settings, "votes")
    if constraints.needs:
        raise UncountableError("needs")
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    pot = Pot(contest.budget)
    fund_reserved(contest, pot, constraints)
    _buy_in_time(contest, pot, support_of(contest, "count", constraints.too_weak), constraints, ties)
    return Count(selected=tuple(pot.won), cost=contest.budget - pot.left, ties=tuple(ties.noted))


def _buy_in_time(
    contest: Contest, pot: Pot, support: Support, constraints: Constraints, ties: TieBreaker
) -> None:
    # What a voter has spent so far: when a project is bought, its supporters have earned and spent the same.
    spent = [Fraction(0)] * len(contest.ballots)
    waiting = {name for name in support if support[name] and name not in constraints.reserved}
    while True:
        waiting = {name for name in waiting if not constraints.barred(name, pot.won)}
        times = {
            name: (contest.costs[name] + sum(one.weight * spent[one.ballot] for one in support[name]))
            / Fraction(sum(one.weight for one in support[name]))
            for name in waiting
        }
        if not times:
            return
        soonest = min(times.values())
        winner = ties.first([name for name, time in times.items() if time == soonest])
        if contest.costs[winner] > pot.left:
            return
        pot.fund(winner, contest.costs[winner])
        waiting.remove(winner)
        for one in support[winner]:
            spent[one.ballot] = soonest
