"""Tables of postcodes and wards as organisers bring them: read line by line, with what is wrong in each line.

It keeps nothing. The columns of the ONS Postcode Directory are known by their headings, whatever the vintage.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pb.domain.files import UNKNOWN, FileFaults, find_area, name_wards, read_rows
from pb.domain.proofs import read_postcode
from pb.domain.rounds import Ward
from pb.domain.text import one_line

MOST_POSTCODES = 60_000
# pcd, pcds, pcd2, PCD7, PCD8 in the Directory; the plain words in a short table.
_DIRECTORY = re.compile(r"pcd[s2-9]?")
_POSTCODE_COLUMN = re.compile(r"pcd[s2-9]?|post ?code|cod post")
_WARD_COLUMN = re.compile(r"wd\d\dcd|wd\d\dnmw?|osward|ward|ward (?:code|name)|admin ward|enw.r ward")


@dataclass(slots=True, kw_only=True)
class PostcodeTable(FileFaults):
    """Areas by postcode (empty: in the area, but in no ward), and how many lines lie outside."""

    areas: dict[str, str] = field(default_factory=dict)
    outside_count: int = 0


def read_postcodes(content: bytes, wards: Sequence[Ward], codes: Mapping[str, str]) -> PostcodeTable:
    """A table out of a CSV file. `codes` gives the ward of a code in the file, besides the wards' own names.

    In a table of the Directory whatever names none of the wards lies outside; in a short one that is a fault.
    Without wards every postcode of the file is in the area.
    """
    table = PostcodeTable()
    rows = read_rows(content)
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
    named = name_wards(wards, codes)
    is_directory = _DIRECTORY.fullmatch(columns[postcode_at]) is not None
    for line, row in rows:
        if any(cell.strip() for cell in row):
            cells = [row[at] for at in wards_at if at < len(row)]
            typed = row[postcode_at] if postcode_at < len(row) else ""
            area = find_area(cells, named)
            lies_outside = is_directory and bool(named) and area in ("", UNKNOWN)
            _read_line(table, line, typed, None if lies_outside else area)
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
