"""The search for margins: the closest number of ballots, or the closest cost, at which a fate turns.

Must not claim more than was proved: what is found turns it, and the limit says what certainly does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from math import comb

from pb.tally.margins_theory import fewest_more, leads, lower_cost_helps, more_ballots_help, never
from pb.tally.trials import Trials
from pb.tally.withdrawals import fewest_possible, in_good_order

MOST = 2**36
"""No more ballots than this are ever added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """Where a fate turns. `found` certainly turns it; nothing on the near side of `limit` does.

    Numbers of ballots: found >= limit. Costs: found <= limit. Exact where they are the same. `found` None:
    nothing was found that turns it; `limit` None with it: proven that nothing does.
    """

    found: int | None
    limit: int | None

    @property
    def exact(self) -> bool:
        """Whether `found` is the closest number there is, or it is proven that there is none."""
        return self.found == self.limit


NOTHING = Turning(found=None, limit=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How many trials are made one after another where only trying can prove anything.

    `together`: how many ways to withdraw ballots. `rough`: unproven numbers are sought less closely.
    `hint`: where to look first for these (0: from the beginning); it steers only how soon one is found.
    """

    one_by_one: int
    together: int
    rough: bool = False
    hint: int = 0


def more_ballots(trials: Trials, project: int, effort: Effort, tell: Callable[[], None]) -> Turning:
    """The fewest further ballots naming the project alone that make it win."""
    contest, read = trials.contest, trials.read
    if never(contest, read, project):
        return NOTHING

    def wins(extra: int) -> bool:
        tell()
        return trials.with_ballots(project, extra)

    if more_ballots_help(contest, read):
        extra, before = 1, 0
        while not wins(extra):
            if leads(trials, project, extra):
                return NOTHING
            if extra >= MOST:
                return Turning(found=None, limit=extra + 1)
            extra, before = 2 * extra, extra
        found = _least(wins, before, extra)
        return Turning(found=found, limit=found)
    low, high = fewest_more(trials, project), 2 * contest.profile.ballots + 2
    return _scan(wins, low, max(low, high), effort)


def lower_cost(trials: Trials, project: int, effort: Effort, tell: Callable[[], None]) -> Turning:
    """The largest cost at which a project that lost wins."""
    cost = trials.contest.projects[project].cost

    def wins(saved: int) -> bool:
        tell()
        return trials.at_cost(project, cost - saved)

    helps = lower_cost_helps(trials.contest, trials.read)
    if not cost:
        return NOTHING
    if helps:
        if not wins(cost):
            return NOTHING
        found = cost - _least(wins, 0, cost)
        return Turning(found=found, limit=found)
    if wins(1):
        return Turning(found=cost - 1, limit=cost - 1)
    saved = _some(wins, 1, cost, effort)
    if saved is None:
        return Turning(found=None, limit=cost - 2 if cost > 1 else None)
    return Turning(found=cost - saved, limit=cost - 2)


def fewer_ballots(trials: Trials, project: int, effort: Effort, tell: Callable[[], None]) -> Turning:
    """The fewest ballots, of whatever kind, whose withdrawal makes a project that won lose.

    Below `fewest_possible` it is proven impossible. From there on the withdrawals that hurt most are tried;
    and in a small contest all there are, which proves more.
    """
    limit = fewest_possible(trials, project)
    if limit is None:
        return NOTHING
    order = in_good_order(trials, project)

    def loses(fewer: int) -> bool:
        tell()
        return not trials.without(project, order(fewer))

    total = sum(trials.contest.profile.weights.values())
    hurt = _scan(loses, limit, total, replace(effort, one_by_one=1))
    while hurt.found != limit and limit <= total:
        ways = _ways(trials, limit, effort.together)
        if ways is None:
            break
        for gone in ways:
            tell()
            if not trials.without(project, gone):
                return Turning(found=limit, limit=limit)
        limit += 1
    if limit > total:
        return NOTHING
    return Turning(found=hurt.found, limit=limit)


def _scan(holds: Callable[[int], bool], low: int, high: int, effort: Effort) -> Turning:
    """The least number that does it: one by one at first, then by doubling and halving, which proves less."""
    for number in range(low, min(low + effort.one_by_one, high + 1)):
        if holds(number):
            return Turning(found=number, limit=number)
    limit = min(low + effort.one_by_one, high + 1)
    return Turning(found=_some(holds, limit - 1, high, effort), limit=limit)


def _some(holds: Callable[[int], bool], before: int, high: int, effort: Effort) -> int | None:
    """A number above `before` for which it holds, as small as doubling and halving find it, if they do."""
    step = max(1, effort.hint - before)
    while before < high:
        number = min(before + step, high)
        if holds(number):
            return _least(holds, before, number, effort.rough)
        before, step = number, max(2 * step, number) if effort.hint else 2 * step
    return None


def _least(holds: Callable[[int], bool], low: int, high: int, rough: bool = False) -> int:
    """A number above `low` for which it holds and (but for `rough`) does not for the one before.

    It holds for `high`.
    """
    while high - low > (max(1, high // 10) if rough else 1):
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def _ways(trials: Trials, fewer: int, most: int) -> list[dict[int, int]] | None:
    """Every way to withdraw so many ballots; None where there are more than `most`."""
    weight = [int(one) for one in trials.columns.weight]
    if comb(len(weight) + fewer - 1, fewer) > most:
        return None
    ways = (Counter(rows) for rows in combinations_with_replacement(range(len(weight)), fewer))
    return [dict(gone) for gone in ways if all(number <= weight[row] for row, number in gone.items())]
