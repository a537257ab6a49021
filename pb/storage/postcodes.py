"""Postcode tables of organisations: rows to domain and back.

It knows nobody who lives there. At most one table of an organisation is in use, and one is being tried.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Table, select
from sqlmodel import Session

from pb.storage.tables.postcodes import PostcodeRow, PostcodeTableRow
from pb.storage.tables.row import Row
from pb.storage.tried_files import TriedFiles

_tables = Row.metadata.tables
_POSTCODE: Table = _tables[str(PostcodeRow.__tablename__)]
_FILES = TriedFiles(_tables[str(PostcodeTableRow.__tablename__)], _POSTCODE, owner="organisation_id")


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
    lines = [{"postcode": postcode, "area": area} for postcode, area in sorted(areas.items())]
    _FILES.put(tx, asdict(table) | {"organisation_id": organisation_id}, lines)


def load_table(tx: Session, organisation_id: str, *, is_used: bool) -> LoadedTable | None:
    """The table in use, or the one being tried."""
    facts = _FILES.load(tx, organisation_id, is_used=is_used)
    return None if facts is None else LoadedTable(**facts)


def load_areas(tx: Session, table_id: str) -> dict[str, str]:
    """Areas by postcode."""
    query = select(_POSTCODE.c.postcode, _POSTCODE.c.area).where(_POSTCODE.c.table_id == table_id)
    return {row.postcode: row.area for row in tx.connection().execute(query)}


def put_used(tx: Session, organisation_id: str, table_id: str) -> None:
    """Put the table that was being tried in use, in place of the one before."""
    _FILES.put_used(tx, organisation_id, table_id)


def find_area(tx: Session, organisation_id: str, postcode: str) -> str | None:
    """The ward's id of a postcode in the table in use, empty for no ward; None outside."""
    query = _FILES.select_used(organisation_id, _POSTCODE.c.area).where(_POSTCODE.c.postcode == postcode)
    row = tx.connection().execute(query).first()
    return None if row is None else str(row.area)
