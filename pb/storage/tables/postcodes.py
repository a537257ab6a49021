"""Rows of postcode tables: which postcodes are in an organisation's area, and in which ward.

Nothing here is about a person.
"""

from datetime import datetime

from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class PostcodeTableRow(Row, table=True):
    """One file as it was read: tried until it is put in use, which puts the one before out of use."""

    __tablename__ = "postcode_table"
    id: str = Field(primary_key=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    is_used: bool
    file_digest: str
    postcode_count: int
    outside_count: int
    read_at: datetime = Field(sa_type=UtcDateTime)


class PostcodeRow(Row, table=True):
    __tablename__ = "postcode"
    table_id: str = Field(foreign_key="postcode_table.id", primary_key=True)
    postcode: str = Field(primary_key=True)
    area: str  # a ward's id, or empty
