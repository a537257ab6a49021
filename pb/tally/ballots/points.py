"""Points ballots (cumulative): a person spreads a number of points over the projects.

Must not keep a mark of no points: it would name a project that got nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pb.tally.columns import Columns, Ints
from pb.tally.faults import BallotInvalid
from pb.tally.limits import Bools, check_count, check_names, read_known, valid_count, within
from pb.tally.model import BallotSpec, Marks, Project

MOST = 10**9


class Points:
    """Mark n = n points.

    Limits: `max_total` and `min_total` (equal for "exactly"), `max_mark`, `min_mark`, `min_count`,
    `max_count`.
    """

    id = "points"
    measures = ("points", "votes")

    def check_spec(self, spec: BallotSpec) -> None:
        """Refuse unknown limits. Raises ContestInvalid."""
        names = ("max_total", "min_total", "max_mark", "min_mark", "min_count", "max_count")
        check_names(spec, names, ("min_count", "max_count"))

    def read(
        self, spec: BallotSpec, projects: Sequence[Project], budget: int, marks: Mapping[str, int]
    ) -> Marks:
        """Read points, dropping projects that got none. Raises BallotInvalid."""
        most = min(MOST, spec.limits.get("max_mark", MOST))
        least = max(1, spec.limits.get("min_mark", 1))
        named = read_known(projects, {name: mark for name, mark in marks.items() if mark != 0}, least, most)
        total = sum(mark for _, mark in named)
        limit = spec.limits.get("max_total")
        if limit is not None and total > limit:
            raise BallotInvalid("too-many-points", most=limit, has=total)
        floor = spec.limits.get("min_total", 0)
        if named and total < floor:
            raise BallotInvalid("too-few-points", least=floor, has=total)
        check_count(spec, projects, named)
        return named

    def valid(self, columns: Columns, spec: BallotSpec, projects: Sequence[Project], budget: int) -> Bools:
        """Which distinct ballots `read` would accept."""
        least = max(1, spec.limits.get("min_mark", 1))
        good = within(columns.mark, least, min(MOST, spec.limits.get("max_mark", MOST)), columns)
        total = columns.by_ballot(columns.mark)
        if "max_total" in spec.limits:
            good &= total <= spec.limits["max_total"]
        good &= (total == 0) | (total >= spec.limits.get("min_total", 0))
        return good & valid_count(columns, spec, projects)

    def support(self, columns: Columns, spec: BallotSpec) -> Ints:
        """The points."""
        return columns.mark
