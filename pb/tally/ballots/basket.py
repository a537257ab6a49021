"""Basket ballots: a person fills a basket of projects that together cost no more than the pot.

Must not give a project more than one mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pb.tally.columns import Columns, Ints
from pb.tally.faults import BallotInvalid
from pb.tally.limits import (
    Bools,
    check_count,
    check_group_costs,
    check_names,
    read_known,
    valid_count,
    valid_group_costs,
    within,
)
from pb.tally.model import BallotSpec, Marks, Project


class Basket:
    """Mark 1 = in the basket.

    Limits: `max_cost` (minor units; the pot where absent), `min_cost`, `min_count` and `max_count`; each
    may also be set for a group.
    """

    id = "basket"
    measures = ("votes",)

    def check_spec(self, spec: BallotSpec) -> None:
        """Refuse unknown limits. Raises ContestInvalid."""
        names = ("max_cost", "min_cost", "min_count", "max_count")
        check_names(spec, names, names)

    def read(
        self, spec: BallotSpec, projects: Sequence[Project], budget: int, marks: Mapping[str, int]
    ) -> Marks:
        """Read a basket. Raises BallotInvalid `over-pot` or `under-spent` with the sums."""
        named = read_known(projects, {name: mark for name, mark in marks.items() if mark != 0}, 1, 1)
        costs = {project.id: project.cost for project in projects}
        cost = sum(costs[name] for name, _ in named)
        most = spec.limits.get("max_cost", budget)
        if cost > most:
            raise BallotInvalid("over-pot", cost=cost, pot=most, over=cost - most)
        least = spec.limits.get("min_cost", 0)
        if named and cost < least:
            raise BallotInvalid("under-spent", cost=cost, least=least)
        check_count(spec, projects, named)
        check_group_costs(spec, projects, named)
        return named

    def valid(self, columns: Columns, spec: BallotSpec, projects: Sequence[Project], budget: int) -> Bools:
        """Which distinct ballots `read` would accept."""
        cost = columns.by_ballot(columns.per_entry([project.cost for project in projects]))
        blank = columns.by_ballot(columns.mark) == 0
        good = within(columns.mark, 1, 1, columns) & valid_count(columns, spec, projects)
        good &= valid_group_costs(columns, spec, projects)
        good &= cost <= spec.limits.get("max_cost", budget)
        good &= blank | (cost >= spec.limits.get("min_cost", 0))
        return good

    def support(self, columns: Columns, spec: BallotSpec) -> Ints:
        """One for each project in the basket."""
        return columns.mark
