"""`python -m pb.tally`: one task from standard input, its progress and its answer on standard output.

It speaks JSON, a line each; it reads no file, keeps nothing, and ends when whoever started it ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any, TextIO

from pb.tally.faults import TallyInvalid
from pb.tally.record import plain
from pb.tally.tasks import perform
from pb.tally.watch import Stage, Watch

SECONDS_BETWEEN = 0.2
NICE = 10  # people who vote meanwhile come first


def main() -> None:
    """Read one line with a task, then tell progress as it is made and at last the answer, or the fault."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    task = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with, args=(sys.stdin,), daemon=True).start()
    teller = Teller()
    try:
        said = {"answer": perform(task, teller.part)}
    except TallyInvalid as fault:
        said = {
            "fault": {"code": fault.code, "facts": {name: str(fact) for name, fact in fault.facts.items()}}
        }
    _say(said)


class Teller:
    """Tells how far the work is, a few times a second at most."""

    def __init__(self) -> None:
        self._told_at = float("-inf")

    def part(self, part: int, parts: int) -> Watch:
        """The watch of one part."""

        def watch(stage: Stage, done: int, total: int | None) -> None:
            now = time.monotonic()
            if now - self._told_at >= SECONDS_BETWEEN:
                self._told_at = now
                _say({"at": [part, parts, stage.value, done, total]})

        return watch


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(plain(line), ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _end_with(stream: TextIO) -> None:
    """Whoever started this holds the other end of the pipe as long as they live."""
    stream.read()
    os._exit(1)


if __name__ == "__main__":
    main()
