"""Rows of proposals.

`search` is the proposal's own words folded (lower case, no accents), for finding it in either language.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class ProposalRow(Row, table=True):
    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("round_id", "paper_id"),
        CheckConstraint("language IN ('cy', 'en')", name="language"),
        CheckConstraint(
            "status IN ('draft', 'submitted', 'withdrawn', 'accepted', 'declined')", name="status"
        ),
        CheckConstraint("amount_pence >= 0", name="amount"),
        CheckConstraint("cost_pence IS NULL OR cost_pence >= 0", name="cost"),
    )
    id: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    number: int
    author_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    author_name: str = ""
    status: str
    language: str
    title: str
    summary: str
    description: str
    amount_pence: int = Field(sa_type=BigInteger)
    breakdown: list[Any] = Field(sa_type=JSON)
    pot_id: str | None = Field(default=None, foreign_key="pot.id")
    ward_id: str | None = Field(default=None, foreign_key="ward.id")
    category_id: str | None = None  # of the round's own
    goals: list[Any] = Field(sa_type=JSON)
    translated_title: str = ""
    translated_summary: str = ""
    cost_pence: int | None = Field(default=None, sa_type=BigInteger)
    reason_cy: str = ""
    reason_en: str = ""
    reviewed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reviewed_by: str | None = Field(default=None, foreign_key="person.id")
    paper_id: str | None = None
    search: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
