"""Cumulative transfer: each voter's share of the pot follows the points, and what cannot be used moves on.

The project with most to spare is funded; where none has its cost, the one furthest from it is dropped.
Source: Skowron, Slinko, Szufa, Talmon, "Participatory Budgeting with Cumulative Votes", 2020.
Worked: pot 100, two voters, 50 each. u gives A 4 points and B 1 (40 and 10), v gives B all 50. B 50 has 60
and is funded with 5/6 of each gift; u's other 10/6 goes to A, which then has 41 2/3 of its 60 and is dropped.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

from pb.verifier.ballots import scores_of
from pb.verifier.constraints import read_constraints
from pb.verifier.contest import Contest, Count, UncountableError
from pb.verifier.rules.most_votes import Pot, fund_reserved
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker

FINENESS = 1_000_000


class Shares:
    """What each voter still has to give. It is always spread by the points over the projects not yet decided.

    So it is enough to keep one sum for each distinct ballot, and to reckon the gifts when they are asked for.
    Money is counted in units of one minor unit / (ballots x 1,000,000), costs as well.
    """

    def __init__(self, contest: Contest, share: int, undecided: set[str]) -> None:
        self.undecided = undecided
        self.held = [share] * len(contest.ballots)
        self.weights = [weight for _, weight in contest.ballots]
        self.points = [
            {name: mark for name, mark in marks if name in undecided} for marks, _ in contest.ballots
        ]

    def gifts(self, name: str) -> dict[int, Fraction]:
        """What a voter of each ballot now gives to the project."""
        return {
            ballot: Fraction(self.held[ballot] * points[name], sum(points.values()))
            for ballot, points in enumerate(self.points)
            if points.get(name, 0) > 0
        }

    def support(self, name: str) -> Fraction:
        return sum((gift * self.weights[ballot] for ballot, gift in self.gifts(name).items()), Fraction(0))

    def fund(self, name: str, cost: int) -> None:
        """Take the cost out of the gifts, the same part of each, rounded up to a unit."""
        support = self.support(name)
        for ballot, gift in self.gifts(name).items() if support else ():
            self.held[ballot] -= min(self.held[ballot], ceil(gift * cost / support))
        self.decide(name)

    def decide(self, name: str) -> None:
        """The project is out of the count, and its points with it."""
        self.undecided.remove(name)
        for points in self.points:
            points.pop(name, None)


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by cumulative transfer. Raises UncountableError for settings that cannot be judged."""
    if contest.ballot_type != "points":
        raise UncountableError(contest.ballot_type)
    settings = Settings(texts)
    scores = scores_of(contest)
    constraints = read_constraints(contest, scores, settings, "points")
    if constraints.needs:
        raise UncountableError("needs")
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    pot = Pot(contest.budget)
    fund_reserved(contest, pot, constraints)
    undecided = {project.id for project in contest.projects} - {*constraints.reserved}
    shares = Shares(contest, pot.left * FINENESS, undecided)
    costs = {name: cost * FINENESS * max(1, contest.ballot_count) for name, cost in contest.costs.items()}
    while True:
        for name in [name for name in shares.undecided if constraints.barred(name, pot.won)]:
            shares.decide(name)
        spare = {name: shares.support(name) - costs[name] for name in shares.undecided}
        if not spare:
            return Count(selected=tuple(pot.won), cost=contest.budget - pot.left, ties=tuple(ties.noted))
        most, least = max(spare.values()), min(spare.values())
        level = [name for name, value in spare.items() if value == (most if most >= 0 else least)]
        first = ties.first(level)
        if most >= 0:
            shares.fund(first, costs[first])
            pot.fund(first, contest.costs[first])
        else:
            # Of several that are equally far from their cost, the last goes and the others stay.
            shares.decide(ties.order(level, lambda _: Fraction(0))[-1])
