"""A record's files, parsed once and with suspicion, for the checks to read.

It judges form only, file by file; what the files say to each other is for the checks.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pb.verifier.archive import Difference
from pb.verifier.parsing import PARSERS, Marks, Problem, parse_json, problem

__all__ = ["BrokenFileError", "Marks", "Problem", "Record", "count_file", "problem"]
OPENINGS = "openings.jsonl"


class BrokenFileError(Exception):
    """A file the check needs is missing or cannot be read; the check of its form says more."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


@dataclass(slots=True)
class Record:
    """The files of one record and what reading each of them gave: a value, and problems of form."""

    files: Mapping[str, bytes]
    differences: tuple[Difference, ...] = ()
    names: tuple[str, ...] = ()
    expected: Mapping[str, str] = field(default_factory=dict)  # figures the auditor brings from elsewhere
    receipt: bytes | None = None  # the file of one voter's receipt
    annex: Mapping[str, bytes] = field(default_factory=dict)  # what auditors alone get
    _merged: dict[str, Counter[Marks]] = field(default_factory=dict)
    _read: dict[str, tuple[Any, list[Problem]]] = field(default_factory=dict)

    def _once(
        self, name: str, parse: Callable[[str, bytes], tuple[Any, list[Problem]]]
    ) -> tuple[Any, list[Problem]]:
        raw = self.annex.get(name) if is_for_auditors(name) else None
        raw = self.files.get(name) if raw is None else raw
        if raw is None:
            raise BrokenFileError(name)
        if name not in self._read:
            self._read[name] = parse(name, raw)
        return self._read[name]

    def json(self, name: str) -> Any:
        """The content of a JSON file, of the shape `formats` states. Raises BrokenFileError."""
        value, problems = self._once(name, parse_json)
        if value is None or any(found.code != "json-not-canonical" for found in problems):
            raise BrokenFileError(name)
        return value

    def problems(self, name: str) -> list[Problem]:
        """What is wrong with the form of one file; none where the file is missing."""
        if name not in self.files and name not in self.annex:
            return []
        return self._once(name, PARSERS.get(name, parse_json))[1]

    @property
    def round(self) -> dict[str, Any]:
        found: dict[str, Any] = self.json("round.json")
        return found

    @property
    def proposals(self) -> dict[str, dict[str, Any]]:
        """Proposals by id."""
        return {proposal["id"]: proposal for proposal in self.json("proposals.json")}

    def count(self, pot_id: str) -> dict[str, Any]:
        """The count of a pot; of a hidden one with every figure, where the annex has it."""
        name = f"hidden/{pot_id}.json"
        whole = pot_id in self.hidden and name in self.annex
        found: dict[str, Any] = self.json(name) if whole else self.public_count(pot_id)
        return found

    def public_count(self, pot_id: str) -> dict[str, Any]:
        """The count of a pot as it is published."""
        found: dict[str, Any] = self.json(count_file(pot_id))
        return found

    @property
    def events(self) -> list[dict[str, Any]]:
        """The entries of the log; what each type's payload must hold is there."""
        return self._lines("events.jsonl")

    def events_of(self, *types: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] in types]

    @property
    def leaves(self) -> list[str]:
        return self._lines("leaves.txt")

    @property
    def superseded(self) -> list[str]:
        return self._lines("superseded.txt")

    @property
    def batches(self) -> list[dict[str, Any]]:
        return self._lines("batches.jsonl")

    @property
    def openings(self) -> list[dict[str, Any]]:
        return self._lines("openings.jsonl")

    @property
    def has_openings(self) -> bool:
        return "openings.jsonl" in self.files or "openings.jsonl" in self.annex

    @property
    def rows(self) -> list[tuple[str, Marks]]:
        """The counted ballots: (pot id, marks)."""
        return self._lines("ballots.csv")

    def ballots(self, pot_id: str) -> Counter[Marks]:
        """The ballots of one pot, identical ones merged; withheld ones from the annex of auditors."""
        if not self._merged:
            for pot, marks in self.rows:
                self._merged.setdefault(pot, Counter())[marks] += 1
            for pot in self.withheld & set(self.opened):
                self._merged[pot] = self.opened[pot]
        return self._merged.get(pot_id, Counter())

    @property
    def withheld(self) -> set[str]:
        """The pots whose ballots are not in the record, because they are few."""
        return {pot["id"] for pot in self.round["pots"] if pot["withheld"]}

    @property
    def hidden(self) -> set[str]:
        """The pots of which no figure is in the record, because few voted there or because of those."""
        return {pot["id"] for pot in self.round["pots"] if pot["hidden"]}

    @property
    def unknown(self) -> set[str]:
        """The pots that cannot be counted again with what is at hand."""
        return set() if "openings.jsonl" in self.annex else self.withheld

    @property
    def opened(self) -> dict[str, Counter[Marks]]:
        """The ballots that the openings open, by pot; none where there are no openings."""
        found: dict[str, Counter[Marks]] = {}
        for opening in self.openings if self.has_openings else []:
            for pot_id, marks in opening["body"]["payload"].items():
                found.setdefault(pot_id, Counter())[tuple(sorted(marks.items()))] += 1
        return found

    @property
    def public_openings(self) -> list[dict[str, Any]]:
        """The openings that everybody has: those of an open box, without small groups."""
        return list(PARSERS[OPENINGS](OPENINGS, self.files.get(OPENINGS, b""))[0])

    def _lines(self, name: str) -> list[Any]:
        value, problems = self._once(name, PARSERS[name])
        if problems:
            raise BrokenFileError(name)
        return list(value)


def is_for_auditors(name: str) -> bool:
    """Whether the annex may hold a file of that name; where both hold it, the annex has more."""
    return name == OPENINGS or name.startswith("hidden/")


def count_file(pot_id: str) -> str:
    return f"counts/{pot_id}.json"
