"""Rows of the roll: who may vote and whether they have. Nothing here says what anybody voted.

No column refers to the box, and no time of voting is kept. Sessions go at the close, and have no row numbers.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, text
from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class CodeBatchRow(Row, table=True):
    __tablename__ = "code_batch"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)
    id: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    label: str
    pot_ids: list[Any] = Field(sa_type=JSON)
    count: int
    issued_at: datetime = Field(sa_type=UtcDateTime)
    # Voters by another proof than a code are let in one by one, into one batch for each area.
    proof: str = Field(default="code", sa_column_kwargs={"server_default": "code"})
    area: str | None = None


class CredentialRow(Row, table=True):
    __tablename__ = "credential"
    __table_args__ = (CheckConstraint("status IN ('issued', 'void', 'replaced')", name="status"),)
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    selector: str = Field(primary_key=True)
    batch_id: str = Field(foreign_key="code_batch.id", index=True)
    verifier: str  # argon2id; emptied at the close
    status: str = "issued"
    has_voted: bool = False


class VoterKeyRow(Row, table=True):
    """One register over all proofs: a keyed hash of a contact or the like, and the voter it stands for."""

    __tablename__ = "voter_key"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    key_hash: str = Field(primary_key=True)
    selector: str
    kind: str = Field(default="", sa_column_kwargs={"server_default": text("''")})  # "email" and the like


class SentCodeRow(Row, table=True):
    """A code on its way to somebody, for ten minutes: hashes only."""

    __tablename__ = "sent_code"
    __table_args__ = ({"sqlite_with_rowid": False},)
    token_hash: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    proof: str
    key_hashes: list[Any] = Field(sa_type=JSON)
    area: str
    code_hash: str
    tries: int = 0
    sent_at: datetime = Field(sa_type=UtcDateTime)


class CodeLockRow(Row, table=True):
    """Wrong secrets typed for one code, there or not; the code by a keyed digest."""

    __tablename__ = "code_lock"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    code_digest: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
    count: int
    locks: int
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    wrong_at: datetime = Field(sa_type=UtcDateTime)


class WrongCodesRow(Row, table=True):
    """How many wrong codes were typed in a round, by ten minutes."""

    __tablename__ = "wrong_codes"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    slot_at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    count: int


class ReminderRow(Row, table=True):
    """Where to remind a voter who has not voted: sealed, beside a hash, both under the round's own key."""

    __tablename__ = "reminder"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    voter_hash: str = Field(primary_key=True)
    sealed: str
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0


class SentTextsRow(Row, table=True):
    """How many text messages were sent in a round, by ten minutes; after the close in all."""

    __tablename__ = "sent_texts"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    slot_at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    count: int


class DeskCountRow(Row, table=True):
    """How many people a teller has let in."""

    __tablename__ = "desk_count"
    __table_args__ = (CheckConstraint("count > 0", name="count"), {"sqlite_with_rowid": False})
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True)
    count: int


class VoterSessionRow(Row, table=True):
    __tablename__ = "voter_session"
    __table_args__ = ({"sqlite_with_rowid": False},)
    token_hash: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    selector: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
