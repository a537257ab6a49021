"""The Method of Equal Shares, straight from its definition, and what may be done with money left over.

Every voter gets the same share of the pot; again and again the project is bought whose supporters can pay for
it at the lowest price per unit of utility, each paying that price or all that he has left. No float is used.
Source: Peters, Pierczynski, Skowron, "Proportional Participatory Budgeting with Additive Utilities", 2021.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pb.verifier.ballots import scores_of, yields
from pb.verifier.constraints import Constraints, read_constraints
from pb.verifier.contest import Contest, Count, Scores, UncountableError
from pb.verifier.purses import Purses, Support, buy_in_turn, support_of
from pb.verifier.rules.most_votes import Fit, Pot, fund_in_order, fund_reserved
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker

UTILITIES = ("cost", "count", "points", "points-cost")
MOST_STEPS = 20_000  # a step so small for so large a pot that nobody would wait for the count
COMPLETIONS = ("none", "greedy", "add-one", "add-one-greedy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """One contest under equal shares: who supports what, and what bounds the winners."""

    contest: Contest
    scores: Scores
    support: Support
    constraints: Constraints
    ties: TieBreaker

    @property
    def first(self) -> list[str]:
        """The winners before any voter is asked."""
        pot = Pot(self.contest.budget)
        fund_reserved(self.contest, pot, self.constraints)
        return pot.won

    def bought_with(self, share: Fraction) -> list[str]:
        """The winners, in order, when everyone starts with `share`."""
        purses = Purses(len(self.contest.ballots), share)
        return buy_in_turn(
            self.contest, purses, self.support, self.first, constraints=self.constraints, ties=self.ties
        )

    def cost(self, names: list[str]) -> int:
        return sum(self.contest.costs[name] for name in names)

    def may_win(self, names: list[str]) -> list[str]:
        """The projects that have not won and that nothing bars but money."""
        return [
            project.id
            for project in self.contest.projects
            if project.id not in names and not self.constraints.barred(project.id, names)
        ]

    def settled(self, names: list[str], stop: str) -> bool:
        """Whether larger shares are pointless: nothing else is wanted or, at `full`, fits."""
        rest = self.may_win(names)
        left = self.contest.budget - self.cost(names)
        full = stop == "full" and all(self.contest.costs[name] > left for name in rest)
        wanted = [name for name in rest if self.support.get(name)]
        # What waits for a project that can never win itself is not waited for.
        return full or all(self.constraints.waiting(name, names) for name in wanted)

    def topped_up(self, start: Fraction, step: int, stop: str) -> list[str]:
        """Raise everyone's share by `step` until nothing is gained, or the next outcome would overspend."""
        share, names = start, self.bought_with(start)
        enough = sum(project.cost for project in self.contest.projects)
        for _ in range(MOST_STEPS):
            if self.settled(names, stop) or share >= enough:
                return names
            share += step
            richer = self.bought_with(share)
            if self.cost(richer) > self.contest.budget:
                return names
            names = richer
        raise UncountableError(f"step={step}")

    def by_votes(self, names: list[str], candidates: Collection[str]) -> list[str]:
        """`names`, and whichever of the candidates the rest of the pot pays for, by most votes."""
        pot = Pot(self.contest.budget - self.cost(names), list(names))
        votes = {name: self.scores[name]["votes"] for name in candidates}
        fund_in_order(self.contest, pot, votes, fit=Fit(), constraints=self.constraints, ties=self.ties)
        return pot.won


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by equal shares. Raises UncountableError for settings this verifier cannot judge."""
    settings = Settings(texts)
    scores = scores_of(contest)
    utility = settings.choice("utility", "cost", UTILITIES)
    completion = settings.choice("completion", "none", COMPLETIONS)
    comparison = settings.choice("comparison", "no", ("yes", "no"))
    constraints = read_constraints(contest, scores, settings, "votes")
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    support = support_of(contest, utility, constraints.too_weak)
    shares = Shares(contest=contest, scores=scores, support=support, constraints=constraints, ties=ties)
    names = _bought(shares, settings, completion.startswith("add-one"))
    settings.done()
    if completion.endswith("greedy"):
        names = shares.by_votes(names, shares.may_win(names))
    if comparison == "yes":
        names = _preferred(shares, names)
    return Count(selected=tuple(names), cost=shares.cost(names), ties=tuple(ties.noted))


def _bought(shares: Shares, settings: Settings, add_one: bool) -> list[str]:
    """What equal shares buy, from the exact share of the pot or from the whole steps in it."""
    start = settings.choice("start", "exact", ("exact", "integral"))
    step = max(1, settings.whole("step", "1"))
    stop = settings.choice("stop", "full", ("full", "overspend"))
    contest = shares.contest
    share = Fraction(contest.budget - shares.cost(shares.first), contest.ballot_count or 1)
    if start == "integral":
        share = Fraction(int(share) // step * step)
    return shares.topped_up(share, step, stop) if add_one else shares.bought_with(share)


def _preferred(shares: Shares, names: list[str]) -> list[str]:
    """Most votes' winners instead, where more voters see more of the projects they support among those."""
    noted = list(shares.ties.noted)
    others = shares.by_votes(shares.first, shares.scores)
    balance = 0
    for marks, weight in shares.contest.ballots:
        supported = [name for name, given in yields(shares.contest, marks).items() if given > 0]
        gain = sum((name in others) - (name in names) for name in supported)
        balance += weight * ((gain > 0) - (gain < 0))
    if balance > 0:
        return others
    shares.ties.noted[:] = noted  # ties of an outcome that is not kept decided nothing
    return names
