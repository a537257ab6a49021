"""The ballot types: one module each, one line each in the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from pb.tally.ballots.approval import Approval
from pb.tally.ballots.basket import Basket
from pb.tally.ballots.grades import Grades
from pb.tally.ballots.points import Points
from pb.tally.ballots.ranking import Ranking
from pb.tally.ballots.score import Score
from pb.tally.columns import Columns, Ints
from pb.tally.limits import Bools
from pb.tally.model import BallotSpec, Marks, Project


class BallotType(Protocol):
    """What a ballot type can do."""

    @property
    def id(self) -> str:
        """The name in contests and templates."""

    @property
    def measures(self) -> tuple[str, ...]:
        """What rules may order projects by, the usual one first."""

    def check_spec(self, spec: BallotSpec) -> None:
        """Raise ContestInvalid where the limits are unknown or contradict each other."""

    def read(
        self, spec: BallotSpec, projects: Sequence[Project], budget: int, marks: Mapping[str, int]
    ) -> Marks:
        """Turn what a person gave into marks. Raises BallotInvalid."""

    def valid(self, columns: Columns, spec: BallotSpec, projects: Sequence[Project], budget: int) -> Bools:
        """Which distinct ballots `read` would accept."""

    def support(self, columns: Columns, spec: BallotSpec) -> Ints:
        """One number an entry: the points the ballot gives the project, 0 or less for no support."""


BALLOT_TYPES: dict[str, BallotType] = {
    kind.id: kind for kind in (Approval(), Basket(), Points(), Score(), Grades(), Ranking())
}
