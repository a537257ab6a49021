"""Buying a pot empty by equal shares: one run, or runs with ever larger shares, then the steps and reasons.

Must not search: which purchases a share leads to is for `shares_run` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from pb.tally import shares_exact
from pb.tally.ballots import BALLOT_TYPES
from pb.tally.columns import Ints
from pb.tally.model import Reason, Step
from pb.tally.pot import Count, Pot
from pb.tally.shares import demands
from pb.tally.shares_bounds import Buyers
from pb.tally.shares_market import Finished, Market
from pb.tally.shares_run import run_once
from pb.tally.shares_scout import Scout
from pb.tally.shares_survey import Found
from pb.tally.shares_thin import named_by
from pb.tally.spending import Fit, spend
from pb.tally.watch import Stage

UTILITIES = ("cost", "count", "points", "points-cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How utility is measured; whether shares are raised, from where, and by how much (minor units).

    `to_the_end`: go on raising until the next outcome overspends, even where nothing more fits before that.
    """

    utility: str
    add_one: bool = False
    integral: bool = False
    step: int = 1
    to_the_end: bool = False


class Shares:
    """One pot bought by equal shares."""

    def __init__(self, count: Count, pot: Pot, plan: Plan) -> None:
        self._count = count
        self._pot = pot
        self._plan = plan
        self._budget = pot.left
        costs = [project.cost for project in count.contest.projects]
        factors = costs if plan.utility in ("cost", "points-cost") else [1] * len(costs)
        wanted = demands(count.columns, support_marks(count, plan.utility), costs, factors)
        self._market = Market(
            demands=wanted,
            buyers=[
                Buyers.of(demand) if demand.marks and at not in pot.reasons else None
                for at, demand in enumerate(wanted)
            ],
            weight=count.columns.weight,
            breaker=count.breaker,
            constraints=count.constraints,
            taken=tuple(pot.reasons),
            won=tuple(pot.selected),
            named=named_by(wanted, len(count.columns.weight)),
        )

    def buy(self) -> None:
        """Fund the projects equal shares buys, and give every other project its reason."""
        if not self._count.ballots:
            return
        first = Fraction(self._budget, self._count.ballots)
        if self._plan.integral:
            first = Fraction(self._budget // self._count.ballots // self._plan.step * self._plan.step)
        endowment, facts = (first, {}) if not self._plan.add_one else self._raise(first)
        if self._plan.add_one:
            self._pot.steps.append(Step(action="endow", project="", paid=0, left=self._pot.left, facts=facts))
        run = run_once(self._market, endowment)
        # Where shares are raised, another order may also end the raising elsewhere.
        buys, steady = not self._plan.add_one, self._count.constraints.apart
        for place, tied in run.tied:
            self._count.breaker.choose(tied, len(self._pot.steps) + place, buys=buys, steady=steady)
        self._tell(run)

    def _raise(self, first: Fraction) -> tuple[Fraction, dict[str, object]]:
        """The last share whose purchases the pot can pay, raised until nothing more fits.

        The purchases depend on the share in no simple way, so every share must be looked at; ranges of
        shares with the same purchases are settled at one go where there are such.
        """
        step, best, why = Fraction(self._plan.step), 0, ""
        for low, high, found, stop in Scout(self._market, first, step, self._stops).ranges():
            self._count.watch(Stage.RAISE, low, None)
            for _, tied, _ in found.ties:
                self._count.breaker.choose(tied, -1)
            if stop != "next-overspends":
                best = low if stop else high
            why = stop
        endowment = first + best * step
        return endowment, {"start": first, "endowment": endowment, "raised": best, "stopped": why}

    def _stops(self, found: Found) -> str:
        """Why no larger share is tried after this one, if so."""
        if sum(self._market.demands[at].cost for at in found.order) > self._budget:
            return "next-overspends"
        if not self._plan.to_the_end and self._exhausted(found.order):
            return "nothing-more-fits"
        return "nothing-more-wanted" if self._all_bought(found.order) else ""

    def _exhausted(self, bought: Sequence[int]) -> bool:
        """Whether no other project that might still win fits into what the true pot has left."""
        taken = {*self._market.taken, *bought}
        demand = self._market.demands
        left = self._budget - sum(demand[at].cost for at in bought)
        rules = self._count.constraints
        won = sorted({*self._market.won, *bought})
        return all(
            demand[at].cost > left or rules.blocked(at, won) for at in range(len(demand)) if at not in taken
        )

    def _all_bought(self, bought: Sequence[int]) -> bool:
        """Whether a larger share could change nothing: all that anybody wants and that may win is bought.

        A project that needs one which can never win would wait for ever, and is not waited for.
        """
        won = sorted({*self._market.won, *bought})
        settled = {*won, *self._market.taken}
        rules = self._count.constraints
        return all(
            rules.blocked(at, won) or rules.waits_for(at, won)
            for at, one in enumerate(self._market.demands)
            if one.marks and at not in settled
        )

    def _tell(self, run: Finished) -> None:
        """Write the purchases into the pot as steps, and the reasons of the rest."""
        ledger, market, rules = run.ledger, self._market, self._count.constraints
        prices = shares_exact.prices(ledger, market.demands, market.weight)
        for place, (at, price) in enumerate(zip(ledger.bought, prices, strict=True)):
            self._pot.levels[at] = price / (market.demands[at].factor or 1)
            self._pot.fund(at, self._purchase(run, place, at, price))
        lost = [at for at in range(len(market.demands)) if at not in self._pot.reasons]
        if run.held:
            held = [run.held(at) for at in lost]
        else:
            wanted = [market.demands[at] for at in lost]
            held = shares_exact.money(ledger, market.demands, market.weight, wanted)
        for at, amount in zip(lost, held, strict=True):
            demand = market.demands[at]
            if not demand.marks:
                self._pot.reasons[at] = Reason(code="not-needed-by-anyone")
                continue
            short = Fraction(demand.cost * amount.denominator - amount.numerator, amount.denominator)
            facts = {"held": amount, "cost": demand.cost, "short_by": short}
            # Told as of the end, whenever it was found: the runs look at projects in different orders.
            barred = rules.blocked(at, self._pot.selected) or rules.waits_for(at, self._pot.selected)
            self._pot.reasons[at] = barred or Reason(code="supporters-out-of-money", facts=facts)

    def _purchase(self, run: Finished, place: int, at: int, price: Fraction) -> dict[str, object]:
        """Who paid what: those who paid in full, by mark, and those who gave all they had left."""
        ledger, demand = run.ledger, self._market.demands[at]
        rich, poor = ledger.rich[place], ledger.poor[place]
        units, parts = price.numerator, price.denominator
        if demand.mark is None:
            paid = [(1, rich, price)] if rich else []
        else:
            died = ledger.died[demand.rows]
            full = (died < 0) | (died > place)
            mark, given = demand.mark[full], demand.weight[full]
            paid = [(int(one), int(given[mark == one].sum()), price * int(one)) for one in np.unique(mark)]
            poor = int(demand.weight[died == place].sum())
        return {
            "endowment": ledger.endowment,
            "rho": Fraction(units, parts * (demand.factor or 1)),
            "price": price,
            "supporters": demand.voters,
            "paid_in_full": tuple(paid),
            "paid_all_left": (poor, Fraction(demand.cost * parts - units * rich, parts)),
        }


def support_marks(count: Count, utility: str) -> Ints:
    """The utility of each entry in marks: 1 for a project named, or its points; below 1 is none."""
    support = BALLOT_TYPES[count.contest.spec.type].support(count.columns, count.contest.spec)
    if utility.startswith("points") or int(support.max(initial=1)) <= 1:
        return support
    return (support > 0).astype(np.int64)


def compare_with_most_votes(count: Count, pot: Pot) -> Pot:
    """Keep what most-votes funds instead, if more voters have more of their projects in it than here."""
    other = count.start()
    votes = [count.scores[project.id]["votes"] for project in count.contest.projects]
    met = len(count.breaker.met)
    spend(count, other, votes, measure="votes", fit=Fit(mode="skip"))
    ours, theirs = _wins(count, pot), _wins(count, other)
    weight = count.columns.weight
    facts = {
        "prefer_equal_shares": int(weight[ours > theirs].sum()),
        "prefer_most_votes": int(weight[theirs > ours].sum()),
    }
    chosen = other if facts["prefer_most_votes"] > facts["prefer_equal_shares"] else pot
    # Ties among what is not kept may still have decided what was: they are told without a step of their own.
    lost = slice(met, None) if chosen is pot else slice(met)
    count.breaker.met[lost] = [replace(one, step=-1) for one in count.breaker.met[lost]]
    # What another order changes in one of the two outcomes may change which of them is kept.
    count.breaker.met[:] = [replace(one, changes=None) for one in count.breaker.met]
    kept = "most-votes" if chosen is other else "equal-shares"
    step = Step(action="compare", project="", paid=0, left=chosen.left, facts={**facts, "kept": kept})
    chosen.steps.append(step)
    return chosen


def _wins(count: Count, pot: Pot) -> Ints:
    """How many of the projects each distinct ballot names have won."""
    won = [int(at in set(pot.selected)) for at in range(len(count.contest.projects))]
    support = BALLOT_TYPES[count.contest.spec.type].support(count.columns, count.contest.spec)
    return count.columns.by_ballot(count.columns.per_entry(won) * (support > 0))
