"""The profile as integer columns, so that sums over all ballots are single numpy operations.

Must not hold a float: every array here is an exact integer array.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pb.tally.faults import ContestInvalid
from pb.tally.model import LARGEST_MARK, Contest

Ints = NDArray[np.int64]
EXACT = 2**53
"""Whole numbers below this are exact in double precision, so bincount may add them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Entry i says: the distinct ballot `row[i]` gives `mark[i]` to project number `col[i]`.

    `weight[row]` is how many people cast that ballot; `starts` and `order` list entries project by project.
    """

    ids: tuple[str, ...]
    row: Ints
    col: Ints
    mark: Ints
    weight: Ints
    order: Ints
    starts: Ints

    @classmethod
    def of(cls, contest: Contest) -> Columns:
        """Lay out the profile of a contest. Raises ContestInvalid for a ballot naming an unknown project."""
        ids = tuple(project.id for project in contest.projects)
        number = {name: at for at, name in enumerate(ids)}
        ballots = list(contest.profile.weights)
        pairs = list(chain.from_iterable(ballots))
        codes = {pair: at for at, pair in enumerate(dict.fromkeys(pairs))}
        for name, mark in codes:
            if name not in number:
                raise ContestInvalid("unknown-project", project=name)
            if type(mark) is not int or abs(mark) > LARGEST_MARK:
                raise ContestInvalid("bad-mark", project=name, mark=str(mark))
        code = np.fromiter(map(codes.__getitem__, pairs), dtype=np.int64, count=len(pairs))
        del pairs
        lengths = np.fromiter(map(len, ballots), dtype=np.int64, count=len(ballots))
        col = np.array([number[name] for name, _ in codes], dtype=np.int64)[code]
        marks = np.array([mark for _, mark in codes], dtype=np.int64)[code]
        del code
        weight = np.fromiter(contest.profile.weights.values(), dtype=np.int64, count=len(ballots))
        return cls.laid_out(ids, lengths=lengths, col=col, mark=marks, weight=weight)

    @classmethod
    def laid_out(cls, ids: tuple[str, ...], *, lengths: Ints, col: Ints, mark: Ints, weight: Ints) -> Columns:
        """Columns from the entries of one distinct ballot after another, `lengths` of them to a ballot."""
        # Sixteen bits are sorted by counting, far faster than by comparing.
        order = np.argsort(col.astype(np.uint16) if len(ids) < 2**16 else col, kind="stable")
        starts = np.zeros(len(ids) + 1, dtype=np.int64)
        np.cumsum(np.bincount(col, minlength=len(ids)), out=starts[1:])
        return cls(
            ids=ids,
            row=np.repeat(np.arange(len(lengths), dtype=np.int64), lengths),
            col=col,
            mark=mark,
            weight=weight,
            order=order,
            starts=starts,
        )

    def entries(self, project: int) -> Ints:
        """The entries that name project number `project`, one for each distinct ballot naming it."""
        return self.order[self.starts[project] : self.starts[project + 1]]

    def beside(self, rows: Ints) -> list[int]:
        """The projects that any of these distinct ballots names."""
        first = self.row.searchsorted(rows)
        many = self.row.searchsorted(rows, side="right") - first
        entries = np.repeat(first - (np.cumsum(many) - many), many) + np.arange(int(many.sum()))
        found: list[int] = np.unique(self.col[entries]).tolist()
        return found

    def by_project(self, values: Ints) -> list[int]:
        """Sum, project by project, of values (one an entry) times the weight of the entry's ballot."""
        if not len(self.ids):
            return []
        return [int(total) for total in _sums(self.col, values, self.weight[self.row], len(self.ids))]

    def votes(self) -> list[int]:
        """How many people named each project on their ballots."""
        if len(self.col) * int(self.weight.max(initial=0)) >= EXACT:
            return self.by_project(np.ones(len(self.col), dtype=np.int64))
        people = np.bincount(self.col, self.weight.take(self.row), len(self.ids))
        votes: list[int] = people.astype(np.int64).tolist()
        return votes

    def by_ballot(self, values: Ints) -> Ints:
        """Sum, distinct ballot by distinct ballot, of values (one an entry)."""
        return _sums(self.row, values, None, len(self.weight))

    def per_entry(self, of_project: Sequence[int]) -> Ints:
        """Spread values given project by project over the entries."""
        return np.array(of_project, dtype=np.int64)[self.col] if len(self.col) else self.col


def _sums(keys: Ints, values: Ints, weights: Ints | None, length: int) -> Ints:
    """Exact integer sums by key of values times weights (1 where there are none).

    Bincount adds where doubles are exact; beyond that it is done slowly.
    """
    if not len(keys):
        return np.zeros(length, dtype=np.int64)
    largest = max(-int(values.min()), int(values.max())) * int(
        len(keys) if weights is None else weights.sum()
    )
    if largest < EXACT:
        weighed = values if weights is None else values * weights
        return np.bincount(keys, weights=weighed, minlength=length).astype(np.int64)
    totals = [0] * length
    times = [1] * len(keys) if weights is None else weights.tolist()
    for key, value, weight in zip(keys.tolist(), values.tolist(), times, strict=True):
        totals[key] += value * weight
    if max(map(abs, totals)) >= 2**63:
        raise ContestInvalid("sum-too-large")
    return np.array(totals, dtype=np.int64)
