"""What was measured of the tally, as tables in the results: first each bar and whether it is met.

Must not measure anything, and must not call a bar met that was not seen to be.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

BARS = {"most-votes": 100, "phragmen": 100, "equal-shares": 300, "add-one": 500}
READING, MEMORY = 10, 10
WHOLE_SECONDS, MILLION_SECONDS, MILLION_MEMORY = 1.0, 20.0, 1000
BEGIN, END = "<!-- tally: begin -->", "<!-- tally: end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One election and one way of counting, by both: seconds of processor time, MB, money spent."""

    name: str
    way: str
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]

    def ratio(self, limit: float) -> float:
        """How many times faster the count is; where theirs was cut off, how many times at least."""
        times: float = self.theirs.get("count", limit) / self.ours["count"]
        return times

    def memory(self) -> float:
        """How many times less memory the election takes, beyond what either program has before it starts."""
        ours = max(1, self.ours["memory"] - self.ours["start"])
        less: float = (self.theirs["memory"] - self.theirs["start"]) / ours
        return less

    def told(self) -> str:
        """On one line."""
        return f"ours {self.ours['count']:.4f} s, theirs {self.theirs.get('count', 'not in time')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A whole command: seconds of processor time, the most memory in MB, and what it printed."""

    seconds: float
    memory: int
    told: Mapping[str, Any]


def write(
    path: Path,
    measured: Sequence[Measured],
    reading: Mapping[str, tuple[float, float]],
    processes: Mapping[str, Process],
    limit: float,
) -> None:
    """Put the tables into the results, in place of those before."""
    block = [
        *(BEGIN, "## The tally beside pabutools 1.2.3", ""),
        f"{_machine()}. Seconds of processor time, all in one run; the best of up to five goes. Theirs had "
        f"{limit:.0f} s for a count. Memory is the most an election takes beyond the start of the program.",
        *("", *_bars(measured, reading, processes, limit)),
        *("", *_counts(measured, limit)),
        *("", *_reading(reading), END),
    ]
    before = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
    start, _, rest = before.partition(BEGIN)
    after = rest.partition(END)[2].lstrip("\n")
    text = start.rstrip("\n") + "\n\n" + "\n".join(block) + "\n" + ("\n" + after if after else "")
    path.write_text(text, encoding="utf-8")


def _machine() -> str:
    found = Path("/proc/cpuinfo")
    lines = found.read_text(encoding="utf-8").splitlines() if found.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.processor() or platform.machine()
    return (
        f"{datetime.now(tz=UTC):%Y-%m-%d}, {model}, {os.cpu_count()} cores, {platform.platform()}, "
        f"Python {platform.python_version()}, numpy {np.__version__}"
    )


def _bars(
    measured: Sequence[Measured],
    reading: Mapping[str, tuple[float, float]],
    processes: Mapping[str, Process],
    limit: float,
) -> list[str]:
    rows = ["| bar | wanted | seen | met |", "|---|---|---|---|"]
    names = {one.name for one in measured}
    slowest = min((theirs / ours, name) for name, (theirs, ours) in reading.items() if name in names)
    rows.append(_row("reading", f"{READING} times faster", slowest[0], slowest[1], slowest[0] >= READING))
    for way, bar in BARS.items():
        least = min(
            (one.ratio(limit), one.name, "count" not in one.theirs) for one in measured if one.way == way
        )
        met = True if least[0] >= bar else None if least[2] else False
        rows.append(_row(way, f"{bar} times faster", least[0], least[1], met))
    most = min((one.memory(), one.name) for one in measured if one.way != "add-one")
    rows.append(_row("memory", f"{MEMORY} times less", most[0], most[1], most[0] >= MEMORY))
    whole = processes["whole"]
    seen = f"{whole.seconds:.2f} s for {whole.told['ballots']} ballots, {whole.memory} MB"
    good = _yes(whole.seconds < WHOLE_SECONDS)
    rows.append(f"| `pb count` as a whole, with add-one | under {WHOLE_SECONDS:.0f} s | {seen} | {good} |")
    if "million" in processes:
        million = processes["million"]
        good = _yes(million.seconds < MILLION_SECONDS and million.memory < MILLION_MEMORY)
        different = million.told["distinct_ballots"]
        seen = f"{million.seconds:.1f} s, {million.memory} MB; {different} different ballots"
        wanted = f"under {MILLION_SECONDS:.0f} s and 1 GB"
        rows.append(f"| a million ballots, 500 projects, with add-one | {wanted} | {seen} | {good} |")
    return rows


def _row(what: str, wanted: str, ratio: float, name: str, met: bool | None) -> str:
    least = "at least " if met is None else ""
    return f"| {what} | {wanted} | {least}{ratio:.0f} ({_short(name)}) | {_yes(met)} |"


def _yes(met: bool | None) -> str:
    return "open: theirs was cut off" if met is None else "yes" if met else "no"


def _short(name: str) -> str:
    return name.removesuffix(".pb").replace("_", " ")


def _counts(measured: Sequence[Measured], limit: float) -> list[str]:
    rows = [
        "| election (ballots x projects) | count | ours, s | theirs, s | times faster | bar | "
        "MB, ours / theirs | same money spent |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in measured:
        cut = "count" not in one.theirs
        theirs = f"over {limit:.0f}" if cut else f"{one.theirs['count']:.3f}"
        same = "" if cut else "yes" if one.ours["cost"] == one.theirs["cost"] else "no"
        memory = [side["memory"] - side["start"] for side in (one.ours, one.theirs)]
        rows.append(
            f"| {_short(one.name)} ({one.ours['ballots']} x {one.ours['projects']}) | {one.way} | "
            f"{one.ours['count']:.4f} | {theirs} | {'over ' if cut else ''}{one.ratio(limit):.0f} | "
            f"{BARS[one.way]} | {memory[0]} / {memory[1]} | {same} |"
        )
    return rows


def _reading(reading: Mapping[str, tuple[float, float]]) -> list[str]:
    """Every file of the folder, the one with the least gain first."""
    ratios = sorted((theirs / ours, name) for name, (theirs, ours) in reading.items())
    below = sum(ratio < READING for ratio, _ in ratios)
    rows = [
        f"Reading, all {len(ratios)} files of the folder: {len(ratios) - below} at least {READING} times "
        f"faster, {below} less.",
        *("", "| file | ours, ms | theirs, ms | times faster |", "|---|---|---|---|"),
    ]
    for ratio, name in ratios:
        theirs, ours = reading[name]
        rows.append(f"| {_short(name)} | {ours * 1000:.2f} | {theirs * 1000:.2f} | {ratio:.1f} |")
    return rows
