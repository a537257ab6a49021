"""Voters' sessions: that somebody proved a code a little while ago. Only digests of tokens are kept.

It belongs to the roll's side and must never hear of a ballot; nothing of it outlives the close.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, and_, bindparam, delete, insert, or_, select, update
from sqlmodel import Session

from pb.domain.batches import CodeStatus
from pb.domain.ids import PotId
from pb.storage.prepared import Prepared, Tx
from pb.storage.tables.roll import CodeBatchRow, CredentialRow, VoterSessionRow
from pb.storage.tables.rounds import RoundRow
from pb.storage.tables.row import Row

_tables = Row.metadata.tables
_SESSION: Table = _tables[str(VoterSessionRow.__tablename__)]
_CODE: Table = _tables[str(CredentialRow.__tablename__)]
_BATCH: Table = _tables[str(CodeBatchRow.__tablename__)]
_ROUND: Table = _tables[str(RoundRow.__tablename__)]
_its_code = and_(_CODE.c.round_id == _SESSION.c.round_id, _CODE.c.selector == _SESSION.c.selector)
_LOAD = Prepared(
    select(
        *(_SESSION.c[name] for name in ("round_id", "selector", "started_at", "seen_at")),
        _CODE.c.status,
        _BATCH.c.pot_ids,
        _ROUND.c.edition,
    )
    .join(_CODE, _its_code)
    .join(_BATCH, _BATCH.c.id == _CODE.c.batch_id)
    .join(_ROUND, _ROUND.c.id == _SESSION.c.round_id)
    .where(_SESSION.c.token_hash == bindparam("token_hash"))
)
_PUT = Prepared(insert(_SESSION))
_PUT_SEEN = Prepared(
    update(_SESSION)
    .where(_SESSION.c.token_hash == bindparam("of_token"))
    .values(seen_at=bindparam("seen_at", type_=_SESSION.c.seen_at.type))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoterSession:
    """A session, with what its code is good for, and the edition of its round at the same moment."""

    round_id: str
    selector: str
    started_at: datetime
    seen_at: datetime
    status: CodeStatus
    pot_ids: tuple[PotId, ...]
    edition: str


def put_session(tx: Tx, token_hash: str, *, round_id: str, selector: str, at: datetime) -> None:
    _PUT.do(tx, token_hash=token_hash, round_id=round_id, selector=selector, started_at=at, seen_at=at)


def load_session(tx: Tx, token_hash: str) -> VoterSession | None:
    row = _LOAD.first(tx, token_hash=token_hash)
    if row is None:
        return None
    round_id, selector, started_at, seen_at, status, pot_ids, edition = row
    return VoterSession(
        round_id=round_id,
        selector=selector,
        started_at=started_at,
        seen_at=seen_at,
        status=CodeStatus(status),
        pot_ids=tuple(PotId(pot_id) for pot_id in pot_ids),
        edition=edition or "",
    )


def put_seen(tx: Tx, token_hash: str, *, at: datetime) -> None:
    """Note that a session was used; nothing happens where it has ended meanwhile."""
    _PUT_SEEN.do(tx, of_token=token_hash, seen_at=at)


def remove_session(tx: Session, token_hash: str) -> None:
    tx.connection().execute(delete(_SESSION).where(_SESSION.c.token_hash == token_hash))


def remove_sessions_of(tx: Session, round_id: str, selector: str) -> None:
    """End every session of one code."""
    tx.connection().execute(
        delete(_SESSION).where(_SESSION.c.round_id == round_id, _SESSION.c.selector == selector)
    )


def remove_sessions_in(tx: Session, round_id: str) -> None:
    """End every session of a round."""
    tx.connection().execute(delete(_SESSION).where(_SESSION.c.round_id == round_id))


def remove_ended(tx: Session, *, seen_before: datetime, started_before: datetime) -> None:
    """Drop sessions not used, or not begun, since."""
    ended = or_(_SESSION.c.seen_at <= seen_before, _SESSION.c.started_at <= started_before)
    tx.connection().execute(delete(_SESSION).where(ended))
