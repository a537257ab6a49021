"""Writing: all or nothing, savepoints within, shared commits on SQLite, nobody answered before the disk."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from pb.domain.ids import OrganisationId, WardId
from pb.domain.proposal_form import TypedProposal
from pb.domain.rounds import Ward
from pb.domain.text import Bilingual
from pb.services import proposals as proposal_service
from pb.storage import db as db_module
from pb.storage import people, shared_writer
from pb.storage.db import Database
from tests.rounds import make_round
from tests.world import ORGANISATION, World

THREADS, EACH = 16, 50
NOWHERE = OrganisationId("nobody")


class Stop(Exception):
    """Whatever may go wrong in the middle of a write."""


def put(tx: Session, name: str) -> None:
    people.put_ward(tx, ORGANISATION, Ward(id=WardId(name), name=Bilingual(cy=name, en=name)))


def names(world: World) -> set[str]:
    with world.db.read() as tx:
        return {str(ward.id) for ward in people.list_wards(tx, ORGANISATION)} - {"pentre", "harbwr"}


def test_a_failed_write_leaves_nothing(world: World) -> None:
    with suppress(Stop), world.db.write() as tx:
        put(tx, "a")
        raise Stop
    with pytest.raises(IntegrityError), world.db.write() as tx:  # noqa: PT012 - the first part is undone too
        put(tx, "b")
        people.put_ward(tx, NOWHERE, Ward(id=WardId("c"), name=Bilingual(cy="", en="")))
    assert names(world) == set()


def test_a_write_within_a_write_is_a_part_of_it(world: World) -> None:
    with world.db.write() as tx:
        put(tx, "a")
        with suppress(Stop), world.db.write() as inner:
            assert inner is tx
            put(inner, "b")
            with world.db.write() as innermost:
                put(innermost, "c")
            raise Stop
        with world.db.write() as inner:
            put(inner, "d")
        with world.db.read() as reader:  # what this thread has written so far
            assert reader is tx
    assert names(world) == {"a", "d"}


def test_what_was_done_within_goes_when_the_whole_fails(world: World) -> None:
    with suppress(Stop), world.db.write():
        with world.db.write() as inner:
            put(inner, "a")
        raise Stop
    assert names(world) == set()


def test_others_do_not_see_a_write_before_it_is_whole(world: World) -> None:
    with ThreadPoolExecutor(1) as other, world.db.write() as tx:
        put(tx, "a")
        assert other.submit(names, world).result(timeout=20) == set()
    assert names(world) == {"a"}


def test_many_threads_share_commits_and_lose_nothing(tmp_path: Path) -> None:
    """16 threads of 50 writes; some raise before, some within, some break a constraint."""
    world = World(tmp_path)
    gate, unseen = threading.Barrier(THREADS), []

    def write(part: int) -> set[str]:
        gate.wait()
        written = set()
        for number in range(EACH):
            name = f"w{part:02}x{number:02}"
            with suppress(Stop, IntegrityError):
                one(name, number)
                written.add(name)
                if name not in names(world):  # it has returned, so everybody can see it
                    unseen.append(name)
        return written

    def one(name: str, number: int) -> None:
        with world.db.write() as tx:
            if number % 7 == 1:
                raise Stop
            put(tx, name)
            if number % 7 == 3:
                raise Stop
            with suppress(Stop), world.db.write() as inner:
                put(inner, f"{name}y")
                raise Stop
            if number % 11 == 5:
                tx.connection().exec_driver_sql("UPDATE pot SET amount_pence = 0")
                people.put_ward(tx, NOWHERE, Ward(id=WardId(f"{name}z"), name=Bilingual(cy="", en="")))

    with ThreadPoolExecutor(THREADS) as pool:
        written = set[str]().union(*pool.map(write, range(THREADS)))
    fail = [n for n in range(EACH) if n % 7 in (1, 3) or n % 11 == 5]
    assert len(written) == THREADS * (EACH - len(fail))
    assert unseen == []
    assert names(world) == written
    world.close()


def test_writes_are_committed_together_while_a_commit_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, commits = World(tmp_path), []
    writer = world.db._writer
    assert writer is not None
    end = writer._end

    def slowly(how: str) -> None:
        commits.append(how)
        time.sleep(0.05)  # a slow disk
        end(how)

    monkeypatch.setattr(writer, "_end", slowly)
    gate = threading.Barrier(THREADS)

    def write(number: int) -> None:
        gate.wait()
        with world.db.write() as tx:
            put(tx, f"w{number}")

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))
    assert len(names(world)) == THREADS
    assert len(commits) <= THREADS // 2
    world.close()


def test_a_commit_that_fails_is_told_to_everyone_in_it_and_the_next_write_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    writer = world.db._writer
    assert writer is not None
    end = writer._end

    def failing(how: str) -> None:
        end("ROLLBACK")
        raise OSError("the disk is gone")

    monkeypatch.setattr(writer, "_end", failing)
    gate = threading.Barrier(THREADS)

    def write(number: int) -> str:
        gate.wait()
        try:
            with world.db.write() as tx:
                put(tx, f"w{number}")
        except OSError as error:
            return str(error)
        return "written"

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(write, range(THREADS))) == {"the disk is gone"}
    assert names(world) == set()
    monkeypatch.setattr(writer, "_end", end)
    assert write_one(world, "after") == {"after"}
    world.close()


def test_when_the_database_itself_undoes_a_shared_transaction_each_is_told_the_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk makes SQLite undo everything at once: also what others had written but not committed."""
    world = World(tmp_path)
    writer = world.db._writer
    assert writer is not None
    commit, may_commit = writer.commit, threading.Event()

    def later(group: shared_writer.Group) -> None:
        may_commit.wait(20)
        commit(group)

    monkeypatch.setattr(writer, "commit", later)

    def write(name: str, *, is_full: bool = False) -> bool:
        try:
            with world.db.write() as tx:
                put(tx, name)
                if is_full:
                    tx.connection().exec_driver_sql("ROLLBACK")
                    raise OSError("disk full")
        except (OSError, OperationalError):
            return False
        return True

    told = {}
    with ThreadPoolExecutor(3) as pool:
        for name in ("before", "full", "after"):
            told[name] = pool.submit(write, name, is_full=name == "full")
            time.sleep(0.2)  # each has had its turn before the next
        may_commit.set()
    assert {name for name, answer in told.items() if answer.result()} == names(world) == {"after"}
    world.close()


def write_one(world: World, name: str) -> set[str]:
    with world.db.write() as tx:
        put(tx, name)
    return names(world)


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world on SQLite that waits only a second for another process."""
    monkeypatch.setattr(db_module, "BUSY_SECONDS", 1)
    made = World(tmp_path)
    yield made
    made.close()


def test_a_database_held_by_another_process_is_refused_and_then_works_again(impatient: World) -> None:
    other = Database(str(impatient.db.url))
    with other.write() as tx:
        put(tx, "other")
        for _ in range(2):
            with pytest.raises(OperationalError, match="locked"):
                write_one(impatient, "mine")
        assert names(impatient) == set()
    assert write_one(impatient, "mine") == {"other", "mine"}
    other.close()


def test_proposals_at_once_get_different_numbers(world: World) -> None:
    round_ = make_round(world)
    gate = threading.Barrier(THREADS)

    def propose(_: int) -> int:
        gate.wait()
        typed = TypedProposal(language="cy", title="Gardd")
        return proposal_service.save(world.deps, world.bryn, round_.id, None, typed, submit=False).number

    with ThreadPoolExecutor(THREADS) as pool:
        assert sorted(pool.map(propose, range(THREADS))) == list(range(1, THREADS + 1))
