"""Rows of rounds and their pots.

Amounts are in the smallest unit of the round's currency.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint
from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class RoundRow(Row, table=True):
    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("minimum_age IS NULL OR minimum_age BETWEEN 5 AND 99", name="minimum_age"),
        CheckConstraint(
            "proposals_open_at IS NULL OR proposals_open_at < proposals_close_at", name="proposal_dates"
        ),
        CheckConstraint("voting_open_at IS NULL OR voting_open_at < voting_close_at", name="voting_dates"),
        CheckConstraint("which_counts IN ('first', 'last')", name="which_counts"),
        CheckConstraint("box_mode IN ('sealed', 'open')", name="box_mode"),
        CheckConstraint("published_at IS NULL OR counted_at IS NOT NULL", name="counted_before_published"),
    )
    id: str = Field(primary_key=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    name_cy: str
    name_en: str
    summary_cy: str
    summary_en: str
    contact: str
    minimum_age: int | None = None
    proposals_open_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    proposals_close_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    voting_open_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    voting_close_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ballot_type: str
    ballot_limits: dict[str, Any] = Field(sa_type=JSON)
    rule_id: str
    rule_params: dict[str, Any] = Field(sa_type=JSON)
    currency: str = "GBP"
    minor_digits: int = 2
    categories: list[Any] | None = Field(default=None, sa_type=JSON)  # [id, Welsh name, English name] each
    imported_from: str | None = None
    which_counts: str = Field(default="last", sa_column_kwargs={"server_default": "last"})
    box_mode: str = Field(default="sealed", sa_column_kwargs={"server_default": "sealed"})
    proofs: str = Field(default="code", sa_column_kwargs={"server_default": "code"})  # ids, by commas
    ties: str = Field(  # by commas
        default="live,work,study,volunteer", sa_column_kwargs={"server_default": "live,work,study,volunteer"}
    )
    four_eyes: bool | None = None  # as it stood when voting opened
    config_digest: str | None = None
    seed_commitment: str | None = None
    announced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    voting_opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    voting_closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    counted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    edition: str | None = None  # none in a row from before there were any


class PotRow(Row, table=True):
    __tablename__ = "pot"
    __table_args__ = (
        CheckConstraint("amount_pence > 0", name="amount"),
        CheckConstraint("largest_request_pence IS NULL OR largest_request_pence > 0", name="largest_request"),
    )
    id: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    position: int
    name_cy: str
    name_en: str
    amount_pence: int = Field(sa_type=BigInteger)
    ward_id: str | None = Field(default=None, foreign_key="ward.id")
    theme_cy: str = ""
    theme_en: str = ""
    largest_request_pence: int | None = Field(default=None, sa_type=BigInteger)
