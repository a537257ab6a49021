"""Equal shares with bounded overspending, straight from its definition, in whole numbers.

A price rho per unit of utility pays for the part a of a project where its supporters together give a x cost,
each a x rho x utility or all he holds. The project with the least rho / a that the pot can pay is bought, and
each supporter gives rho x utility or all he holds. Money is counted in units of one minor unit / (ballots x
1,000,000); a payment is rounded up to the next unit.
Source: Papasotiropoulos, Pishbin, Skibski, Skowron, Was, "Method of Equal Shares with Bounded Overspending",
2024.
Worked: pot 100, ten voters, 10 each. A 60 has 8 supporters: rho 7.5, a 1. B 40 has the other 2, who hold 20:
a = 1/2, rho = 20, rho / a = 40. A is bought, then B with the 40 that are left.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

from pb.verifier.ballots import scores_of
from pb.verifier.constraints import Constraints, read_constraints
from pb.verifier.contest import Contest, Count
from pb.verifier.purses import Support, Supporter, support_of
from pb.verifier.rules.most_votes import Fit, Pot, fund_in_order, fund_reserved
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker

UTILITIES = ("cost", "count", "points", "points-cost")
FINENESS = 1_000_000

Bid = tuple[Fraction, Fraction]  # rho / a, and rho; both in units


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by bounded overspending. Raises UncountableError for settings that cannot be judged."""
    settings = Settings(texts)
    scores = scores_of(contest)
    utility = settings.choice("utility", "cost", UTILITIES)
    completion = settings.choice("completion", "none", ("none", "greedy"))
    constraints = read_constraints(contest, scores, settings, "votes")
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    pot = Pot(contest.budget)
    fund_reserved(contest, pot, constraints)
    support = support_of(contest, utility, constraints.too_weak)
    _buy(contest, pot, support, constraints=constraints, ties=ties)
    if completion == "greedy":
        rest = [name for name, cost in contest.costs.items() if name not in pot.won and cost <= pot.left]
        votes = {name: scores[name]["votes"] for name in rest if not constraints.barred(name, pot.won)}
        fund_in_order(contest, pot, votes, fit=Fit(), constraints=constraints, ties=ties)
    return Count(selected=tuple(pot.won), cost=contest.budget - pot.left, ties=tuple(ties.noted))


def _buy(contest: Contest, pot: Pot, support: Support, *, constraints: Constraints, ties: TieBreaker) -> None:
    purses = [pot.left * FINENESS] * len(contest.ballots)
    # A bid never gets better while purses only empty: the last one bounds the next from below.
    least = {name: Fraction(0) for name in support if support[name] and name not in constraints.reserved}
    while bids := _best_bids(contest, pot, purses, support, least=least, constraints=constraints):
        winner = ties.first(bids)
        del least[winner]
        for one in support[winner]:
            purses[one.ballot] -= min(purses[one.ballot], ceil(bids[winner] * one.utility))
        pot.fund(winner, contest.costs[winner])


def _best_bids(
    contest: Contest,
    pot: Pot,
    purses: list[int],
    support: Support,
    *,
    least: dict[str, Fraction],
    constraints: Constraints,
) -> dict[str, Fraction]:
    """The rho of each project with the least rho / a; what can no longer be bought leaves `least`."""
    units = FINENESS * max(1, contest.ballot_count)
    best: Fraction | None = None
    found: dict[str, Fraction] = {}
    for name in sorted(least, key=lambda name: (least[name], name)):
        if best is not None and least[name] > best:
            break
        bid = best_bid(contest.costs[name] * units, purses, support[name])
        if bid is None or contest.costs[name] > pot.left or constraints.barred(name, pot.won):
            del least[name]
        elif not constraints.waiting(name, pot.won):
            least[name] = bid[0]
            if best is None or bid[0] < best:
                best, found = bid[0], {}
            if bid[0] == best:
                found[name] = bid[1]
    return found


def best_bid(due: int, purses: list[int], supporters: tuple[Supporter, ...]) -> Bid | None:
    """The least rho / a at which they can have a project of cost `due` (units), with that rho.

    Only the levels at which somebody gives all he has can be best, and the one that pays for the whole.
    """
    if not due:
        return Fraction(0), Fraction(0)
    rich = [one for one in supporters if purses[one.ballot]]
    rich.sort(key=lambda one: Fraction(purses[one.ballot], one.utility))
    given, worth = 0, sum(one.weight * one.utility for one in rich)
    found: list[tuple[Fraction, Fraction, Fraction]] = []
    for one in rich:
        level = Fraction(purses[one.ballot], one.utility)
        together = given + level * worth
        if together >= due:
            level = Fraction(due - given, worth)
            found.append((level, Fraction(-1), level))
            break
        part = together / due
        found.append((level / part**2, -part, level / part))
        given += one.weight * purses[one.ballot]
        worth -= one.weight * one.utility
    return min(((value, rho) for value, _, rho in sorted(found)[:1]), default=None)
