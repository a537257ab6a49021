"""The register of voters over all proofs, and codes on their way to people: keyed hashes only.

It belongs to the roll's side and must never hear of a ballot; nothing of it outlives the close.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, case, delete, func, insert, select, update
from sqlmodel import Session

from pb.domain.batches import CodeStatus
from pb.domain.proofs import ACCOUNT, DESK, EMAIL, PHONE, ROW, Key
from pb.storage.tables.roll import CodeBatchRow, CredentialRow, SentCodeRow, VoterKeyRow
from pb.storage.tables.row import Row

_tables = Row.metadata.tables
_KEY: Table = _tables[str(VoterKeyRow.__tablename__)]
_CODE: Table = _tables[str(CredentialRow.__tablename__)]
_BATCH: Table = _tables[str(CodeBatchRow.__tablename__)]
_SENT: Table = _tables[str(SentCodeRow.__tablename__)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCode:
    """A code on its way; `sent_at` is UTC, `tries` counts wrong answers."""

    round_id: str
    proof: str
    keys: tuple[Key, ...]
    area: str
    code_hash: str
    sent_at: datetime
    tries: int = 0


def find_voters(tx: Session, round_id: str, keys: Sequence[Key]) -> dict[Key, str]:
    """The selectors of voters who are known by any of the keys, by key."""
    query = select(_KEY.c.key_hash, _KEY.c.selector).where(
        _KEY.c.round_id == round_id, _KEY.c.key_hash.in_([key.hash for key in keys])
    )
    known = {row.key_hash: row.selector for row in tx.connection().execute(query)}
    return {key: known[key.hash] for key in keys if key.hash in known}


def list_keys(tx: Session, round_id: str, selectors: Collection[str]) -> dict[str, list[Key]]:
    """Everything that stands for each of these voters."""
    query = select(_KEY.c.selector, _KEY.c.kind, _KEY.c.key_hash).where(
        _KEY.c.round_id == round_id, _KEY.c.selector.in_(selectors)
    )
    found: dict[str, list[Key]] = {}
    for row in tx.connection().execute(query):
        found.setdefault(row.selector, []).append(Key(row.kind, row.key_hash))
    return found


def count_known(tx: Session, round_id: str) -> dict[str, dict[frozenset[str], int]]:
    """How many have voted, by the proof and by the kinds of all that they are known by."""
    kinds = (EMAIL, PHONE, ROW, ACCOUNT)
    flags = [func.max(case((_KEY.c.kind == kind, 1), else_=0)).label(kind) for kind in kinds]
    mine = and_(_KEY.c.round_id == _CODE.c.round_id, _KEY.c.selector == _CODE.c.selector)
    voters = (
        select(_BATCH.c.proof, *flags)
        .select_from(_CODE.join(_BATCH, _BATCH.c.id == _CODE.c.batch_id).outerjoin(_KEY, mine))
        .where(_CODE.c.round_id == round_id, _CODE.c.has_voted, _CODE.c.status == CodeStatus.ISSUED.value)
        .group_by(_BATCH.c.proof, _CODE.c.selector)
        .subquery()
    )
    columns = [voters.c.proof, *(voters.c[kind] for kind in kinds)]
    found: dict[str, dict[frozenset[str], int]] = {}
    for proof, *has, count in tx.connection().execute(select(*columns, func.count()).group_by(*columns)):
        found.setdefault(proof, {})[
            frozenset(kind for kind, is_so in zip(kinds, has, strict=True) if is_so)
        ] = count
    return found


def put_keys(tx: Session, round_id: str, keys: Sequence[Key], selector: str) -> None:
    """Note that these keys, which nobody has yet, stand for a voter."""
    rows = [
        {"round_id": round_id, "key_hash": key.hash, "selector": selector, "kind": key.kind} for key in keys
    ]
    if rows:
        tx.connection().execute(insert(_KEY), rows)


def move_keys(tx: Session, round_id: str, old: str, new: str) -> bool:
    """Let all that stands for one voter stand for another; whether the person can come by any of it."""
    mine = (_KEY.c.round_id == round_id, _KEY.c.selector == old)
    kinds = [row.kind for row in tx.connection().execute(select(_KEY.c.kind).where(*mine))]
    tx.connection().execute(update(_KEY).where(*mine).values(selector=new))
    return any(kind != DESK for kind in kinds)


def put_sent_code(tx: Session, token_hash: str, sent: SentCode) -> None:
    """Keep a code that is being sent."""
    tx.connection().execute(
        insert(_SENT).values(
            token_hash=token_hash,
            round_id=sent.round_id,
            proof=sent.proof,
            key_hashes=[f"{key.kind}:{key.hash}" for key in sent.keys],
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
        keys=tuple(_read_key(text) for text in row.key_hashes),
        area=row.area,
        code_hash=row.code_hash,
        sent_at=row.sent_at,
        tries=row.tries,
    )


def _read_key(text: str) -> Key:
    kind, _, key_hash = text.rpartition(":")
    return Key(kind, key_hash)


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
