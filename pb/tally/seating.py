"""Filling seats in a given order: so many projects in all, and so many in each group, whatever they cost.

Must not look at money: each project stays within its own largest grant, which the round sets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pb.tally.constraints import Constraints
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


def seat(
    count: Count, pot: Pot, scores: Sequence[Score], *, measure: str, seats: tuple[int | None, str]
) -> None:
    """Fund from the highest score down until the seats are filled. Raises ParamInvalid `needs-seats`."""
    total = seats[0] or count.contest.seats
    dimension, _, number = seats[1].rpartition(":")
    if total is None and not dimension:
        raise ParamInvalid("seats", "needs-seats")
    rank = count.breaker.rank
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], rank[at]))
    order = [at for at in order if at not in pot.reasons]
    filled: Counter[str] = Counter()
    for at in order:
        groups = [group for name, group in count.contest.projects[at].groups if name == dimension]
        full = _full(pot, filled, groups, total, int(number or 0))
        blocked = _blocked(count.constraints, at, pot.selected) or full
        if blocked:
            pot.refuse(at, "bar", blocked)
        else:
            filled.update(groups)
            pot.fund(at, {"measure": measure, "score": scores[at]})
    _note_ties(count, pot, order, scores)


def _blocked(constraints: Constraints, at: int, selected: Sequence[int]) -> Reason | None:
    return constraints.blocked(at, selected) or constraints.waits_for(at, selected)


def _full(
    pot: Pot, filled: Counter[str], groups: Sequence[str], total: int | None, each: int
) -> Reason | None:
    if total is not None and len(pot.selected) >= total:
        return Reason(code="no-seat-left", facts={"seats": total})
    for group in groups:
        if each and filled[group] >= each:
            return Reason(code="no-seat-left", facts={"seats": each, "group": group})
    return None


def _note_ties(count: Count, pot: Pot, order: Sequence[int], scores: Sequence[Score]) -> None:
    """A tie had to be broken where projects of one score met different fates."""
    won = set(pot.selected)
    for score in dict.fromkeys(scores[at] for at in order):
        tied = [at for at in order if scores[at] == score and not count.constraints.barred(at)]
        if len({at in won for at in tied}) > 1:
            count.breaker.choose(tied, order.index(tied[0]))
