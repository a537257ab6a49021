"""How many people each teller has let in, while voting is open: counts by person, never whom.

It belongs to the roll's side and must never hear of a ballot; nothing of it outlives the close.
"""

from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlmodel import Session

from pb.storage.tables.roll import DeskCountRow
from pb.storage.tables.row import Row

_COUNT: Table = Row.metadata.tables[str(DeskCountRow.__tablename__)]


def add_one(tx: Session, round_id: str, person_id: str) -> None:
    """Count one more. The caller holds the round locked."""
    mine = (_COUNT.c.round_id == round_id, _COUNT.c.person_id == person_id)
    counted = update(_COUNT).where(*mine).values(count=_COUNT.c.count + 1)
    if tx.connection().execute(counted).rowcount == 0:
        tx.connection().execute(insert(_COUNT).values(round_id=round_id, person_id=person_id, count=1))


def list_counts(tx: Session, round_id: str) -> dict[str, int]:
    """The counts of a round by the teller's id, in its order."""
    query = select(_COUNT).where(_COUNT.c.round_id == round_id).order_by(_COUNT.c.person_id)
    rows: Any = tx.connection().execute(query).mappings()
    return {row["person_id"]: row["count"] for row in rows}


def erase(tx: Session, round_id: str) -> None:
    """Forget the counts of a round."""
    tx.connection().execute(delete(_COUNT).where(_COUNT.c.round_id == round_id))
