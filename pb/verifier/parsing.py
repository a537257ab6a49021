"""Reading a record's files with suspicion, one by one: a value, and what is wrong with the form.

What the files say to each other is for the checks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from pb.verifier.formats import BATCH, COUNTS, EVENT, JSON_FILES, OPENING, PAYLOADS
from pb.verifier.shapes import HEX_64, UnreadableError, is_canonical, misfits, read_json

Marks = tuple[tuple[str, int], ...]
BALLOTS_HEADER = "pot_id,marks"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it must be: a code with a sentence in `words`, and its facts."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def problem(code: str, **facts: Any) -> Problem:
    """A problem with its facts by name."""
    return Problem(code, facts)


def parse_json(name: str, raw: bytes) -> tuple[Any, list[Problem]]:
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
