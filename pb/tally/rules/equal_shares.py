"""Equal shares: every voter gets the same share of the pot, and projects are bought by those who want them.

Must not decide by a float: prices are whole numbers with certain bounds, or fractions.

Source: Peters, Pierczynski, Skowron (2021), "Proportional Participatory Budgeting with Additive Utilities";
completion by raising the shares: equalshares.net.
Worked: pot 100, 10 voters, 10 each. A costs 60 and has 8 supporters (7.50 each), B costs 40 and has 4, all
supporters of A. By cost A is cheaper (60/8 / 60 = 1/8 against 1/4) and is bought; B's supporters have 2.50
each left, 10 together, and cannot pay 40.
"""

from __future__ import annotations

from dataclasses import dataclass

from pb.tally.faults import ParamInvalid
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot
from pb.tally.shares_buy import UTILITIES, Plan, Shares, compare_with_most_votes
from pb.tally.spending import Fit, spend

REOPENED = ("supporters-out-of-money", "not-needed-by-anyone", "needs-project")
"""What greedy completion looks at again: it spends what is left as most-votes would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How utility is measured, how the pot is completed, and the common parameters."""

    plan: Plan
    greedy: bool
    comparison: bool
    common: Common


class EqualShares:
    """The Method of Equal Shares."""

    id = "equal-shares"
    version = "1"
    ballot_types = ("approval", "basket", "points", "score", "ranking")

    def read_params(self, reader: Reader) -> Params:
        """Read `utility`, `completion`, `comparison`, `start`, `stop`, `step` and the common ones.

        Raises ParamInvalid.
        """
        utility = reader.choice("utility", UTILITIES, "cost")
        completion = reader.choice("completion", ("none", "greedy", "add-one", "add-one-greedy"), "none")
        add_one = completion.startswith("add-one")
        comparison = reader.choice("comparison", ("yes", "no"), "no") == "yes"
        if comparison and not add_one:
            raise ParamInvalid("comparison", "comparison-needs-add-one", completion=completion)
        integral = reader.choice("start", ("exact", "integral"), "exact") == "integral"
        to_the_end = add_one and reader.choice("stop", ("full", "overspend"), "full") == "overspend"
        step = reader.whole("step", "1", least=1) if add_one or integral else 1
        return Params(
            plan=Plan(utility=utility, add_one=add_one, integral=integral, step=step, to_the_end=to_the_end),
            greedy=completion.endswith("greedy"),
            comparison=comparison,
            common=reader.common(measure="votes"),
        )

    def allocate(self, count: Count, params: Params) -> Pot:
        """Buy by equal shares, then complete as asked."""
        pot = count.start()
        Shares(count, pot, params.plan).buy()
        if params.greedy:
            for at in [at for at, reason in pot.reasons.items() if reason.code in REOPENED]:
                del pot.reasons[at]
            votes = [count.scores[project.id]["votes"] for project in count.contest.projects]
            spend(count, pot, votes, measure="votes", fit=Fit(mode="skip"))
        return compare_with_most_votes(count, pot) if params.comparison else pot
