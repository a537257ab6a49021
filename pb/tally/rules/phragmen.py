"""Phragmen: everyone earns at the same rate, and a project is bought when its supporters hold its cost.

Must not go on after the next project in line does not fit: that is how the rule ends.

Source: Los, Christoff, Grossi (2022), "Proportional Budget Allocations: Towards a Systematization".
Worked: A costs 60 with 8 supporters, B costs 40 with 4 of the same people. A is due at 60/8 = 7.5 and B at
40/4 = 10. A is bought at 7.5, which leaves its supporters with nothing; B is then due at 7.5 + 10 = 17.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.constraints import Bars
from pb.tally.loads import Loads
from pb.tally.model import Reason
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The common parameters only."""

    common: Common


class Phragmen:
    """Sequential Phragmen for participatory budgeting."""

    id = "phragmen"
    version = "1"
    ballot_types = ("approval", "basket", "points", "score", "ranking")

    def read_params(self, reader: Reader) -> Params:
        """Read the common parameters but `needs`. Raises ParamInvalid.

        What the supporters of a project that had to wait would pay, the rule does not say.
        """
        reader.refuse("needs")
        return Params(common=reader.common(measure="votes"))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Buy whatever is due first until that does not fit."""
        pot = count.start()
        kind = BALLOT_TYPES[count.contest.spec.type]
        costs = [project.cost for project in count.contest.projects]
        loads = Loads(count.columns, kind.support(count.columns, count.contest.spec), costs)
        waiting: Bools = np.array(loads.voters, dtype=np.int64) > 0
        waiting[list(pot.reasons)] = False
        bars, open_ = Bars(count.constraints), set(np.flatnonzero(waiting).tolist())
        while True:
            for at, reason in bars.newly(open_, pot.selected):
                open_.discard(at)
                waiting[at] = False
                pot.refuse(at, "bar", reason)
            if not waiting.any():
                return pot
            due = _due(count, loads, waiting, len(pot.steps))
            time = loads.exact(due)
            if not pot.fits(due):
                _stop(count, pot, waiting, due, time)
                return pot
            waiting[due] = False
            open_.discard(due)
            given = loads.given(due, time)
            loads.buy(due, time)
            pot.levels[due] = time
            pot.fund(due, {"time": time, "supporters": loads.voters[due], "given": given})


def _due(count: Count, loads: Loads, waiting: Bools, step: int) -> int:
    """The project due first, by certain bounds where they do, else by fractions."""
    low, high = loads.bounds()
    first = high[waiting].min()
    near = np.flatnonzero(waiting & (low <= first)).tolist()
    if len(near) == 1:
        return int(near[0])
    exact = {at: loads.exact(at) for at in near}
    lowest = min(exact.values())
    tied = [at for at in near if exact[at] == lowest]
    return count.breaker.choose(tied, step, buys=True, steady=count.constraints.apart)


def _stop(count: Count, pot: Pot, waiting: Bools, due: int, time: Fraction) -> None:
    one = count.contest.projects[due]
    facts = {"next": one.id, "cost": one.cost, "left": pot.left}
    pot.refuse(
        due, "stop", Reason(code="not-enough-money-left", facts={**pot.too_dear(due).facts, "time": time})
    )
    for at in np.flatnonzero(waiting).tolist():
        if at != due:
            pot.reasons[at] = Reason(code="next-does-not-fit", facts=facts)
