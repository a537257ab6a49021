"""Loads: when the supporters of a project have earned its cost, all earning at the same rate.

Must not hold a float: times are whole numbers of 2**-BITS with a certain bound, or fractions.

A ballot's load is the time of the last purchase it supports, so the load of a project's supporters is a sum
of purchase times with whole numbers as weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

import numpy as np

from pb.tally.columns import Columns, Ints

BITS = 160


class Loads:
    """Which purchase every ballot supported last, and the time at which each project can be paid."""

    def __init__(self, columns: Columns, support: Ints, costs: Sequence[int]) -> None:
        keep = support > 0
        self._row, self._col = columns.row[keep], columns.col[keep]
        self._weight = columns.weight
        self._costs = list(costs)
        self._last = np.zeros(len(columns.weight), dtype=np.int64)
        self.voters = self._by_project(self._row)
        self._sums = [0] * len(costs)
        self._times: list[int] = [0]
        self._exact: list[Fraction] = [Fraction(0)]

    def _by_project(self, rows: Ints, cols: Ints | None = None) -> list[int]:
        """Sum of weights, project by project, of entries given by their rows."""
        columns = self._col if cols is None else cols
        totals = np.zeros(len(self._costs), dtype=np.int64)
        np.add.at(totals, columns, self._weight[rows])
        return [int(total) for total in totals]

    def bounds(self, project: int) -> tuple[int, int]:
        """When the project can be paid: certainly not before the first number nor after the second."""
        low = ((self._costs[project] << BITS) + self._sums[project]) // self.voters[project]
        return low, low + 2

    def exact(self, project: int) -> Fraction:
        """When the project can be paid, exactly."""
        rows = self._row[self._col == project]
        counts = np.zeros(len(self._exact), dtype=np.int64)
        np.add.at(counts, self._last[rows], self._weight[rows])
        load = sum((self._exact[at] * int(counts[at]) for at in np.flatnonzero(counts)), Fraction(0))
        return (self._costs[project] + load) / self.voters[project]

    def buy(self, project: int, due: Fraction) -> None:
        """Pay for the project at its exact time: all its supporters have now earned until then."""
        time = floor(due * 2**BITS)
        inside = np.zeros(len(self._weight), dtype=np.bool_)
        inside[self._row[self._col == project]] = True
        touched = inside[self._row]
        rows, cols = self._row[touched], self._col[touched]
        for last in np.unique(self._last[rows]):
            which = self._last[rows] == last
            moved = self._by_project(rows[which], cols[which])
            for at, voters in enumerate(moved):
                if voters:
                    self._sums[at] += voters * (time - self._times[int(last)])
        self._last[inside] = len(self._times)
        self._times.append(time)
        self._exact.append(due)
