"""Spending a pot in order of a measure: what most-votes does, and what completes equal shares.

Must not compute a measure: it is handed an order and a score for each project.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pb.tally.constraints import in_any
from pb.tally.model import Reason
from pb.tally.pot import Count, Pot

Score = int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What happens to a project that does not fit: `mode` skip, stop or part (least share, or floors)."""

    mode: str = "skip"
    part_share: Fraction = Fraction(4, 5)
    floors: tuple[tuple[str, int], ...] = ()


def spend(count: Count, pot: Pot, scores: Sequence[Score], *, measure: str, fit: Fit) -> None:
    """Fund projects from the highest score down; equal scores go by the tie order, and matter is noted."""
    rank = count.breaker.rank
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], rank[at]))
    order = [at for at in order if at not in pot.reasons]
    first, left = len(pot.steps), pot.left
    while count.constraints.short_groups(pot.selected):
        bounds = count.constraints.short_groups(pot.selected)
        inside = [at for at in order if in_any(count.contest.projects[at], bounds) and at not in pot.reasons]
        chosen = next((at for at in inside if _may(count, pot, at)), None)
        if chosen is None:
            break
        pot.fund(chosen, {"measure": measure, "score": scores[chosen], "for_group": True})
    _pass(count, pot, order, scores, measure=measure, fit=fit)
    _note_ties(count, pot, order, scores, first=first, fit=fit, left=left)


def _may(count: Count, pot: Pot, at: int) -> bool:
    if count.constraints.blocked(at, pot.selected) or count.constraints.waits_for(at, pot.selected):
        return False
    return pot.fits(at)


def _pass(
    count: Count, pot: Pot, order: list[int], scores: Sequence[Score], *, measure: str, fit: Fit
) -> None:
    """Take the first project not yet decided that waits for no other, again and again."""
    waiting = [at for at in order if at not in pot.reasons]
    while waiting:
        at = next((at for at in waiting if not count.constraints.waits_for(at, pot.selected)), None)
        if at is None:
            break
        waiting.remove(at)
        blocked = count.constraints.blocked(at, pot.selected)
        if blocked:
            pot.refuse(at, "bar", blocked)
        elif pot.fits(at):
            pot.fund(at, {"measure": measure, "score": scores[at]})
        elif fit.mode == "skip":
            pot.refuse(at, "skip", pot.too_dear(at))
        else:
            _stop(count, pot, at, waiting, fit)
            return
    for at in waiting:
        reason = count.constraints.waits_for(at, pot.selected)
        if reason:
            pot.refuse(at, "bar", reason)


def _stop(count: Count, pot: Pot, at: int, waiting: list[int], fit: Fit) -> None:
    """The first project that does not fit ends the count; with `part` it may get what is left."""
    name = count.contest.projects[at].id
    before = pot.left
    if fit.mode == "part" and _accepts(pot, at, fit, pot.left):
        pot.fund_part(at, {"left": before})
    else:
        pot.refuse(at, "stop", pot.too_dear(at))
    for other in waiting:
        barred = count.constraints.barred(other)
        facts = {"stopped_at": name, "left": before}
        pot.reasons[other] = barred or Reason(code="count-stopped-before", facts=facts)


def _accepts(pot: Pot, at: int, fit: Fit, left: int) -> bool:
    one = pot.contest.projects[at]
    if not left:
        return False
    floors = dict(fit.floors)
    if floors:
        return one.id in floors and floors[one.id] <= left
    return Fraction(left) >= fit.part_share * one.cost


def _note_ties(
    count: Count, pot: Pot, order: list[int], scores: Sequence[Score], *, first: int, fit: Fit, left: int
) -> None:
    """A tie had to be broken where projects of one score met different fates: won, lost, or never came up.

    And where one of them lets others in: those come up sooner or later by the order, even if all of them win.
    The step `first` was the first of this spending, and `left` the money before it.
    """
    place = {step.project: at for at, step in enumerate(pot.steps) if at >= first and step.paid >= 0}
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        tied = [at for at in order[start:end] if not count.constraints.barred(at)]
        lets_in = any(count.constraints.lets_in(at) for at in tied)
        if len(tied) > 1 and (lets_in or len({_fate(pot, at) for at in tied}) > 1):
            winner = min(tied, key=count.breaker.rank.__getitem__)
            changes = _changes(pot, tied, fit, left) if count.constraints.apart else None
            count.breaker.note(tied, place.get(count.contest.projects[winner].id, first), changes)
        left -= sum(pot.contest.projects[at].cost for at in tied if _fate(pot, at) == "won")
        start = end


def _changes(pot: Pot, tied: Sequence[int], fit: Fit, left: int) -> frozenset[int]:
    """Which of the projects of one score, `left` being there for them, would change who gets money if first.

    One that wins anyway leaves its place to others that win as well. One that loses and then fits is paid
    for. If it does not fit, a count that skips passes it over again, and one that stops ends there: then
    nobody of this score wins, and perhaps it gets a part.
    """
    lost = [at for at in tied if _fate(pot, at) != "won"]
    fits = frozenset(at for at in lost if pot.contest.projects[at].cost <= left)
    if fit.mode == "skip":
        return fits
    if len(lost) < len(tied):
        return frozenset(lost)
    part = [at for at in tied if fit.mode == "part" and _accepts(pot, at, fit, left)]
    first = pot.reasons[tied[0]].code == "part-funded"
    return fits | (frozenset(tied[1:]) if first else frozenset(part))


def _fate(pot: Pot, at: int) -> str:
    code = pot.reasons[at].code
    return code if code in ("won", "count-stopped-before") else "lost"
