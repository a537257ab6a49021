"""How many text messages were sent in a round, by slots of time: never to whom, nor what they said."""

from datetime import datetime

from sqlalchemy import Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from pb.storage.tables.roll import SentTextsRow
from pb.storage.tables.row import Row

_SENT: Table = Row.metadata.tables[str(SentTextsRow.__tablename__)]


def add_text(tx: Session, round_id: str, slot: datetime) -> None:
    """Count one more in a slot; others who count there wait until this is kept."""
    insert = sqlite.insert if tx.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(_SENT).values(round_id=round_id, slot_at=slot, count=1)
    tx.connection().execute(
        new.on_conflict_do_update(
            index_elements=[_SENT.c.round_id, _SENT.c.slot_at], set_={"count": _SENT.c.count + 1}
        )
    )


def count_texts(tx: Session, round_id: str, *, after: datetime | None = None) -> int:
    """How many were sent in all, or in the slots that began after a moment."""
    query = select(func.coalesce(func.sum(_SENT.c.count), 0)).where(_SENT.c.round_id == round_id)
    if after is not None:
        query = query.where(_SENT.c.slot_at > after)
    return int(tx.connection().execute(query).scalar_one())


def merge(tx: Session, round_id: str) -> None:
    """Keep how many there were in all, and no longer when."""
    total = count_texts(tx, round_id)
    first = tx.connection().execute(select(func.min(_SENT.c.slot_at)).where(_SENT.c.round_id == round_id))
    slot = first.scalar_one()
    tx.connection().execute(delete(_SENT).where(_SENT.c.round_id == round_id))
    if slot is not None:
        day = slot.replace(hour=0, minute=0)
        tx.connection().execute(_SENT.insert().values(round_id=round_id, slot_at=day, count=total))
