"""Swaps: whether a tied project coming first would change who gets money, told without counting again.

Must not guess: it answers only where the answer is proved, and says None elsewhere.

A count with two projects swapped is the same as the usual one until a tie that the swap decides otherwise.
There the other project is bought: it matters if the usual count gives it no money. If the usual count buys it
all the same, at the level of the tie (a price or a time), those bought at that level are the same: none of
them touches money that another one of them needs, so in any order each finds what it costs, and what one of
them made too dear stays so. They leave the same money, and the rest is the same.
So all swaps by which one project is bought at one level are the same count, whoever it comes before.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from pb.tally.pot import Count, Pot
from pb.tally.ties import Broken

PAYING = ("fund", "part")
"""The actions of a step by which a project gets money."""


class Swaps:
    """What is known of swaps once a count is done."""

    def __init__(self, count: Count, pot: Pot) -> None:
        self._rank: Sequence[int] = count.breaker.rank
        self._costs = [project.cost for project in count.contest.projects]
        self._pot = pot
        names = {project.id: at for at, project in enumerate(count.contest.projects)}
        self._paid = {names[step.project] for step in pot.steps if step.action in PAYING}
        self._left = [count.contest.budget, *(step.left for step in pot.steps)]
        self._met: Mapping[int, list[Broken]] = _by_project(count.breaker.met)
        self._before = _paid_before(count, pot, names) if count.constraints.apart else {}

    def matters(self, tie: Broken, other: int) -> bool | None:
        """Whether `other` coming before the winner of a tie changes who gets money; None: not known."""
        first = self._parting(tie.chosen, other)
        if first is None:
            return None if tie.changes is None else other in tie.changes
        return self._bought_instead(first, other) if first.buys else None

    def same(self, tie: Broken, other: int) -> Hashable:
        """What all swaps share that change who gets money in the same way as `other` coming first here."""
        first = self._parting(tie.chosen, other)
        level = self._level(first) if first and first.buys else None
        return (tie.chosen, other) if level is None else (level, other)

    def _parting(self, chosen: int, other: int) -> Broken | None:
        """The first tie that the swap decides otherwise; a tie noted afterwards decided nothing when met."""
        first, last = self._rank[chosen], self._rank[other]
        for one in self._met[other]:
            if one.changes is None and first <= self._rank[one.chosen] < last:
                return one
        return None

    def _bought_instead(self, tie: Broken, other: int) -> bool | None:
        """Whether it matters that `other` is bought at this tie, or ends the count if it does not fit."""
        pot = self._pot
        if self._costs[other] > self._left[tie.step]:
            return any(step.action in PAYING for step in pot.steps[tie.step :])
        if other not in self._paid:
            return True
        if self._before.get(other, tie.step) < tie.step:
            return False
        level = self._level(tie)
        return False if level is not None and level == pot.levels.get(other) else None

    def _level(self, tie: Broken) -> object | None:
        """The level of a tie at which the order of those bought changes nothing; None: perhaps it does."""
        return self._pot.levels.get(tie.chosen) if tie.steady else None


def _paid_before(count: Count, pot: Pot, names: Mapping[str, int]) -> dict[int, int]:
    """For each project bought: the last step before at which any who named it paid for another; -1: none."""
    last = np.full(len(count.columns.weight), -1, dtype=np.int64)
    found: dict[int, int] = {}
    for place, step in enumerate(pot.steps):
        if step.action in PAYING:
            at = names[step.project]
            rows = count.columns.row[count.columns.entries(at)]
            found[at] = int(last[rows].max(initial=-1))
            last[rows] = place
    return found


def _by_project(met: Sequence[Broken]) -> dict[int, list[Broken]]:
    """The ties in which each project was met, in the order in which they were."""
    found: dict[int, list[Broken]] = {}
    for one in met:
        for at in one.tied:
            found.setdefault(at, []).append(one)
    return found
