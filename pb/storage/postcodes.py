"""Postcode tables of organisations: rows to domain and back.

It knows nobody who lives there. At most one table of an organisation is in use, and one is being tried.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, delete, insert, select, update
from sqlmodel import Session

from pb.storage.tables.postcodes import PostcodeRow, PostcodeTableRow
from pb.storage.tables.row import Row

CHUNK = 1_000
_tables = Row.metadata.tables
_TABLE: Table = _tables[str(PostcodeTableRow.__tablename__)]
_POSTCODE: Table = _tables[str(PostcodeRow.__tablename__)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedTable:
    """A table as it was read: the file's SHA-256, how many postcodes, how many lines lay outside."""

    id: str
    is_used: bool
    file_digest: str
    postcode_count: int
    outside_count: int
    read_at: datetime


def put_table(tx: Session, organisation_id: str, table: LoadedTable, areas: Mapping[str, str]) -> None:
    """Save a table to be tried, in place of any that was being tried."""
    _remove(tx, organisation_id, is_used=False)
    tx.connection().execute(
        insert(_TABLE).values(
            id=table.id,
            organisation_id=organisation_id,
            is_used=table.is_used,
            file_digest=table.file_digest,
            postcode_count=table.postcode_count,
            outside_count=table.outside_count,
            read_at=table.read_at,
        )
    )
    rows = [
        {"table_id": table.id, "postcode": postcode, "area": area} for postcode, area in sorted(areas.items())
    ]
    for start in range(0, len(rows), CHUNK):
        tx.connection().execute(insert(_POSTCODE), rows[start : start + CHUNK])


def load_table(tx: Session, organisation_id: str, *, is_used: bool) -> LoadedTable | None:
    """The table in use, or the one being tried."""
    row = tx.connection().execute(_mine(organisation_id, is_used=is_used)).first()
    if row is None:
        return None
    return LoadedTable(
        id=row.id,
        is_used=row.is_used,
        file_digest=row.file_digest,
        postcode_count=row.postcode_count,
        outside_count=row.outside_count,
        read_at=row.read_at,
    )


def load_areas(tx: Session, table_id: str) -> dict[str, str]:
    """Areas by postcode."""
    query = select(_POSTCODE.c.postcode, _POSTCODE.c.area).where(_POSTCODE.c.table_id == table_id)
    return {row.postcode: row.area for row in tx.connection().execute(query)}


def put_used(tx: Session, organisation_id: str, table_id: str) -> None:
    """Put the table that was being tried in use, in place of the one before."""
    _remove(tx, organisation_id, is_used=True)
    mine = (_TABLE.c.id == table_id, _TABLE.c.organisation_id == organisation_id)
    tx.connection().execute(update(_TABLE).where(*mine).values(is_used=True))


def find_area(tx: Session, organisation_id: str, postcode: str) -> str | None:
    """The ward's id of a postcode in the table in use, empty for no ward; None outside."""
    query = (
        select(_POSTCODE.c.area)
        .join(_TABLE, _TABLE.c.id == _POSTCODE.c.table_id)
        .where(
            _TABLE.c.organisation_id == organisation_id,
            _TABLE.c.is_used.is_(True),
            _POSTCODE.c.postcode == postcode,
        )
    )
    row = tx.connection().execute(query).first()
    return None if row is None else str(row.area)


def _mine(organisation_id: str, *, is_used: bool) -> Select[Any]:
    return select(_TABLE).where(_TABLE.c.organisation_id == organisation_id, _TABLE.c.is_used.is_(is_used))


def _remove(tx: Session, organisation_id: str, *, is_used: bool) -> None:
    found = tx.connection().execute(_mine(organisation_id, is_used=is_used)).all()
    for row in found:
        tx.connection().execute(delete(_POSTCODE).where(_POSTCODE.c.table_id == row.id))
        tx.connection().execute(delete(_TABLE).where(_TABLE.c.id == row.id))
