"""Rows of the ballot box: what was voted, under a handle that only a key outside the database can make.

No column refers to the roll or to a person, and no time is kept. At the close the handles are emptied.
SQLite keeps these tables without row numbers, which would tell in which order people voted.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class BallotRow(Row, table=True):
    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("round_id", "handle", "revision"),
        UniqueConstraint("round_id", "leaf"),
        CheckConstraint("state IN ('current', 'superseded', 'void')", name="state"),
        Index(None, "round_id", "batch_no"),
        {"sqlite_with_rowid": False},
    )
    id: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id")
    handle: str | None = None
    revision: int = 1
    state: str = "current"
    payload: (
        str  # canonical JSON: {pot id: {project id: mark}}; emptied when superseded and the box is closed
    )
    nonce: str
    leaf: str
    receipt: str = Field(index=True)
    batch_no: int | None = None  # None until it is sealed


class BoxBatchRow(Row, table=True):
    """A batch of leaves sealed together; the hour is all that is kept of when."""

    __tablename__ = "box_batch"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        {"sqlite_with_rowid": False},
    )
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    batch_no: int = Field(primary_key=True)
    sealed_hour: datetime = Field(sa_type=UtcDateTime)
    size: int
    merkle_root: str
    prev_hash: str


class DraftBallotRow(Row, table=True):
    """Choices on their way to the check page; erased when cast and at the close."""

    __tablename__ = "draft_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    handle: str = Field(primary_key=True)
    payload: str
