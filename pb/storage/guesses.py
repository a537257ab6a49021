"""Wrong voter codes: how often each was typed, by a keyed digest, and how many there were in a round.

It belongs to the roll's side, knows neither code nor person, and is forgotten at the close.
"""

from datetime import datetime

from sqlalchemy import Table, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from pb.domain.guessing import Attempts
from pb.storage.prepared import Prepared, Tx
from pb.storage.tables.roll import CodeLockRow, WrongCodesRow
from pb.storage.tables.row import Row

_LOCK: Table = Row.metadata.tables[str(CodeLockRow.__tablename__)]
_WRONG: Table = Row.metadata.tables[str(WrongCodesRow.__tablename__)]
_FACTS = ("since", "count", "locks", "locked_until")
_OWN = (_LOCK.c.round_id == bindparam("round_id"), _LOCK.c.code_digest == bindparam("code_digest"))
_LOAD = Prepared(select(*(_LOCK.c[name] for name in _FACTS)).where(*_OWN))


def load_attempts(tx: Tx, round_id: str, code_digest: str) -> Attempts | None:
    """Wrong attempts for one code."""
    row = _LOAD.first(tx, round_id=round_id, code_digest=code_digest)
    return None if row is None else Attempts(**dict(zip(_FACTS, row, strict=True)))


def put_attempts(tx: Session, round_id: str, code_digest: str, attempts: Attempts, *, at: datetime) -> None:
    """Keep them in place of what was kept before."""
    facts = {name: getattr(attempts, name) for name in _FACTS} | {"wrong_at": at}
    insert = sqlite.insert if tx.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(_LOCK).values(round_id=round_id, code_digest=code_digest, **facts)
    tx.connection().execute(
        new.on_conflict_do_update(index_elements=[_LOCK.c.round_id, _LOCK.c.code_digest], set_=facts)
    )


def remove_attempts(tx: Session, round_id: str, code_digest: str) -> None:
    mine = (_LOCK.c.round_id == round_id, _LOCK.c.code_digest == code_digest)
    tx.connection().execute(delete(_LOCK).where(*mine))


def add_wrong(tx: Session, round_id: str, slot: datetime) -> int:
    """Count one wrong code more in a slot of time; how many it has now."""
    insert = sqlite.insert if tx.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(_WRONG).values(round_id=round_id, slot_at=slot, count=1)
    more = new.on_conflict_do_update(
        index_elements=[_WRONG.c.round_id, _WRONG.c.slot_at], set_={"count": _WRONG.c.count + 1}
    )
    return int(tx.connection().execute(more.returning(_WRONG.c.count)).scalar_one())


def count_wrong(tx: Session, round_id: str, *, after: datetime) -> int:
    """How many wrong codes there were in the slots that began after a moment."""
    mine = (_WRONG.c.round_id == round_id, _WRONG.c.slot_at > after)
    found = tx.connection().execute(select(func.coalesce(func.sum(_WRONG.c.count), 0)).where(*mine))
    return int(found.scalar_one())


def remove_old(tx: Session, round_id: str, *, before: datetime) -> None:
    """Forget codes and slots of a round for which nothing wrong has come since."""
    tx.connection().execute(delete(_LOCK).where(_LOCK.c.round_id == round_id, _LOCK.c.wrong_at <= before))
    tx.connection().execute(delete(_WRONG).where(_WRONG.c.round_id == round_id, _WRONG.c.slot_at <= before))


def erase(tx: Session, round_id: str) -> None:
    """Forget everything about a round."""
    for table in (_LOCK, _WRONG):
        tx.connection().execute(delete(table).where(table.c.round_id == round_id))
