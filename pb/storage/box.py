"""The ballot box: ballots and drafts under handles. Rows to domain and back.

It must never hear of a code or a voter: nothing here may import, join or log the roll.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from pb.domain.ids import BallotId
from pb.domain.voting import Ballot, BallotState, read_payload
from pb.storage.tables.box import BallotRow, DraftBallotRow
from pb.storage.tables.row import Row

CHUNK = 2_000
_BALLOT: Table = Row.metadata.tables[str(BallotRow.__tablename__)]
_DRAFT: Table = Row.metadata.tables[str(DraftBallotRow.__tablename__)]
_CURRENT = _BALLOT.c.state == BallotState.CURRENT.value


def list_ballots(tx: Session, round_id: str, handle: str) -> list[Ballot]:
    """Every ballot cast under one handle, the first cast first."""
    query = (
        select(_BALLOT)
        .where(_BALLOT.c.round_id == round_id, _BALLOT.c.handle == handle)
        .order_by(_BALLOT.c.revision)
    )
    return [_ballot(row) for row in tx.connection().execute(query).mappings()]


def put_ballot(tx: Session, round_id: str, handle: str, ballot: Ballot) -> None:
    """Put a ballot in the box; an earlier one under the same handle no longer counts."""
    if ballot.revision > 1:
        earlier = (_BALLOT.c.round_id == round_id, _BALLOT.c.handle == handle, _CURRENT)
        tx.connection().execute(update(_BALLOT).where(*earlier).values(state=BallotState.SUPERSEDED.value))
    tx.connection().execute(insert(_BALLOT).values(round_id=round_id, handle=handle, **_values(ballot)))


def void_ballots(tx: Session, round_id: str, handle: str) -> None:
    """What was cast under a handle no longer counts, and what was being prepared is dropped."""
    mine = (_BALLOT.c.round_id == round_id, _BALLOT.c.handle == handle, _CURRENT)
    tx.connection().execute(update(_BALLOT).where(*mine).values(state=BallotState.VOID.value))
    remove_draft(tx, round_id, handle)


def put_draft(tx: Session, round_id: str, handle: str, payload: str) -> None:
    """Keep choices that are not cast yet, in place of what was kept before."""
    dialect = sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(_DRAFT).values(round_id=round_id, handle=handle, payload=payload)
    tx.connection().execute(
        statement.on_conflict_do_update(
            index_elements=[_DRAFT.c.round_id, _DRAFT.c.handle], set_={"payload": payload}
        )
    )


def load_draft(tx: Session, round_id: str, handle: str) -> str | None:
    query = select(_DRAFT.c.payload).where(_DRAFT.c.round_id == round_id, _DRAFT.c.handle == handle)
    row = tx.connection().execute(query).first()
    return None if row is None else str(row.payload)


def remove_draft(tx: Session, round_id: str, handle: str) -> None:
    tx.connection().execute(delete(_DRAFT).where(_DRAFT.c.round_id == round_id, _DRAFT.c.handle == handle))


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipted:
    """What a receipt stands for: never what the ballot says. `batch` is None until it is sealed."""

    state: BallotState
    leaf: str  # hexadecimal
    batch: int | None


def find_receipt(tx: Session, round_id: str, receipt: str) -> Receipted | None:
    """What became of the ballot with that receipt."""
    query = select(_BALLOT.c.state, _BALLOT.c.leaf, _BALLOT.c.batch_no).where(
        _BALLOT.c.receipt == receipt, _BALLOT.c.round_id == round_id
    )
    row = tx.connection().execute(query).first()
    return None if row is None else Receipted(state=BallotState(row.state), leaf=row.leaf, batch=row.batch_no)


def count_ballots(tx: Session, round_id: str) -> tuple[int, int]:
    """How many ballots count, and how many do not (replaced, or their code made void)."""
    query = select(_CURRENT.label("is_current"), func.count()).where(_BALLOT.c.round_id == round_id)
    found = {bool(row[0]): int(row[1]) for row in tx.connection().execute(query.group_by(_CURRENT))}
    return found.get(True, 0), found.get(False, 0)


def list_leaves(tx: Session, round_id: str) -> tuple[list[str], list[str]]:
    """The leaves (hexadecimal, sorted) of ballots that count, and of those that do not."""
    query = select(_BALLOT.c.leaf, _CURRENT.label("is_current")).where(_BALLOT.c.round_id == round_id)
    counted: list[str] = []
    other: list[str] = []
    for row in tx.connection().execute(query.order_by(_BALLOT.c.leaf)):
        (counted if row.is_current else other).append(row.leaf)
    return counted, other


def list_counted_payloads(tx: Session, round_id: str) -> list[dict[str, dict[str, int]]]:
    """The ballots that count ({pot: {project: mark}}), in order of their own content, never of arrival."""
    query = select(_BALLOT.c.payload).where(_BALLOT.c.round_id == round_id, _CURRENT)
    # sorted here: the two databases would order text differently
    return [read_payload(text) for text in sorted(row.payload for row in tx.connection().execute(query))]


def seal_box(tx: Session, round_id: str) -> None:
    """Drop drafts, handles, and what replaced ballots said.

    Every row is written anew in order of its leaf, so that neither its place in the file nor the number of
    the transaction that wrote it (which PostgreSQL keeps) tells when it was cast or with which code.
    """
    rows = [
        dict(row) | {"handle": None}
        for row in tx.connection()
        .execute(select(_BALLOT).where(_BALLOT.c.round_id == round_id).order_by(_BALLOT.c.leaf))
        .mappings()
    ]
    for row in rows:
        if row["state"] != BallotState.CURRENT.value:
            row["payload"], row["nonce"] = "", ""
    tx.connection().execute(delete(_DRAFT).where(_DRAFT.c.round_id == round_id))
    tx.connection().execute(delete(_BALLOT).where(_BALLOT.c.round_id == round_id))
    _insert(tx, rows)


def put_sealed(tx: Session, round_id: str, ballots: Iterable[Ballot]) -> None:
    """Many ballots that never had a handle, in the order given."""
    _insert(tx, [{"round_id": round_id, "handle": None, **_values(ballot)} for ballot in ballots])


def _insert(tx: Session, rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(rows), CHUNK):
        tx.connection().execute(insert(_BALLOT), rows[start : start + CHUNK])


def _values(ballot: Ballot) -> dict[str, object]:
    return {
        "id": ballot.id,
        "revision": ballot.revision,
        "state": ballot.state.value,
        "payload": ballot.payload,
        "nonce": ballot.nonce,
        "leaf": ballot.leaf,
        "receipt": ballot.receipt,
    }


def _ballot(row: RowMapping) -> Ballot:
    return Ballot(
        id=BallotId(row["id"]),
        revision=row["revision"],
        state=BallotState(row["state"]),
        payload=row["payload"],
        nonce=row["nonce"],
        leaf=row["leaf"],
        receipt=row["receipt"],
    )
