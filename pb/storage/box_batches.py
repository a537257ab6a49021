"""The sealed batches of ballot boxes, and which leaves lie in them. Rows to domain and back.

It reads fingerprints only: neither what a ballot says nor the handle it lies under.
"""

from collections.abc import Sequence

from sqlalchemy import RowMapping, Table, func, insert, select, update
from sqlmodel import Session

from pb.domain.seals import SealedBatch
from pb.storage.tables.box import BallotRow, BoxBatchRow
from pb.storage.tables.row import Row

CHUNK = 500
_BALLOT: Table = Row.metadata.tables[str(BallotRow.__tablename__)]
_BATCH: Table = Row.metadata.tables[str(BoxBatchRow.__tablename__)]


def load_last_batch(tx: Session, round_id: str) -> SealedBatch | None:
    """The batch sealed last."""
    query = select(_BATCH).where(_BATCH.c.round_id == round_id).order_by(_BATCH.c.batch_no.desc()).limit(1)
    row = tx.connection().execute(query).mappings().first()
    return None if row is None else _batch(row)


def list_sealed_batches(tx: Session, round_id: str) -> list[SealedBatch]:
    """Every batch, the first sealed first."""
    query = select(_BATCH).where(_BATCH.c.round_id == round_id).order_by(_BATCH.c.batch_no)
    return [_batch(row) for row in tx.connection().execute(query).mappings()]


def load_sealed_batch(tx: Session, round_id: str, number: int) -> SealedBatch | None:
    query = select(_BATCH).where(_BATCH.c.round_id == round_id, _BATCH.c.batch_no == number)
    row = tx.connection().execute(query).mappings().first()
    return None if row is None else _batch(row)


def count_unsealed(tx: Session, round_id: str, *, most: int) -> int:
    """How many leaves lie in no batch yet, counted up to `most`."""
    some = select(_BALLOT.c.id).where(_BALLOT.c.round_id == round_id, _BALLOT.c.batch_no.is_(None))
    query = select(func.count()).select_from(some.limit(most).subquery())
    return int(tx.connection().execute(query).scalar_one())


def list_unsealed(tx: Session, round_id: str) -> list[tuple[str, str]]:
    """Ballot id and leaf of what lies in no batch yet, in order of leaf; locked.

    What another transaction is just changing is passed over: whoever seals never waits for whoever votes.
    """
    query = (
        select(_BALLOT.c.id, _BALLOT.c.leaf)
        .where(_BALLOT.c.round_id == round_id, _BALLOT.c.batch_no.is_(None))
        .order_by(_BALLOT.c.leaf)
        .with_for_update(skip_locked=True)
    )
    return [(row.id, row.leaf) for row in tx.connection().execute(query)]


def put_sealed_batch(tx: Session, round_id: str, batch: SealedBatch, ballot_ids: Sequence[str]) -> None:
    """Save a batch, and note it with each of its ballots."""
    tx.connection().execute(
        insert(_BATCH).values(
            round_id=round_id,
            batch_no=batch.number,
            sealed_hour=batch.sealed_hour,
            size=batch.size,
            merkle_root=batch.root,
            prev_hash=batch.prev,
        )
    )
    for start in range(0, len(ballot_ids), CHUNK):
        these = _BALLOT.c.id.in_(ballot_ids[start : start + CHUNK])
        tx.connection().execute(update(_BALLOT).where(these).values(batch_no=batch.number))


def list_leaves_in_batch(tx: Session, round_id: str, number: int) -> list[str]:
    """The leaves of one batch (hexadecimal), sorted."""
    query = select(_BALLOT.c.leaf).where(_BALLOT.c.round_id == round_id, _BALLOT.c.batch_no == number)
    return sorted(row.leaf for row in tx.connection().execute(query))


def _batch(row: RowMapping) -> SealedBatch:
    return SealedBatch(
        number=row["batch_no"],
        sealed_hour=row["sealed_hour"],
        size=row["size"],
        root=row["merkle_root"],
        prev=row["prev_hash"],
    )
