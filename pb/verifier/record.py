"""A record's files, parsed once and with suspicion, for the checks to read.

It judges form only, file by file; what the files say to each other is for the checks.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import unquote

from pb.verifier.archive import Difference
from pb.verifier.formats import BATCH, COUNTS, EVENT, JSON_FILES, OPENING, PAYLOADS
from pb.verifier.shapes import HEX_64, UnreadableError, is_canonical, misfits, read_json

Marks = tuple[tuple[str, int], ...]
BALLOTS_HEADER = "pot_id,marks"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it must be: a code with a sentence in `words`, and its facts."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def problem(code: str, **facts: Any) -> Problem:
    """A problem with its facts by name."""
    return Problem(code, facts)


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
        raw = self.files.get(name, self.annex.get(name))
        if raw is None:
            raise BrokenFileError(name)
        if name not in self._read:
            self._read[name] = parse(name, raw)
        return self._read[name]

    def json(self, name: str) -> Any:
        """The content of a JSON file, of the shape `formats` states. Raises BrokenFileError."""
        value, problems = self._once(name, _parse_json)
        if value is None or any(found.code != "json-not-canonical" for found in problems):
            raise BrokenFileError(name)
        return value

    def problems(self, name: str) -> list[Problem]:
        """What is wrong with the form of one file; none where the file is missing."""
        if name not in self.files and name not in self.annex:
            return []
        return self._once(name, PARSERS.get(name, _parse_json))[1]

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

    def _lines(self, name: str) -> list[Any]:
        value, problems = self._once(name, PARSERS[name])
        if problems:
            raise BrokenFileError(name)
        return list(value)


def count_file(pot_id: str) -> str:
    return f"counts/{pot_id}.json"


def _parse_json(name: str, raw: bytes) -> tuple[Any, list[Problem]]:
    shape = JSON_FILES.get(name, COUNTS)
    try:
        value = read_json(raw)
    except UnreadableError as unreadable:
        return None, [problem(unreadable.code, file=name)]
    problems = [
        problem("misfit", file=name, place=place, wanted=wanted) for place, wanted in misfits(value, shape)
    ]
    if not is_canonical(raw, value):
        problems.append(problem("json-not-canonical", file=name))
    return value, problems


def _text_lines(name: str, raw: bytes) -> tuple[list[str], list[Problem]]:
    """The lines of a text file; every line, the last too, ends with one newline character."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        return [], [problem("not-utf8", file=name, line=line)]
    if not text:
        return [], []
    if not text.endswith("\n"):
        return [], [problem("no-last-newline", file=name)]
    return text[:-1].split("\n"), []


def _misfits_of_event(event: Any) -> list[tuple[str, str]]:
    return list(misfits(event, EVENT)) or list(
        misfits(event["payload"], PAYLOADS.get(event["type"], {}), "payload")
    )


def _parse_events(name: str, raw: bytes) -> tuple[list[Any], list[Problem]]:
    return _parse_json_lines(name, raw, _misfits_of_event)


def _parse_batches(name: str, raw: bytes) -> tuple[list[Any], list[Problem]]:
    return _parse_json_lines(name, raw, lambda batch: list(misfits(batch, BATCH)))


def _parse_openings(name: str, raw: bytes) -> tuple[list[Any], list[Problem]]:
    return _parse_json_lines(name, raw, lambda opening: list(misfits(opening, OPENING)))


def _parse_json_lines(
    name: str, raw: bytes, misfits_of: Callable[[Any], list[tuple[str, str]]]
) -> tuple[list[Any], list[Problem]]:
    """A value a line, each of one shape and written in the one way it may be."""
    lines, problems = _text_lines(name, raw)
    values = []
    for number, line in enumerate(lines, 1):
        try:
            value = read_json(line.encode())
        except UnreadableError as unreadable:
            problems.append(problem(unreadable.code, file=name, line=number))
            continue
        problems += [
            problem("misfit", file=name, line=number, place=place, wanted=wanted)
            for place, wanted in misfits_of(value)
        ]
        if not is_canonical(line.encode(), value):
            problems.append(problem("json-not-canonical", file=name, line=number))
        values.append(value)
    return values, problems


def _parse_leaves(name: str, raw: bytes) -> tuple[list[str], list[Problem]]:
    lines, problems = _text_lines(name, raw)
    problems += [
        problem("line-not-digest", file=name, line=number)
        for number, line in enumerate(lines, 1)
        if not HEX_64.match(line)
    ]
    return lines, problems


def _parse_ballots(name: str, raw: bytes) -> tuple[list[tuple[str, Marks]], list[Problem]]:
    lines, problems = _text_lines(name, raw)
    if problems:
        return [], problems
    if not lines or lines[0] != BALLOTS_HEADER:
        return [], [problem("no-header", file=name, header=BALLOTS_HEADER)]
    rows = []
    for number, line in enumerate(lines[1:], 2):
        pot_id, comma, text = line.partition(",")
        marks = _read_marks(text)
        if not comma or marks is None:
            problems.append(problem("line-not-ballot", file=name, line=number))
        else:
            rows.append((unquote(pot_id), marks))
    return rows, problems


def _read_marks(text: str) -> Marks | None:
    """`id:mark id:mark` in order of id, each id once; None where it is anything else."""
    marks = []
    for part in text.split(" ") if text else []:
        name, colon, mark = part.rpartition(":")
        if (
            not colon
            or not name
            or not mark.isascii()
            or not mark.isdigit()
            or len(mark) > 18
            or str(int(mark)) != mark
        ):
            return None
        marks.append((unquote(name), int(mark)))
    ids = [name for name, _ in marks]
    return tuple(marks) if ids == sorted(set(ids)) else None


PARSERS: dict[str, Callable[[str, bytes], tuple[Any, list[Problem]]]] = {
    "batches.jsonl": _parse_batches,
    "events.jsonl": _parse_events,
    "openings.jsonl": _parse_openings,
    "leaves.txt": _parse_leaves,
    "superseded.txt": _parse_leaves,
    "ballots.csv": _parse_ballots,
    "README.cy.md": _text_lines,
    "README.en.md": _text_lines,
}
