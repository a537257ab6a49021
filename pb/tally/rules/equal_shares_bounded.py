"""Equal shares with bounded overspending: voters may buy a project they can pay only a part of, the less so
the smaller the part.

Must not spend more than the pot: overspending is of the voters' shares only.

Every voter holds the same share of the pot. For a project of cost c and supporters i with utility u(i) who
hold b(i), a price rho per unit of utility pays for the part a (0 < a <= 1) where
sum of min(b(i), a x rho x u(i)) = a x c. Of all projects that the money left pays for, the one with the
smallest rho / a is bought (of several a with the same rho / a the largest), and every supporter pays
min(b(i), rho x u(i)): so what the group lacked is missing from nobody's share, but the pot pays it. A project
that costs nothing is bought at once. It ends when nothing fits, or nobody who wants what fits holds anything.

Source: Papasotiropoulos, Pishbin, Skibski, Skowron, Was (2024), "Method of Equal Shares with Bounded
Overspending" (BOS Equal Shares). Exact fractions would double in length with each overspent purchase. So
money is counted in units of one minor unit / (ballots x 1,000,000) and a payment is rounded up to a unit: all
voters together lose less than a millionth of a minor unit by one purchase. Everything else is exact.
Worked: pot 100, 10 voters, 10 each. A costs 60 and has 8 supporters: 7.50 each for the whole, by number of
projects rho / a = 7.5. B costs 50 and has the other 2, who hold 20: a = 20/50, rho = 10 / a = 25, rho / a =
62.5. A is bought, 40 are left, and B no longer fits. Had B cost 40: a = 1/2, rho = 20, and it would be bought
with the 40 left, though its supporters hold 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pb.tally.constraints import Bars
from pb.tally.line import Line
from pb.tally.model import Reason
from pb.tally.overspending import Offer, Purse
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot
from pb.tally.shares import Demand, demands
from pb.tally.shares_buy import UTILITIES, support_marks
from pb.tally.spending import Fit, spend

REOPENED = ("supporters-out-of-money", "not-needed-by-anyone", "needs-project")
"""What greedy completion looks at again: it spends what is left as most-votes would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How utility is measured, whether what is left goes by most votes, and the common parameters."""

    utility: str
    greedy: bool
    common: Common


class EqualSharesBounded:
    """The Method of Equal Shares with Bounded Overspending."""

    id = "equal-shares-bounded"
    version = "1"
    ballot_types = ("approval", "basket", "points", "score", "ranking")

    def read_params(self, reader: Reader) -> Params:
        """Read `utility`, `completion` (none or greedy) and the common parameters. Raises ParamInvalid."""
        utility = reader.choice("utility", UTILITIES, "cost")
        greedy = reader.choice("completion", ("none", "greedy"), "none") == "greedy"
        return Params(utility=utility, greedy=greedy, common=reader.common(measure="votes"))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Buy the best offer again and again, then spend the rest by votes where that is asked for."""
        pot = count.start()
        market = _Market(count, pot, params.utility)
        while found := market.next():
            market.buy(*found)
        market.close()
        if params.greedy:
            for at in [at for at, reason in pot.reasons.items() if reason.code in REOPENED]:
                if pot.fits(at) and not count.constraints.blocked(at, pot.selected):
                    del pot.reasons[at]
            votes = [count.scores[project.id]["votes"] for project in count.contest.projects]
            spend(count, pot, votes, measure="votes", fit=Fit(mode="skip"))
        return pot


class _Market:
    """The projects still open, what each offer is certainly not better than, and the voters' purses."""

    def __init__(self, count: Count, pot: Pot, utility: str) -> None:
        self._count = count
        self._pot = pot
        costs = [project.cost for project in count.contest.projects]
        factors = costs if utility in ("cost", "points-cost") else [1] * len(costs)
        self._demands = demands(count.columns, support_marks(count, utility), costs, factors)
        self._purse = Purse(pot.left, count.ballots, len(count.columns.weight))
        # An offer never gets better: purses only empty. At first nothing is cheaper than paid by everyone.
        self._open = {at for at, one in enumerate(self._demands) if one.marks and at not in pot.reasons}
        self._line = Line[Offer]((self._cheapest(self._demands[at]), at) for at in sorted(self._open))
        self._bars = Bars(count.constraints)
        self._dearest = sorted(self._open, key=costs.__getitem__)

    def _cheapest(self, demand: Demand) -> Fraction:
        return Fraction(demand.cost * self._purse.units, demand.marks * (demand.factor or 1))

    def next(self) -> tuple[int, Offer] | None:
        """The project with the lowest value that may be bought now, a tie broken and noted."""
        self._bar()
        found = self._line.lowest(self._look, None if self._count.constraints.free else self._ready)
        if found is None:
            return None
        lowest, best = found
        steady = self._count.constraints.apart and self._strangers(list(best))
        chosen = self._count.breaker.choose(list(best), len(self._pot.steps), buys=True, steady=steady)
        self._pot.levels[chosen] = lowest
        return chosen, best[chosen]

    def _look(self, at: int) -> tuple[Fraction, Offer] | None:
        offer = self._purse.offer(self._demands[at])
        return None if offer is None else (offer.value, offer)

    def _ready(self, at: int) -> bool:
        """Whether a project waits for no other."""
        return not self._count.constraints.waits_for(at, self._pot.selected)

    def _strangers(self, tied: Sequence[int]) -> bool:
        """Whether no ballot supports two of these projects, so that none changes what another is offered."""
        rows = np.concatenate([self._demands[at].rows for at in tied])
        return len(tied) > 1 and len(np.unique(rows)) == len(rows)

    def _bar(self) -> None:
        """Refuse the projects that no longer can be bought."""
        pot = self._pot
        lost: dict[int, Reason | None] = dict(self._bars.newly(self._open, pot.selected))
        while self._dearest and not pot.fits(self._dearest[-1]):
            lost.setdefault(self._dearest.pop(), None)
        for at in sorted(self._open & set(lost)):
            reason = lost[at]
            if reason is not None:
                pot.refuse(at, "bar", reason)
            elif not pot.fits(at):
                pot.refuse(at, "skip", pot.too_dear(at))
            else:
                continue
            self._open.remove(at)
            self._line.close(at)

    def buy(self, at: int, offer: Offer) -> None:
        """Let the supporters pay, and the pot what they lack."""
        demand, units = self._demands[at], self._purse.units
        self._open.remove(at)
        self._line.close(at)
        self._line.touch(self._count.columns.beside(demand.rows))
        full, taken = self._purse.pay(demand, offer.price)
        by_all = sum((number * amount for _, number, amount in full), Fraction(0))
        told = {
            "part": offer.part,
            "rho": offer.price / units / (demand.factor or 1),
            "price": offer.price / units,
            "supporters": demand.voters,
            "paid_in_full": tuple((mark, number, amount / units) for mark, number, amount in full),
            "paid_all_left": (demand.voters - sum(number for _, number, _ in full), (taken - by_all) / units),
        }
        if offer.part < 1:
            told["overspent"] = demand.cost - Fraction(taken, units)
        self._pot.fund(at, told)

    def close(self) -> None:
        """Give every project that is left its reason."""
        rules, pot = self._count.constraints, self._pot
        for at, demand in enumerate(self._demands):
            if at in pot.reasons:
                continue
            lost = rules.blocked(at, pot.selected) or (None if pot.fits(at) else pot.too_dear(at))
            lost = lost or rules.waits_for(at, pot.selected)
            held = Fraction(self._purse.money(demand), self._purse.units)
            facts = {"held": held, "cost": demand.cost, "short_by": demand.cost - held}
            poor = Reason(code="supporters-out-of-money", facts=facts)
            pot.reasons[at] = (lost or poor) if demand.marks else Reason(code="not-needed-by-anyone")
