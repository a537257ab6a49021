"""Equal shares, from the definition, voter by voter, with what may follow it.

Must not skip a share: raising goes one step after another.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from pb.tally import Contest
from tests.reference.ballots import measured, supporters, voters_of
from tests.reference.guards import Guards
from tests.reference.most_votes import spend
from tests.reference.order import Order
from tests.reference.terms import Answer, Terms

Bought = dict[str, Fraction]
"""Projects in order of purchase, each with its price per unit of utility."""


def equal_shares(contest: Contest, terms: Terms) -> Answer:
    """Buy; raise the shares; spend the rest by votes; keep most votes' winners if more voters prefer them."""
    guards, order = Guards(contest, terms, "votes"), Order(contest, terms)
    market = _Market(contest, terms, guards, order)
    bought = market.raised() if terms.completion.startswith("add-one") else market.bought(market.share())
    won = [*market.before, *bought]
    votes = measured(contest, "votes")
    if terms.completion.endswith("greedy"):
        won = list(spend(votes, order, _only_skipping(guards), won).won)
    if terms.comparison:
        others = spend(votes, order, _only_skipping(guards), market.before).won
        won = list(others) if _preferred(contest, won, list(others)) else won
    left = contest.budget - sum(guards.costs[name] for name in won)
    return Answer(won=tuple(won), figures=dict(bought), left=left)


def _only_skipping(guards: Guards) -> Guards:
    return Guards(guards.contest, replace(guards.terms, fit="skip", group_min=()), "votes")


def _preferred(contest: Contest, ours: list[str], theirs: list[str]) -> bool:
    """Whether more voters have more of the projects they support in theirs than in ours."""
    balance = 0
    for given in voters_of(contest):
        liked = {name for name, points in given.items() if points > 0}
        more, fewer = len(liked & set(theirs)), len(liked & set(ours))
        balance += (more > fewer) - (more < fewer)
    return balance > 0


class _Market:
    def __init__(self, contest: Contest, terms: Terms, guards: Guards, order: Order) -> None:
        self.contest, self.terms, self.guards, self.order = contest, terms, guards, order
        self.voters = supporters(contest, terms.utility or "cost")
        self.wanted = {name for voter in self.voters for name in voter}
        self.before = guards.reserved(contest.budget)

    def cost(self, names: list[str]) -> int:
        return sum(self.guards.costs[name] for name in names)

    def share(self) -> Fraction:
        """Everyone's share of what the reserved projects leave, or the whole steps in it."""
        share = Fraction(self.contest.budget - self.cost(self.before), len(self.voters) or 1)
        return Fraction(int(share) // self.terms.step * self.terms.step) if self.terms.integral else share

    def bought(self, share: Fraction) -> Bought:
        """Again and again the project cheapest for its supporters, of those they can pay for."""
        held = [share] * len(self.voters)
        bought: Bought = {}
        while True:
            prices: dict[str, Fraction] = {}
            won = [*self.before, *bought]
            for name in self.wanted - {*won, *self.terms.reserved}:
                if self.guards.free(name, won):
                    price = self.price(name, held)
                    if price is not None:
                        prices[name] = price
            if not prices:
                return bought
            least = min(prices.values())
            winner = self.order.first(name for name, price in prices.items() if price == least)
            for at, voter in enumerate(self.voters):
                held[at] -= min(held[at], least * voter.get(winner, 0))
            bought[winner] = least

    def price(self, name: str, held: list[Fraction]) -> Fraction | None:
        """The least rho at which payments of min(held, rho x utility) reach the cost; None: never.

        The payments grow in straight lines between the points where somebody runs out.
        """
        cost = self.guards.costs[name]
        payers = [(held[at], voter[name]) for at, voter in enumerate(self.voters) if name in voter]
        if sum(money for money, _ in payers) < cost:
            return None
        corners = sorted({Fraction(0), *(money / utility for money, utility in payers)})
        for low, high in pairwise(corners):
            at_low = sum(min(money, low * utility) for money, utility in payers)
            slope = sum(utility for money, utility in payers if money > low * utility)
            rho = low + Fraction(cost - at_low) / slope
            if rho <= high:
                return rho
        return Fraction(0)  # nobody has anything, and it costs nothing

    def raised(self) -> Bought:
        """Raise the shares until nothing more can be had from it, or the next outcome overspends."""
        share = self.share()
        bought = self.bought(share)
        while not self.settled([*self.before, *bought]):
            share += self.terms.step
            following = self.bought(share)
            if self.cost([*self.before, *following]) > self.contest.budget:
                break
            bought = following
        return bought

    def settled(self, won: list[str]) -> bool:
        """Whether nothing else fits, or nothing else that anybody wants could ever be bought."""
        if not self.voters:
            return True
        left = self.contest.budget - self.cost(won)
        rest = set(self.guards.costs) - {*won, *self.terms.reserved}
        rest = {name for name in rest if not self.guards.barred(name, won)}
        if not self.terms.to_the_end and all(self.guards.costs[name] > left for name in rest):
            return True
        return all(self.guards.waits(name, won) for name in rest & self.wanted)
