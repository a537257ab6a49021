"""Score ballots: a person gives projects a score between a lowest and a highest.

Must not read a missing mark as zero: a project not scored has no opinion on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pb.tally.columns import Columns, Ints
from pb.tally.faults import ContestInvalid
from pb.tally.limits import Bools, check_count, check_names, read_known, valid_count, within
from pb.tally.model import BallotSpec, Marks, Project


class Score:
    """Mark n = the score n.

    Limits: `lowest` (0 where absent), `highest` (10), `min_count`, `max_count`, `complete` (1: all or none).
    """

    id = "score"
    measures = ("sum", "mean", "votes")

    def check_spec(self, spec: BallotSpec) -> None:
        """Refuse unknown limits and a highest score not above the lowest. Raises ContestInvalid."""
        names = ("lowest", "highest", "min_count", "max_count", "complete")
        check_names(spec, names, ("min_count", "max_count"))
        low, high = _range(spec)
        if high <= low:
            raise ContestInvalid("bad-range", lowest=low, highest=high)

    def read(
        self, spec: BallotSpec, projects: Sequence[Project], budget: int, marks: Mapping[str, int]
    ) -> Marks:
        """Read scores. Raises BallotInvalid."""
        named = read_known(projects, marks, *_range(spec))
        check_count(spec, projects, named)
        return named

    def valid(self, columns: Columns, spec: BallotSpec, projects: Sequence[Project], budget: int) -> Bools:
        """Which distinct ballots `read` would accept."""
        return within(columns.mark, *_range(spec), columns) & valid_count(columns, spec, projects)

    def support(self, columns: Columns, spec: BallotSpec) -> Ints:
        """The score; a score of zero or less is no support."""
        return columns.mark


def _range(spec: BallotSpec) -> tuple[int, int]:
    return spec.limits.get("lowest", 0), spec.limits.get("highest", 10)
