"""Voting killed on the way, at every step of casting and of closing, and voting on a full disk.

What must survive: every vote that got a receipt counts, no other vote is half there, the chain is whole, and
the next to look finishes the close.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy.exc import OperationalError

from pb.domain.events import first_break
from pb.domain.seals import root_of
from pb.services import ballots, clockwork, voters, voting
from pb.services.deps import Deps
from pb.services.receipts import look_up_receipt
from pb.storage import box, box_batches, events, roll
from tests.faults.voting_process import LATER, deps_at, vote
from tests.house.tree import ROOT
from tests.votes import (
    CLOSES_AT,
    GARDEN,
    GREEN,
    PATHS,
    ROUND,
    TREES,
    cast,
    issue,
    open_vote,
    vote_many,
    voter_of,
)
from tests.world import NOON, World

KILLED = -signal.SIGKILL
CODES = 12
CASTING = [
    f"one by one,{point}"
    for point in (
        "after,draft,3", "before,ballot,3", "after,ballot,3", "after,draft removed,3", "after,voted,3",
        "before,end,20", "after,end,20", "after,ballot,15",
    )
]  # fmt: skip
# By the express way: entering, choosing and casting end a write each.
FAST = [
    f"fast,{point}"
    for point in (
        "after,draft,3", "before,ballot,3", "after,ballot,3", "after,draft removed,3", "after,voted,3",
        "before,end,20", "after,end,20", "before,end,21", "after,end,21", "after,ballot,15",
    )
]  # fmt: skip
FAST_TOGETHER = [f"fast together,{point}" for point in ("after,ballot,5", "after,voted,9", "after,ballot,20")]
RUSHES = [f"all,in,{seconds}" for seconds in (0.1, 0.4)]
# The first end of a write closes the vote, the second takes the key away, the third records that.
CLOSING = [
    f"close,{point}"
    for point in (
        "before,batch,1", "after,batch,1", "before,seal,1",
        "after,seal,1", "after,verifiers,1", "after,turnout,1", "after,round,1",
        "after,event,1", "before,end,1", "after,end,1", "before,unlink,1", "after,unlink,1",
        "before,end,2", "before,past,1",
        "after,past,1", "after,event,2", "after,event,3", "before,end,3", "after,end,3",
    )
]  # fmt: skip
SEALING = [f"seal,{point}" for point in ("before,batch,1", "after,batch,1", "after,event,1", "before,end,1")]


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an open vote and codes."""
    folder = tmp_path_factory.mktemp("beginning")
    world = World(folder)
    open_vote(world)
    (folder / "codes").write_text("\n".join(issue(world, CODES)))
    world.close()
    return folder


@pytest.fixture(scope="module")
def voted(beginning: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after six votes, one changed, and a seventh that is only ticked."""
    folder = copied(beginning, tmp_path_factory.mktemp("voted"))
    deps, codes = deps_at(folder, NOON), (folder / "codes").read_text().split()
    for code, project in [*((code, GARDEN) for code in codes[:6]), (codes[0], TREES)]:
        vote(deps, folder, code, project)
    ballots.check_choices(deps, voter_at(deps, codes[6]), {GREEN: {GARDEN: 1}})
    deps.db.close()
    return folder


def voter_at(deps: Deps, code: str) -> voters.Voter:
    voter = voters.load_voter(deps, ROUND, voters.enter_code(deps, ROUND, code))
    assert voter is not None
    return voter


def copied(folder: Path, target: Path) -> Path:
    copytree(folder, target, dirs_exist_ok=True)
    return target


def run(folder: Path, jobs: Sequence[str], target: Path) -> Iterator[tuple[str, Path]]:
    """Each job in a process and in a folder of its own, which begins as `folder`."""
    places = [copied(folder, target / str(number)) for number in range(len(jobs))]
    for job, place in zip(jobs, places, strict=True):
        (place / "job").write_text(job)
    run_in(places)
    yield from zip(jobs, places, strict=True)


def run_in(places: Sequence[Path]) -> None:
    """In each folder the job that it names, in a process of its own."""
    command = [sys.executable, "-m", "tests.faults.voting_process", *map(str, places)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=90)


def ended(place: Path) -> int:
    return int((place / "ended").read_text())


def receipts_in(place: Path) -> list[str]:
    path = place / "receipts"
    return path.read_text().split() if path.exists() else []


def check_votes(deps: Deps, place: Path, job: str, *, in_flight: int) -> None:
    """While the vote is still open: nothing half, and nothing with a receipt lost."""
    given = receipts_in(place)
    with deps.db.read() as tx:
        current, replaced = box.count_ballots(tx, ROUND)
        assert roll.count_by_proof(tx, ROUND)["code"].used_count == current, job
        assert all(box.find_receipt(tx, ROUND, receipt) for receipt in given), job
    assert len(given) <= current + replaced <= len(given) + in_flight, job


def check_closed(place: Path, job: str) -> None:
    """After the next has looked, at the closing minute or later: the close is whole, once."""
    deps = deps_at(place, CLOSES_AT)
    for _ in range(2):
        clockwork.settle(deps, ROUND)
    given = receipts_in(place)
    with deps.db.read() as tx:
        entries = events.list_events(tx, ROUND)
        turnout, sealed = voting.turnout(tx, ROUND), box.count_ballots(tx, ROUND)
        handles = (
            tx.connection().exec_driver_sql("SELECT count(*) FROM ballot WHERE handle IS NOT NULL").scalar()
        )
        unsealed = box_batches.count_unsealed(tx, ROUND, most=99)
        drafts = tx.connection().exec_driver_sql("SELECT count(*) FROM draft_ballot").scalar()
    assert first_break(ROUND, entries) is None, job
    types = [entry.type for entry in entries]
    sealed_once = ["batch_sealed"] if any(sealed) else []
    assert types == ["codes_issued", *sealed_once, "voting_closed", "link_destroyed"], job
    assert unsealed == 0, job
    assert (turnout.counted, turnout.superseded) == sealed, job
    assert (turnout.codes_used, handles, drafts) == (turnout.counted, 0, 0), job
    assert turnout.root, job
    states = {look_up_receipt(deps, ROUND, receipt).state for receipt in given}
    assert states <= {"counted", "replaced"}, job
    assert deps.keys.link_key(ROUND) is None, job
    deps.db.close()


def test_killed_while_casting(beginning: Path, tmp_path: Path) -> None:
    for job, place in run(beginning, CASTING, tmp_path):
        assert ended(place) == KILLED, job
        deps = deps_at(place, NOON)
        check_votes(deps, place, job, in_flight=1)
        for code in (place / "codes").read_text().split()[:4]:  # everybody may vote on, or again
            vote(deps, place, code, PATHS)
        check_votes(deps, place, job, in_flight=1)
        deps.db.close()
        check_closed(place, job)


@pytest.mark.parametrize(("jobs", "in_flight"), [(FAST, 1), (FAST_TOGETHER, CODES)])
def test_killed_while_casting_by_the_express_way(
    beginning: Path, tmp_path: Path, jobs: list[str], in_flight: int
) -> None:
    for job, place in run(beginning, jobs, tmp_path):
        assert ended(place) == KILLED, job
        deps = deps_at(place, NOON)
        check_votes(deps, place, job, in_flight=in_flight)
        for code in (place / "codes").read_text().split()[:2]:  # everybody may vote on, or again
            vote(deps, place, code, PATHS)
        check_votes(deps, place, job, in_flight=in_flight)
        deps.db.close()
        check_closed(place, job)


def test_killed_in_the_middle_of_a_rush(beginning: Path, tmp_path: Path) -> None:
    for job, place in run(beginning, RUSHES, tmp_path):
        assert ended(place) in (KILLED, 0), job
        deps = deps_at(place, NOON)
        check_votes(deps, place, job, in_flight=4)
        deps.db.close()
        check_closed(place, job)


def test_killed_while_closing(voted: Path, tmp_path: Path) -> None:
    for job, place in run(voted, CLOSING, tmp_path):
        assert ended(place) == KILLED, job
        check_closed(place, job)
        assert len(receipts_in(place)) == 7


def test_killed_while_sealing_a_batch(tmp_path: Path) -> None:
    """With voting open: the batch is there whole or not at all, and the next to look seals it, once."""
    full = tmp_path / "full"
    full.mkdir()
    world = World(full)
    open_vote(world)
    vote_many(world, 60)
    world.close()
    for job, place in run(full, SEALING, tmp_path):
        assert ended(place) == KILLED, job
        deps = deps_at(place, LATER)
        for _ in range(2):
            clockwork.settle(deps, ROUND)
        with deps.db.read() as tx:
            (batch,) = box_batches.list_sealed_batches(tx, ROUND)
            assert root_of(box_batches.list_leaves_in_batch(tx, ROUND, 1)) == batch.root, job
            assert (batch.size, box_batches.count_unsealed(tx, ROUND, most=9)) == (60, 0), job
            entries = events.list_events(tx, ROUND)
        assert [entry.type for entry in entries].count("batch_sealed") == 1, job
        assert first_break(ROUND, entries) is None, job
        deps.db.close()


def test_a_full_disk_refuses_votes_and_leaves_none_half(beginning: Path, tmp_path: Path) -> None:
    ((job, place),) = run(beginning, ["full"], tmp_path)
    assert ended(place) == 0
    refused = int((place / "refused").read_text())
    assert refused > 0
    assert len(receipts_in(place)) == CODES - refused
    deps = deps_at(place, NOON)
    check_votes(deps, place, job, in_flight=0)
    deps.db.close()
    check_closed(place, job)


def test_a_database_that_may_not_grow_refuses_votes_and_leaves_none_half(tmp_path: Path) -> None:
    """What SQLite does on a full disk: it undoes the whole transaction by itself, under all who share it."""
    world = World(tmp_path)
    open_vote(world)
    ready = [voter_of(world, code) for code in issue(world, 60)]
    with world.db.write() as tx:
        pages = tx.connection().exec_driver_sql("PRAGMA page_count").scalar() or 0
        tx.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")

    def one(number: int, project: str = GARDEN) -> str:
        try:
            return cast(world, ready[number], {GREEN: {project: 1}})
        except (OSError, OperationalError):
            return ""

    with ThreadPoolExecutor(8) as pool:
        given = [receipt for receipt in pool.map(one, range(60)) if receipt]
    assert 0 < len(given) < 60
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (len(given), 0)
        assert roll.count_by_proof(tx, ROUND)["code"].used_count == len(given)
        assert all(box.find_receipt(tx, ROUND, receipt) for receipt in given)
        assert first_break(ROUND, events.list_events(tx, ROUND)) is None
    with world.db.write() as tx:
        tx.connection().exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert all(one(number, TREES) for number in range(60))
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND)[0] == 60
    world.close()
