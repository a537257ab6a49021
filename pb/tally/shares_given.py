"""What the supporters of some projects together gave to others: whole sums as products of two tables.

Must not round: floats add whole numbers, and only where all their sums are so small that they are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import EXACT, Ints
from pb.tally.shares import Demand

DENSE = 5_000_000
"""How many whole numbers may be laid out at once to add up over projects and ballots."""

PIECE = 2**18
"""Products of tables with more steps are not left to a library that would wake other processors for them."""

SHORT = 2**24
"""Whole numbers up to this are exact in single precision."""


def given_together(
    bought: Sequence[Demand], wanted: Sequence[Demand], ballots: Ints, weight: Ints
) -> list[list[int]]:
    """For each project wanted: the marks its supporters gave to each purchase, and how many they are.

    Only supporters of the rising `ballots` count. No sum exceeds all marks of one purchase, or all voters.
    """
    most = max(int(weight.sum()), *(demand.marks for demand in bought), 0)
    kind = np.float32 if most < SHORT else np.float64 if most < EXACT else np.int64
    totals = np.zeros((len(wanted), len(bought) + 1), dtype=np.int64)
    size = max(1, DENSE // (len(bought) + len(wanted) + 1))
    for first in range(0, len(ballots) if wanted else 0, size):
        part = ballots[first : first + size]
        line = np.full(len(weight), -1, dtype=np.int64)
        line[part] = np.arange(len(part))
        span = None if len(part) == len(ballots) else (part[0], part[-1] + 1)
        gave = _table(bought, line, span, np.zeros((len(bought) + 1, len(part)), kind))
        gave[-1] = weight[part]
        asks = _table(wanted, line, span, np.zeros((len(wanted), len(part)), kind), ones=True)
        few = max(1, PIECE // totals.size)
        for at in range(0, len(part), few):
            totals += (asks[:, at : at + few] @ gave[:, at : at + few].T).astype(np.int64)
    found: list[list[int]] = totals.tolist()
    return found


def _table(
    demands: Sequence[Demand],
    line: Ints,
    span: tuple[int, int] | None,
    table: NDArray[Any],
    *,
    ones: bool = False,
) -> NDArray[Any]:
    """Put the marks of supporters, or `ones`, into a table of zeros: a row for each project.

    `line` is the column of a ballot, -1 where it has none; others than those of `span` have none for certain.
    """
    cuts = [slice(None) if span is None else slice(*one.rows.searchsorted(span)) for one in demands]
    lines = [line[:0], *(line.take(one.rows[cut]) for one, cut in zip(demands, cuts, strict=True))]
    all_lines = np.concatenate(lines)
    kept = np.flatnonzero(all_lines >= 0)
    many = np.diff(kept.searchsorted(np.cumsum([len(one) for one in lines])))
    places = all_lines.take(kept) + np.repeat(np.arange(len(demands)) * table.shape[1], many)
    marks = () if ones else [one.weighted[cut] for one, cut in zip(demands, cuts, strict=True)]
    table.reshape(-1)[places] = 1 if ones else np.concatenate([line[:0], *marks]).take(kept)
    return table
