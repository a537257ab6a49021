"""Ranking ballots: a person puts projects in order, first to last, without gaps or equals.

Must not guess an order: positions that skip or repeat are refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pb.tally.columns import Columns, Ints
from pb.tally.faults import BallotInvalid
from pb.tally.limits import Bools, check_count, check_names, read_known, valid_count, within
from pb.tally.model import BallotSpec, Marks, Project


class Ranking:
    """Mark 1 = first, 2 = second and so on.

    Limits: `max_count`, `min_count`, `borda_from_limit` (1: Borda points counted down from `max_count`;
    0 or absent: from the ballot's own length).
    """

    id = "ranking"
    measures = ("borda", "votes", "first")

    def check_spec(self, spec: BallotSpec) -> None:
        """Refuse unknown limits. Raises ContestInvalid."""
        check_names(spec, ("min_count", "max_count", "borda_from_limit"), ("min_count", "max_count"))

    def read(
        self, spec: BallotSpec, projects: Sequence[Project], budget: int, marks: Mapping[str, int]
    ) -> Marks:
        """Read positions 1, 2, 3 ... Raises BallotInvalid `gap-in-order`."""
        named = read_known(projects, marks, 1, max(1, len(projects)))
        if sorted(mark for _, mark in named) != list(range(1, len(named) + 1)):
            raise BallotInvalid("gap-in-order", positions=tuple(sorted(mark for _, mark in named)))
        check_count(spec, projects, named)
        return named

    def valid(self, columns: Columns, spec: BallotSpec, projects: Sequence[Project], budget: int) -> Bools:
        """Which distinct ballots `read` would accept: no position above the length, none twice."""
        length = columns.by_ballot(np.ones(len(columns.mark), dtype=np.int64))
        good = valid_count(columns, spec, projects)
        beyond = (columns.mark > length[columns.row]).astype(np.int64)
        good &= within(columns.mark, 1, max(1, len(projects)), columns) & (columns.by_ballot(beyond) == 0)
        place = columns.row * (len(projects) + 1) + np.clip(columns.mark, 0, len(projects))
        found, first = np.unique(place, return_index=True)
        repeated = np.ones(len(place), dtype=np.int64)
        repeated[first] = 0
        return good & (columns.by_ballot(repeated) == 0) if len(found) else good

    def support(self, columns: Columns, spec: BallotSpec) -> Ints:
        """Borda points: one for the last place, one more for each place above it."""
        length = columns.by_ballot(np.ones(len(columns.mark), dtype=np.int64))[columns.row]
        if spec.limits.get("borda_from_limit", 0) and "max_count" in spec.limits:
            length = np.full(len(columns.mark), spec.limits["max_count"], dtype=np.int64)
        return length + 1 - columns.mark
