"""Short writes submitted from an event loop: committed before they are answered, each failing alone."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from pb.storage import box
from pb.storage.db import Database
from pb.storage.prepared import Bare
from pb.storage.shared_writer import Undone
from tests.rounds import make_round
from tests.world import World

ROUND = "cronfa26"


@pytest.fixture(autouse=True)
def round_(world: World) -> None:
    make_round(world, round_id=ROUND)


def put(handle: str, payload: str = "{}") -> Callable[[Bare], str]:
    def job(tx: Bare) -> str:
        box.put_draft(tx, ROUND, handle, payload)
        return handle

    return job


def put_and_fail(tx: Bare) -> str:
    box.put_draft(tx, ROUND, "lost", "{}")
    raise ZeroDivisionError


def submit_all(db: Database, *jobs: Callable[[Bare], Any]) -> list[Any]:
    async def run() -> list[Any]:
        return await asyncio.gather(*(db.submit(job) for job in jobs), return_exceptions=True)

    return asyncio.run(run())


def drafts(world: World, *handles: str) -> list[str | None]:
    other = Database(world.db.url.render_as_string(hide_password=False))
    with other.read() as tx:
        found = [box.list_all(tx, ROUND, handle)[0] for handle in handles]
    other.close()
    return found


def test_what_is_answered_is_committed(world: World) -> None:
    handles = [f"h{number}" for number in range(40)]
    assert submit_all(world.db, *(put(handle) for handle in handles)) == handles
    assert drafts(world, *handles) == ["{}"] * 40


def test_one_that_fails_fails_alone(world: World) -> None:
    one, failed, other = submit_all(world.db, put("one"), put_and_fail, put("other"))
    assert (one, other) == ("one", "other")
    assert isinstance(failed, ZeroDivisionError)
    assert drafts(world, "one", "lost", "other") == ["{}", None, "{}"]


def test_a_database_that_refuses_tells_everybody(world: World) -> None:
    def broken(tx: Bare) -> None:
        tx.cursor.execute("SELECT nothing FROM nowhere")

    failed, kept = submit_all(world.db, broken, put("kept"))
    assert isinstance(failed, Exception)
    assert kept == "kept"


def test_submitted_and_other_writes_share_the_turn(world: World) -> None:
    async def run() -> list[str]:
        loop = asyncio.get_running_loop()

        def ordinary(number: int) -> str:
            with world.db.write() as tx:
                box.put_draft(tx, ROUND, f"o{number}", "{}")
            return f"o{number}"

        waiting = [loop.run_in_executor(None, ordinary, number) for number in range(20)]
        return await asyncio.gather(*waiting, *(world.db.submit(put(f"s{number}")) for number in range(20)))

    handles = asyncio.run(run())
    assert drafts(world, *handles) == ["{}"] * 40


def look(tx: Bare) -> str | None:
    return box.list_all(tx, ROUND, "seen")[0]


def test_a_look_sees_what_is_committed_and_may_not_write(world: World) -> None:
    async def run() -> list[str | None]:
        before = await world.db.look(look)
        await world.db.submit(put("seen"))
        return [before, *await asyncio.gather(*(world.db.look(look) for _ in range(5)))]

    assert asyncio.run(run()) == [None, *["{}"] * 5]
    if world.db.is_sqlite:
        with pytest.raises(Exception, match="readonly"):
            asyncio.run(world.db.look(put("no")))


def test_a_job_that_hides_a_failure_is_told_as_done_only_where_it_is(world: World) -> None:
    """PostgreSQL undoes the whole transaction then, and answers a commit as if nothing were amiss."""

    def hides(tx: Bare) -> str:
        box.put_draft(tx, ROUND, "kept", "{}")
        with suppress(Exception):
            tx.cursor.execute("SELECT nothing FROM nowhere")
        return "done"

    (told,) = submit_all(world.db, hides)
    assert drafts(world, "kept") == (["{}"] if told == "done" else [None])
    assert isinstance(told, str if world.db.is_sqlite else Undone)
    assert submit_all(world.db, put("next")) == ["next"]


def test_a_look_that_fails_fails_alone(world: World) -> None:
    def broken(tx: Bare) -> None:
        tx.cursor.execute("SELECT nothing FROM nowhere")
        tx.cursor.fetchall()

    async def run() -> list[Any]:
        looks: list[Callable[[Bare], Any]] = [look, broken, look]
        return await asyncio.gather(*(world.db.look(each) for each in looks), return_exceptions=True)

    submit_all(world.db, put("seen"))
    first, failed, other = asyncio.run(run())
    assert (first, other) == ("{}", "{}")
    assert isinstance(failed, DBAPIError)


def test_threads_that_have_ended_hold_no_connections(world: World) -> None:
    """More threads than there is room for, one after the other: each gives back what it held."""
    submit_all(world.db, put("seen"))
    seen: list[str | None] = []

    for _ in range(40):
        thread = threading.Thread(target=lambda: seen.append(asyncio.run(world.db.look(look))))
        thread.start()
        thread.join()
    assert seen == ["{}"] * 40
