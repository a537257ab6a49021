"""Wrong codes and answers: a few lock a voter code for a while, wherever they come from; many raise an alarm.

Counted in the database, so that the count holds over several processes and restarts; written only when a
code was wrong. Neither code nor address is kept or logged: a code goes by a keyed digest.
"""

import hmac
import logging
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from pb.domain.guessing import (
    ALARM_COUNT,
    ALARM_SPAN,
    CODE_MOST,
    CODE_SPAN,
    FORGOTTEN_AFTER,
    after_wrong,
    is_alarming,
    need_unlocked,
    slot_of,
)
from pb.services.deps import Deps
from pb.storage import guesses

log = logging.getLogger("pb.codes")


def need_unlocked_code(deps: Deps, tx: Session, round_id: str, selector: str) -> bool:
    """Whether anything wrong is known of a code. Raises `too-many-attempts` while it is locked."""
    attempts = guesses.load_attempts(tx, round_id, _digest(deps, round_id, selector))
    need_unlocked(attempts, deps.clock.now())
    return attempts is not None


def note_wrong(deps: Deps, round_id: str) -> None:
    """Count a wrong answer, by whatever proof; the one that makes it alarming is logged."""
    with deps.db.write() as tx:
        is_crossed = _count(deps, tx, round_id)
    _tell(round_id, is_crossed=is_crossed)


def note_wrong_code(deps: Deps, round_id: str, selector: str) -> None:
    """Count a wrong secret for a voter code, there or not, towards its lock and the alarm."""
    now, mine = deps.clock.now(), _digest(deps, round_id, selector)
    with deps.db.write() as tx:
        is_crossed = _count(deps, tx, round_id)
        earlier = guesses.load_attempts(tx, round_id, mine)
        attempts = after_wrong(earlier, now, most=CODE_MOST, span=CODE_SPAN)
        guesses.put_attempts(tx, round_id, mine, attempts, at=now)
    _tell(round_id, is_crossed=is_crossed)


def _count(deps: Deps, tx: Session, round_id: str) -> bool:
    """Count one more in the round, for whose count others wait; whether it is the alarming one."""
    now = deps.clock.now()
    is_first = guesses.add_wrong(tx, round_id, slot_of(now)) == 1
    if is_first:
        guesses.remove_old(tx, round_id, before=now - FORGOTTEN_AFTER)
    return count_of_late(tx, round_id, now) == ALARM_COUNT


def _tell(round_id: str, *, is_crossed: bool) -> None:
    if is_crossed:
        log.warning("round %s: %d wrong codes within an hour", round_id, ALARM_COUNT)


def forget_code(deps: Deps, tx: Session, round_id: str, selector: str) -> None:
    """Whoever has proved a code is not held to what was typed wrong before."""
    guesses.remove_attempts(tx, round_id, _digest(deps, round_id, selector))


def count_of_late(tx: Session, round_id: str, now: datetime) -> int:
    """How many wrong codes a round has had in the last hour, and in what is left of its first slot."""
    return guesses.count_wrong(tx, round_id, after=slot_of(now - ALARM_SPAN))


def alarming_count(tx: Session, round_id: str, now: datetime) -> int | None:
    """The same where it is alarming, else None."""
    count = count_of_late(tx, round_id, now)
    return count if is_alarming(count) else None


def _digest(deps: Deps, round_id: str, selector: str) -> str:
    return hmac.new(deps.keys.secret(), f"wrong\0{round_id}\0{selector}".encode(), sha256).hexdigest()[:32]
