"""Purses: what every distinct ballot holds, in exact fractions.

Must not round. Ballots with equal money are kept together, so that fractions are made once for all of them.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from pb.tally.columns import Ints


class Purses:
    """Money by distinct ballot: `_kind[b]` is the place in `_money` of what ballot b holds."""

    def __init__(self, ballots: int, share: Fraction, weight: Ints) -> None:
        self._money = [share]
        self._place = {share: 0}
        self._kind = np.zeros(ballots, dtype=np.int64)
        self._weight = weight

    def held(self, rows: Ints) -> Fraction:
        """What these ballots hold together."""
        return sum((money * voters for money, voters in self._grouped(rows)), Fraction(0))

    def price(self, rows: Ints, cost: int) -> Fraction | None:
        """The amount at which these ballots, each giving that or all it has, pay the cost; None: never."""
        if not len(rows):
            return None
        groups = sorted(self._grouped(rows))
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
        kinds, which = np.unique(self._kind[rows], return_inverse=True)
        left = [self._money[kind] - min(self._money[kind], level) for kind in kinds.tolist()]
        for money in left:
            if self._place.setdefault(money, len(self._money)) == len(self._money):
                self._money.append(money)
        new = np.array([self._place[money] for money in left], dtype=np.int64)
        self._kind[rows] = new[which.reshape(-1)]

    def _grouped(self, rows: Ints) -> list[tuple[Fraction, int]]:
        """How many voters of these ballots hold which money."""
        kinds, which = np.unique(self._kind[rows], return_inverse=True)
        voters = np.zeros(len(kinds), dtype=np.int64)
        np.add.at(voters, which.reshape(-1), self._weight[rows])
        return [(self._money[kind], number) for kind, number in zip(kinds, voters.tolist(), strict=True)]
