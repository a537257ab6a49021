"""A process that counts a closed round as a job, to be killed on the way.

`python -m tests.faults.counting_process FOLDER...`: each folder says in `point` where, and has a process of
its own. It judges nothing: what is left is for `test_killed_count` to look at.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from pb.domain.jobs import Progress
from pb.services import child, work
from pb.services.child import Tell
from pb.storage import events, jobs, outcomes, rounds
from pb.storage.shared_writer import SharedWriter
from pb.tally.tasks import Answer, Task
from tests.faults.voting_process import deps_at
from tests.world import NOON

CALLS: dict[str, tuple[Any, str]] = {
    "claim": (jobs, "claim_job"),
    "alive": (jobs, "keep_claim"),
    "end": (jobs, "end_job"),
    "outcome": (outcomes, "put_count"),
    "event": (events, "append_event"),
    "round": (rounds, "put_round"),
    "commit": (SharedWriter, "_end"),
}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_at(when: str, what: str, nth: int) -> None:
    """Replace a function by one that kills this process before or after its nth call."""
    owner, name = CALLS[what]
    real, calls = getattr(owner, name), 0

    def deadly(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and when == "before":
            die()
        given = real(*args, **more)
        if calls == nth and when == "after":
            die()
        return given

    for module in [owner, *sys.modules.values()]:  # also where it was imported by name
        ours = module is owner or getattr(module, "__name__", "").startswith("pb.")
        if ours and getattr(module, name, None) is real:
            setattr(module, name, deadly)


def do(folder: Path) -> None:
    """Do what waits, as far as the point; the number of each process that computes goes into the folder."""
    when, what, nth = (folder / "point").read_text().split(",")
    real = child.subprocess.Popen  # type: ignore[attr-defined] # the module's own subprocess

    def start(*args: Any, **more: Any) -> Any:
        process = real(*args, **more)
        (folder / "child").write_text(str(process.pid))
        return process

    child.subprocess.Popen = start  # type: ignore[attr-defined] # as above

    def compute(task: Task, tell: Tell) -> Answer:
        def hear(progress: Progress | None) -> None:
            if what == "compute":
                die()
            tell(progress)

        return child.compute_apart(task, hear)

    if what != "compute":
        kill_at(when, what, int(nth))
    work.run_due_jobs(deps_at(folder, NOON), compute)


def main(folders: list[str]) -> None:
    """A process for each folder, one after another; how each ended is put there as `ended`."""
    for name in folders:
        own = os.fork()
        if own == 0:
            do(Path(name))
            os._exit(0)
        _, status = os.waitpid(own, 0)
        Path(name, "ended").write_text(str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main(sys.argv[1:])
