"""What a comparison found, and the tables of it in the results: one for invented contests, one for real ones.

Must not count or compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

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
HEADS = {
    "invented": (
        "## The winners beside those of pabutools 1.2.3: invented contests",
        "Small contests full of ties, the same ones every time; `python -m benchmarks.agreement`.",
    ),
    "files": (
        "## The winners beside those of pabutools 1.2.3: real elections",
        "The files of a folder, small ones first, until the time for theirs was used up; `make agree`.",
    ),
}
SHOWN = 3


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


def write(path: Path, what: str, made: Mapping[str, Found]) -> None:
    """Put table and list of `invented` or `files` into the results, in place of the ones before."""
    begin, end = f"<!-- agreement-{what}: begin -->", f"<!-- agreement-{what}: end -->"
    title, how = HEADS[what]
    rows = [f"| {name} | {found.summary()} |" for name, found in made.items()]
    head = ["| count | counted by both | same winners | others |", "|---|---|---|---|"]
    block = "\n".join([begin, title, "", *_words(how), *head, *rows, "", *_list(made, what), end]) + "\n"
    before = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
    start, _, rest = before.partition(begin)
    after = rest.partition(end)[2].lstrip("\n")
    path.write_text(start.rstrip("\n") + "\n\n" + block + ("\n" + after if after else ""), encoding="utf-8")


def _words(how: str) -> list[str]:
    return [
        f"{how} Ties go by votes, then lower cost, then the list, in both.",
        "Why some differ: [differences](../docs/rules/differences.md).",
        "*as good*: another of several best sets. "
        + " ".join(f"*{one}*: {why}." for one, why in REASONS.items()),
        "",
    ]


def _list(made: Mapping[str, Found], what: str) -> list[str]:
    """Each real election by its name; of the invented contests the first few for each reason."""
    lines = []
    for name, found in made.items():
        for verdict in REASONS:
            told = found.told(verdict)
            shown = told if what == "files" else told[:SHOWN]
            more = f" and {len(told) - len(shown)} more" if len(told) > len(shown) else ""
            if shown:
                lines.append(f"- {name}, {verdict}: {'; '.join(shown)}{more}.")
    return lines
