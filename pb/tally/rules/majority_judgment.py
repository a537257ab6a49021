"""Majority judgment: projects in order of their median grade, then funded while they fit or by seats.

Must not leave a missing grade out: who gives none is taken to give the lowest, and the ballot says so.

Source: Balinski, Laraki (2010), "Majority Judgment"; Paris 2021.
Worked: five voters, grades 0 (best) to 2. A: 0 0 1 2 2, median 1, two above and two below. B: 0 1 1 1 2,
median 1, one above, one below. Neither has more above than below, so fewer below comes first: B, then A.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key

import numpy as np

from pb.tally.ballots.grades import grade_count
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot
from pb.tally.seating import read_seats, seat
from pb.tally.spending import Fit, spend


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What happens to a project that does not fit, or the seats, and the common parameters."""

    mode: str
    seats: tuple[int | None, str]
    common: Common


class MajorityJudgment:
    """The highest median grade first."""

    id = "majority-judgment"
    version = "1"
    ballot_types = ("grades",)

    def read_params(self, reader: Reader) -> Params:
        """Read `fit` (skip, stop or seats), `seats`, `per_group` and the common ones. Raises ParamInvalid."""
        mode = reader.choice("fit", ("skip", "stop", "seats"), "skip")
        seats = read_seats(reader) if mode == "seats" else (None, "")
        return Params(mode=mode, seats=seats, common=reader.common(measure="votes"))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Order by median grade, by gauge, by the next medians; then spend or seat in that order."""
        tallies = grade_tallies(count)
        by_grade = cmp_to_key(compare)
        order = sorted(range(len(tallies)), key=lambda at: by_grade(tallies[at]))
        places: list[int | Fraction] = [0] * len(tallies)
        for before, at in enumerate(order):
            same = before > 0 and compare(tallies[order[before - 1]], tallies[at]) == 0
            places[at] = places[order[before - 1]] if same else -before
        if params.mode == "seats":
            return seat(count, places, measure="majority", seats=params.seats)
        pot = count.start()
        spend(count, pot, places, measure="majority", fit=Fit(mode=params.mode))
        return pot


def grade_tallies(count: Count) -> list[tuple[int, ...]]:
    """For each project how many voters gave each grade, best first; no grade counts as the lowest."""
    grades = grade_count(count.contest.spec)
    given = [
        count.columns.by_project((count.columns.mark == grade).astype(np.int64)) for grade in range(grades)
    ]
    tallies = []
    for at in range(len(count.contest.projects)):
        one = [row[at] for row in given]
        one[-1] += count.ballots - sum(one)
        tallies.append(tuple(one))
    return tallies


def gauge(tally: tuple[int, ...]) -> tuple[int, int, int]:
    """The median grade (the lower middle one), and how many voters gave a better and a worse one."""
    half = sum(tally) // 2
    median, passed = 0, 0
    while median < len(tally) - 1 and passed + tally[median] <= half:
        passed += tally[median]
        median += 1
    return median, passed, sum(tally) - passed - tally[median]


def compare(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Below 0 where `one` comes first: better median, then the gauge, then the medians that follow."""
    first, second = _gauge_key(one), _gauge_key(other)
    if first != second:
        return -1 if first < second else 1
    return _later_medians(list(one), list(other))


def _gauge_key(tally: tuple[int, ...]) -> tuple[int, int, int]:
    median, above, below = gauge(tally)
    return (median, 0, -above) if above > below else (median, 1, below)


def _later_medians(one: list[int], other: list[int]) -> int:
    """Take equal medians away from both until they differ; whole runs of equal medians go at once."""
    while sum(one) and one != other:
        first, second = gauge(tuple(one)), gauge(tuple(other))
        if first[0] != second[0]:
            return -1 if first[0] < second[0] else 1
        away = min(_run(one), _run(other))
        one[first[0]] -= away
        other[first[0]] -= away
    return 0


def _run(tally: list[int]) -> int:
    """How many medians can be taken away, one after another, before the median changes: at least one."""
    median, above, below = gauge(tuple(tally))
    return max(1, tally[median] - abs(above - below) - 1)
