"""Rows of registers that organisers bring: keyed hashes of who may vote, and the ward. Never a name.

Nothing here says who has voted, and the hashes go at the close.
"""

from datetime import datetime

from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class ElectorTableRow(Row, table=True):
    """One file as it was read: tried until it is put in use, which puts the one before out of use."""

    __tablename__ = "elector_table"
    id: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    is_used: bool
    file_digest: str
    source: str  # what makes it lawful to use, in the organiser's words
    fields: str  # what people must give, by commas
    elector_count: int
    read_at: datetime = Field(sa_type=UtcDateTime)
    read_by: str = Field(foreign_key="person.id")


class ElectorRow(Row, table=True):
    __tablename__ = "elector"
    __table_args__ = ({"sqlite_with_rowid": False},)
    table_id: str = Field(foreign_key="elector_table.id", primary_key=True)
    key_hash: str = Field(primary_key=True)
    contact_hash: str | None = None
    area: str  # a ward's id, or empty
