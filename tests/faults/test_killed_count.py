"""A count that is killed on the way, wherever that is: it is begun again, done once, and the same.

Killed are the worker, the process that computes, and the whole server with a worker in it.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import pytest

from pb.domain.events import first_break
from pb.domain.jobs import LEASE
from pb.services import counting, work
from pb.storage import events, jobs, outcomes
from tests.elections import ROUND, close_a_round
from tests.faults.voting_process import deps_at, is_gone
from tests.house.tree import ROOT
from tests.world import NOON, World

POINTS = [
    "after,claim,1",
    "before,commit,1",
    "after,commit,1",
    "before,alive,1",
    ",compute,1",
    "before,end,1",
    "after,end,1",
    "after,outcome,1",
    "before,event,2",
    "after,event,3",
    "before,commit,3",
    "after,commit,3",
]


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed round whose count has been asked for, and what counting gives."""
    folder = tmp_path_factory.mktemp("waiting")
    world = World(folder)
    close_a_round(world)
    counting.ask_for_count(world.deps, world.elin, ROUND, is_sure=True)
    world.close()
    return folder


@pytest.fixture(scope="module")
def right(waiting: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The digests of a count that nothing came between."""
    folder = tmp_path_factory.mktemp("right")
    copytree(waiting, folder, dirs_exist_ok=True)
    deps = deps_at(folder, NOON)
    assert work.run_due_jobs(deps) == 2  # and the comparison that every count asks for
    with deps.db.read() as tx:
        found = [count.outcome_digest for count in outcomes.list_counts(tx, ROUND)]
    deps.db.close()
    return found


def check_counted_once(folder: Path, right: list[str]) -> None:
    deps = deps_at(folder, NOON + LEASE + LEASE)
    work.run_due_jobs(deps)
    with deps.db.read() as tx:
        entries = events.list_events(tx, ROUND)
        assert [count.outcome_digest for count in outcomes.list_counts(tx, ROUND)] == right
        assert not jobs.has_due_job(tx, NOON + 9 * LEASE)
    assert first_break(ROUND, entries) is None
    types = [entry.type for entry in entries]
    assert (types.count("outcome_counted"), types.count("outcome_confirmed")) == (2, 1)
    deps.db.close()


def test_the_worker_is_killed(waiting: Path, right: list[str], tmp_path: Path) -> None:
    places = [tmp_path / str(number) for number in range(len(POINTS))]
    for place, point in zip(places, POINTS, strict=True):
        copytree(waiting, place)
        (place / "point").write_text(point)
    command = [sys.executable, "-m", "tests.faults.counting_process", *map(str, places)]
    subprocess.run(command, cwd=ROOT, timeout=120, check=True)
    for place, point in zip(places, POINTS, strict=True):
        assert (place / "ended").read_text() == str(-signal.SIGKILL), point
        if (place / "child").exists():
            assert is_gone(int((place / "child").read_text())), f"{point}: what it had begun went on"
        check_counted_once(place, right)


def test_the_server_is_killed(waiting: Path, right: list[str], tmp_path: Path) -> None:
    copytree(waiting, tmp_path, dirs_exist_ok=True)
    with serving(tmp_path) as server:
        wait_for(tmp_path, "running")
        server.kill()
    assert state(tmp_path) == "running", "killed too late to tell anything"
    with change(tmp_path) as database:  # what a while would do
        database.execute("UPDATE job SET lease_until = '2026-01-01 00:00:00'")
    with serving(tmp_path):
        wait_for(tmp_path, "done")
    check_counted_once(tmp_path, right)


def test_a_server_that_is_stopped_gives_its_work_back(waiting: Path, tmp_path: Path) -> None:
    copytree(waiting, tmp_path, dirs_exist_ok=True)
    with serving(tmp_path) as server:
        wait_for(tmp_path, "running")
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    assert state(tmp_path) in ("queued", "done")


@contextmanager
def serving(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"PB_DATA_DIR": str(folder), "PB_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "pb", "serve"], cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL
    )
    try:
        yield server
    finally:
        server.kill()
        server.wait(20)


def wait_for(folder: Path, wanted: str) -> None:
    deadline = time.monotonic() + 40
    while state(folder) != wanted:
        assert time.monotonic() < deadline, f"the job never was {wanted}: {state(folder)}"
        time.sleep(0.005)


@contextmanager
def change(folder: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(folder / "pb.db", timeout=20)
    try:
        with database:
            yield database
    finally:
        database.close()


def state(folder: Path) -> str:
    with change(folder) as database:
        return str(database.execute("SELECT state FROM job WHERE kind = 'count'").fetchone()[0])
