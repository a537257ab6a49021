"""When somebody may ask to be reminded of a vote that is not cast, and when the reminder goes: once.

It reads no clock and sends nothing.
"""

from datetime import datetime, timedelta

from pb.domain.rounds import Phase, Round, phase_at

BEFORE_CLOSE = timedelta(hours=24)


def reminder_at(round_: Round) -> datetime | None:
    """The moment from which reminders go; None while nobody knows when voting closes."""
    closes_at = round_.schedule.voting_close_at
    return None if closes_at is None else closes_at - BEFORE_CLOSE


def may_ask_reminder(round_: Round, now: datetime) -> bool:
    """Whether votes are taken, and the moment of the reminders is still to come."""
    at = reminder_at(round_)
    return at is not None and now < at and phase_at(round_, now) is Phase.VOTING


def is_reminder_due(round_: Round, now: datetime) -> bool:
    """Whether reminders go now: late ones too, as long as votes are taken."""
    at = reminder_at(round_)
    return at is not None and at <= now and phase_at(round_, now) is Phase.VOTING
