"""Runs of equal shares over rising endowments: surveyed in blocks, with wide strides where nothing changes.

Must not decide when to stop: it hands out finished runs in order, and may have looked a little further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from pb.tally.shares_market import Market
from pb.tally.shares_run import run_once
from pb.tally.shares_survey import Found, Survey, same_between

CELLS = 400_000
"""How many amounts held a survey has at most, so that they stay near the processor."""

FEWEST, MOST = 16, 128
"""How many endowments are surveyed together at least and at most."""

BROAD = 64
"""So many are surveyed first where there is room, because a survey of few takes nearly as long."""

CROWD = 1_000_000
"""Where so few endowments have more amounts held than this, each run is made alone: it fits the processor."""

SOON = 12
"""So many endowments are run alone at first, because many a count stops soon."""

ALONE = 2
"""So few endowments are faster run one by one."""

WIDER = 8
"""By how much the stride grows where all runs of a block are the same, and into how many parts gaps break."""


class Scout:
    """Finds the runs for first, first + step, ... in order and without a gap, until one that stops."""

    def __init__(
        self, market: Market, first: Fraction, step: Fraction, stops: Callable[[Found], str]
    ) -> None:
        self._market = market
        self._first = first
        self._step = step
        self._stops = stops
        ballots = max(1, len(market.weight))
        self._most = max(FEWEST, min(MOST, CELLS // ballots)) if FEWEST * ballots <= CROWD else 1
        self._known: dict[int, Found] = {}
        self._why: dict[int, str] = {}

    def ranges(self) -> Iterator[tuple[int, int, Found, str]]:
        """From which number of steps to which the run is the same, the run, and why to stop there if so."""
        at, stride, many = 0, 1, 1
        while True:
            marks = self._settle([at + number * stride for number in range(many + 1)])
            sure = sum(same_between(self._known[one], self._known[two]) for one, two in pairwise(marks))
            for one, two in pairwise(marks):
                yield one, two - 1, self._known[one], ""
            at = marks[-1]
            if self._why[at]:
                yield at, at, self._known[at], self._why[at]
                return
            self._known = {at: self._known[at]}
            self._why = {at: ""}
            if many >= FEWEST and many == self._most and sure == many:
                stride *= WIDER
            elif 2 * sure < many:
                stride = max(1, stride // WIDER)
            if at >= SOON:
                many = min(max(2 * many, BROAD), self._most)

    def _settle(self, marks: list[int]) -> list[int]:
        """Survey at these marks, and between two wherever it is not certain that nothing changes there."""
        while True:
            self._survey([one for one in marks if one not in self._known])
            marks = self._judge(marks)
            open_ = [
                (one, two)
                for one, two in pairwise(marks)
                if two - one > 1 and not same_between(self._known[one], self._known[two])
            ]
            if not open_:
                return marks
            more = [at for one, two in open_ for at in range(one, two, max(1, (two - one) // WIDER))]
            marks = sorted({*marks, *more})

    def _judge(self, marks: list[int]) -> list[int]:
        """The marks up to the first that stops. What a survey left open is settled exactly on the way."""
        for place, one in enumerate(marks):
            if one not in self._known:
                self._known[one] = self._alone(one)
            if one not in self._why:
                self._why[one] = self._stops(self._known[one])
            if self._why[one]:
                return marks[: place + 1]
        return marks

    def _alone(self, one: int) -> Found:
        endowment = self._first + one * self._step
        run = run_once(self._market, endowment)
        ties = tuple((place, tied, tied) for place, tied in run.tied)
        return Found(endowment=endowment, order=tuple(run.ledger.bought), ties=ties)

    def _survey(self, marks: list[int]) -> None:
        """Make the runs at several marks together; what is left out here is run alone when it is its turn."""
        for start in range(0, len(marks) if len(marks) > ALONE else 0, self._most):
            part = marks[start : start + self._most]
            endowments = [self._first + one * self._step for one in part]
            runs = Survey(self._market, endowments).run()
            self._known.update({one: run for one, run in zip(part, runs, strict=True) if run})
