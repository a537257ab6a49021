"""What the ballots yield for each project: votes, points, sums, means, Borda points, first choices.

Must not decide anything: rules order by these numbers, pages show them.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.columns import Columns
from pb.tally.model import BallotSpec

Scores = dict[str, dict[str, int | Fraction]]


def scores_of(columns: Columns, spec: BallotSpec) -> Scores:
    """For each project id: `votes` (ballots naming it) and the measures of its ballot type."""
    kind = BALLOT_TYPES[spec.type]
    ones = np.ones(len(columns.col), dtype=np.int64)
    support = columns.by_project(kind.support(columns, spec))
    votes = columns.by_project(ones)
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
    elif spec.type != "basket":
        made["points"] = list(support)
    return {name: {key: values[at] for key, values in made.items()} for at, name in enumerate(columns.ids)}
