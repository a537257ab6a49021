"""Runs of equal shares over rising endowments: in ranges where they last, else in blocks from the top down.

Must not decide when to stop: it hands out finished runs in order, and may have looked a little further.
"""

from __future__ import annotations

from fractions import Fraction

from pb.tally.shares_market import Market, Run, bits_for, start, wide
from pb.tally.shares_run import finish

BLOCK = 8
"""How many endowments are looked at together where ranges break."""

LASTING = 4
"""How many endowments with the same purchases make it worth asking about a range."""


class Scout:
    """Hands out finished runs for first, first + step, ... in order and without a gap.

    In a block the largest endowment goes first, because its prices bound from below those of the next.
    """

    def __init__(self, market: Market, first: Fraction, step: Fraction) -> None:
        self._market = market
        self._here = first
        self._step = step
        self._ask = 0
        self._block = 1
        self._streak = 0

    def following(self) -> list[Run]:
        """The next runs, from the smallest endowment up."""
        runs = [self._range()] if self._ask else self._down()
        self._here = runs[-1].high.endowment + self._step
        return runs

    def _range(self) -> Run:
        high = self._here + (self._ask - 1) * self._step
        run = start(self._market, self._here, high, self._step, bits_for(self._market, high))
        finish(run)
        run.low.close()
        run.high.close()
        settled = int((run.high.endowment - self._here) / self._step) + 1
        self._streak = self._streak + 1 if settled >= self._ask else 0
        if settled < LASTING:
            self._ask = 0
        elif settled < self._ask:
            self._ask = settled
        elif self._streak % 2 == 0:
            self._ask *= 2
        return run

    def _down(self) -> list[Run]:
        self._block = min(2 * self._block, 1 if wide(self._market) else BLOCK)
        top = self._here + (self._block - 1) * self._step
        bits = bits_for(self._market, top)
        runs: list[Run] = []
        for number in range(self._block):
            endowment = top - number * self._step
            run = start(self._market, endowment, endowment, self._step, bits)
            run.above = (runs[-1].notes or {}) if runs else {}
            run.notes = {}
            finish(run)
            run.low.close()
            if runs:
                runs[-1].notes = None
            runs.append(run)
        runs[-1].notes = None
        same = 1
        while same < len(runs) and runs[same].low.bought == runs[0].low.bought:
            same += 1
        self._ask = 2 * same if same >= LASTING else 0
        runs.reverse()
        return runs
