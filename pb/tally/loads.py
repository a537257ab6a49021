"""Loads: when the supporters of a project have earned its cost, all earning at the same rate.

Must not decide by a float: doubles with a certain bound say which may be due first, fractions which is.

A ballot's load is the time of the last purchase it supports, so the load of a project's supporters is a sum
of purchase times with whole numbers as weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd
from operator import mul

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import EXACT, Columns, Ints
from pb.tally.faults import ContestInvalid

Doubles = NDArray[np.float64]

FIRST = 64
"""How many purchases there is room for at first; the table of them doubles when they are more."""


class Loads:
    """Which purchase every ballot supported last, and the time at which each project can be paid.

    `_lasts[p, q]` tells how many of project p's voters supported purchase q - 1 last (0: none yet), and
    `_parts[q]` its time in parts of 1 / `_scale`.
    """

    def __init__(self, columns: Columns, support: Ints, costs: Sequence[int]) -> None:
        if int(columns.weight.sum()) >= EXACT:
            raise ContestInvalid("sum-too-large")
        order = columns.order[support[columns.order] > 0]
        self._row, self._col = columns.row[order], columns.col[order]
        self._weight = columns.weight[self._row].astype(np.float64)
        self._costs = list(costs)
        self._last = np.zeros(len(columns.weight), dtype=np.int64)
        self._inside = np.zeros(len(columns.weight), dtype=np.bool_)
        size = len(costs)
        starts = np.searchsorted(self._col, np.arange(size + 1))
        self._rows = [self._row[starts[at] : starts[at + 1]] for at in range(size)]
        self._lasts = np.zeros((size, min(size + 1, FIRST)))
        self._lasts[:, 0] = np.bincount(self._col, weights=self._weight, minlength=size)
        self.voters = [int(one) for one in self._lasts[:, 0]]
        self._divisor = np.maximum(self._lasts[:, 0], 1)
        self._price = np.array(self._costs, dtype=np.float64)
        self._times: list[float] = [0.0]
        self._parts, self._scale = [0], 1

    def bounds(self) -> tuple[Doubles, Doubles]:
        """When each project can be paid: certainly not before the first number nor after the second.

        All terms are positive, so each of the roundings adds at most one part in 2**53 of the sum.
        """
        known = len(self._times)
        time = (self._price + self._lasts[:, :known] @ np.array(self._times)) / self._divisor
        off = time * ((known + 8) * 2.0**-52)
        return time - off, time + off

    def exact(self, project: int) -> Fraction:
        """When the project can be paid, exactly."""
        load = sum(map(mul, self._counts(project), self._parts))
        return Fraction(self._costs[project] * self._scale + load, self._scale * self.voters[project])

    def given(self, project: int, due: Fraction) -> tuple[tuple[int, Fraction], ...]:
        """Who pays what for the project at its time: (voters, amount each), those who never paid first.

        Voters who paid for one purchase last have all earned the same since then.
        """
        more = due.denominator // gcd(due.denominator, self._scale)
        scale = self._scale * more
        time = due.numerator * (scale // due.denominator)
        earned = zip(self._counts(project), self._parts, strict=True)
        return tuple((voters, Fraction(time - part * more, scale)) for voters, part in earned if voters)

    def _counts(self, project: int) -> list[int]:
        """How many of the project's voters supported each purchase last, none first."""
        return list(map(int, self._lasts[project, : len(self._parts)].tolist()))

    def buy(self, project: int, due: Fraction) -> None:
        """Pay for the project at its exact time: all its supporters have now earned until then."""
        rows = self._rows[project]
        self._inside[rows] = True
        touched = self._inside.take(self._row).nonzero()[0]
        self._inside[rows] = False
        size, known = len(self._costs), len(self._times)
        if known == self._lasts.shape[1]:
            self._lasts = np.hstack([self._lasts, np.zeros((size, known))])
        keys = self._col[touched] * known + self._last[self._row[touched]]
        moved = np.bincount(keys, weights=self._weight[touched], minlength=size * known)
        table = moved.reshape(size, known)
        self._lasts[:, :known] -= table
        self._lasts[:, known] = table.sum(axis=1)
        self._last[rows] = known
        self._times.append(float(due))
        more = due.denominator // gcd(due.denominator, self._scale)
        self._scale *= more
        self._parts = [part * more for part in self._parts]
        self._parts.append(due.numerator * (self._scale // due.denominator))
