"""Rows of comparisons: what other rules would have done, and a round's last rehearsal. The newest only."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class ComparisonRow(Row, table=True):
    __tablename__ = "comparison"
    pot_id: str = Field(foreign_key="pot.id", primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    outcome_digest: str  # of the count it belongs to
    comparison: str  # canonical JSON
    comparison_digest: str
    margins: str  # canonical JSON
    margins_digest: str
    made_at: datetime = Field(sa_type=UtcDateTime)


class RehearsalRow(Row, table=True):
    __tablename__ = "rehearsal"
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    asked: dict[str, Any] = Field(sa_type=JSON)  # which ballots, how many, of what taste
    projects: list[Any] = Field(sa_type=JSON)  # what was on the paper, with titles
    comparison: str  # canonical JSON
    made_at: datetime = Field(sa_type=UtcDateTime)
