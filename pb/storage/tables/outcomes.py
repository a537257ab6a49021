"""Rows of counted contests: the contest and its outcome, as the bytes that were sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class OutcomeRow(Row, table=True):
    __tablename__ = "outcome"
    pot_id: str = Field(foreign_key="pot.id", primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    contest: str  # canonical JSON
    contest_digest: str
    outcome: str  # canonical JSON
    outcome_digest: str
    seed: str | None = None  # hexadecimal
    counted_at: datetime = Field(sa_type=UtcDateTime)
    counted_by: str | None = Field(default=None, foreign_key="person.id")
    is_hidden: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    blind: str | None = None  # hexadecimal; where the ballots are withheld


class TurnoutRow(Row, table=True):
    __tablename__ = "turnout"
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    codes_issued: int | None = None  # none of ours in an imported election
    codes_void: int | None = None
    codes_used: int | None = None
    counted: int
    superseded: int
    root: str  # of the closed box, hexadecimal
    by_proof: list[Any] | None = Field(
        default=None, sa_type=JSON
    )  # [proof, issued, void, used, has more] each
