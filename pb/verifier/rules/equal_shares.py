"""The Method of Equal Shares, straight from its definition, and what may be done with money left over.

Every voter gets the same share of the pot; again and again the project is bought whose supporters can pay for
it at the lowest price per unit of utility, each paying that price or all that he has left. No float is used.
Source: Peters, Pierczynski, Skowron, "Proportional Participatory Budgeting with Additive Utilities", 2021.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pb.verifier.ballots import USUAL_MEASURE, scores_of
from pb.verifier.constraints import Constraints, read_constraints
from pb.verifier.contest import Contest, Count, Scores
from pb.verifier.purses import Support, buy_in_turn, support_of
from pb.verifier.rules.most_votes import Fit, Pot, fund_in_order, fund_reserved
from pb.verifier.settings import Settings
from pb.verifier.ties import USUAL_KEYS, TieBreaker

UTILITIES = ("cost", "count", "points", "points-cost")
COMPLETIONS = ("none", "greedy", "add-one", "add-one-greedy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """One contest under equal shares: who supports what, and what bounds the winners."""

    contest: Contest
    scores: Scores
    support: Support
    constraints: Constraints
    ties: TieBreaker

    def bought_with(self, endowment: Fraction) -> list[str]:
        return buy_in_turn(self.contest, self.support, endowment, self.constraints, self.ties)

    def cost(self, names: list[str]) -> int:
        return sum(self.contest.costs[name] for name in names)

    def exhausted(self, names: list[str]) -> bool:
        """Whether nothing that someone supports could still be paid out of the pot."""
        left = self.contest.budget - self.cost(names)
        return not any(
            self.support[project.id]
            and project.cost <= left
            and not self.constraints.barred(project.id, names)
            for project in self.contest.projects
            if project.id not in names
        )

    def topped_up(self, start: Fraction, step: int) -> list[str]:
        """Raise everyone's endowment by `step` until the pot is exhausted or would be overspent."""
        endowment, names = start, self.bought_with(start)
        enough = sum(project.cost for project in self.contest.projects)
        while not self.exhausted(names) and endowment < enough:
            endowment += step
            richer = self.bought_with(endowment)
            if self.cost(richer) > self.contest.budget:
                break
            names = richer
        return names

    def by_votes(self, names: list[str]) -> list[str]:
        """`names` and whatever else the rest of the pot pays for, by most votes."""
        measure = USUAL_MEASURE[self.contest.ballot_type]
        worth = {name: score[measure] for name, score in self.scores.items()}
        pot = Pot(self.contest.budget - self.cost(names), {name: self.contest.costs[name] for name in names})
        fund_in_order(self.contest, pot, worth, fit=Fit(), constraints=self.constraints, ties=self.ties)
        return list(pot.paid)


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by equal shares. Raises UncountableError for settings this verifier cannot judge."""
    settings = Settings(texts)
    scores = scores_of(contest)
    utility = settings.choice("utility", "cost", UTILITIES)
    completion = settings.choice("completion", "none", COMPLETIONS)
    start = settings.choice("start", "exact", ("exact", "integral"))
    step = settings.whole("step", "1")
    comparison = settings.choice("comparison", "no", ("yes", "no"))
    constraints = read_constraints(contest, scores, settings, USUAL_MEASURE[contest.ballot_type])
    ties = TieBreaker(contest, tuple(settings.text("ties", USUAL_KEYS).split(",")), scores, seed)
    settings.done()
    support = {
        name: who for name, who in support_of(contest, utility).items() if name not in constraints.too_weak
    }
    shares = Shares(contest=contest, scores=scores, support=support, constraints=constraints, ties=ties)
    names = _winners(shares, completion, start, max(step, 1))
    if comparison == "yes":
        names = _preferred(shares, names)
    return Count(
        selected=tuple(names), paid={name: contest.costs[name] for name in names}, ties=tuple(ties.noted)
    )


def _winners(shares: Shares, completion: str, start: str, step: int) -> list[str]:
    contest = shares.contest
    for_each = Fraction(
        contest.budget - shares.cost(list(shares.constraints.reserved)), contest.ballot_count or 1
    )
    if start == "integral":
        for_each = Fraction(int(for_each))
    names = (
        shares.topped_up(for_each, step) if completion.startswith("add-one") else shares.bought_with(for_each)
    )
    return shares.by_votes(names) if completion.endswith("greedy") else names


def _preferred(shares: Shares, names: list[str]) -> list[str]:
    """Most votes' winners instead, where more voters see more of the projects they named among those."""
    pot = Pot(shares.contest.budget)
    fund_reserved(shares.contest, pot, shares.constraints)
    others = shares.by_votes(list(pot.paid))
    balance = 0
    for marks, weight in shares.contest.ballots:
        gain = sum((name in others) - (name in names) for name, _ in marks)
        balance += weight * ((gain > 0) - (gain < 0))
    return others if balance > 0 else names
