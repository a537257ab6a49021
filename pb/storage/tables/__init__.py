"""The tables of the database, one module a noun; importing this package makes the metadata whole."""

from pb.storage.tables import (
    box,
    comparisons,
    electors,
    events,
    jobs,
    messages,
    outcomes,
    people,
    postcodes,
    proposals,
    roll,
    rounds,
)
from pb.storage.tables.row import Row

__all__ = [
    "METADATA",
    "box",
    "comparisons",
    "electors",
    "events",
    "jobs",
    "messages",
    "outcomes",
    "people",
    "postcodes",
    "proposals",
    "roll",
    "rounds",
]

METADATA = Row.metadata
