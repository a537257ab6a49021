"""The event chain as it lies in the tables: whole however many append at once, and every tampering found."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier

import pytest
from sqlmodel import Session

from pb.domain.events import Event, first_break, first_link
from pb.storage.db import Database
from pb.storage.events import append_event, has_event, list_events, list_streams, load_head
from pb.storage.migrate import migrate
from tests.world import NOON

STREAM = "rownd"
THREADS, EACH = 8, 12


class Undo(Exception):
    """Ends a tampering, so that the next begins from a whole chain."""


def an_event(number: int, stream: str = STREAM) -> Event:
    payload = {"count": number, "name": {"cy": "Tŷ", "en": "House"}}
    return Event(stream=stream, type=f"thing_{number}", actor="abc", role="organiser", payload=payload)


def append(database: Database, number: int, stream: str = STREAM) -> None:
    with database.write() as tx:
        append_event(tx, an_event(number, stream), at=NOON)


@pytest.fixture
def chained(database: Database) -> Database:
    """Six entries in one stream and two in another."""
    migrate(database)
    for number in range(1, 7):
        append(database, number)
    for number in (1, 2):
        append(database, number, "safle")
    return database


def test_entries_come_back_in_order_as_they_were_sealed(chained: Database) -> None:
    with chained.read() as tx:
        entries = list_events(tx, STREAM)
        assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
        assert entries[2].payload == an_event(3).payload
        assert entries[2].at == "2026-03-02T12:00:00Z"
        assert entries[0].prev == first_link(STREAM)
        assert list_events(tx, STREAM, after=2, limit=2) == entries[2:4]
        assert load_head(tx, STREAM) == (6, entries[-1].hash)
        assert load_head(tx, "arall") == (0, first_link("arall"))
        assert list_streams(tx) == [STREAM, "safle"]
        assert has_event(tx, STREAM, "thing_3")
        assert not has_event(tx, "safle", "thing_3")
        assert first_break(STREAM, entries) is None
        assert first_break("safle", list_events(tx, "safle")) is None


def test_an_entry_undone_leaves_the_chain_as_it_was(chained: Database) -> None:
    with suppress(Undo), chained.write() as tx:
        append_event(tx, an_event(7), at=NOON)
        raise Undo
    append(chained, 8)
    with chained.read() as tx:
        entries = list_events(tx, STREAM)
    assert [entry.type for entry in entries][5:] == ["thing_6", "thing_8"]
    assert first_break(STREAM, entries) is None


TAMPERINGS = {
    "a word changed": ("UPDATE event SET payload = replace(payload, 'House', 'Horse') WHERE seq = 3", 3),
    "a figure changed": ("""UPDATE event SET payload = replace(payload, '"count":3', '"count":4')""", 3),
    "another time": ("UPDATE event SET at = '2026-03-02T12:00:01Z' WHERE seq = 2", 2),
    "another person": ("UPDATE event SET actor = 'abd' WHERE seq = 1", 1),
    "nobody": ("UPDATE event SET actor = NULL WHERE seq = 1", 1),
    "another role": ("UPDATE event SET role = 'auditor' WHERE seq = 6", 6),
    "another type": ("UPDATE event SET type = 'thing' WHERE seq = 5", 5),
    "another hash": ("UPDATE event SET hash = prev WHERE seq = 4", 4),
    "another link": ("UPDATE event SET prev = hash WHERE seq = 4", 4),
    "the first removed": ("DELETE FROM event WHERE seq = 1", 1),
    "one removed": ("DELETE FROM event WHERE seq = 4", 4),
    "one removed and the rest moved up": (
        "DELETE FROM event WHERE seq = 4; UPDATE event SET seq = 4 WHERE seq = 5;"
        "UPDATE event SET seq = 5 WHERE seq = 6",
        4,
    ),
    "two exchanged": (
        "UPDATE event SET seq = 99 WHERE seq = 2; UPDATE event SET seq = 2 WHERE seq = 3;"
        "UPDATE event SET seq = 3 WHERE seq = 99",
        2,
    ),
    "one put in from another stream": (
        "DELETE FROM event WHERE stream = 'rownd' AND seq = 1;"
        "UPDATE event SET stream = 'rownd' WHERE stream = 'safle' AND seq = 1",
        1,
    ),
}


@contextmanager
def unguarded(database: Database) -> Iterator[Session]:
    """A write with the triggers gone, as by somebody who rules the database; undone afterwards."""
    with suppress(Undo), database.write() as tx:
        run = tx.connection().exec_driver_sql
        if database.is_sqlite:
            triggers = run(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
            ).all()
            assert len(triggers) == 3
            for trigger in triggers:
                run(f"DROP TRIGGER {trigger[0]}")
        else:
            run("DROP TRIGGER event_no_change ON event")
        yield tx
        raise Undo


def test_every_tampering_is_found_where_it_was_done(chained: Database) -> None:
    for what, (statements, place) in TAMPERINGS.items():
        with unguarded(chained) as tx:
            for statement in statements.split(";"):
                tx.connection().exec_driver_sql(statement)
            assert first_break(STREAM, list_events(tx, STREAM)) == place, what
    with chained.read() as tx:
        assert first_break(STREAM, list_events(tx, STREAM)) is None


def test_a_chain_cut_short_is_shorter_than_its_head_says(chained: Database) -> None:
    with unguarded(chained) as tx:
        tx.connection().exec_driver_sql("DELETE FROM event WHERE stream = 'rownd' AND seq > 4")
        entries = list_events(tx, STREAM)
        assert first_break(STREAM, entries) is None  # what is left is whole,
        assert load_head(tx, STREAM) != (4, entries[-1].hash)  # but not all


def test_many_who_append_at_once_make_one_whole_chain(chained: Database) -> None:
    """Into a stream that none has written in before, where there is no last entry to wait for."""
    gate = Barrier(THREADS)

    def write(part: int) -> None:
        gate.wait()
        for number in range(EACH):
            append(chained, part * EACH + number, "newydd")

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))
    with chained.read() as tx:
        entries = list_events(tx, "newydd")
        assert load_head(tx, "newydd") == (THREADS * EACH, entries[-1].hash)
    assert first_break("newydd", entries) is None
    assert {entry.payload["count"] for entry in entries} == set(range(THREADS * EACH))


def test_a_head_seen_before_the_lock_is_not_what_is_sealed(chained: Database) -> None:
    """A writer that looked at the chain and then appends after somebody else still seals the last entry."""
    if chained.is_sqlite:
        return  # writers take turns there: nobody can come between
    with chained.write() as tx:
        load_head(tx, STREAM)
        with ThreadPoolExecutor(1) as other:
            other.submit(append, chained, 7).result()
        append_event(tx, an_event(8), at=NOON)
    with chained.read() as tx:
        entries = list_events(tx, STREAM)
    assert [entry.type for entry in entries][6:] == ["thing_7", "thing_8"]
    assert first_break(STREAM, entries) is None
