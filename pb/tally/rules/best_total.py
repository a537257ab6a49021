"""Best total: of all sets of projects the pot can pay, the one with the largest total utility.

Must not stop at a good set: the best is found exactly, and of several best sets the first by the tie order.

Source: utilitarian welfare; a knapsack, solved by keeping the sets that no cheaper set equals (Nemhauser,
Ullmann 1969).
Worked: pot 100; A 60 with 9 votes, B 50 with 8, C 50 with 7. B and C give 15 for 100, A alone 9: B and C win.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import EXACT, Ints
from pb.tally.faults import ContestInvalid
from pb.tally.meter import TURN, Meter
from pb.tally.model import Reason
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot
from pb.tally.shares_buy import UTILITIES, support_marks

SORTED, STEPS = 50, 36
"""What one more project takes: sorting the sets costs fifty looks at each, and there are so many turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How utility is measured, and the common parameters."""

    utility: str
    common: Common


class BestTotal:
    """The affordable set with the largest total utility."""

    id = "best-total"
    version = "1"
    ballot_types = ("approval", "basket", "points", "score", "ranking")

    def read_params(self, reader: Reader) -> Params:
        """Read `utility`, `ties`, `minimum` and `reserved`. Raises ParamInvalid."""
        utility = reader.choice("utility", UTILITIES, "count")
        reader.refuse("conflicts", "needs", "group_max", "group_min")
        return Params(utility=utility, common=reader.common(measure="votes"))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Find the best set, then list it in tie order."""
        pot = count.start()
        values = _values(count, params.utility)
        order = sorted(range(len(values)), key=count.breaker.rank.__getitem__)
        for at in order:
            barred = count.constraints.barred(at)
            if barred and at not in pot.reasons:
                pot.refuse(at, "bar", barred)
        open_ = [at for at in order if at not in pot.reasons and values[at] > 0 and pot.fits(at)]
        costs = [count.contest.projects[at].cost for at in open_]
        worth = [values[at] for at in open_]
        meter = Meter()
        chosen = best_set(costs, worth, pot.left, meter)
        for place, others in rivals(costs, worth, pot.left, chosen, meter):
            step = len(pot.steps) + chosen.index(place)
            instead = [open_[other] for other in others]
            count.breaker.note([open_[place], *instead], step, frozenset(instead))
        for at in [open_[place] for place in chosen]:
            pot.fund(at, {"utility": values[at]})
        for at in order:
            if at not in pot.reasons:
                lost = (
                    pot.too_dear(at) if at not in open_ and values[at] > 0 else Reason(code="not-in-best-set")
                )
                pot.reasons[at] = lost if values[at] > 0 else Reason(code="not-needed-by-anyone")
        return pot


def _values(count: Count, utility: str) -> list[int]:
    """What each project gives to all voters together; one that is free counts as costing one minor unit."""
    marks = np.maximum(support_marks(count, utility), 0)
    total = count.columns.by_project(marks)
    by_cost = utility in ("cost", "points-cost")
    return [
        value * (project.cost or 1 if by_cost else 1)
        for value, project in zip(total, count.contest.projects, strict=True)
    ]


def best_set(costs: Sequence[int], values: Sequence[int], pot: int, meter: Meter) -> list[int]:
    """Places of the best set; of several, the one that keeps the earliest place it can, then the next.

    Raises ContestInvalid `too-large-to-solve` where the numbers leave the range of exact machine integers, or
    the work what the meter allows.
    """
    if sum(values) >= EXACT or sum(costs) + pot >= EXACT * 512:
        raise ContestInvalid("too-large-to-solve")
    wanted = best_value(costs, values, pot, 0, meter)
    chosen: list[int] = []
    places = possible(costs, values, pot, wanted)
    for number, at in enumerate(places):
        rest = wanted - values[at]
        if costs[at] <= pot and _reaches(
            costs, values, places[number + 1 :], pot - costs[at], rest, meter=meter
        ):
            chosen.append(at)
            pot, wanted = pot - costs[at], rest
    return chosen


def possible(costs: Sequence[int], values: Sequence[int], pot: int, wanted: int) -> list[int]:
    """The places that can be in an affordable set worth as much as wanted; a few too many, none too few."""
    fits = [at for at, cost in enumerate(costs) if cost <= pot]
    paid, gain, _, rest = _densest(costs, values, fits)
    hope = rest.hope(paid, gain, 0, pot)
    return [at for at, most in zip(fits, hope.tolist(), strict=True) if most >= wanted]


def rivals(
    costs: Sequence[int], values: Sequence[int], pot: int, chosen: Sequence[int], meter: Meter
) -> list[tuple[int, list[int]]]:
    """The places that the tie order alone chose, each with what another best set has where this one has it.

    Another best set: as large in total, equal up to that place, without it.
    """
    found = []
    wanted = sum(values[at] for at in chosen)
    places = possible(costs, values, pot, wanted)
    for at in chosen:
        after = [one for one in places if one > at]
        if _reaches(costs, values, after, pot, wanted, meter=meter):
            lost = [one for one in after if one not in chosen and costs[one] <= pot]
            others = [
                one
                for one in lost
                if _reaches(
                    costs,
                    values,
                    [two for two in after if two != one],
                    pot - costs[one],
                    wanted - values[one],
                    meter=meter,
                )
            ]
            found.append((at, others))
        pot, wanted = pot - costs[at], wanted - values[at]
    return found


def _reaches(
    costs: Sequence[int], values: Sequence[int], among: Sequence[int], pot: int, wanted: int, *, meter: Meter
) -> bool:
    """Whether the pot pays for some of these places that together are worth as much as wanted."""
    some = [costs[at] for at in among], [values[at] for at in among]
    return best_value(*some, pot, wanted, meter) >= wanted


def best_value(costs: Sequence[int], values: Sequence[int], pot: int, target: int, meter: Meter) -> int:
    """The largest value the pot can pay for; -1 where that is below `target`.

    Projects are added one by one, densest first; a set is dropped when another is as cheap and worth as much,
    or when even a part of the next project on top could not bring it to the best known value.
    """
    fits = [at for at, cost in enumerate(costs) if cost <= pot]
    paid, gain, dense, rest = _densest(costs, values, fits)
    every, worth = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    for place, at in enumerate(dense.tolist()):
        target = max(target, int(worth.max()))
        hope = rest.hope(every, worth, place, pot)
        every, worth = every[hope >= target], worth[hope >= target]
        if not len(every):
            return -1
        every, worth = _with(every, worth, int(paid[at]), int(gain[at]), pot)
        meter.add(SORTED * len(every) + STEPS * TURN)
    best = int(worth.max())
    return best if best >= target else -1


def _densest(
    costs: Sequence[int], values: Sequence[int], places: Sequence[int]
) -> tuple[Ints, Ints, Ints, _Rest]:
    """What these places cost and are worth, their order from free ones and the densest on, and their sums."""
    paid, gain = (np.array([row[at] for at in places], dtype=np.int64) for row in (costs, values))
    density = gain / np.maximum(paid, 1)
    dense: Ints = np.lexsort((-density, paid > 0))
    return paid, gain, dense, _Rest.of(paid[dense], gain[dense], density[dense])


def _with(costs: Ints, values: Ints, cost: int, value: int, pot: int) -> tuple[Ints, Ints]:
    """The sets that nothing cheaper equals, once a project may be added to each."""
    within = costs + cost <= pot
    every = np.concatenate([costs, costs[within] + cost])
    worth = np.concatenate([values, values[within] + value])
    order = np.lexsort((-worth, every))
    every, worth = every[order], worth[order]
    keep = np.ones(len(every), dtype=np.bool_)
    keep[1:] = worth[1:] > np.maximum.accumulate(worth)[:-1]
    return every[keep], worth[keep]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """The projects from free ones and the densest on: what the first so many cost and are worth together."""

    paid: Ints
    gained: Ints
    density: NDArray[np.float64]

    @classmethod
    def of(cls, paid: Ints, gain: Ints, density: NDArray[np.float64]) -> _Rest:
        """Add them up, in the order given."""
        none = np.zeros(1, dtype=np.int64)
        return cls(
            paid=np.concatenate([none, np.cumsum(paid)]),
            gained=np.concatenate([none, np.cumsum(gain)]),
            density=np.append(density, 0.0),
        )

    def hope(self, costs: Ints, values: Ints, place: int, pot: int) -> NDArray[np.float64]:
        """No less than what each set can still reach: the next from `place` on, the last of them in part.

        Doubles are good enough for a bound because it is raised by more than they can be wrong.
        """
        left = pot - costs + self.paid[place]
        whole = np.searchsorted(self.paid, left, side="right") - 1
        part = (left - self.paid[whole]) * self.density[whole]
        raised: NDArray[np.float64] = (values + (self.gained[whole] - self.gained[place]) + part) * (
            1 + 2.0**-40
        ) + 1
        return raised
