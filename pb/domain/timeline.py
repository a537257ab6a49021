"""The stages of a round in order, with their dates and whether they are done, happening or to come.

It words nothing and moves nothing: the phase is `phase_at`'s to say.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pb.domain.rounds import Phase, Round, phase_at

State = Literal["done", "now", "next"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage; its dates are None where nothing is set for it or it has no end of its own."""

    phase: Phase
    state: State
    opens_at: datetime | None = None
    closes_at: datetime | None = None


_ORDER = (Phase.PROPOSING, Phase.REVIEWING, Phase.VOTING, Phase.COUNTING, Phase.PUBLISHED)
_BEFORE = (Phase.DRAFT, Phase.ANNOUNCED)


def timeline(round_: Round, now: datetime) -> tuple[Stage, ...]:
    """The stages of this round; proposing is left out where residents do not propose."""
    plan, done = round_.schedule, round_.milestones
    dates: dict[Phase, tuple[datetime | None, datetime | None]] = {
        Phase.PROPOSING: (plan.proposals_open_at, plan.proposals_close_at),
        Phase.REVIEWING: (plan.proposals_close_at, plan.voting_open_at),
        Phase.VOTING: (plan.voting_open_at, plan.voting_close_at),
        Phase.COUNTING: (plan.voting_close_at, None),
        Phase.PUBLISHED: (done.published_at, None),
    }
    present = phase_at(round_, now)
    at = -1 if present in _BEFORE else _ORDER.index(present)
    return tuple(
        Stage(phase=phase, state=_state(place, at), opens_at=dates[phase][0], closes_at=dates[phase][1])
        for place, phase in enumerate(_ORDER)
        if phase is not Phase.PROPOSING or plan.proposals_open_at is not None
    )


def _state(place: int, at: int) -> State:
    if place == at:
        return "done" if place == len(_ORDER) - 1 else "now"
    return "done" if place < at else "next"


def next_moment(round_: Round, now: datetime) -> datetime | None:
    """When the clock next moves the round on; None where that waits for a person or a date."""
    plan = round_.schedule
    wanted = {
        Phase.ANNOUNCED: plan.proposals_open_at,
        Phase.PROPOSING: plan.proposals_close_at,
        Phase.REVIEWING: plan.voting_open_at,
        Phase.VOTING: plan.voting_close_at,
    }.get(phase_at(round_, now))
    return wanted if wanted is not None and wanted > now else None


def seconds_left(round_: Round, now: datetime) -> int:
    """Whole seconds until voting closes; 0 where no close is set, or it has come."""
    closes_at = round_.schedule.voting_close_at
    return 0 if closes_at is None else max(0, int((closes_at - now).total_seconds()))
