"""Our tally beside pabutools on real elections: reading, most votes, equal shares, with add-one, Phragmen.

Must not judge: it measures processor time of both in one run on one machine and writes the table.

Run: python -m benchmarks.tally FOLDER --pabutools /path/to/python-with-pabutools [--limit SECONDS]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pb.tally.pabulib import PabulibFile, read_pabulib
from pb.tally.run import read_params, run_on

FILES = (
    "Poland_Wieliczka_2023_Green_Budget.pb",
    "Poland_Warszawa_2023_Mokotow.pb",
    "Poland_Warszawa_2023_Ursus.pb",
    "Netherlands_Amsterdam_252.pb",
    "Poland_Lodz_2020.pb",
)
WHAT: dict[str, tuple[str, dict[str, str]]] = {
    "most-votes": ("most-votes", {}),
    "equal-shares": ("equal-shares", {}),
    "add-one": ("equal-shares", {"completion": "add-one"}),
    "phragmen": ("phragmen", {}),
}
THEIRS = """
import json, sys, time, resource
from pabutools.election import parse_pabulib, Cost_Sat, Cardinality_Sat
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
def cost(won): return int(sum(project.cost for project in won))
begun = time.process_time()
instance, profile = parse_pabulib(sys.argv[1])
read = time.process_time() - begun
begun = time.process_time()
what = sys.argv[2]
if what == "most-votes":
    won = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
elif what == "phragmen":
    won = sequential_phragmen(instance, profile)
else:
    more = {"voter_budget_increment": 1} if what == "add-one" else {}
    won = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, **more)
used = time.process_time() - begun
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"read": read, "count": used, "cost": cost(won), "memory": memory}))
"""
OURS = "from benchmarks.tally import one; one()"


def one() -> None:
    """Measure ours in a process of its own: argv is the file and what to count."""
    path, what = Path(sys.argv[1]), sys.argv[2]
    rule, params = WHAT[what]
    file, read = _timed(lambda: read_pabulib(path.read_bytes()))
    outcome, used = _timed(lambda: _count(file, rule, params))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = {"read": read, "count": used, "cost": outcome // file.unit, "memory": memory}
    print(json.dumps(told))


def _count(file: PabulibFile, rule: str, params: dict[str, str]) -> int:
    read = read_params(rule, {"ties": "votes,cost,list", **params}, file.contest.spec)
    return run_on(file.contest, file.columns, read, None).cost


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The best of up to five goes, in seconds of processor time."""
    best = float("inf")
    made: Any = None
    for _ in range(5):
        begun = time.process_time()
        made = work()
        best = min(best, time.process_time() - begun)
        if best > 1:
            break
    return made, best


def _run(command: list[str], limit: float) -> dict[str, Any] | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=True)
    except subprocess.TimeoutExpired:
        return None
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    """Measure every file and every count, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pabutools", required=True, help="a Python that has pabutools 1.2.3")
    parser.add_argument("--limit", type=float, default=300.0, help="give theirs so many seconds")
    parser.add_argument("--results", type=Path, default=Path("benchmarks/results.md"))
    given = parser.parse_args()
    rows = []
    for name in FILES:
        for what in WHAT:
            path = str(given.folder / name)
            ours = _run([sys.executable, "-c", OURS, path, what], 600)
            theirs = _run([given.pabutools, "-c", THEIRS, path, what], given.limit)
            rows.append(_row(name, what, ours, theirs, given.limit))
            print(rows[-1], flush=True)
    _write(given.results, rows)


def _row(
    name: str, what: str, ours: dict[str, Any] | None, theirs: dict[str, Any] | None, limit: float
) -> str:
    if ours is None:
        return f"| {name} | {what} | over 600 s | | | | | |"
    if theirs is None:
        least = f"over {limit / ours['count']:.0f}"
        told = f"over {limit:.0f} s | {least} | | {ours['memory']} | |"
        return f"| {name} | {what} | {ours['count']:.4f} | {told} |"
    same = "yes" if ours["cost"] == theirs["cost"] else "no"
    return (
        f"| {name} | {what} | {ours['count']:.4f} | {theirs['count']:.3f} | "
        f"{theirs['count'] / ours['count']:.0f} | {theirs['read'] / ours['read']:.0f} | "
        f"{ours['memory']} / {theirs['memory']} | {same} |"
    )


def _write(path: Path, rows: list[str]) -> None:
    """Put the table into the results, in place of the one before."""
    begin, end = "<!-- tally: begin -->", "<!-- tally: end -->"
    head = (
        "## The tally beside pabutools 1.2.3\n\nSeconds of processor time in one run on one machine; "
        "`python -m benchmarks.tally`.\n\n"
        "| election | count | ours, s | theirs, s | times faster | reading: times faster | "
        "memory MB, ours / theirs | same money spent |\n|---|---|---|---|---|---|---|---|\n"
    )
    block = begin + "\n" + head + "\n".join(rows) + "\n" + end + "\n"
    before = path.read_text(encoding="utf-8") if path.exists() else "# Results\n\n"
    if begin in before:
        start, rest = before.split(begin, 1)
        before, after = start, rest.split(end, 1)[1].lstrip("\n")
    else:
        after = ""
    path.write_text(before + block + after, encoding="utf-8")


if __name__ == "__main__":
    main()
