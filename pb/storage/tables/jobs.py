"""Rows of jobs; a live one of each kind for each round, and its worker's lease."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime

LIVE = text("state IN ('queued', 'running')")


class JobRow(Row, table=True):
    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'stopped')", name="state"),
        CheckConstraint("(state = 'running') = (worker IS NOT NULL)", name="worker"),
        CheckConstraint("(worker IS NULL) = (lease_until IS NULL)", name="lease"),
        CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name="failure"),
        Index("uq_job_live", "round_id", "kind", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )
    id: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    kind: str
    state: str = Field(index=True)
    task: dict[str, Any] = Field(sa_type=JSON)
    asked_by: str = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    worker: str | None = None  # a name of its own for each claim
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stage: str | None = None
    done_count: int = 0
    total_count: int | None = None
    part: int = 1
    parts: int = 1
    failure: str | None = None  # canonical JSON
