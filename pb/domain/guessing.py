"""Guessing of secrets: how many wrong attempts are borne, how long a name is locked, when to be alarmed.

It reads no clock and keeps nothing: each decision is made from what was seen before, and a moment.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pb.domain.refusals import Kind, Refusal

LONGEST = timedelta(days=1)
CODE_MOST, CODE_SPAN = 5, timedelta(minutes=15)  # wrong secrets for one voter code
FORGOTTEN_AFTER = 2 * LONGEST  # without a wrong attempt; no lock lasts so long
ALARM_COUNT, ALARM_SPAN = 500, timedelta(hours=1)  # wrong codes in one round
SLOT = timedelta(minutes=10)  # wrong codes are counted by slots, so that no single moment is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """Wrong attempts for one name: `count` since `since` or the last lock, and how often it was locked."""

    since: datetime
    count: int = 0
    locks: int = 0
    locked_until: datetime | None = None


def need_unlocked(attempts: Attempts | None, now: datetime) -> None:
    """Raises Refusal `too-many-attempts` (facts: minutes, retry_after_seconds) while locked."""
    if attempts is not None and attempts.locked_until is not None and now < attempts.locked_until:
        seconds = int((attempts.locked_until - now).total_seconds()) + 1
        raise Refusal(
            "too-many-attempts", Kind.TOO_MANY, minutes=-(-seconds // 60), retry_after_seconds=seconds
        )


def after_wrong(earlier: Attempts | None, now: datetime, *, most: int, span: timedelta) -> Attempts:
    """With one wrong attempt more. The `most`th within `span` locks; each further lock lasts twice as long.

    No lock is longer than a day.
    """
    seen = earlier or Attempts(since=now)
    until = seen.locked_until
    is_over = now - seen.since > span and (until is None or now > until)
    since, count = (now, 1) if is_over else (seen.since, seen.count + 1)
    if count < most:
        return Attempts(since=since, count=count, locks=seen.locks, locked_until=until)
    lasts = min(span * 2 ** min(seen.locks, 10), LONGEST)
    return Attempts(since=since, locks=seen.locks + 1, locked_until=now + lasts)


def slot_of(moment: datetime) -> datetime:
    """The beginning of the slot in which a moment lies."""
    return moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % SLOT


def is_alarming(wrong_count: int) -> bool:
    """Whether so many wrong codes within `ALARM_SPAN` are more than slips of the pen."""
    return wrong_count >= ALARM_COUNT
