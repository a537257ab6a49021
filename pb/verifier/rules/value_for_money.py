"""Value for money: down the list by a measure per pound, each project funded while the money left pays.

It differs from most votes in the order alone.
Worked: pot 100; A 60 (9 votes, 0.15 a unit), B 50 (10, 0.20), C 40 (7, 0.175): B, C, and A no longer fits.
"""

from collections.abc import Mapping
from fractions import Fraction

from pb.verifier.ballots import USUAL_MEASURE, scores_of
from pb.verifier.constraints import read_constraints
from pb.verifier.contest import Contest, Count
from pb.verifier.rules.most_votes import MEASURES, Fit, Pot, fund_in_order, fund_reserved
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by value for money. Raises UncountableError for settings that cannot be judged."""
    settings = Settings(texts)
    scores = scores_of(contest)
    measure = settings.choice("measure", USUAL_MEASURE[contest.ballot_type], MEASURES)
    fit = Fit(mode=settings.choice("fit", "skip", ("skip", "stop")))
    constraints = read_constraints(contest, scores, settings, measure)
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    pot = Pot(contest.budget)
    fund_reserved(contest, pot, constraints)
    given = [score[measure] for score in scores.values()]
    above = max(given, default=Fraction(0)) - min(given, default=Fraction(0)) + 1
    # What costs nothing is better value than anything that costs something.
    worth = {
        name: score[measure] / contest.costs[name] if contest.costs[name] else above + score[measure]
        for name, score in scores.items()
    }
    fund_in_order(contest, pot, worth, fit=fit, constraints=constraints, ties=ties)
    return Count(selected=tuple(pot.won), cost=contest.budget - pot.left, ties=tuple(ties.noted))
