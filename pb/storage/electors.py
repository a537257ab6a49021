"""Registers of who may vote: rows to domain and back, as keyed hashes.

It knows nobody's name, and nothing of whether anybody came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, or_, select
from sqlmodel import Session

from pb.domain.proofs import EMAIL, ROW, Key
from pb.storage.tables.electors import ElectorRow, ElectorTableRow
from pb.storage.tables.row import Row
from pb.storage.tried_files import TriedFiles

_tables = Row.metadata.tables
_ELECTOR: Table = _tables[str(ElectorRow.__tablename__)]
_FILES = TriedFiles(_tables[str(ElectorTableRow.__tablename__)], _ELECTOR, owner="round_id")


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
    facts = asdict(table) | {"round_id": round_id, "fields": ",".join(table.fields)}
    _FILES.put(tx, facts, [asdict(one) for one in sorted(people, key=lambda one: one.key_hash)])


def load_table(tx: Session, round_id: str, *, is_used: bool) -> ElectorTable | None:
    """The register in use, or the one being tried."""
    facts = _FILES.load(tx, round_id, is_used=is_used)
    return None if facts is None else ElectorTable(**facts | {"fields": tuple(facts["fields"].split(","))})


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
    _FILES.put_used(tx, round_id, table_id)


def erase(tx: Session, round_id: str) -> None:
    """Forget who may vote; where a register came from and how long it was stays."""
    _FILES.erase_lines(tx, round_id)


def _in_use(round_id: str) -> Select[Any]:
    return _FILES.select_used(round_id, _ELECTOR.c.key_hash, _ELECTOR.c.contact_hash, _ELECTOR.c.area)
