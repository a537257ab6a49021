"""Purses: what every distinct ballot holds, in exact fractions, where a rule needs no great speed.

Must not round.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from pb.tally.columns import Ints


class Purses:
    """Money by distinct ballot. Voters with the same money are handled together."""

    def __init__(self, ballots: int, share: Fraction, weight: Ints) -> None:
        self._money = [share] * ballots
        self._weight = [int(one) for one in weight]

    def held(self, rows: Ints) -> Fraction:
        """What these ballots hold together."""
        return sum((money * voters for money, voters in self._grouped(rows).items()), Fraction(0))

    def price(self, rows: Ints, cost: int) -> Fraction | None:
        """The amount at which these ballots, each giving that or all it has, pay the cost; None: never."""
        if not len(rows):
            return None
        groups = sorted(self._grouped(rows).items())
        paid, voters = Fraction(0), sum(number for _, number in groups)
        for money, number in groups:
            level = (cost - paid) / voters
            if level <= money:
                return level
            paid += money * number
            voters -= number
        return None

    def pay(self, rows: Ints, level: Fraction) -> None:
        """Take the amount, or all they have, from these ballots."""
        for row in rows.tolist():
            self._money[row] -= min(self._money[row], level)

    def _grouped(self, rows: Ints) -> Counter[Fraction]:
        found: Counter[Fraction] = Counter()
        for row in rows.tolist():
            found[self._money[row]] += self._weight[row]
        return found
