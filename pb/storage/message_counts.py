"""How many letters and texts went to one place or from one, by keyed digests that say nothing by themselves.

It belongs to the roll's side and knows neither addresses nor people; each row is forgotten by itself.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from pb.domain.guessing import Attempts
from pb.storage.tables.messages import MessageCountRow
from pb.storage.tables.row import Row

_SENT: Table = Row.metadata.tables[str(MessageCountRow.__tablename__)]
_FACTS = ("since", "count", "locks", "locked_until")
ACCOUNTS = ""  # instead of a round, for letters about accounts


def load_locked(tx: Session, round_id: str, digest: str, *, at: datetime) -> Attempts:
    """What was counted, for whoever counts next: others who count the same wait until this is kept."""
    insert = sqlite.insert if tx.get_bind().dialect.name == "sqlite" else postgresql.insert
    none = {"since": at, "count": 0, "locks": 0, "forgotten_at": at}
    new = insert(_SENT).values(round_id=round_id, digest=digest, **none).on_conflict_do_nothing()
    tx.connection().execute(new)
    query = select(*(_SENT.c[name] for name in _FACTS)).where(*_own(round_id, digest)).with_for_update()
    return Attempts(**dict(zip(_FACTS, tx.connection().execute(query).one(), strict=True)))


def put(tx: Session, round_id: str, digest: str, counted: Attempts, *, forgotten_at: datetime) -> None:
    """Keep what was counted in place of what `load_locked` gave."""
    facts = {name: getattr(counted, name) for name in _FACTS} | {"forgotten_at": forgotten_at}
    tx.connection().execute(_SENT.update().where(*_own(round_id, digest)).values(**facts))


def remove_old(tx: Session, *, now: datetime) -> None:
    """Forget what limits nothing any more, in every round."""
    tx.connection().execute(delete(_SENT).where(_SENT.c.forgotten_at <= now))


def erase(tx: Session, round_id: str) -> None:
    """Forget everything about a round."""
    tx.connection().execute(delete(_SENT).where(_SENT.c.round_id == round_id))


def _own(round_id: str, digest: str) -> tuple[Any, Any]:
    return _SENT.c.round_id == round_id, _SENT.c.digest == digest
