"""Rows of people, organisations, roles, sessions and the tokens sent by e-mail.

Tokens and session keys stand here only as SHA-256 digests of 256 random bits.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class OrganisationRow(Row, table=True):
    __tablename__ = "organisation"
    id: str = Field(primary_key=True)
    name_cy: str
    name_en: str
    four_eyes: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class WardRow(Row, table=True):
    __tablename__ = "ward"
    id: str = Field(primary_key=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    name_cy: str
    name_en: str


class PersonRow(Row, table=True):
    __tablename__ = "person"
    __table_args__ = (CheckConstraint("language IN ('cy', 'en')", name="language"),)
    id: str = Field(primary_key=True)
    email: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    language: str
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class MembershipRow(Row, table=True):
    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'organiser', 'reviewer', 'auditor', 'teller')", name="role"),
        CheckConstraint("round_id IS NULL OR role = 'teller'", name="round_of_teller"),
    )
    organisation_id: str = Field(foreign_key="organisation.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True, index=True)
    role: str
    round_id: str | None = Field(default=None, foreign_key="round.id")  # of a teller for one round alone
    created_at: datetime = Field(sa_type=UtcDateTime)


class SessionRow(Row, table=True):
    __tablename__ = "session"
    token_hash: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    # Of a device that was in voters' hands: good for the desk of that round alone.
    desk_round_id: str | None = Field(default=None, foreign_key="round.id")


class MailTokenRow(Row, table=True):
    """A single-use link sent by e-mail: to confirm an address, set a password, or take up an invitation."""

    __tablename__ = "mail_token"
    __table_args__ = (CheckConstraint("purpose IN ('confirm', 'reset', 'invite')", name="purpose"),)
    token_hash: str = Field(primary_key=True)
    purpose: str
    email: str
    person_id: str | None = Field(default=None, foreign_key="person.id")
    organisation_id: str | None = Field(default=None, foreign_key="organisation.id", index=True)
    role: str | None = None
    round_id: str | None = Field(default=None, foreign_key="round.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
