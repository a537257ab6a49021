"""What a comparison found, and the table of it in the results.

Must not count or compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

BEGIN, END = "<!-- agreement: begin -->", "<!-- agreement: end -->"
GOOD = ("same", "as good")
REASONS = {
    "free": "a project that costs nothing",
    "nobody": "a project that nobody supports",
    "dear": "a project dearer than the pot",
    "family": "another of the orders and payments that the rule leaves open",
    "broken": "theirs divided by a rounded number that had become nothing",
    "other": "none of these",
    "fault": "theirs ended with another error",
    "cut": "theirs was not given the time",
}


@dataclass(slots=True, kw_only=True)
class Found:
    """What was seen of one count: how often each verdict, and where it was not plain agreement."""

    seen: Counter[str] = field(default_factory=Counter)
    _told: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, verdict: str, label: str, what: str) -> None:
        """Take down one verdict; `what` tells the difference."""
        self.seen[verdict] += 1
        if verdict not in GOOD:
            self._told.append((verdict, label, what))

    def told(self, verdict: str) -> list[str]:
        """Where that verdict was reached, with the difference."""
        return [f"{label}: {what}".rstrip(": ") for one, label, what in self._told if one == verdict]

    def summary(self) -> str:
        """As three cells: how many were counted, how many came out the same, what of the others."""
        counted = sum(self.seen.values()) - self.seen["cut"]
        alike = sum(self.seen[verdict] for verdict in GOOD)
        good = f"{alike} ({self.seen['as good']} as good)" if self.seen["as good"] else str(alike)
        rest = [f"{number} {verdict}" for verdict, number in sorted(self.seen.items()) if verdict not in GOOD]
        return f"{counted} | {good} | {', '.join(rest)}"


def write(path: Path, made: Mapping[str, Found], files: Mapping[str, Found]) -> None:
    """Put table and list into the results, in place of the ones before."""
    block = "\n".join([BEGIN, *_head(), *_rows(made, files), "", *_list(made, files), END]) + "\n"
    before = path.read_text(encoding="utf-8") if path.exists() else "# Results\n\n"
    start, _, rest = before.partition(BEGIN)
    after = rest.partition(END)[2].lstrip("\n")
    path.write_text(start.rstrip("\n") + "\n\n" + block + ("\n" + after if after else ""), encoding="utf-8")


def _head() -> list[str]:
    return [
        "## The winners beside those of pabutools 1.2.3",
        "",
        "`make agree`. Ties go by votes, then lower cost, then the list, in both. Why some differ:",
        "[differences](../docs/rules/differences.md).",
        "",
        "| count | invented contests | same winners | others | real elections | same winners | others |",
        "|---|---|---|---|---|---|---|",
    ]


def _rows(made: Mapping[str, Found], files: Mapping[str, Found]) -> list[str]:
    names = dict.fromkeys([*made, *files])
    none = " | | "
    return [
        f"| {name} | {made[name].summary() if name in made else none} | "
        f"{files[name].summary() if name in files else none} |"
        for name in names
    ]


def _list(made: Mapping[str, Found], files: Mapping[str, Found]) -> list[str]:
    """One line for each count and reason; real elections by name, invented ones by the first few."""
    lines = [
        "What the words mean: " + "; ".join(f"*{word}*: {why}" for word, why in REASONS.items()) + ".",
        "",
    ]
    for name, found in made.items():
        for verdict in REASONS:
            told = found.told(verdict)
            if told:
                more = f" and {len(told) - 3} more" if len(told) > 3 else ""
                lines.append(f"- {name}, invented, {verdict}: {'. '.join(told[:3])}{more}.")
    for name, found in files.items():
        for verdict in REASONS:
            lines += [f"- {name}, {verdict}: {one}." for one in found.told(verdict)]
    return lines
