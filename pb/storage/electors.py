"""Registers of who may vote: rows to domain and back, as keyed hashes.

It knows nobody's name, and nothing of whether anybody came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, delete, insert, or_, select, update
from sqlmodel import Session

from pb.domain.proofs import EMAIL, ROW, Key
from pb.storage.tables.electors import ElectorRow, ElectorTableRow
from pb.storage.tables.row import Row

CHUNK = 1_000
_tables = Row.metadata.tables
_TABLE: Table = _tables[str(ElectorTableRow.__tablename__)]
_ELECTOR: Table = _tables[str(ElectorRow.__tablename__)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectorTable:
    """A register as it was read: the file's SHA-256, where it comes from, and what people must give."""

    id: str
    is_used: bool
    file_digest: str
    source: str
    fields: tuple[str, ...]
    elector_count: int
    read_at: datetime
    read_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectorKeys:
    """One person: hashes of what is asked for and of an address, if the file had one; and the area."""

    key_hash: str
    contact_hash: str | None
    area: str


def put_table(tx: Session, round_id: str, table: ElectorTable, people: Iterable[ElectorKeys]) -> None:
    """Save a register to be tried, in place of any that was being tried."""
    _remove(tx, round_id, is_used=False)
    tx.connection().execute(
        insert(_TABLE).values(
            id=table.id,
            round_id=round_id,
            is_used=table.is_used,
            file_digest=table.file_digest,
            source=table.source,
            fields=",".join(table.fields),
            elector_count=table.elector_count,
            read_at=table.read_at,
            read_by=table.read_by,
        )
    )
    rows = sorted(
        (
            {
                "table_id": table.id,
                "key_hash": one.key_hash,
                "contact_hash": one.contact_hash,
                "area": one.area,
            }
            for one in people
        ),
        key=lambda row: str(row["key_hash"]),
    )
    for start in range(0, len(rows), CHUNK):
        tx.connection().execute(insert(_ELECTOR), rows[start : start + CHUNK])


def load_table(tx: Session, round_id: str, *, is_used: bool) -> ElectorTable | None:
    """The register in use, or the one being tried."""
    row: Any = tx.connection().execute(_mine(round_id, is_used=is_used)).first()
    if row is None:
        return None
    return ElectorTable(
        id=row.id,
        is_used=row.is_used,
        file_digest=row.file_digest,
        source=row.source,
        fields=tuple(row.fields.split(",")),
        elector_count=row.elector_count,
        read_at=row.read_at,
        read_by=row.read_by,
    )


def load_keys(tx: Session, table_id: str) -> dict[str, str]:
    """Areas by the hash of what is asked for."""
    query = select(_ELECTOR.c.key_hash, _ELECTOR.c.area).where(_ELECTOR.c.table_id == table_id)
    return {row.key_hash: row.area for row in tx.connection().execute(query)}


def find_area(tx: Session, round_id: str, key_hash: str) -> str | None:
    """The ward's id of a person in the register in use, empty for no ward; None where nobody is meant."""
    query = _in_use(round_id).where(_ELECTOR.c.key_hash == key_hash)
    row = tx.connection().execute(query).first()
    return None if row is None else str(row.area)


def find_more_keys(tx: Session, round_id: str, keys: Sequence[Key]) -> list[Key]:
    """What else the register in use knows of the people behind these keys, in order."""
    hashes = [key.hash for key in keys]
    known = or_(_ELECTOR.c.key_hash.in_(hashes), _ELECTOR.c.contact_hash.in_(hashes))
    found = tx.connection().execute(_in_use(round_id).where(known)).all()
    both = {Key(ROW, row.key_hash) for row in found}
    both |= {Key(EMAIL, row.contact_hash) for row in found if row.contact_hash}
    return sorted(key for key in both if key.hash not in hashes)


def put_used(tx: Session, round_id: str, table_id: str) -> None:
    """Put the register that was being tried in use, in place of the one before."""
    _remove(tx, round_id, is_used=True)
    mine = (_TABLE.c.id == table_id, _TABLE.c.round_id == round_id)
    tx.connection().execute(update(_TABLE).where(*mine).values(is_used=True))


def erase(tx: Session, round_id: str) -> None:
    """Forget who may vote; where a register came from and how long it was stays."""
    own = select(_TABLE.c.id).where(_TABLE.c.round_id == round_id)
    tx.connection().execute(delete(_ELECTOR).where(_ELECTOR.c.table_id.in_(own)))


def _in_use(round_id: str) -> Select[Any]:
    return (
        select(_ELECTOR.c.key_hash, _ELECTOR.c.contact_hash, _ELECTOR.c.area)
        .join(_TABLE, _TABLE.c.id == _ELECTOR.c.table_id)
        .where(_TABLE.c.round_id == round_id, _TABLE.c.is_used.is_(True))
    )


def _mine(round_id: str, *, is_used: bool) -> Select[Any]:
    return select(_TABLE).where(_TABLE.c.round_id == round_id, _TABLE.c.is_used.is_(is_used))


def _remove(tx: Session, round_id: str, *, is_used: bool) -> None:
    for row in tx.connection().execute(_mine(round_id, is_used=is_used)).all():
        tx.connection().execute(delete(_ELECTOR).where(_ELECTOR.c.table_id == row.id))
        tx.connection().execute(delete(_TABLE).where(_TABLE.c.id == row.id))
