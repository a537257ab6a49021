"""The register of voters over all proofs, and codes on their way to people: keyed hashes only.

It belongs to the roll's side and must never hear of a ballot; nothing of it outlives the close.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlmodel import Session

from pb.storage.tables.roll import SentCodeRow, VoterKeyRow
from pb.storage.tables.row import Row

_tables = Row.metadata.tables
_KEY: Table = _tables[str(VoterKeyRow.__tablename__)]
_SENT: Table = _tables[str(SentCodeRow.__tablename__)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCode:
    """A code on its way; `sent_at` is UTC, `tries` counts wrong answers."""

    round_id: str
    proof: str
    key_hashes: tuple[str, ...]
    area: str
    code_hash: str
    sent_at: datetime
    tries: int = 0


def find_voters(tx: Session, round_id: str, key_hashes: Sequence[str]) -> dict[str, str]:
    """The selectors of voters who are known by any of the keys, by key."""
    query = select(_KEY.c.key_hash, _KEY.c.selector).where(
        _KEY.c.round_id == round_id, _KEY.c.key_hash.in_(key_hashes)
    )
    return {row.key_hash: row.selector for row in tx.connection().execute(query)}


def put_keys(tx: Session, round_id: str, key_hashes: Sequence[str], selector: str) -> None:
    """Note that these keys, which nobody has yet, stand for a voter."""
    rows = [{"round_id": round_id, "key_hash": key, "selector": selector} for key in key_hashes]
    if rows:
        tx.connection().execute(insert(_KEY), rows)


def put_sent_code(tx: Session, token_hash: str, sent: SentCode) -> None:
    """Keep a code that is being sent."""
    tx.connection().execute(
        insert(_SENT).values(
            token_hash=token_hash,
            round_id=sent.round_id,
            proof=sent.proof,
            key_hashes=list(sent.key_hashes),
            area=sent.area,
            code_hash=sent.code_hash,
            tries=sent.tries,
            sent_at=sent.sent_at,
        )
    )


def load_sent_code(tx: Session, token_hash: str, *, for_update: bool = False) -> SentCode | None:
    """A code on its way, by the digest of the token in the asker's browser."""
    query = select(_SENT).where(_SENT.c.token_hash == token_hash)
    row: Any = tx.connection().execute(query.with_for_update() if for_update else query).first()
    if row is None:
        return None
    return SentCode(
        round_id=row.round_id,
        proof=row.proof,
        key_hashes=tuple(row.key_hashes),
        area=row.area,
        code_hash=row.code_hash,
        sent_at=row.sent_at,
        tries=row.tries,
    )


def put_try(tx: Session, token_hash: str) -> None:
    """Count a wrong answer."""
    mine = _SENT.c.token_hash == token_hash
    tx.connection().execute(update(_SENT).where(mine).values(tries=_SENT.c.tries + 1))


def remove_sent_code(tx: Session, token_hash: str) -> None:
    tx.connection().execute(delete(_SENT).where(_SENT.c.token_hash == token_hash))


def remove_sent_before(tx: Session, moment: datetime) -> None:
    """Drop codes that were sent before `moment`, in every round."""
    tx.connection().execute(delete(_SENT).where(_SENT.c.sent_at <= moment))


def erase(tx: Session, round_id: str) -> None:
    """Forget who came: every key and every code on its way of a round."""
    tx.connection().execute(delete(_KEY).where(_KEY.c.round_id == round_id))
    tx.connection().execute(delete(_SENT).where(_SENT.c.round_id == round_id))
