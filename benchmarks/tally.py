"""Our tally beside pabutools on real elections, and on its own with a million ballots, each against its bar.

Must not be kind: both are given the same work, each measurement has a process of its own, the best go counts.

Run: python -m benchmarks.tally FOLDER --pabutools /path/to/python-with-pabutools [--limit SECONDS]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.tally_million import write_million
from benchmarks.tally_ours import WAYS
from benchmarks.tally_table import Measured, Process, write

FILES = (
    "Poland_Wieliczka_2023_Green_Budget.pb",
    "Poland_Warszawa_2023_Mokotow.pb",
    "Poland_Warszawa_2023_Ursus.pb",
    "Netherlands_Amsterdam_252.pb",
    "Poland_Lodz_2020.pb",
)
LARGEST = "Poland_Lodz_2020.pb"
THEIRS = Path(__file__).with_name("tally_theirs.py")
ADD_ONE = ("--rule", "equal-shares", "--param", "completion=add-one", "--json")


def main() -> None:
    """Measure everything, telling each result as it comes, and write the tables."""
    given = _arguments().parse_args()
    measured = []
    for name in FILES:
        for way in WAYS:
            measured.append(_beside(given.folder / name, way, given.pabutools, given.limit))
            print(f"{name} {way}: {measured[-1].told()}", flush=True)
    paths = sorted(str(path) for path in given.folder.glob("*.pb"))
    reading = {
        Path(path).name: (theirs, ours)
        for (path, theirs), ours in zip(
            _asked([given.pabutools, str(THEIRS), "read", *paths]).items(),
            _asked([sys.executable, "-m", "benchmarks.tally_ours", "read", *paths]).values(),
            strict=True,
        )
    }
    processes = {"whole": _process(given.folder / LARGEST, goes=3)}
    print(f"whole process: {processes['whole']}", flush=True)
    if not given.no_million:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "million.pb"
            write_million(path)
            processes["million"] = _process(path, goes=1)
        print(f"a million: {processes['million']}", flush=True)
    write(given.results, measured, reading, processes, given.limit)


def _beside(path: Path, way: str, pabutools: str, limit: int) -> Measured:
    ours = _asked([sys.executable, "-m", "benchmarks.tally_ours", str(path), way])
    theirs = _asked([pabutools, str(THEIRS), str(path), way, str(limit)])
    return Measured(name=path.name, way=way, ours=ours, theirs=theirs)


def _asked(command: Sequence[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _process(path: Path, goes: int) -> Process:
    """The whole command from start to end, with equal shares raised by add-one; the best of some goes."""
    command = [sys.executable, "-m", "pb", "count", str(path), *ADD_ONE]
    best: Process | None = None
    for _ in range(goes):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            told = json.loads(process.stdout.read())
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = used.ru_utime + used.ru_stime
        if best is None or seconds < best.seconds:
            best = Process(seconds=seconds, memory=used.ru_maxrss // 1024, told=told)
    assert best is not None
    return best


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure our tally beside pabutools.")
    parser.add_argument("folder", type=Path, help="a folder of Pabulib files")
    parser.add_argument("--pabutools", required=True, help="a Python that has pabutools 1.2.3")
    parser.add_argument("--limit", type=int, default=300, help="give theirs so many seconds for a count")
    parser.add_argument("--results", type=Path, default=Path("benchmarks/results.md"))
    parser.add_argument(
        "--no-million", action="store_true", help="leave out the contest of a million ballots"
    )
    return parser


if __name__ == "__main__":
    main()
