"""Expanding approvals: equal shares while rankings count as approval of one place, then of two, and so on.

Nobody pays for a project that stands lower on the ballot than the place reached.
Source: Aziz, Lee, "Proportionally Representative Participatory Budgeting with Ordinal Preferences", 2021.
Worked: pot 100, ten voters, 10 each. Six put A 60 first and buy it; four put B 50 first and hold only 40.
"""

from collections.abc import Mapping
from fractions import Fraction

from pb.verifier.ballots import scores_of
from pb.verifier.constraints import read_constraints
from pb.verifier.contest import Contest, Count, UncountableError
from pb.verifier.purses import Purses, Supporter, buy_in_turn
from pb.verifier.rules.most_votes import Pot, fund_reserved
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by expanding approvals. Raises UncountableError for settings that cannot be judged."""
    if contest.ballot_type != "ranking":
        raise UncountableError(contest.ballot_type)
    settings = Settings(texts)
    scores = scores_of(contest)
    constraints = read_constraints(contest, scores, settings, "votes")
    if constraints.needs:
        raise UncountableError("needs")
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    pot = Pot(contest.budget)
    fund_reserved(contest, pot, constraints)
    won = list(pot.won)
    purses = Purses(len(contest.ballots), Fraction(pot.left, contest.ballot_count or 1))
    deepest = max((place for marks, _ in contest.ballots for _, place in marks), default=0)
    for place in range(1, deepest + 1):
        support = {
            name: supporters
            for name, supporters in approved(contest, place).items()
            if name not in constraints.too_weak
        }
        won = buy_in_turn(contest, purses, support, won, constraints=constraints, ties=ties)
    return Count(selected=tuple(won), cost=sum(contest.costs[name] for name in won), ties=tuple(ties.noted))


def approved(contest: Contest, deepest: int) -> dict[str, tuple[Supporter, ...]]:
    """Who puts each project among the first `deepest`; its worth to each is its cost."""
    found: dict[str, list[Supporter]] = {project.id: [] for project in contest.projects}
    for ballot, (marks, weight) in enumerate(contest.ballots):
        for name, place in marks:
            if place <= deepest and name in found:
                found[name].append(Supporter(ballot, weight, max(1, contest.costs[name])))
    return {name: tuple(supporters) for name, supporters in found.items()}
