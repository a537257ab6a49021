"""Seats: the first so many projects by a measure, in all or in each group, whatever they cost together.

Must not refuse a project for its cost.

Source: the budgets of Paris (winners in each district) and of North Wales police (three a county).
Worked: two seats; A 9 votes, B 8, C 8 and cheaper than B: A and, by the tie order votes then cost, C.
"""

from __future__ import annotations

from dataclasses import dataclass

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot
from pb.tally.seating import read_seats, seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The measure that orders, the seats in all and in each group, the common parameters."""

    measure: str
    seats: tuple[int | None, str]
    common: Common


class Seats:
    """A number of winners instead of an amount of money."""

    id = "seats"
    version = "1"
    ballot_types = tuple(BALLOT_TYPES)

    def read_params(self, reader: Reader) -> Params:
        """Read `measure`, `seats`, `per_group` and the common parameters. Raises ParamInvalid."""
        measures = BALLOT_TYPES[reader.spec.type].measures
        measure = reader.choice("measure", measures, measures[0])
        return Params(measure=measure, seats=read_seats(reader), common=reader.common(measure=measure))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Fill the seats from the highest measure down."""
        scores = [count.scores[project.id][params.measure] for project in count.contest.projects]
        return seat(count, scores, measure=params.measure, seats=params.seats)
