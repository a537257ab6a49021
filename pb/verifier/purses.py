"""Equal shares' purses and purchases: the method itself, for one endowment, in whole numbers.

It does not decide what everyone starts with, nor what becomes of money left over.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from pb.verifier.ballots import yields
from pb.verifier.constraints import Constraints
from pb.verifier.contest import Contest
from pb.verifier.ties import TieBreaker


@dataclass(frozen=True, slots=True)
class Supporter:
    """One distinct ballot for a project: which ballot, how many people cast it, the utility to each."""

    ballot: int
    weight: int
    utility: int


Support = Mapping[str, tuple[Supporter, ...]]


def support_of(contest: Contest, utility: str, without: Collection[str] = ()) -> Support:
    """Who gains how much from each project that is not in `without`."""
    costs = contest.costs
    found: dict[str, list[Supporter]] = {project.id: [] for project in contest.projects}
    for ballot, (marks, weight) in enumerate(contest.ballots):
        for name, given in yields(contest, marks).items():
            worth = {"cost": costs[name], "count": 1, "points": given, "points-cost": given * costs[name]}
            if given > 0:
                # What costs nothing is bought at no price, whatever the unit of utility is.
                found[name].append(Supporter(ballot, weight, max(1, worth[utility])))
    return {name: tuple(supporters) for name, supporters in found.items() if name not in without}


class Purses:
    """What each voter has left, as whole parts of one common denominator; equal ballots have equal purses."""

    def __init__(self, ballots: int, endowment: Fraction) -> None:
        self.left = [endowment.numerator] * ballots
        self.parts = endowment.denominator

    def price(self, cost: int, supporters: tuple[Supporter, ...]) -> Fraction | None:
        """The lowest price per unit of utility at which supporters can pay `cost`; None where they cannot."""
        due = cost * self.parts
        if not supporters or sum(one.weight * self.left[one.ballot] for one in supporters) < due:
            return None
        worth = sum(one.weight * one.utility for one in supporters)
        same = lcm(*{one.utility for one in supporters})
        # Whoever has least per unit of utility gives all he has first; the rest share what is then still due.
        for one in sorted(supporters, key=lambda one: self.left[one.ballot] * (same // one.utility)):
            if self.left[one.ballot] * worth >= due * one.utility:
                return Fraction(due, worth * self.parts)
            due -= one.weight * self.left[one.ballot]
            worth -= one.weight * one.utility
        raise AssertionError("supporters with enough money cannot run out of it")

    def pay(self, price: Fraction, supporters: tuple[Supporter, ...]) -> None:
        """Take from each supporter `price` per unit of utility, or all that is left."""
        numerator = price.numerator * gcd(*(one.utility for one in supporters))
        scale = price.denominator // gcd(price.denominator, numerator * self.parts)
        if scale > 1:
            self.left = [left * scale for left in self.left]
            self.parts *= scale
        unit = price.numerator * self.parts
        for one in supporters:
            payment = unit * one.utility // price.denominator
            self.left[one.ballot] = max(0, self.left[one.ballot] - payment)


def buy_in_turn(
    contest: Contest,
    purses: Purses,
    support: Support,
    won: list[str],
    *,
    constraints: Constraints,
    ties: TieBreaker,
) -> list[str]:
    """`won`, then in order whatever else its supporters can buy out of their purses, the cheapest first."""
    bought = list(won)
    # A price never falls while purses only empty: the last price seen bounds the next from below.
    least = {
        name: Fraction(0)
        for name in support
        if support[name] and name not in bought and name not in constraints.reserved
    }
    while level := _cheapest(contest, purses, support, least=least, constraints=constraints, bought=bought):
        winner = ties.first(level)
        purses.pay(least.pop(winner), support[winner])
        bought.append(winner)
    return bought


def _cheapest(
    contest: Contest,
    purses: Purses,
    support: Support,
    *,
    least: dict[str, Fraction],
    constraints: Constraints,
    bought: list[str],
) -> list[str]:
    """The projects that can be bought now at the lowest price; what can never be bought leaves `least`."""
    best: Fraction | None = None
    level: list[str] = []
    for name in sorted(least, key=lambda name: (least[name], name)):
        if best is not None and least[name] > best:
            break
        price = purses.price(contest.costs[name], support[name])
        if price is None or constraints.barred(name, bought):
            del least[name]
            continue
        least[name] = price
        if constraints.waiting(name, bought):
            continue
        if best is None or price < best:
            best, level = price, [name]
        elif price == best:
            level.append(name)
    return level
