"""The ties a count met, each told once, with whether another order would have changed who gets money.

Must not guess: where that would take more work than a count may make, it says that it was not examined.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from pb.tally.model import Tie
from pb.tally.pot import Count, Pot
from pb.tally.swaps import PAYING, Swaps
from pb.tally.ties import Broken
from pb.tally.watch import Stage, Watch, inside

Again = Callable[[tuple[int, int], Watch], Pot]
"""Counts again where the second of two projects comes just before the first."""

MOST_WORK = 2 * 10**9
"""How much work counting again may be in all. That of one count is its steps times what it looks at.

The same on every machine: a clock would tell differently on each. It is about a minute of a slow rule. A
count with 60 steps on 160 projects and 100,000 different ballots can be made again some thirty times, one of
20 steps on 60 projects and 2,000 ballots five thousand times.
"""


def told(count: Count, pot: Pot, again: Again) -> tuple[Tie, ...]:
    """The ties met, each once, with whether any of the others coming first would change who gets money."""
    if not count.breaker.met:
        return ()
    names = [project.id for project in count.contest.projects]
    met: dict[tuple[int, ...], Broken] = {}
    for broken in count.breaker.met:
        before = met.get(broken.tied)
        if before is None or before.step < 0:
            met[broken.tied] = broken
    counts = _Counts(count, pot, again)
    ties = []
    for done, broken in enumerate(met.values()):
        watch = inside(count.watch, Stage.TIES, done, len(met))
        watch(Stage.TIES, done, len(met))
        ties.append(
            Tie(
                step=broken.step,
                tied=tuple(names[at] for at in broken.tied),
                chosen=names[broken.chosen],
                key=broken.key,
                matters=counts.matters(broken, watch),
            )
        )
    return tuple(sorted(ties, key=lambda tie: (tie.step < 0, tie.step, tie.tied)))


class _Counts:
    """Counts again with two projects swapped, where what that changes is neither known nor counted before."""

    def __init__(self, count: Count, pot: Pot, again: Again) -> None:
        self._again, self._swaps, self._paid = again, Swaps(count, pot), _paid(pot)
        self._known: dict[Hashable, bool] = {}
        self._each = (len(pot.steps) + 1) * (len(count.contest.projects) + len(count.columns.row))
        self._left = MOST_WORK

    def matters(self, tie: Broken, watch: Watch) -> bool | None:
        """Whether any of the others coming first would change who gets money; None: not examined."""
        unknown = []
        for other in tie.tied[1:]:
            known = self._swaps.matters(tie, other)
            if known:
                return True
            if known is None:
                unknown.append(other)
        found: bool | None = False
        for other in unknown:
            changes = self._changes(tie, other, watch)
            if changes:
                return True
            found = None if changes is None else found
        return found

    def _changes(self, tie: Broken, other: int, watch: Watch) -> bool | None:
        same = self._swaps.same(tie, other)
        if same not in self._known:
            if self._left < self._each:
                return None
            self._left -= self._each
            self._known[same] = _paid(self._again((tie.chosen, other), watch)) != self._paid
        return self._known[same]


def _paid(pot: Pot) -> set[tuple[str, int]]:
    """Who gets money, and how much: winners in whole, one project perhaps in part."""
    return {(step.project, step.paid) for step in pot.steps if step.action in PAYING}
