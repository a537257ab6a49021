"""Grade ballots: a person gives projects one of a few ordered grades, the best being number 0.

Must not name the grades: the words stand in the ballot's template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pb.tally.columns import Columns, Ints
from pb.tally.faults import ContestInvalid
from pb.tally.limits import Bools, check_count, check_names, read_known, valid_count, within
from pb.tally.model import BallotSpec, Marks, Project


class Grades:
    """Mark n = the n-th grade from the best (0). No grade counts as the lowest.

    Limits: `grades` (how many grades, 5 where absent), `min_count`, `max_count`, `complete` (1: all or none).
    """

    id = "grades"
    measures = ("votes", "sum")

    def check_spec(self, spec: BallotSpec) -> None:
        """Refuse unknown limits and fewer than two grades. Raises ContestInvalid."""
        check_names(spec, ("grades", "min_count", "max_count", "complete"), ("min_count", "max_count"))
        if grade_count(spec) < 2:
            raise ContestInvalid("too-few-grades", grades=grade_count(spec))

    def read(
        self, spec: BallotSpec, projects: Sequence[Project], budget: int, marks: Mapping[str, int]
    ) -> Marks:
        """Read grades. Raises BallotInvalid."""
        named = read_known(projects, marks, 0, grade_count(spec) - 1)
        check_count(spec, projects, named)
        return named

    def valid(self, columns: Columns, spec: BallotSpec, projects: Sequence[Project], budget: int) -> Bools:
        """Which distinct ballots `read` would accept."""
        return within(columns.mark, 0, grade_count(spec) - 1, columns) & valid_count(columns, spec, projects)

    def support(self, columns: Columns, spec: BallotSpec) -> Ints:
        """How many grades above the lowest."""
        return grade_count(spec) - 1 - columns.mark


def grade_count(spec: BallotSpec) -> int:
    """How many grades the ballot has."""
    return spec.limits.get("grades", 5)
