"""Whether one row of whole numbers can be made of others: exact, by fractions.

It knows nothing of pots or ballots.
"""

from collections.abc import Sequence
from fractions import Fraction


def rank(rows: Sequence[Sequence[int]]) -> int:
    """How many of the rows are independent of each other."""
    left = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        lead = next((at for at in range(found, len(left)) if left[at][column]), None)
        if lead is None:
            continue
        left[found], left[lead] = left[lead], left[found]
        for row in left[found + 1 :]:
            times = row[column] / left[found][column]
            row[:] = [value - times * other for value, other in zip(row, left[found], strict=True)]
        found += 1
    return found


def is_combination(row: Sequence[int], known: Sequence[Sequence[int]]) -> bool:
    """Whether the known rows give this one."""
    return rank([*known, row]) == rank(known)
