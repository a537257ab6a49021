"""What the ballots yield for each project: votes, points, sums, means, middle grades, Borda points.

Must not decide anything: rules order by these numbers, pages show them.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.ballots.grades import grade_count
from pb.tally.columns import Columns
from pb.tally.model import BallotSpec

Scores = dict[str, dict[str, int | Fraction]]


def scores_of(columns: Columns, spec: BallotSpec) -> Scores:
    """For each project id: `votes` (ballots naming it) and the measures of its ballot type."""
    kind = BALLOT_TYPES[spec.type]
    given = kind.support(columns, spec)
    votes = columns.votes()
    # Where every mark is 1, as on most ballots, the sum of marks is the number of votes.
    plain = int(given.min(initial=1)) == 1 == int(given.max(initial=1))
    support = votes if plain else columns.by_project(given)
    made: dict[str, list[int | Fraction]] = {"votes": list(votes)}
    if spec.type == "score":
        made["sum"] = list(support)
        made["mean"] = [
            Fraction(total, n) if n else Fraction(0) for total, n in zip(support, votes, strict=True)
        ]
    elif spec.type == "ranking":
        made["borda"] = list(support)
        made["first"] = list(columns.by_project((columns.mark == 1).astype(np.int64)))
    elif spec.type == "grades":
        made["sum"] = list(support)
        made["middle"] = _middle_grades(columns, spec)
    elif spec.type != "basket":
        made["points"] = list(support)
    return {name: {key: values[at] for key, values in made.items()} for at, name in enumerate(columns.ids)}


def _middle_grades(columns: Columns, spec: BallotSpec) -> list[int | Fraction]:
    """For each project the best grade such that more than half of all ballots give it or a better one.

    A ballot without a grade for it counts as the lowest, so the lowest is what is left where none is found.
    """
    half = int(columns.weight.sum()) // 2
    lowest = grade_count(spec) - 1
    middle: list[int | Fraction] = [lowest] * len(columns.ids)
    for grade in range(lowest - 1, -1, -1):
        as_good = columns.by_project((columns.mark <= grade).astype(np.int64))
        middle = [grade if has > half else before for has, before in zip(as_good, middle, strict=True)]
    return middle
