"""The ballot box: ballots and drafts under handles. Rows to domain and back.

It must never hear of a code or a voter: nothing here may import, join or log the roll.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Integer,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from pb.domain.ids import BallotId
from pb.domain.voting import Ballot, BallotState, read_payload
from pb.storage.prepared import Prepared, Tx
from pb.storage.tables.box import BallotRow, DraftBallotRow
from pb.storage.tables.row import Row

CHUNK = 2_000
_BALLOT: Table = Row.metadata.tables[str(BallotRow.__tablename__)]
_DRAFT: Table = Row.metadata.tables[str(DraftBallotRow.__tablename__)]
_CURRENT = _BALLOT.c.state == BallotState.CURRENT.value
_OWN = (_BALLOT.c.round_id == bindparam("round_id"), _BALLOT.c.handle == bindparam("handle"))
_OWN_DRAFT = (_DRAFT.c.round_id == bindparam("round_id"), _DRAFT.c.handle == bindparam("handle"))
_COLUMNS = [_BALLOT.c[name] for name in ("id", "revision", "state", "payload", "nonce", "leaf", "receipt")]

_CAST = Prepared(select(*_COLUMNS).where(*_OWN).order_by(_BALLOT.c.revision))
_PUT = Prepared(
    insert(_BALLOT).values({column.name: bindparam(column.name) for column in (*_BALLOT.c[:3], *_COLUMNS)})
)
_REPLACE = Prepared(
    update(_BALLOT)
    .where(_BALLOT.c.round_id == bindparam("of_round"), _BALLOT.c.handle == bindparam("of_handle"), _CURRENT)
    .values(state=BallotState.SUPERSEDED.value)
)
_REMOVE_DRAFT = Prepared(delete(_DRAFT).where(*_OWN_DRAFT))
_NO_TEXT = literal_column("''", String)
_ALL = Prepared(
    union_all(
        select(*_COLUMNS).where(*_OWN),
        select(  # a draft, in the columns of a ballot
            _NO_TEXT.label("id"),
            literal_column("0", Integer).label("revision"),
            _NO_TEXT.label("state"),
            _DRAFT.c.payload,
            *(_NO_TEXT.label(name) for name in ("nonce", "leaf", "receipt")),
        ).where(*_OWN_DRAFT),
    ).order_by("revision")
)
_DRAFT_KEY = [_DRAFT.c.round_id, _DRAFT.c.handle]
_here, _there = sqlite.insert(_DRAFT), postgresql.insert(_DRAFT)
_PUT_DRAFT = Prepared(
    _here.on_conflict_do_update(index_elements=_DRAFT_KEY, set_={"payload": _here.excluded.payload}),
    postgresql=_there.on_conflict_do_update(
        index_elements=_DRAFT_KEY, set_={"payload": _there.excluded.payload}
    ),
)


def list_ballots(tx: Tx, round_id: str, handle: str) -> list[Ballot]:
    """Every ballot cast under one handle, the first cast first."""
    return [_ballot(row) for row in _CAST.rows(tx, round_id=round_id, handle=handle)]


def list_all(tx: Tx, round_id: str, handle: str) -> tuple[str | None, list[Ballot]]:
    """What lies under one handle: the choices not cast yet, and every ballot cast, the first cast first."""
    draft: str | None = None
    cast: list[Ballot] = []
    for row in _ALL.rows(tx, round_id=round_id, handle=handle):
        if row[1]:
            cast.append(_ballot(row))
        else:
            draft = str(row[3])
    return draft, cast


def put_ballot(tx: Tx, round_id: str, handle: str, ballot: Ballot) -> None:
    """Put a ballot in the box; an earlier one under the same handle no longer counts."""
    if ballot.revision > 1:
        _REPLACE.do(tx, of_round=round_id, of_handle=handle)
    _PUT.do(tx, round_id=round_id, handle=handle, **_values(ballot))


def void_ballots(tx: Session, round_id: str, handle: str) -> None:
    """What was cast under a handle no longer counts, and what was being prepared is dropped."""
    mine = (_BALLOT.c.round_id == round_id, _BALLOT.c.handle == handle, _CURRENT)
    tx.connection().execute(update(_BALLOT).where(*mine).values(state=BallotState.VOID.value))
    remove_draft(tx, round_id, handle)


def put_draft(tx: Tx, round_id: str, handle: str, payload: str) -> None:
    """Keep choices that are not cast yet, in place of what was kept before."""
    _PUT_DRAFT.do(tx, round_id=round_id, handle=handle, payload=payload)


def remove_draft(tx: Tx, round_id: str, handle: str) -> None:
    _REMOVE_DRAFT.do(tx, round_id=round_id, handle=handle)


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


def list_counted(tx: Session, round_id: str) -> list[Ballot]:
    """The ballots that count, in order of their leaves."""
    query = select(*_COLUMNS).where(_BALLOT.c.round_id == round_id, _CURRENT).order_by(_BALLOT.c.leaf)
    return [_ballot(tuple(row)) for row in tx.connection().execute(query)]


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


def _ballot(row: tuple[Any, ...]) -> Ballot:
    number, revision, state, payload, nonce, leaf, receipt = row
    return Ballot(
        id=BallotId(number),
        revision=revision,
        state=BallotState(state),
        payload=payload,
        nonce=nonce,
        leaf=leaf,
        receipt=receipt,
    )
