"""Loads: when the supporters of a project have earned its cost, all earning at the same rate.

Must not decide by a float: doubles with a certain bound say which may be due first, fractions which is.

A ballot's load is the time of the last purchase it supports, so the load of a project's supporters is a sum
of purchase times with whole numbers as weights. Its double grows with each purchase by what those who support
both have earned since their last one; as a fraction it is made from the ballots when it is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import EXACT, Columns, Ints
from pb.tally.faults import ContestInvalid

Doubles = NDArray[np.float64]


class Loads:
    """Which purchase every ballot supported last, and the time at which each project can be paid."""

    def __init__(self, columns: Columns, support: Ints, costs: Sequence[int]) -> None:
        if int(columns.weight.sum()) >= EXACT:
            raise ContestInvalid("sum-too-large")
        order = columns.order[support[columns.order] > 0]
        self._row, self._col = columns.row[order], columns.col[order]
        self._each = columns.weight.astype(np.float64)
        self._weight = self._each[self._row]
        self._costs = list(costs)
        self._last = np.zeros(len(columns.weight), dtype=np.int64)
        self._inside = np.zeros(len(columns.weight), dtype=np.bool_)
        starts = np.searchsorted(self._col, np.arange(len(costs) + 1))
        self._rows = [self._row[starts[at] : starts[at + 1]] for at in range(len(costs))]
        voters = np.bincount(self._col, weights=self._weight, minlength=len(costs))
        self.voters = [int(one) for one in voters]
        self._divisor = np.maximum(voters, 1)
        self._roundings = np.diff(starts) + 16.0
        self._load = np.array(self._costs, dtype=np.float64)
        self._times: Doubles = np.zeros(1)
        self._exact: list[Fraction] = [Fraction(0)]

    def bounds(self) -> tuple[Doubles, Doubles]:
        """When each project can be paid: certainly not before the first number nor after the second.

        All terms are positive, so each addition is off by one part in 2**53 of the sum at most. So is what a
        voter has earned since the last purchase, as a part of the time, which no project still open precedes.
        """
        time = self._load / self._divisor
        off = time * ((self._roundings + 4 * len(self._exact)) * 2.0**-52)
        return time - off, time + off

    def exact(self, project: int) -> Fraction:
        """When the project can be paid, exactly."""
        used = [(self._exact[at], voters) for at, voters in self._counts(project)]
        common = lcm(*(time.denominator for time, _ in used))
        load = sum(time.numerator * (common // time.denominator) * voters for time, voters in used)
        return Fraction(self._costs[project] * common + load, common * self.voters[project])

    def given(self, project: int, due: Fraction) -> tuple[tuple[int, Fraction], ...]:
        """Who pays what for the project at its time: (voters, amount each), those who never paid first.

        Voters who paid for one purchase last have all earned the same since then.
        """
        return tuple((voters, due - self._exact[at]) for at, voters in self._counts(project))

    def buy(self, project: int, due: Fraction) -> None:
        """Pay for the project at its exact time: all its supporters have now earned until then."""
        rows = self._rows[project]
        self._inside[rows] = True
        touched = self._inside.take(self._row).nonzero()[0]
        self._inside[rows] = False
        earned = float(due) - self._times[self._last[self._row[touched]]]
        self._load += np.bincount(
            self._col[touched], weights=self._weight[touched] * earned, minlength=len(self._costs)
        )
        self._last[rows] = len(self._exact)
        self._times = np.append(self._times, float(due))
        self._exact.append(due)

    def _counts(self, project: int) -> list[tuple[int, int]]:
        """After which purchase so many of the project's voters paid last, for each that is."""
        rows = self._rows[project]
        voters = np.bincount(self._last[rows], weights=self._each[rows])
        return [(at, int(voters[at])) for at in np.flatnonzero(voters).tolist()]
