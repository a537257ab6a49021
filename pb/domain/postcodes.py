"""Tables of postcodes and wards as organisers bring them: read line by line, with what is wrong in each line.

It keeps nothing. The columns of the ONS Postcode Directory are known by their headings, whatever the vintage.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pb.domain.proofs import read_postcode
from pb.domain.rounds import Ward
from pb.domain.text import one_line

MOST_POSTCODES, MOST_FAULTS_SHOWN, LINE_LENGTH = 60_000, 50, 10_000
# pcd, pcds, pcd2, PCD7, PCD8 in the Directory; the plain words in a short table.
_DIRECTORY = re.compile(r"pcd[s2-9]?")
_POSTCODE_COLUMN = re.compile(r"pcd[s2-9]?|post ?code|cod post")
_WARD_COLUMN = re.compile(r"wd\d\dcd|wd\d\dnmw?|osward|ward|ward (?:code|name)|admin ward|enw.r ward")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFault:
    """What is wrong in one line: its number in the file from 1, and a code."""

    line: int
    code: str


@dataclass(slots=True, kw_only=True)
class PostcodeTable:
    """Areas by postcode (empty: in the area, but in no ward); `faults` and how many lines lie outside."""

    areas: dict[str, str] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)
    fault_count: int = 0
    outside_count: int = 0

    def wrong(self, line: int, code: str) -> None:
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS_SHOWN:
            self.faults.append(LineFault(line=line, code=code))


def read_postcodes(content: bytes, wards: Sequence[Ward], codes: Mapping[str, str]) -> PostcodeTable:
    """A table out of a CSV file. `codes` gives the ward of a code in the file, besides the wards' own names.

    In a table of the Directory whatever names none of the wards lies outside; in a short one that is a fault.
    Without wards every postcode of the file is in the area.
    """
    table = PostcodeTable()
    rows = _rows(content)
    number, header = next(rows, (1, []))
    columns = [one_line(name).casefold().replace("_", " ") for name in header]
    postcode_at = next((at for at, name in enumerate(columns) if _POSTCODE_COLUMN.fullmatch(name)), None)
    wards_at = [at for at, name in enumerate(columns) if _WARD_COLUMN.fullmatch(name)]
    if postcode_at is None:
        table.wrong(number, "postcode-column-missing")
        return table
    if wards and not wards_at:
        table.wrong(number, "ward-column-missing")
        return table
    named = _named(wards, codes)
    is_directory = _DIRECTORY.fullmatch(columns[postcode_at]) is not None
    for line, row in rows:
        if any(cell.strip() for cell in row):
            cells = [row[at] for at in wards_at if at < len(row)]
            typed = row[postcode_at] if postcode_at < len(row) else ""
            _read_line(table, line, typed, _area(cells, named, is_directory=is_directory))
    if not table.areas and not table.faults:
        table.wrong(1, "no-postcodes")
    return table


def _read_line(table: PostcodeTable, line: int, typed: str, area: str | None) -> None:
    postcode = read_postcode(typed)
    if postcode is None:
        table.wrong(line, "not-a-postcode")
    elif area is None:
        table.outside_count += 1
    elif area == UNKNOWN:
        table.wrong(line, "ward-unknown")
    elif table.areas.setdefault(postcode, area) != area:
        table.wrong(line, "postcode-twice")
    elif len(table.areas) > MOST_POSTCODES:
        del table.areas[postcode]
        table.wrong(line, "too-many-postcodes")


UNKNOWN = "?"


def _area(cells: Sequence[str], named: Mapping[str, str], *, is_directory: bool) -> str | None:
    """A ward's id, empty for no ward, None outside, UNKNOWN where the words mean no ward that we know."""
    if not named:
        return ""
    said = [folded for cell in cells if (folded := one_line(cell).casefold())]
    found = next((named[cell] for cell in said if cell in named), None)
    if found is not None:
        return found
    if is_directory:
        return None
    return UNKNOWN if said else ""


def _named(wards: Sequence[Ward], codes: Mapping[str, str]) -> dict[str, str]:
    named = {one_line(code).casefold(): ward_id for code, ward_id in codes.items() if code.strip()}
    for ward in wards:
        named |= {name.casefold(): str(ward.id) for name in (ward.name.cy, ward.name.en) if name}
    return named


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows; a file that is not UTF-8 is read as Windows wrote it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    lines = [
        line[:LINE_LENGTH]
        for line in text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    divider = ";" if ";" in lines[0] and "," not in lines[0] else ","
    # No field goes over a line's end, so that each fault is found where it stands.
    for number, line in enumerate(lines, start=1):
        yield number, next(csv.reader([line], delimiter=divider), [])
