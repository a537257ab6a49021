"""Approval ballots: a person names projects; a favourite or a boosted project may count double.

Must not judge costs: a ballot bounded by money is a basket.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pb.tally.columns import Columns, Ints
from pb.tally.faults import BallotInvalid, ContestInvalid
from pb.tally.limits import Bools, check_count, check_names, group_limits, read_known, valid_count, within
from pb.tally.model import BallotSpec, Marks, Project


class Approval:
    """Mark 1 = named, 2 = counts double.

    Limits: `min_count`, `max_count` (and by group, `max_count:ward=North`), `favourites` (how many may be
    doubled), `boost:dimension=value` (extra marks for one named group, which may repeat a choice).
    """

    id = "approval"
    measures = ("votes", "points")

    def check_spec(self, spec: BallotSpec) -> None:
        """Refuse unknown limits, and favourites together with a boost. Raises ContestInvalid."""
        check_names(spec, ("min_count", "max_count", "favourites"), ("min_count", "max_count", "boost"))
        boosts = group_limits(spec, "boost")
        if len(boosts) > 1 or (boosts and spec.limits.get("favourites", 0)):
            raise ContestInvalid("one-way-to-double", type=self.id)

    def read(
        self, spec: BallotSpec, projects: Sequence[Project], budget: int, marks: Mapping[str, int]
    ) -> Marks:
        """Read marks 1 and 2. Raises BallotInvalid."""
        group, extra = _boost(spec)
        doubles = max(extra, spec.limits.get("favourites", 0))
        named = read_known(projects, {name: mark for name, mark in marks.items() if mark != 0}, 1, 2)
        twice = [name for name, mark in named if mark == 2]
        if len(twice) > doubles:
            raise BallotInvalid("too-many-doubled", most=doubles, has=len(twice))
        if group is not None:
            _check_boost(spec, projects, named, group, extra)
        check_count(spec, projects, named, extra)
        return named

    def valid(self, columns: Columns, spec: BallotSpec, projects: Sequence[Project], budget: int) -> Bools:
        """Which distinct ballots `read` would accept."""
        group, extra = _boost(spec)
        twice = (columns.mark == 2).astype(np.int64)
        good = within(columns.mark, 1, 2, columns) & valid_count(columns, spec, projects, extra)
        good &= columns.by_ballot(twice) <= max(extra, spec.limits.get("favourites", 0))
        if group is not None:
            outside = columns.per_entry([int(group not in project.groups) for project in projects])
            good &= columns.by_ballot(twice * outside) == 0
            most = spec.limits.get("max_count")
            if most is not None:
                good &= columns.by_ballot(outside) <= most
                good &= columns.by_ballot(columns.mark) <= most + extra
        return good

    def support(self, columns: Columns, spec: BallotSpec) -> Ints:
        """The mark itself."""
        return columns.mark


def _boost(spec: BallotSpec) -> tuple[tuple[str, str] | None, int]:
    boosts = group_limits(spec, "boost")
    return boosts[0] if boosts else (None, 0)


def _check_boost(
    spec: BallotSpec, projects: Sequence[Project], named: Marks, group: tuple[str, str], extra: int
) -> None:
    inside = {project.id for project in projects if group in project.groups}
    wrong = [name for name, mark in named if mark == 2 and name not in inside]
    if wrong:
        raise BallotInvalid("boost-outside-group", project=wrong[0], dimension=group[0], group=group[1])
    most = spec.limits.get("max_count")
    outside = sum(name not in inside for name, _ in named)
    if most is not None and (outside > most or sum(mark for _, mark in named) > most + extra):
        raise BallotInvalid("too-many", most=most, has=sum(mark for _, mark in named))
