"""Equal shares with bounded overspending, from the definition; payments are rounded up to a grain of money.

Must not leave out an amount for being unlikely: between two at which somebody runs out, more are tried.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

from pb.tally import Contest
from tests.reference.ballots import measured, supporters
from tests.reference.guards import Guards
from tests.reference.most_votes import spend
from tests.reference.order import Order
from tests.reference.terms import Answer, Terms

GRAINS = 10**6
"""Grains in a minor unit, times the number of ballots."""

Offer = tuple[Fraction, Fraction, Fraction]
"""What a project costs its supporters per unit of utility over the part paid; minus that part; rho."""


def equal_shares_bounded(contest: Contest, terms: Terms) -> Answer:
    """Buy the best offer of those that fit; then perhaps spend the rest by votes."""
    guards, order = Guards(contest, terms, "votes"), Order(contest, terms)
    voters = supporters(contest, terms.utility or "cost")
    grain = Fraction(1, GRAINS * (len(voters) or 1))
    won = guards.reserved(contest.budget)
    left = contest.budget - sum(guards.costs[name] for name in won)
    held = [Fraction(left, len(voters) or 1)] * len(voters)
    rhos: dict[str, Fraction] = {}
    while True:
        offers: dict[str, Offer] = {}
        for name, cost in guards.costs.items():
            fans = [(held[at], voter[name]) for at, voter in enumerate(voters) if name in voter]
            if fans and name not in {*won, *terms.reserved} and cost <= left and guards.free(name, won):
                offer = _best(cost, fans)
                if offer is not None:
                    offers[name] = offer
        if not offers:
            break
        least = min(value for value, _, _ in offers.values())
        winner = order.first(name for name, (value, _, _) in offers.items() if value == least)
        rho = offers[winner][2]
        for at, voter in enumerate(voters):
            held[at] -= min(held[at], ceil(rho * voter.get(winner, 0) / grain) * grain)
        won.append(winner)
        left -= guards.costs[winner]
        rhos[winner] = rho
    if terms.completion == "greedy":
        skipping = Guards(contest, replace(terms, fit="skip", group_min=()), "votes")
        rest = spend(measured(contest, "votes"), order, skipping, won)
        won, left = list(rest.won), rest.left
    return Answer(won=tuple(won), figures=rhos, left=left)


def _best(cost: int, fans: list[tuple[Fraction, int]]) -> Offer | None:
    """The offer with the lowest rho / a, and of equal ones the largest part a; None where nobody has money.

    All give `amount` a unit of utility or all they hold: that is a x rho, and pays the part a of the cost.
    """
    if not cost:
        return Fraction(0), Fraction(-1), Fraction(0)
    corners = sorted({money / worth for money, worth in fans if money})
    between = [low + (high - low) * Fraction(at, 4) for low, high in pairwise(corners) for at in (1, 2, 3)]
    offers = []
    for amount in (*corners, *between, *_whole(cost, fans, corners)):
        part = sum((min(money, amount * worth) for money, worth in fans), Fraction(0)) / cost
        if part <= 1:
            offers.append((amount / part**2, -part, amount / part))
    return min(offers, default=None)


def _whole(cost: int, fans: list[tuple[Fraction, int]], corners: list[Fraction]) -> list[Fraction]:
    """The least amount with which the whole cost comes together, if there is one."""
    for low, high in pairwise([Fraction(0), *corners]):
        at_low = sum((min(money, low * worth) for money, worth in fans), Fraction(0))
        slope = sum(worth for money, worth in fans if money > low * worth)
        amount = low + (cost - at_low) / slope
        if amount <= high:
            return [amount]
    return []
