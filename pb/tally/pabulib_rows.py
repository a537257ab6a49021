"""The rows of a Pabulib file: bytes to META, PROJECTS and the place where the votes begin, row by row.

Must not know what the fields mean, and must not read a part of a file that is broken elsewhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pb.tally.faults import FileInvalid

SECTIONS = ("META", "PROJECTS", "VOTES")
BOM = b"\xef\xbb\xbf"


class Row(NamedTuple):
    """One row: its line in the file (from 1) and its fields."""

    line: int
    fields: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A section with a header: the header's line, the column names, the rows."""

    section: str
    line: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def at(self, column: str) -> int:
        """Where a column stands. Raises FileInvalid `missing-column`."""
        if column not in self.columns:
            raise FileInvalid("missing-column", line=self.line, section=self.section, field=column)
        return self.columns.index(column)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteLines:
    """The VOTES section: column names; the rows are `data` from byte `begin` on, which is line `first`."""

    line: int
    columns: tuple[str, ...]
    data: bytes
    begin: int
    first: int


def check_text(data: bytes) -> None:
    """See that bytes are text. Raises FileInvalid `empty-file`, `nul-byte`, `not-utf8` with the line."""
    if not data or data.removeprefix(BOM).isspace() or data == BOM:
        raise FileInvalid("empty-file", line=1, section="", field="")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise FileInvalid("nul-byte", line=line, section="", field="")
    if data.isascii():
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise FileInvalid("not-utf8", line=line, section="", field="", byte=data[fault.start]) from None


def split(data: bytes) -> tuple[Table, Table, VoteLines]:
    """Cut a file into its three sections; the votes stay as they are. Raises FileInvalid."""
    reader = _Rows(data, len(BOM) if data.startswith(BOM) else 0)
    found: dict[str, tuple[Row, list[Row]]] = {}
    section = ""
    for row in reader:
        marker = row.fields[0].strip() if len(row.fields) == 1 else ""
        if marker in SECTIONS:
            _in_order(marker, found, row.line)
            section = marker
            header = reader.header(section)
            found[section] = (header, [])
            if section == "VOTES":
                break
        elif not section:
            raise FileInvalid("no-section-yet", line=row.line, section="", field="", text=row.fields[0][:80])
        else:
            found[section][1].append(row)
    for name in SECTIONS:
        if name not in found:
            raise FileInvalid("missing-section", line=reader.read, section=name, field="")
    votes = found["VOTES"][0]
    return (
        _table("META", *found["META"]),
        _table("PROJECTS", *found["PROJECTS"]),
        VoteLines(
            line=votes.line,
            columns=_names(votes, "VOTES"),
            data=data,
            begin=reader.at,
            first=reader.read + 1,
        ),
    )


class _Rows:
    """Rows by the CSV reader, skipping blank lines, taking no line before it is needed.

    `read` is how many lines were taken so far, `at` where in the bytes the next one begins.
    """

    def __init__(self, data: bytes, at: int, read: int = 0, section: str = "") -> None:
        self.at = at
        self.read = read
        self.section = section
        self._reader = csv.reader(self._feed(data), delimiter=";", strict=True)

    def _feed(self, data: bytes) -> Iterator[str]:
        while self.at < len(data):
            end = data.find(b"\n", self.at) + 1 or len(data)
            line = data[self.at : end].decode("utf-8")
            self.at = end
            self.read += 1
            yield line

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        while True:
            line = self.read + 1
            try:
                fields = next(self._reader)
            except csv.Error as fault:
                raise FileInvalid(
                    "bad-quoting", line=line, section=self.section, field="", why=str(fault)
                ) from None
            if "".join(fields).strip():
                return Row(line, fields)

    def header(self, section: str) -> Row:
        self.section = section
        for row in self:
            return row
        raise FileInvalid("missing-header", line=self.read, section=section, field="")


def vote_rows(votes: VoteLines) -> Iterator[Row]:
    """The rows of VOTES by the CSV reader, each with its line."""
    return _Rows(votes.data, votes.begin, votes.first - 1, "VOTES")


def _in_order(marker: str, found: dict[str, tuple[Row, list[Row]]], line: int) -> None:
    if marker in found:
        raise FileInvalid("repeated-section", line=line, section=marker, field="")
    missing = [name for name in SECTIONS[: SECTIONS.index(marker)] if name not in found]
    if missing:
        raise FileInvalid("missing-section", line=line, section=missing[0], field="", before=marker)


def _names(header: Row, section: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in header.fields)
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise FileInvalid("repeated-column", line=header.line, section=section, field=name)
        seen.add(name)
    return names


def _table(section: str, header: Row, rows: list[Row]) -> Table:
    columns = _names(header, section)
    for row in rows:
        if len(row.fields) != len(columns):
            facts = {"expected": len(columns), "has": len(row.fields)}
            raise FileInvalid("wrong-number-of-fields", line=row.line, section=section, field="", **facts)
    return Table(section=section, line=header.line, columns=columns, rows=tuple(rows))
