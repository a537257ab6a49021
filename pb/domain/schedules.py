"""The dates of a round as typed: their order, and which of them may still move.

It reads no clock and no text: instants come in UTC, and the present moment is given.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from pb.domain.refusals import Fault, Refusal
from pb.domain.rounds import Round, Schedule

DATES = ("proposals_open_at", "proposals_close_at", "voting_open_at", "voting_close_at")
FARTHEST = timedelta(days=5 * 365)


def as_mapping(plan: Schedule) -> dict[str, datetime | None]:
    return {
        "proposals_open_at": plan.proposals_open_at,
        "proposals_close_at": plan.proposals_close_at,
        "voting_open_at": plan.voting_open_at,
        "voting_close_at": plan.voting_close_at,
    }


def locked_dates(round_: Round, now: datetime) -> frozenset[str]:
    """The dates that can no longer move: what they begin has begun. A draft's can all move."""
    plan = round_.schedule
    if round_.is_locked:
        return frozenset(DATES)
    if not round_.is_announced:
        return frozenset()
    passed = {"proposals_open_at": plan.proposals_open_at, "proposals_close_at": plan.proposals_close_at}
    return frozenset(name for name, at in passed.items() if at is not None and at <= now)


def decide_schedule(round_: Round, wanted: Mapping[str, datetime | None], now: datetime) -> Schedule:
    """The schedule with the dates in `wanted` (names of DATES) put in; dates left out stay.

    Raises Refusal INVALID with a fault for each date that cannot be taken.
    """
    old, locked = as_mapping(round_.schedule), locked_dates(round_, now)
    new = old | {name: at for name, at in wanted.items() if name in DATES}
    faults = [
        fault
        for name in DATES
        if new[name] != old[name] and (fault := _date_fault(name, new[name], now, locked=name in locked))
    ]
    faults += _pair_faults("proposals", new, needed=False)
    faults += _pair_faults("voting", new, needed=round_.is_announced)
    end, begin = new["proposals_close_at"], new["voting_open_at"]
    if end is not None and begin is not None and begin < end:
        faults.append(Fault(field="voting_open_at", code="before-proposals-close"))
    if faults:
        raise Refusal.invalid(sorted(_first_of_each(faults), key=lambda fault: DATES.index(fault.field)))
    return replace(round_.schedule, **new)


def _first_of_each(faults: list[Fault]) -> list[Fault]:
    return list({fault.field: fault for fault in reversed(faults)}.values())


def _date_fault(name: str, at: datetime | None, now: datetime, *, locked: bool) -> Fault | None:
    if locked:
        return Fault(field=name, code="date-locked")
    if at is not None and at <= now:
        return Fault(field=name, code="date-passed")
    if at is not None and at > now + FARTHEST:
        return Fault(field=name, code="date-too-far")
    return None


def _pair_faults(phase: str, new: Mapping[str, datetime | None], *, needed: bool) -> list[Fault]:
    opens_at, closes_at = new[f"{phase}_open_at"], new[f"{phase}_close_at"]
    if opens_at is None and closes_at is None:
        names = (f"{phase}_open_at", f"{phase}_close_at") if needed else ()
        return [Fault(field=name, code="missing-date") for name in names]
    if opens_at is None:
        return [Fault(field=f"{phase}_open_at", code="missing-date")]
    if closes_at is None:
        return [Fault(field=f"{phase}_close_at", code="missing-date")]
    return [Fault(field=f"{phase}_close_at", code="closes-before-opens")] if closes_at <= opens_at else []
