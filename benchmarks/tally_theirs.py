"""One measurement of the other library, in its own Python: reading a file and one way of counting it.

Must not import anything of ours. Prints one JSON object; ends by itself once the count has had its seconds.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import (
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)


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


def read(paths: list[str]) -> None:
    """Print how long reading each file takes."""
    print(json.dumps({path: timed(partial(parse_pabulib, path))[1] for path in paths}))


def count(path: str, what: str, limit: int) -> None:
    """Measure, and print what was measured; without `count` where the count ran out of time."""
    found: dict[str, Any] = {"start": memory()}
    (instance, profile), found["read"] = timed(lambda: parse_pabulib(path))
    found["memory_read"] = memory()
    counts: dict[str, Callable[[], Any]] = {
        "most-votes": lambda: greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat),
        "phragmen": lambda: sequential_phragmen(instance, profile),
        "equal-shares": lambda: method_of_equal_shares(instance, profile, sat_class=Cost_Sat),
        "add-one": lambda: method_of_equal_shares(
            instance, profile, sat_class=Cost_Sat, voter_budget_increment=1
        ),
    }

    def out_of_time(_number: int, _frame: object) -> None:
        print(json.dumps(found | {"memory": memory()}), flush=True)
        sys.exit(0)

    signal.signal(signal.SIGPROF, out_of_time)

    def within_limit() -> Any:
        signal.setitimer(signal.ITIMER_PROF, limit)
        return counts[what]()

    won, found["count"] = timed(within_limit)
    signal.setitimer(signal.ITIMER_PROF, 0)
    found["cost"] = int(sum(project.cost for project in won))
    print(json.dumps(found | {"memory": memory()}))


if __name__ == "__main__":
    if sys.argv[1] == "read":
        read(sys.argv[2:])
    else:
        count(sys.argv[1], sys.argv[2], int(sys.argv[3]))
