"""Reminders that people asked for, sealed: neither to whom nor of whom can be read here.

They belong to the roll's side and must never hear of a ballot; nothing of them outlives the close.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, bindparam, delete, insert, or_, select, update
from sqlmodel import Session

from pb.storage.prepared import Prepared, Tx
from pb.storage.tables.roll import ReminderRow
from pb.storage.tables.rounds import RoundRow
from pb.storage.tables.row import Row

_REMINDER: Table = Row.metadata.tables[str(ReminderRow.__tablename__)]
_ROUND: Table = Row.metadata.tables[str(RoundRow.__tablename__)]
_OWN = (_REMINDER.c.round_id == bindparam("round_id"), _REMINDER.c.voter_hash == bindparam("voter_hash"))
_REMOVE = Prepared(delete(_REMINDER).where(*_OWN))


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedReminder:
    """`attempts` counts how often somebody has begun to send it, this time included."""

    round_id: str
    voter_hash: str
    sealed: str
    attempts: int


def put_reminder(tx: Session, round_id: str, voter_hash: str, sealed: str) -> None:
    """Keep a voter's reminder, in place of what was kept before."""
    remove_reminder(tx, round_id, voter_hash)
    new = insert(_REMINDER).values(round_id=round_id, voter_hash=voter_hash, sealed=sealed, attempts=0)
    tx.connection().execute(new)


def has_reminder(tx: Session, round_id: str, voter_hash: str) -> bool:
    mine = select(_REMINDER.c.attempts).where(*_OWN)
    return tx.connection().execute(mine, {"round_id": round_id, "voter_hash": voter_hash}).first() is not None


def remove_reminder(tx: Tx, round_id: str, voter_hash: str) -> None:
    _REMOVE.do(tx, round_id=round_id, voter_hash=voter_hash)


def list_rounds(tx: Session) -> list[str]:
    """The rounds of which anybody wants to be reminded."""
    wanted = select(_REMINDER.c.voter_hash).where(_REMINDER.c.round_id == _ROUND.c.id).exists()
    found = tx.connection().execute(select(_ROUND.c.id).where(wanted).order_by(_ROUND.c.id))
    return [row.id for row in found]


def claim_reminder(tx: Session, round_id: str, now: datetime, first_span: timedelta) -> SealedReminder | None:
    """Take a reminder of a round for a span, twice as long at each further attempt; None where none is free.

    Rows that another process is taking now are passed over.
    """
    is_free = or_(_REMINDER.c.claimed_until.is_(None), _REMINDER.c.claimed_until <= now)
    query = (
        select(_REMINDER)
        .where(_REMINDER.c.round_id == round_id, is_free)
        .order_by(_REMINDER.c.voter_hash)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = tx.connection().execute(query).first()
    if row is None:
        return None
    mine = (_REMINDER.c.round_id == round_id, _REMINDER.c.voter_hash == row.voter_hash)
    taken = {"claimed_until": now + first_span * 2**row.attempts, "attempts": row.attempts + 1}
    tx.connection().execute(update(_REMINDER).where(*mine).values(**taken))
    return SealedReminder(
        round_id=round_id, voter_hash=row.voter_hash, sealed=row.sealed, attempts=row.attempts + 1
    )


def erase(tx: Session, round_id: str) -> None:
    """Forget everybody who wanted to be reminded of a round."""
    tx.connection().execute(delete(_REMINDER).where(_REMINDER.c.round_id == round_id))
