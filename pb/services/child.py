"""A task of the tally in a process of its own: the site's threads keep their pace, and it can be killed.

It knows no job; whoever asks hears how far the work is, and ends it by raising.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

import pb
from pb.domain.jobs import Progress
from pb.tally.faults import TallyInvalid
from pb.tally.tasks import Answer, Task, perform
from pb.tally.watch import Stage, Watch

Tell = Callable[[Progress | None], None]
"""Hears how far the work is, or None for "still at it"; raises to end it."""

Compute = Callable[[Task, Tell], Answer]

HEARTBEAT_SECONDS = 2.0


class ChildDied(Exception):
    """The process ended without an answer: killed, out of memory, or a bug."""


def compute_apart(task: Task, tell: Tell) -> Answer:
    """Do a task in a process of its own. Raises ChildDied, TallyInvalid, and what `tell` raises.

    The process ends with this one: it sees its end of the pipe close.
    """
    command = [sys.executable, "-m", "pb.tally"]
    home = Path(pb.__file__).parent.parent
    with subprocess.Popen(  # noqa: S603 # our own program, with nothing of a reader's in its arguments
        command, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        try:
            Thread(target=_hand_over, args=(child.stdin, task), daemon=True).start()
            return _listen(child, tell)
        finally:
            child.kill()


def compute_here(task: Task, tell: Tell) -> Answer:
    """Do a task in this thread. Raises TallyInvalid, and what `tell` raises."""

    def part(number: int, parts: int) -> Watch:
        def watch(stage: Stage, done: int, total: int | None) -> None:
            tell(Progress(stage=stage.value, done=done, total=total, part=number, parts=parts))

        return watch

    return perform(task, part)


def _hand_over(pipe: IO[bytes] | None, task: Task) -> None:
    """In a thread: a long task fills the pipe before the child has read any of it."""
    if pipe is None:
        return
    try:
        pipe.write(json.dumps(task).encode() + b"\n")
        pipe.flush()
    except OSError:
        return  # the child is gone; the listener finds out why


def _listen(child: "subprocess.Popen[bytes]", tell: Tell) -> Answer:
    with closing(_lines(child, tell)) as lines:
        for line in lines:
            said: dict[str, Any] = json.loads(line)
            if "at" in said:
                part, parts, stage, done, total = said["at"]
                tell(Progress(stage=stage, done=done, total=total, part=part, parts=parts))
            elif "fault" in said:
                raise TallyInvalid(said["fault"]["code"], **said["fault"]["facts"])
            else:
                answer: Answer = said["answer"]
                return answer
    raise ChildDied(f"exit code {child.wait()}")


def _lines(child: "subprocess.Popen[bytes]", tell: Tell) -> Generator[bytes, None, None]:
    """The child's lines as they come; `tell` hears something every few seconds in any case.

    Closing it ends the child, so that nobody reads from the pipe any more when that is closed.
    """
    heard: Queue[bytes] = Queue()

    def read() -> None:
        for line in child.stdout or ():
            heard.put(line)
        heard.put(b"")

    reader = Thread(target=read, daemon=True)
    reader.start()
    try:
        while True:
            try:
                line = heard.get(timeout=HEARTBEAT_SECONDS)
            except Empty:
                tell(None)
                continue
            if not line.endswith(b"\n"):  # the end, or half a line of a child that was killed while it spoke
                return
            yield line
    finally:
        child.kill()
        reader.join()
