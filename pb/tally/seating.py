"""Filling seats in a given order: so many projects in all, and so many in each group, whatever they cost.

Must not look at money: each project stays within its own largest grant, which the round sets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pb.tally.faults import ParamInvalid
from pb.tally.model import Reason
from pb.tally.params import Reader
from pb.tally.pot import Count, Pot
from pb.tally.spending import Score


def read_seats(reader: Reader) -> tuple[int | None, str]:
    """Read `seats` (in all; the contest's own where absent) and `per_group` (a dimension and a number).

    `per_group=ward:2` gives two seats to each ward. Raises ParamInvalid.
    """
    seats = reader.whole("seats", "0") or None
    per_group = reader.text("per_group", "")
    dimension, colon, number = per_group.rpartition(":")
    if per_group and not (colon and dimension and number.isascii() and number.isdigit() and int(number)):
        raise ParamInvalid("per_group", "bad-group-bound", given=per_group)
    return seats, per_group


def seat(count: Count, scores: Sequence[Score], *, measure: str, seats: tuple[int | None, str]) -> Pot:
    """Fund from the highest score down until the seats are filled; a project waits for what it needs.

    Reserved projects come first and take seats like all others. Raises ParamInvalid `needs-seats`, and
    `reserved-against-terms` where there are more of them than seats.
    """
    total = seats[0] or count.contest.seats
    dimension, _, number = seats[1].rpartition(":")
    if total is None and not dimension:
        raise ParamInvalid("seats", "needs-seats")
    filled = _Filled(count=count, dimension=dimension, each=int(number or 0), total=total)
    pot = filled.reserved()
    rank = count.breaker.rank
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], rank[at]))
    order = [at for at in order if at not in pot.reasons]
    waiting = list(order)
    while waiting:
        ready = (at for at in waiting if not count.constraints.waits_for(at, pot.selected))
        at = next(ready, waiting[0])
        waiting.remove(at)
        needs = count.constraints.waits_for(at, pot.selected)
        blocked = count.constraints.blocked(at, pot.selected) or filled.full(at, pot.selected) or needs
        if blocked:
            pot.refuse(at, "bar", blocked)
        else:
            pot.fund(at, {"measure": measure, "score": scores[at]})
    _note_ties(filled, pot, order, scores)
    return pot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """How many seats there are in all, and in `each` group of a dimension."""

    count: Count
    dimension: str
    each: int
    total: int | None

    def full(self, at: int, selected: Sequence[int]) -> Reason | None:
        """Why there is no seat for this project beside those selected; None where there is."""
        if self.total is not None and len(selected) >= self.total:
            return Reason(code="no-seat-left", facts={"seats": self.total})
        filled = Counter(group for one in selected for group in self._groups(one))
        for group in self._groups(at):
            if filled[group] >= self.each:
                return Reason(code="no-seat-left", facts={"seats": self.each, "group": group})
        return None

    def reserved(self) -> Pot:
        """The pot once the reserved projects are seated. Raises ParamInvalid."""
        pot = self.count.start(by_money=False)
        for place, at in enumerate(pot.selected):
            if self.full(at, pot.selected[:place]):
                name = self.count.contest.projects[at].id
                raise ParamInvalid("reserved", "reserved-against-terms", project=name, terms="seats")
        return pot

    def _groups(self, at: int) -> list[str]:
        return [group for name, group in self.count.contest.projects[at].groups if name == self.dimension]


def _note_ties(filled: _Filled, pot: Pot, order: Sequence[int], scores: Sequence[Score]) -> None:
    """A tie had to be broken where projects of one score met different fates, or one of them lets others in.

    One that found no seat would change who wins by coming first if there was a seat for it then.
    """
    count, won = filled.count, set(pot.selected)
    taken = [at for at in pot.selected if at not in set(order)]
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        tied = [at for at in order[start:end] if not count.constraints.barred(at)]
        lets_in = any(count.constraints.lets_in(at) for at in tied)
        if len(tied) > 1 and (lets_in or len({at in won for at in tied}) > 1):
            lost = [at for at in tied if at not in won]
            changes = frozenset(at for at in lost if not filled.full(at, taken))
            count.breaker.note(tied, order.index(tied[0]), changes if count.constraints.apart else None)
        taken += [at for at in tied if at in won]
        start = end
