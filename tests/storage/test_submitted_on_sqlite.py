"""Short writes submitted to SQLite while something is in their way: another process, or an ended loop."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from pb.storage import box
from pb.storage import db as db_module
from pb.storage.db import Database
from pb.storage.prepared import Bare
from pb.storage.shared_writer import Group, Told, Undone, Work
from pb.storage.submitted import SPACING
from tests.rounds import make_round
from tests.world import World

ROUND = "cronfa26"


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world on SQLite that waits only a second for another process."""
    monkeypatch.setattr(db_module, "BUSY_SECONDS", 1)
    made = World(tmp_path)
    make_round(made, round_id=ROUND)
    yield made
    made.close()


@pytest.fixture
def other(impatient: World) -> Iterator[Database]:
    """The same database as another process has it."""
    made = Database(str(impatient.db.url))
    yield made
    made.close()


def put(handle: str) -> Callable[[Bare], str]:
    def job(tx: Bare) -> str:
        box.put_draft(tx, ROUND, handle, "{}")
        return handle

    return job


def is_kept(db: Database, handle: str) -> bool:
    with db.read() as tx:
        return box.list_all(tx, ROUND, handle)[0] is not None


async def submit(world: World, *handles: str) -> list[str | BaseException]:
    waiting = [world.db.submit(put(handle)) for handle in handles]
    return await asyncio.gather(*waiting, return_exceptions=True)


def test_a_database_held_for_too_long_is_told_to_each_and_then_works_again(
    impatient: World, other: Database
) -> None:
    with other.write() as tx:
        box.put_draft(tx, ROUND, "theirs", "{}")
        for told in asyncio.run(submit(impatient, "one", "two")):
            assert isinstance(told, OperationalError)
    assert asyncio.run(submit(impatient, "three")) == ["three"]
    assert [is_kept(other, name) for name in ("theirs", "one", "two", "three")] == [True, False, False, True]


def test_the_loop_goes_on_while_another_process_writes(impatient: World, other: Database) -> None:
    async def run() -> tuple[int, str]:
        with other.write() as tx:
            box.put_draft(tx, ROUND, "theirs", "{}")
            waiting, turns = impatient.db.submit(put("mine")), 0
            while turns < 50 and not waiting.done():
                await asyncio.sleep(0.001)
                turns += 1
        return turns, await waiting

    asyncio.run(submit(impatient, "first"))  # the connection is there
    assert asyncio.run(run()) == (50, "mine")
    assert is_kept(other, "mine")


def test_what_was_submitted_is_written_although_its_loop_has_ended(impatient: World, other: Database) -> None:
    async def leave() -> None:
        impatient.db.submit(put("left"))

    asyncio.run(leave())
    impatient.db.close()
    assert is_kept(other, "left")


def test_what_comes_while_a_commit_runs_is_committed_together_after_it(
    impatient: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(submit(impatient, "first"))
    writer = impatient.db._writer
    assert writer is not None
    commit, commits, may_commit = writer.commit, [], threading.Event()

    def slowly(group: Group) -> None:
        may_commit.wait(20)
        commits.append(group)
        commit(group)

    async def run() -> None:
        early = impatient.db.submit(put("early"))
        while not writer._group:
            await asyncio.sleep(0)
        late = [impatient.db.submit(put(f"late{number}")) for number in range(20)]
        await asyncio.sleep(0.01)
        assert not any(each.done() for each in (early, *late))
        may_commit.set()
        await asyncio.gather(early, *late)

    monkeypatch.setattr(writer, "commit", slowly)
    asyncio.run(run())
    assert len(commits) == 2


def test_in_a_rush_a_commit_carries_what_came_since_the_last(
    impatient: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = impatient.db._writer
    assert writer is not None
    write, begun = writer.write_at_once, []

    def noted(work: Work, told: Told) -> Group | None:
        begun.append(time.monotonic())
        return write(work, told)

    async def vote(number: int) -> None:
        for turn in range(10):
            await impatient.db.submit(put(f"h{number}-{turn}"))

    async def run() -> None:
        await asyncio.gather(*(vote(number) for number in range(8)))

    asyncio.run(submit(impatient, "first"))
    monkeypatch.setattr(writer, "write_at_once", noted)
    asyncio.run(run())
    assert all(later - earlier > SPACING / 2 for earlier, later in pairwise(begun))
    assert 10 <= len(begun) <= 40  # of 80 writes


def test_a_loop_that_has_ended_keeps_no_other_waiting(impatient: World) -> None:
    async def leave() -> None:
        impatient.db.submit(put("left"))

    asyncio.run(leave())
    assert asyncio.run(submit(impatient, "mine")) == ["mine"]


def test_when_the_database_undoes_the_transaction_each_in_it_is_told(
    impatient: World, other: Database
) -> None:
    """A full disk makes SQLite undo everything at once."""

    def full(tx: Bare) -> str:
        tx.cursor.execute("ROLLBACK")
        raise OSError("disk full")

    async def run() -> list[object]:
        waiting = [
            impatient.db.submit(put("before")),
            impatient.db.submit(full),
            impatient.db.submit(put("after")),
        ]
        return [*await asyncio.gather(*waiting, return_exceptions=True)]

    before, failed, after = asyncio.run(run())
    assert isinstance(before, Undone)
    assert isinstance(failed, Undone)
    assert after == "after"
    assert [is_kept(other, name) for name in ("before", "after")] == [False, True]
