"""Jobs side by side on a real PostgreSQL: one commit for many, and each comes to what it would alone."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
import uvloop
from sqlalchemy.exc import DBAPIError, OperationalError

from pb.storage import box, editions, lockstep, pipeline, roll
from pb.storage.db import SUBMITTERS, Database
from pb.storage.lanes import MOST
from pb.storage.prepared import Bare
from pb.storage.submitted import SPACING
from tests.storage.breaking_line import LAST_WORDS, RESET, SILENCE, BreakingLine
from tests.storage.test_submitted import submit_all
from tests.votes import ROUND, issue, open_vote, voter_of
from tests.world import World

pytestmark = pytest.mark.postgres
_NUMBER = "SELECT CAST(txid_current() AS VARCHAR), pg_backend_pid()"


@pytest.fixture
def world(tmp_path: Path, postgres_url: str) -> Iterator[World]:
    made = World(tmp_path, database_url=postgres_url)
    open_vote(made)
    yield made
    made.close()


def number_of(tx: Bare) -> tuple[str, int]:
    """The number of the transaction that a job is in, and of the connection."""
    tx.cursor.execute(_NUMBER)
    found: tuple[str, int] = tx.cursor.fetchone()
    return found


def put(handle: str, payload: str = "{}") -> Callable[[Bare], str]:
    def job(tx: Bare) -> str:
        box.put_draft(tx, ROUND, handle, payload)
        return handle

    return job


def fail(tx: Bare) -> None:
    box.put_draft(tx, ROUND, "lost", "{}")
    raise ZeroDivisionError


def drafts(world: World, *handles: str) -> list[str | None]:
    with world.db.read() as tx:
        return [box.list_all(tx, ROUND, handle)[0] for handle in handles]


def beside(world: World, *, doing: Callable[[psycopg.Connection], object]) -> psycopg.Connection:
    """Another connection, that has done something and not committed it."""
    made = psycopg.connect(world.db.url.render_as_string(hide_password=False).replace("+psycopg", ""))
    doing(made)
    return made


def test_those_who_come_together_are_committed_together(world: World) -> None:
    numbers = submit_all(world.db, *[number_of] * 10)
    assert len(set(numbers)) == 1
    assert len(set(submit_all(world.db, *[number_of] * (MOST + 1)))) == 2  # but not any number


def test_in_a_rush_transactions_begin_apart_so_that_each_carries_more(world: World) -> None:
    begun: dict[str, float] = {}

    def note(tx: Bare) -> None:
        at = time.monotonic()
        number = number_of(tx)[0]
        begun[number] = min(at, begun.get(number, at))

    async def vote() -> None:
        for _ in range(10):
            await world.db.submit(note)

    async def run() -> None:
        await asyncio.gather(*(vote() for _ in range(8)))

    asyncio.run(run())
    assert all(later - earlier > SPACING / 2 for earlier, later in pairwise(sorted(begun.values())))
    assert 10 <= len(begun) <= 40  # of 80 writes


def test_a_row_that_one_has_locked_the_other_waits_for(world: World) -> None:
    """Both lock the same code in one message: the second sees what the first has committed."""
    voter = voter_of(world, issue(world)[0])

    def use(tx: Bare) -> tuple[bool, str]:
        code = roll.load_code(tx, ROUND, voter.selector, for_update=True)
        assert code is not None
        number = number_of(tx)[0]
        roll.put_voted(tx, ROUND, voter.selector)
        return code.has_voted, number

    told = submit_all(world.db, use, use, use)
    assert [has_voted for has_voted, _ in told] == [False, True, True]
    assert len({number for _, number in told}) == 3


def test_who_fails_a_constraint_fails_alone(world: World) -> None:
    def twice(tx: Bare) -> None:
        for _ in range(2):
            tx.cursor.execute("INSERT INTO kind_of_meal (id) VALUES (1)")

    with world.db.connection() as connection:
        connection.exec_driver_sql("CREATE TABLE kind_of_meal (id integer PRIMARY KEY)")
    one, failed, lost, other = submit_all(world.db, put("one"), twice, fail, put("other"))
    assert (one, other) == ("one", "other")
    assert isinstance(failed, DBAPIError)
    assert isinstance(lost, ZeroDivisionError)
    assert drafts(world, "one", "lost", "other") == ["{}", None, "{}"]


def test_what_one_has_written_it_may_read_without_others_seeing_half_of_it(world: World) -> None:
    def write_and_read(tx: Bare) -> tuple[str | None, str]:
        box.put_draft(tx, ROUND, "mine", "{}")
        return box.list_all(tx, ROUND, "mine")[0], number_of(tx)[0]

    (seen, number), other = submit_all(world.db, write_and_read, number_of)
    assert seen == "{}"
    assert number != other[0]
    assert drafts(world, "mine") == ["{}"]


def test_who_waits_for_somebody_elses_lock_keeps_nobody_waiting(world: World) -> None:
    held, free = (voter_of(world, code) for code in issue(world, 2))

    def use(selector: str) -> Callable[[Bare], str]:
        def job(tx: Bare) -> str:
            roll.load_code(tx, ROUND, selector, for_update=True)
            roll.put_voted(tx, ROUND, selector)
            return selector

        return job

    def lock(connection: psycopg.Connection) -> None:
        connection.execute("SELECT 1 FROM credential WHERE selector = %s FOR UPDATE", (held.selector,))

    async def run(other: psycopg.Connection) -> tuple[str, bool, str]:
        slow = world.db.submit(use(held.selector))
        done = await asyncio.wait_for(world.db.submit(use(free.selector)), 20)
        was_done = slow.done()
        other.rollback()
        return done, was_done, await slow

    with beside(world, doing=lock) as other:
        assert asyncio.run(run(other)) == (free.selector, False, held.selector)


def test_a_connection_that_is_lost_is_opened_again(world: World) -> None:
    async def run() -> list[int]:
        numbers = []
        for way in (world.db.look, world.db.submit):
            ask: Callable[[Any], Awaitable[Any]] = way
            for _ in range(2):
                _, connection = await ask(number_of)
                numbers.append(connection)
                cut(world, connection)
                numbers.append((await ask(number_of))[1])
        return numbers

    numbers = asyncio.run(run())
    assert len(numbers) == 8
    assert all(before != after for before, after in zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize("how", [RESET, LAST_WORDS, SILENCE])
def test_a_line_that_breaks_under_way_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Those who were waiting for an answer are served on another one, on the loop that serves in earnest."""
    monkeypatch.setattr(pipeline, "PATIENCE_SECONDS", 1)
    line = BreakingLine(lambda: database_socket(world))
    direct = world.db.url.set(host="127.0.0.1", port=line.port, query={})
    db = Database(direct.render_as_string(hide_password=False))

    async def run() -> list[list[tuple[str, int]]]:
        told = []
        for ask in (db.look, db.submit):
            way: Callable[[Any], Awaitable[Any]] = ask
            await way(number_of)
            line.how = how
            told.append(await asyncio.wait_for(asyncio.gather(*(way(number_of) for _ in range(3))), 30))
        return told

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        told = runner.run(run())
    assert [len(each) for each in told] == [3, 3]
    db.close()
    line.close()


def database_socket(world: World) -> socket.socket:
    """A new connection to where the database listens."""
    folder = str(world.db.url.query["host"])
    made = socket.socket(socket.AF_UNIX)
    made.connect(f"{folder}/.s.PGSQL.{world.db.url.port or 5432}")
    return made


def cut(world: World, number: int) -> None:
    with world.db.connection() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({number}, 5000)")


def test_a_database_that_cannot_be_reached_says_so_to_everybody() -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2")

    async def run() -> list[Any]:
        coming: list[Awaitable[Any]] = [nowhere.look(number_of), nowhere.submit(number_of)]
        return await asyncio.wait_for(asyncio.gather(*coming, return_exceptions=True), 60)

    told = asyncio.run(run())
    nowhere.close()
    assert [type(each) for each in told] == [OperationalError] * 2


def test_where_no_connection_can_be_made_ready_each_goes_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockstep, "_SETTINGS", ("SET no_such_setting = 1",))
    for at in range(12):
        numbers = submit_all(world.db, number_of, number_of)
        assert len({number for number, _ in numbers}) == 2, at
    with world.db.connection() as connection:
        mine = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        assert (
            connection.exec_driver_sql(mine).scalar_one() <= SUBMITTERS + 2
        )  # those of threads and the pool


def test_a_table_that_changes_meanwhile_is_asked_anew(world: World) -> None:
    """What is prepared does not survive it: one is answered alone, the next ones side by side again."""

    def look(tx: Bare) -> tuple[bool, int]:
        return bool(editions.edition_of(tx, ROUND)), number_of(tx)[1]

    async def run() -> list[tuple[bool, int]]:
        seen = []
        for change in ("SELECT 1", "ALTER TABLE round ALTER edition TYPE text", "SELECT 1"):
            with world.db.connection() as connection:
                connection.exec_driver_sql(change)
            seen += await asyncio.gather(*(world.db.look(look) for _ in range(2)))
        return seen

    seen = asyncio.run(run())
    assert all(is_found for is_found, _ in seen)
    numbers = [connection for _, connection in seen]
    assert numbers[0] == numbers[1] != numbers[4] == numbers[5]


def test_a_message_may_be_larger_than_what_goes_at_once(world: World) -> None:
    large = "x" * 300_000
    handles = [f"h{number}" for number in range(40)]
    assert submit_all(world.db, *(put(handle, large) for handle in handles)) == handles

    def look(tx: Bare) -> list[str | None]:
        return [box.list_all(tx, ROUND, handle)[0] for handle in handles]

    assert asyncio.run(world.db.look(look)) == [large] * 40


def test_what_postgresql_cannot_hold_fails_before_it_is_sent(world: World) -> None:
    failed, number, other = submit_all(world.db, put("no\0"), number_of, number_of)
    assert isinstance(failed, DBAPIError)
    assert number == other


def test_a_question_sent_together_with_others_gets_its_own_answer(world: World) -> None:
    submit_all(world.db, *(put(f"h{at}", f"{at}") for at in range(30)))

    def ask(at: int) -> Callable[[Bare], tuple[str | None, bool]]:
        def job(tx: Bare) -> tuple[str | None, bool]:
            if at % 3:
                return box.list_all(tx, ROUND, f"h{at}")[0], True
            edition = editions.edition_of(tx, ROUND, lock="share" if at % 2 else "")
            return box.list_all(tx, ROUND, f"h{at}")[0], bool(edition)

        return job

    wanted = [(str(at), True) for at in range(30)]
    assert submit_all(world.db, *(ask(at) for at in range(30))) == wanted
