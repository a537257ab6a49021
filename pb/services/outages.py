"""Telling a database that is full, locked or gone from a mistake in the program.

It mends nothing: whoever asks can try again in a while, and what was not told as done was not done.
"""

import errno

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from pb.domain.refusals import Kind, Refusal
from pb.storage.shared_writer import Undone

RETRY_SECONDS = 60
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


def outage_in(error: Exception) -> Refusal | None:
    """What people are told of an error that is none of the program's own; None for every other."""
    of_the_database = isinstance(error, (OperationalError, InterfaceError, NoConnection, Undone))
    if of_the_database or (isinstance(error, OSError) and error.errno in _DISK):
        return Refusal("records-unreachable", Kind.UNAVAILABLE, retry_after_seconds=RETRY_SECONDS)
    return None
