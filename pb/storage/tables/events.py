"""Rows of the event chain; triggers refuse any change or removal.

No foreign keys: the log neither follows nor blocks live data.
"""

from sqlmodel import Field

from pb.storage.tables.row import Row


class EventRow(Row, table=True):
    __tablename__ = "event"
    stream: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    type: str
    at: str
    actor: str | None = None
    role: str
    payload: str  # canonical JSON
    prev: str
    hash: str


class StreamHeadRow(Row, table=True):
    """The last entry of each stream; writers of one stream take turns on this row."""

    __tablename__ = "stream_head"
    stream: str = Field(primary_key=True)
    seq: int
    hash: str
