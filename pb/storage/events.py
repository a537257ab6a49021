"""The event chain as rows: appending under a lock, and reading in order.

It never changes or removes an entry; triggers in the database refuse that too.
"""

import json
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from pb.domain.events import Event, SealedEvent, canonical, first_link, seal
from pb.storage.tables.events import EventRow, StreamHeadRow
from pb.storage.tables.row import Row

_HEAD: Table = Row.metadata.tables[str(StreamHeadRow.__tablename__)]


def append_event(tx: Session, event: Event, *, at: datetime) -> SealedEvent:
    """Seal `event` as the next entry of its stream, in the same transaction as what it tells of."""
    head = lock_stream(tx, event.stream)
    moment = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    sealed = seal(event, seq=head.seq + 1, at=moment, prev=head.hash)
    row = EventRow(
        payload=canonical(sealed.payload).decode(),
        **{k: v for k, v in sealed.as_record().items() if k != "payload"},
    )
    head.seq, head.hash = sealed.seq, sealed.hash
    tx.add(row)
    tx.add(head)
    tx.flush()
    return sealed


def lock_stream(tx: Session, stream: str) -> StreamHeadRow:
    """The stream's last entry as it stands once the lock is had; begun where nobody has written yet.

    Two who begin a stream at once both find nothing to lock: so the row is put there first, by whoever comes
    first, and the other waits for it.
    """
    dialect = sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql
    begun = dialect.insert(_HEAD).values(stream=stream, seq=0, hash=first_link(stream))
    wanted = select(StreamHeadRow).where(StreamHeadRow.stream == stream).with_for_update()
    wanted = wanted.execution_options(populate_existing=True)
    head = tx.exec(wanted).first()
    if head is None:
        tx.connection().execute(begun.on_conflict_do_nothing())
        head = tx.exec(wanted).one()
    return head


def list_events(tx: Session, stream: str, *, after: int = 0, limit: int | None = None) -> list[SealedEvent]:
    """Entries of one stream in order, from the one after `after`."""
    query = (
        select(EventRow)
        .where(EventRow.stream == stream, col(EventRow.seq) > after)
        .order_by(col(EventRow.seq))
    )
    return [_sealed(row) for row in tx.exec(query.limit(limit) if limit else query)]


def has_event(tx: Session, stream: str, type_: str) -> bool:
    """Whether a stream has an entry of that type."""
    found = select(EventRow.seq).where(EventRow.stream == stream, EventRow.type == type_).limit(1)
    return tx.exec(found).first() is not None


def load_event(tx: Session, stream: str, type_: str) -> SealedEvent | None:
    """The first entry of that type."""
    found = select(EventRow).where(EventRow.stream == stream, EventRow.type == type_)
    row = tx.exec(found.order_by(col(EventRow.seq)).limit(1)).first()
    return None if row is None else _sealed(row)


def load_last_but(tx: Session, stream: str, types: Collection[str]) -> str:
    """The hash of the last entry of any other type; empty where there is none."""
    found = select(EventRow.hash).where(EventRow.stream == stream, col(EventRow.type).not_in(types))
    return tx.exec(found.order_by(col(EventRow.seq).desc()).limit(1)).first() or ""


def load_head(tx: Session, stream: str) -> tuple[int, str]:
    """How many entries a stream has, and the hash of the last."""
    head = tx.get(StreamHeadRow, stream)
    return (head.seq, head.hash) if head else (0, first_link(stream))


def _sealed(row: EventRow) -> SealedEvent:
    return SealedEvent(
        seq=row.seq,
        stream=row.stream,
        type=row.type,
        at=row.at,
        actor=row.actor,
        role=row.role,
        payload=json.loads(row.payload),
        prev=row.prev,
        hash=row.hash,
    )


def list_streams(tx: Session) -> list[str]:
    """The names of all streams, in order."""
    return list(tx.exec(select(StreamHeadRow.stream).order_by(col(StreamHeadRow.stream))))
