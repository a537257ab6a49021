"""A process over the real services that votes or closes a vote, to be killed on the way.

`python -m tests.faults.voting_process FOLDER...`: each folder says in `job` what to do there, and has a
process of its own for it. It judges nothing: what is left in the folders is for `test_killed` to look at.
"""

import asyncio
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from pb.services import ballots, clockwork, express, voters, voting
from pb.services.deps import Deps, Settings, SystemRandomness
from pb.services.keys import KeyFolder
from pb.storage import box, box_batches, events, outcomes, roll, rounds
from pb.storage.asking_jobs import AskingJob
from pb.storage.db import Database
from pb.storage.lanes import Writes
from pb.storage.pipeline import Pipeline
from pb.storage.shared_writer import SharedWriter
from tests.votes import CLOSES_AT, GARDEN, GREEN, ROUND, TREES
from tests.world import NOON, Letterbox, StandingClock, hasher

# Where a process may be killed: what it is about to call, or what it has just called, for the nth time.
CALLS: dict[str, tuple[Any, str]] = {
    "draft": (box, "put_draft"),
    "ballot": (box, "put_ballot"),
    "draft removed": (box, "remove_draft"),
    "voted": (roll, "put_voted"),
    "end": (SharedWriter, "_end"),
    "sent": (Pipeline, "send"),
    "answered": (Writes, "_answered"),
    "told": (AskingJob, "settle"),
    "batch": (box_batches, "put_sealed_batch"),
    "seal": (box, "seal_box"),
    "verifiers": (roll, "erase_verifiers"),
    "turnout": (outcomes, "put_turnout"),
    "round": (rounds, "put_round"),
    "event": (events, "append_event"),
    "key": (KeyFolder, "destroy_link_key"),
    "unlink": (Path, "unlink"),
    "past": (Database, "forget_past"),
}


LATER = NOON + timedelta(hours=2)  # a batch is due


def deps_at(folder: Path, moment: datetime) -> Deps:
    """The services over the keys in a folder, and the database in it, or where its file `url` says."""
    other = folder / "url"
    return Deps(
        db=Database(other.read_text() if other.exists() else f"sqlite:///{folder / 'pb.db'}"),
        clock=StandingClock(moment),
        randomness=SystemRandomness(),
        mailer=Letterbox(),
        keys=KeyFolder(folder / "keys"),
        hasher=hasher(),
        settings=Settings(base_url="http://localhost"),
    )


def vote(deps: Deps, folder: Path, code: str, project: str) -> None:
    """One vote as the pages cast it; its receipt goes into a file as soon as the voter would see it."""
    voter = voters.load_voter(deps, ROUND, voters.enter_code(deps, ROUND, code))
    assert voter is not None
    ballots.check_choices(deps, voter, {GREEN: {project: 1}})
    seen = ballots.view_paper(deps, voter)
    if not seen.is_kept:  # it is what was cast before: the page shows that receipt
        return
    receipt = voting.cast_ballot(deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)
    with (folder / "receipts").open("a") as file:
        file.write(f"{receipt}\n")


def vote_all(deps: Deps, folder: Path) -> None:
    """Every code twice, in four threads."""
    codes = (folder / "codes").read_text().split()

    def part(mine: list[str]) -> None:
        for project in (GARDEN, TREES):
            for code in mine:
                vote(deps, folder, code, project)

    threads = [threading.Thread(target=part, args=(codes[number::4],)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def vote_one_by_one(deps: Deps, folder: Path) -> None:
    for project in (GARDEN, TREES):
        for code in (folder / "codes").read_text().split():
            vote(deps, folder, code, project)


async def vote_fast(deps: Deps, folder: Path, code: str, project: str) -> None:
    """One vote by the express way; its receipt is noted once that way has answered."""
    token = voters.enter_code(deps, ROUND, code)
    voter = voters.load_voter(deps, ROUND, token)
    assert voter is not None
    clockwork.settle(deps, ROUND)
    ballots.view_paper(deps, voter)  # the page before: somebody has read this edition
    assert await express.Express(deps).choose(ROUND, token, {GREEN: {project: 1}})
    seen = ballots.view_paper(deps, voter)
    if not seen.is_kept:
        return
    assert await express.Express(deps).cast(
        ROUND, token, cast=seen.cast_token, paper_digest=seen.paper_digest
    )
    with (folder / "receipts").open("a") as file:
        file.write(f"{ballots.view_paper(deps, voter).receipt}\n")


def vote_fast_one_by_one(deps: Deps, folder: Path) -> None:
    async def run() -> None:
        for project in (GARDEN, TREES):
            for code in (folder / "codes").read_text().split():
                await vote_fast(deps, folder, code, project)

    asyncio.run(run())


def vote_fast_together(deps: Deps, folder: Path) -> None:
    """Every code at once, so that their writes share savepoints and commits."""

    async def run() -> None:
        codes = (folder / "codes").read_text().split()
        for project in (GARDEN, TREES):
            await asyncio.gather(*(vote_fast(deps, folder, code, project) for code in codes))

    asyncio.run(run())


def vote_on_a_full_disk(deps: Deps, folder: Path) -> None:
    """The first half of the codes find the disk filling up, the second half find room again."""
    codes, hard = (folder / "codes").read_text().split(), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    vote(deps, folder, codes[0], GARDEN)
    log = folder / "pb.db-wal"
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 40_000, hard))
    refused = 0
    for code in codes[1 : len(codes) // 2]:
        try:
            vote(deps, folder, code, GARDEN)
        except (OSError, OperationalError):
            refused += 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    for code in codes[len(codes) // 2 :]:
        vote(deps, folder, code, GARDEN)
    (folder / "refused").write_text(str(refused))


def settle(deps: Deps, folder: Path) -> None:
    clockwork.settle(deps, ROUND)


def kill_at(when: str, what: str, nth: int) -> None:
    """Replace a function by one that kills the process before or after its nth call."""
    owner, name = CALLS[what]
    real: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def deadly(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        given = real(*args, **more)
        if calls == nth and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return given

    setattr(owner, name, deadly)
    for module in list(sys.modules.values()):  # also where it was imported by name
        if getattr(module, "__name__", "").startswith("pb.") and getattr(module, name, None) is real:
            setattr(module, name, deadly)


def do(folder: Path) -> None:
    """A job is `PART`, `PART in SECONDS` or `PART before|after CALL NTH`."""
    part, *point = (folder / "job").read_text().split(",")
    deps = deps_at(folder, {"close": CLOSES_AT, "seal": LATER}.get(part, NOON))
    if point and point[0] == "in":
        threading.Thread(target=_die_in, args=(float(point[1]),), daemon=True).start()
    elif point:
        kill_at(point[0], point[1], int(point[2]))
    parts = {
        "all": vote_all,
        "one by one": vote_one_by_one,
        "fast": vote_fast_one_by_one,
        "fast together": vote_fast_together,
        "full": vote_on_a_full_disk,
    }
    parts.get(part, settle)(deps, folder)


def is_gone(pid: int) -> bool:
    """Whether a process has ended, or does so soon; one that only waits to be asked how it ended has."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


def _die_in(seconds: float) -> None:
    time.sleep(seconds)
    os.kill(os.getpid(), signal.SIGKILL)


def main(folders: list[str]) -> None:
    """A process for each folder, one after another; how each ended is put there as `ended`."""
    for name in folders:
        child = os.fork()
        if child == 0:
            do(Path(name))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        Path(name, "ended").write_text(str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main(sys.argv[1:])
