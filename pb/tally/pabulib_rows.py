"""The rows of a Pabulib file: bytes to text, text to META, PROJECTS and VOTES, each row with its line.

Must not know what the fields mean, and must not read a part of a file that is broken elsewhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pb.tally.faults import FileInvalid

SECTIONS = ("META", "PROJECTS", "VOTES")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its line in the file (from 1) and its fields."""

    line: int
    fields: tuple[str, ...]


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
    """The VOTES section: column names, and the raw lines that follow, the first being line `first`."""

    line: int
    columns: tuple[str, ...]
    lines: Sequence[str]
    first: int


def decode(data: bytes) -> str:
    """Bytes to text. Raises FileInvalid `empty-file`, `nul-byte`, `not-utf8` with the line."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileInvalid("empty-file", line=1, section="", field="")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise FileInvalid("nul-byte", line=line, section="", field="")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise FileInvalid("not-utf8", line=line, section="", field="", byte=data[fault.start]) from None


def split(text: str) -> tuple[Table, Table, VoteLines]:
    """Cut a file into its three sections. Raises FileInvalid."""
    lines = text.split("\n")
    del text  # a large file should not lie in memory twice
    if lines and not lines[-1]:
        lines.pop()
    reader = _Rows(lines)
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
            raise FileInvalid("missing-section", line=len(lines), section=name, field="")
    votes = found["VOTES"][0]
    rest = lines[reader.read :]
    return (
        _table("META", *found["META"]),
        _table("PROJECTS", *found["PROJECTS"]),
        VoteLines(line=votes.line, columns=_names(votes, "VOTES"), lines=rest, first=reader.read + 1),
    )


class _Rows:
    """Rows by the CSV reader, skipping blank lines; `read` is how many lines were taken so far."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.read = 0
        self._reader = csv.reader(self._feed(lines), delimiter=";", strict=True)

    def _feed(self, lines: Sequence[str]) -> Iterator[str]:
        for line in lines:
            self.read += 1
            yield line.removesuffix("\r")

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        while True:
            line = self.read + 1
            try:
                fields = next(self._reader)
            except csv.Error as fault:
                raise FileInvalid("bad-quoting", line=line, section="", field="", why=str(fault)) from None
            if any(field.strip() for field in fields):
                return Row(line=line, fields=tuple(fields))

    def header(self, section: str) -> Row:
        for row in self:
            return row
        raise FileInvalid("missing-header", line=self.read, section=section, field="")


def vote_rows(votes: VoteLines) -> Iterator[Row]:
    """The rows of VOTES by the CSV reader: for files that use quotes there, and to find a fault's line."""
    rows = _Rows(votes.lines)
    for row in rows:
        yield Row(line=row.line + votes.first - 1, fields=row.fields)


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
