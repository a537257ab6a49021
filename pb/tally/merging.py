"""Identical ballots merged while they still lie in columns, and a profile that stays there until it is asked.

Must not take two different ballots for one: what finds them equal is a comparison entry by entry.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import Columns, Ints
from pb.tally.model import Marks

HalfInts = NDArray[np.int32]
_ODD, _MARK, _SALT = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Ballots laid end to end: `lengths` of each, and for each entry a project's number and its mark.

    Within a ballot the entries are in order of project id. Half words, for there may be tens of millions.
    """

    lengths: Ints
    col: HalfInts
    mark: HalfInts


def joined(parts: Sequence[Entries]) -> Entries:
    """The ballots of all parts, one part after another."""
    if len(parts) == 1:
        return parts[0]
    return Entries(
        lengths=np.concatenate([part.lengths for part in parts] or [np.empty(0, dtype=np.int64)]),
        col=np.concatenate([part.col for part in parts] or [np.empty(0, dtype=np.int32)]),
        mark=np.concatenate([part.mark for part in parts] or [np.empty(0, dtype=np.int32)]),
    )


def merge(ids: Sequence[str], entries: Entries) -> Columns:
    """Columns of the distinct ballots, in order of first appearance, with how often each stands there."""
    starts = np.cumsum(entries.lengths) - entries.lengths
    salt = 0
    while True:
        prints = _prints(entries, starts, salt)
        _, first, group, times = np.unique(prints, return_index=True, return_inverse=True, return_counts=True)
        if _same(entries, starts, first[group]):
            break
        salt += 1
    order = np.argsort(first)
    kept = first[order]
    lengths = entries.lengths[kept]
    at = _spans(starts[kept], lengths)
    col, mark = entries.col[at].astype(np.int64), entries.mark[at].astype(np.int64)
    del at, entries, prints, group  # a large election should not lie in memory twice
    return Columns.laid_out(tuple(ids), lengths=lengths, col=col, mark=mark, weight=times[order])


def _prints(entries: Entries, starts: Ints, salt: int) -> NDArray[np.uint64]:
    """A number for each ballot, the same for equal ones; another salt gives other numbers."""
    code = entries.mark.astype(np.uint64)
    code *= np.uint64(_MARK)
    code += np.uint64(salt * _SALT % 2**64)
    part = entries.col.astype(np.uint64)
    part *= np.uint64(_ODD)
    code += part
    del part
    code ^= code >> np.uint64(32)
    code *= np.uint64(_SALT)
    code ^= code >> np.uint64(29)
    prints = np.zeros(len(starts), dtype=np.uint64)
    named = entries.lengths > 0
    if named.any():
        prints[named] = np.add.reduceat(code, starts[named])
    return prints


def _same(entries: Entries, starts: Ints, like: Ints) -> bool:
    """Whether each ballot is entry by entry the ballot it is held to be like."""
    other = np.flatnonzero(like != np.arange(len(like)))
    lengths = entries.lengths[other]
    if not np.array_equal(lengths, entries.lengths[like[other]]):
        return False
    ours, theirs = _spans(starts[other], lengths), _spans(starts[like[other]], lengths)
    return np.array_equal(entries.col[ours], entries.col[theirs]) and np.array_equal(
        entries.mark[ours], entries.mark[theirs]
    )


def _spans(starts: Ints, lengths: Ints) -> Ints:
    """The numbers from each start on, as many as its length, one span after another."""
    before = np.cumsum(lengths) - lengths
    spans: Ints = np.repeat(starts - before, lengths)
    spans += np.arange(len(spans))
    return spans


class _Weights(ValuesView[int]):
    def __init__(self, weight: Ints) -> None:
        self._weight = weight

    def __len__(self) -> int:
        return len(self._weight)

    def __contains__(self, value: object) -> bool:
        return value in self._weight.tolist()

    def __iter__(self) -> Iterator[int]:
        return iter(self._weight.tolist())


class Laid(Mapping[Marks, int]):
    """Distinct ballots and their weights, made into tuples only when one of them is looked at."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns.weight)

    def __iter__(self) -> Iterator[Marks]:
        return iter(self._weights)

    def __getitem__(self, marks: Marks) -> int:
        return self._weights[marks]

    def items(self) -> ItemsView[Marks, int]:
        """Each distinct ballot with its weight."""
        return self._weights.items()

    def values(self) -> ValuesView[int]:
        """The weights alone, for which no ballot need be made."""
        return _Weights(self._columns.weight)

    @cached_property
    def _weights(self) -> dict[Marks, int]:
        columns = self._columns
        cache: dict[tuple[str, int], tuple[str, int]] = {}
        names = map(columns.ids.__getitem__, columns.col.tolist())
        pairs = [cache.setdefault(pair, pair) for pair in zip(names, columns.mark.tolist(), strict=True)]
        ends = np.cumsum(np.bincount(columns.row, minlength=len(self))).tolist()
        weights: dict[Marks, int] = {}
        begin = 0
        for end, weight in zip(ends, columns.weight.tolist(), strict=True):
            weights[tuple(pairs[begin:end])] = weight
            begin = end
        return weights
