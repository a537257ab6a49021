"""One measurement of ours: reading a file and one way of counting it, in a process of its own.

Must not do more than the other library is asked for. Prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pb.tally.pabulib import PabulibFile, read_pabulib
from pb.tally.pabulib_amounts import to_minor
from pb.tally.run import read_params, run_on

WAYS: dict[str, tuple[str, dict[str, str]]] = {
    "most-votes": ("most-votes", {}),
    "phragmen": ("phragmen", {}),
    "equal-shares": ("equal-shares", {}),
    "add-one": ("equal-shares", {"completion": "add-one"}),
}


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gives, and the best of up to five goes in seconds of processor time."""
    best = float("inf")
    made: Any = None
    for _ in range(5):
        begun = time.process_time()
        made = work()
        best = min(best, time.process_time() - begun)
        if best > 1:
            break
    return made, best


def memory() -> int:
    """The most memory this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def count(file: PabulibFile, way: str) -> int:
    """The money spent, in the file's currency unit and rounded down."""
    rule, params = WAYS[way]
    given = to_minor({"ties": "votes,cost,list", **params}, file.unit, rule)
    wanted = read_params(rule, given, file.contest.spec)
    return run_on(file.contest, file.columns, wanted, None).cost // file.unit


def read_all(paths: list[str]) -> None:
    """Print how long reading each file takes."""
    print(json.dumps({path: timed(partial(_read, Path(path)))[1] for path in paths}))


def _read(path: Path) -> PabulibFile:
    return read_pabulib(path.read_bytes())


def measure(path: Path, way: str) -> None:
    """Measure, and print what was measured."""
    start = memory()
    file, read = timed(partial(_read, path))
    memory_read = memory()
    cost, used = timed(lambda: count(file, way))
    told = {
        "start": start,
        "read": read,
        "memory_read": memory_read,
        "count": used,
        "cost": cost,
        "memory": memory(),
        "ballots": file.contest.profile.ballots,
        "distinct": file.contest.profile.distinct,
        "projects": len(file.contest.projects),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    if sys.argv[1] == "read":
        read_all(sys.argv[2:])
    else:
        measure(Path(sys.argv[1]), sys.argv[2])
