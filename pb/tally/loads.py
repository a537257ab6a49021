"""Loads: when the supporters of a project have earned its cost, all earning at the same rate.

Must not hold a float: times are whole numbers of 2**-BITS with a certain bound, or fractions.

A ballot's load is the time of the last purchase it supports, so the load of a project's supporters is a sum
of purchase times with whole numbers as weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor, lcm

import numpy as np

from pb.tally.columns import EXACT, Columns, Ints

BITS = 160


class Loads:
    """Which purchase every ballot supported last, and the time at which each project can be paid."""

    def __init__(self, columns: Columns, support: Ints, costs: Sequence[int]) -> None:
        keep = support > 0
        self._row, self._col = columns.row[keep], columns.col[keep]
        self._weight = columns.weight
        self._costs = list(costs)
        self._last = np.zeros(len(columns.weight), dtype=np.int64)
        self.voters = [int(one) for one in self._by_project(self._row, self._col, len(costs))]
        order = np.argsort(self._col, kind="stable")
        starts = np.searchsorted(self._col[order], np.arange(len(costs) + 1))
        self._rows = [self._row[order[starts[at] : starts[at + 1]]] for at in range(len(costs))]
        self._inside = np.zeros(len(columns.weight), dtype=np.bool_)
        self._sums = [0] * len(costs)
        self._times: list[int] = [0]
        self._exact: list[Fraction] = [Fraction(0)]

    def _by_project(self, rows: Ints, cols: Ints, size: int) -> Ints:
        """Sum of weights, by key below `size`, of entries given by their rows."""
        weights = self._weight[rows]
        if int(self._weight.sum()) < EXACT:
            return np.bincount(cols, weights=weights, minlength=size).astype(np.int64)
        totals = np.zeros(size, dtype=np.int64)
        np.add.at(totals, cols, weights)
        return totals

    def bounds(self, project: int) -> tuple[int, int]:
        """When the project can be paid: certainly not before the first number nor after the second."""
        low = ((self._costs[project] << BITS) + self._sums[project]) // self.voters[project]
        return low, low + 2

    def exact(self, project: int) -> Fraction:
        """When the project can be paid, exactly."""
        rows = self._rows[project]
        counts = self._by_project(rows, self._last[rows], len(self._exact))
        used = [(self._exact[at], int(counts[at])) for at in np.flatnonzero(counts)]
        common = lcm(*(time.denominator for time, _ in used))
        load = sum(time.numerator * (common // time.denominator) * voters for time, voters in used)
        return Fraction(self._costs[project] * common + load, common * self.voters[project])

    def buy(self, project: int, due: Fraction) -> None:
        """Pay for the project at its exact time: all its supporters have now earned until then."""
        time = floor(due * 2**BITS)
        self._inside[self._rows[project]] = True
        touched = np.flatnonzero(self._inside[self._row])
        self._inside[self._rows[project]] = False
        rows, cols = self._row[touched], self._col[touched]
        size = len(self._costs)
        moved = self._by_project(rows, self._last[rows] * size + cols, len(self._times) * size)
        for key in np.flatnonzero(moved):
            last, at = divmod(int(key), size)
            self._sums[at] += int(moved[key]) * (time - self._times[last])
        self._last[self._rows[project]] = len(self._times)
        self._times.append(time)
        self._exact.append(due)
