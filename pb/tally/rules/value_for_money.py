"""Value for money: projects in order of a measure per pound, each funded where the money left pays for it.

Must not stop at a project that does not fit unless asked to.

Source: greedy by density, the usual rule of thumb for filling a knapsack.
Worked: pot 100; A 60 with 9 votes (0.15 a unit), B 50 with 10 (0.20), C 40 with 7 (0.175). B first, then C,
then A does not fit in the 10 left.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot
from pb.tally.spending import Fit, spend


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The measure divided by the cost, what happens to a project that does not fit, the common ones."""

    measure: str
    fit: Fit
    common: Common


class ValueForMoney:
    """Most of the measure for each pound."""

    id = "value-for-money"
    version = "1"
    ballot_types = tuple(BALLOT_TYPES)

    def read_params(self, reader: Reader) -> Params:
        """Read `measure`, `fit` (skip or stop) and the common parameters. Raises ParamInvalid."""
        measures = BALLOT_TYPES[reader.spec.type].measures
        measure = reader.choice("measure", measures, measures[0])
        fit = Fit(mode=reader.choice("fit", ("skip", "stop"), "skip"))
        return Params(measure=measure, fit=fit, common=reader.common(measure=measure, group_min=True))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Spend the pot from the best value down; a project that costs nothing is the best value of all."""
        pot = count.start()
        given = [Fraction(count.scores[project.id][params.measure]) for project in count.contest.projects]
        above = max(given, default=Fraction(0)) - min(given, default=Fraction(0)) + 1
        values = [
            score / project.cost if project.cost else above + score
            for score, project in zip(given, count.contest.projects, strict=True)
        ]
        spend(count, pot, values, measure=f"{params.measure}-per-unit", fit=params.fit)
        return pot
