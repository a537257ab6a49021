"""The roll: batches of codes, the codes, and who has voted. Rows to domain and back.

It must never hear of a ballot: nothing here may import, join or log the box.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, and_, bindparam, case, delete, func, insert, select, update
from sqlmodel import Session

from pb.domain.batches import Batch, CodeStatus
from pb.domain.ids import PotId
from pb.domain.proofs import CODE
from pb.storage.prepared import Prepared, Tx
from pb.storage.tables.roll import CodeBatchRow, CredentialRow
from pb.storage.tables.row import Row

CHUNK = 1_000
_tables = Row.metadata.tables
_BATCH: Table = _tables[str(CodeBatchRow.__tablename__)]
_CODE: Table = _tables[str(CredentialRow.__tablename__)]
_LIVE = _CODE.c.status == CodeStatus.ISSUED.value
_of_code = (
    select(*(_CODE.c[name] for name in ("batch_id", "verifier", "status", "has_voted")), _BATCH.c.pot_ids)
    .join(_BATCH, _BATCH.c.id == _CODE.c.batch_id)
    .where(_CODE.c.round_id == bindparam("round_id"), _CODE.c.selector == bindparam("selector"))
)
_LOAD, _LOCK = Prepared(_of_code), Prepared(_of_code.with_for_update(of=_CODE))
_PUT_VOTED = Prepared(
    update(_CODE)
    .where(_CODE.c.round_id == bindparam("of_round"), _CODE.c.selector == bindparam("of_selector"))
    .values(has_voted=True)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What is kept of a code: never the code itself, and nothing of how it was used but that it was."""

    selector: str
    batch_id: str
    pot_ids: tuple[PotId, ...]
    verifier: str
    status: CodeStatus
    has_voted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCounts:
    """How many codes there are; `used` are those not void that have voted."""

    issued_count: int
    void_count: int
    used_count: int


def put_batch(
    tx: Session, round_id: str, batch: Batch, *, count: int, proof: str = CODE, area: str | None = None
) -> None:
    """Save a new batch of `count` codes; or, for another proof, the one that people of an area come into."""
    tx.connection().execute(
        insert(_BATCH).values(
            id=batch.id,
            round_id=round_id,
            label=batch.label,
            pot_ids=list(batch.pot_ids),
            count=count,
            issued_at=batch.issued_at,
            proof=proof,
            area=area,
        )
    )


def find_batch_id(tx: Session, round_id: str, *, proof: str, area: str) -> str | None:
    """The batch of everybody from an area who came by a proof other than a code."""
    mine = (_BATCH.c.round_id == round_id, _BATCH.c.proof == proof, _BATCH.c.area == area)
    row = tx.connection().execute(select(_BATCH.c.id).where(*mine)).first()
    return None if row is None else str(row.id)


def find_proof(tx: Session, batch_id: str) -> str:
    """The proof by which those of a batch came."""
    row = tx.connection().execute(select(_BATCH.c.proof).where(_BATCH.c.id == batch_id)).one()
    return str(row.proof)


def load_batch(tx: Session, round_id: str, batch_id: str) -> Batch | None:
    """A batch of codes, by its id."""
    row = (
        tx.connection()
        .execute(
            select(_BATCH).where(
                _BATCH.c.id == batch_id, _BATCH.c.round_id == round_id, _BATCH.c.proof == CODE
            )
        )
        .first()
    )
    return None if row is None else _batch(row.id, row.label, row.pot_ids, row.issued_at)


def is_batch_known(tx: Session, batch_id: str) -> bool:
    """Whether any round has a batch of that id."""
    found = tx.connection().execute(select(_BATCH.c.id).where(_BATCH.c.id == batch_id))
    return found.first() is not None


def list_batches(tx: Session, round_id: str) -> list[tuple[Batch, CodeCounts]]:
    """Batches of a round's codes with their counts, the first issued first."""
    query = (
        select(_BATCH, *_counts())
        .join(_CODE, _CODE.c.batch_id == _BATCH.c.id)
        .where(_BATCH.c.round_id == round_id, _BATCH.c.proof == CODE)
        .group_by(_BATCH.c.id)
        .order_by(_BATCH.c.issued_at, _BATCH.c.id)
    )
    return [
        (_batch(row.id, row.label, row.pot_ids, row.issued_at), _read_counts(row))
        for row in tx.connection().execute(query)
    ]


def count_by_proof(tx: Session, round_id: str) -> dict[str, CodeCounts]:
    """The counts for each proof by which anybody has come, codes included."""
    query = (
        select(_BATCH.c.proof, *_counts())
        .join(_CODE, _CODE.c.batch_id == _BATCH.c.id)
        .where(_BATCH.c.round_id == round_id)
        .group_by(_BATCH.c.proof)
        .order_by(_BATCH.c.proof)
    )
    return {row.proof: _read_counts(row) for row in tx.connection().execute(query)}


def put_codes(tx: Session, round_id: str, batch_id: str, codes: Iterable[tuple[str, str]]) -> None:
    """Save new codes: (selector, verifier) pairs, in no order that means anything."""
    rows = [
        {
            "round_id": round_id,
            "selector": selector,
            "batch_id": batch_id,
            "verifier": verifier,
            "status": CodeStatus.ISSUED.value,
            "has_voted": False,
        }
        for selector, verifier in sorted(codes)
    ]
    for start in range(0, len(rows), CHUNK):
        tx.connection().execute(insert(_CODE), rows[start : start + CHUNK])


def list_selectors(tx: Session, round_id: str) -> set[str]:
    """Every selector of a round, so that no new code takes one again."""
    found = tx.connection().execute(select(_CODE.c.selector).where(_CODE.c.round_id == round_id))
    return {row.selector for row in found}


def list_live_selectors(tx: Session, batch_id: str) -> list[str]:
    """The selectors of a batch's codes that are not void."""
    found = tx.connection().execute(
        select(_CODE.c.selector).where(_CODE.c.batch_id == batch_id, _LIVE).order_by(_CODE.c.selector)
    )
    return [row.selector for row in found]


def load_code(tx: Tx, round_id: str, selector: str, *, for_update: bool = False) -> Credential | None:
    """A code by its selector. `for_update` makes others who would use it wait."""
    row = (_LOCK if for_update else _LOAD).first(tx, round_id=round_id, selector=selector)
    if row is None:
        return None
    batch_id, verifier, status, has_voted, pot_ids = row
    return Credential(
        selector=selector,
        batch_id=batch_id,
        pot_ids=tuple(PotId(pot_id) for pot_id in pot_ids),
        verifier=verifier,
        status=CodeStatus(status),
        has_voted=has_voted,
    )


def put_voted(tx: Tx, round_id: str, selector: str) -> None:
    """Note that a code has voted, and not when."""
    _PUT_VOTED.do(tx, of_round=round_id, of_selector=selector)


def put_verifier(tx: Session, round_id: str, selector: str, verifier: str) -> None:
    """Give a voter a new code, or the first; one from before opens nothing any more."""
    mine = (_CODE.c.round_id == round_id, _CODE.c.selector == selector)
    tx.connection().execute(update(_CODE).where(*mine).values(verifier=verifier))


def put_status(tx: Session, round_id: str, selectors: Iterable[str], status: CodeStatus) -> None:
    """Change what codes are good for."""
    statement = (
        update(_CODE)
        .where(_CODE.c.round_id == round_id, _CODE.c.selector == bindparam("mine"))
        .values(status=status.value)
    )
    rows = [{"mine": selector} for selector in selectors]
    if rows:
        tx.connection().execute(statement, rows)


def erase_verifiers(tx: Session, round_id: str) -> None:
    """Make every code of a round impossible to prove again.

    Every row is written anew in order of its name, batches as well: where they lay told who was let in before
    whom, and by which way from which ward the first had come.
    """
    codes = _rows(tx, _CODE, round_id, _CODE.c.selector)
    batches = _rows(tx, _BATCH, round_id, _BATCH.c.id)
    for table in (_CODE, _BATCH):
        tx.connection().execute(delete(table).where(table.c.round_id == round_id))
    for table, rows in ((_BATCH, batches), (_CODE, [row | {"verifier": ""} for row in codes])):
        for start in range(0, len(rows), CHUNK):
            tx.connection().execute(insert(table), rows[start : start + CHUNK])


def _rows(tx: Session, table: Table, round_id: str, order: Column[Any]) -> list[dict[str, Any]]:
    query = select(table).where(table.c.round_id == round_id).order_by(order)
    return [dict(row) for row in tx.connection().execute(query).mappings()]


def _counts() -> tuple[Any, ...]:
    voted = and_(_LIVE, _CODE.c.has_voted)
    return (
        func.count().label("issued"),
        func.sum(case((_LIVE, 0), else_=1)).label("void"),
        func.sum(case((voted, 1), else_=0)).label("used"),
    )


def _read_counts(row: Any) -> CodeCounts:
    return CodeCounts(issued_count=row.issued, void_count=row.void or 0, used_count=row.used or 0)


def _batch(batch_id: str, label: str, pot_ids: list[str], issued_at: datetime) -> Batch:
    return Batch(
        id=batch_id, label=label, pot_ids=tuple(PotId(each) for each in pot_ids), issued_at=issued_at
    )
