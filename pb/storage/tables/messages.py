"""Rows about letters and texts that were sent: how many, never to whom."""

from datetime import datetime

from sqlmodel import Field

from pb.storage.tables.row import Row, UtcDateTime


class MessageCountRow(Row, table=True):
    """What was sent to one mailbox or telephone, from one network or for one person, by keyed digests."""

    __tablename__ = "message_count"
    __table_args__ = ({"sqlite_with_rowid": False},)
    round_id: str = Field(primary_key=True)  # empty for letters about accounts
    digest: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
    count: int
    locks: int
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    forgotten_at: datetime = Field(sa_type=UtcDateTime, index=True)
