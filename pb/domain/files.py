"""CSV files as organisers bring them: rows with their numbers, faults by line, wards by name.

It knows no columns: what a file means is for its own module to say.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pb.domain.rounds import Ward
from pb.domain.text import one_line

MOST_FAULTS_SHOWN, LINE_LENGTH = 50, 10_000
UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFault:
    """What is wrong in one line: its number in the file from 1, and a code."""

    line: int
    code: str


@dataclass(slots=True, kw_only=True)
class FileFaults:
    """The first faults of a file, and how many there are."""

    faults: list[LineFault] = field(default_factory=list)
    fault_count: int = 0

    def wrong(self, line: int, code: str) -> None:
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS_SHOWN:
            self.faults.append(LineFault(line=line, code=code))


def read_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows; a file that is not UTF-8 is read as Windows wrote it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    lines = [line[:LINE_LENGTH] for line in text.split("\n")]
    divider = ";" if ";" in lines[0] and "," not in lines[0] else ","
    # No field goes over a line's end, so that each fault is found where it stands.
    for number, line in enumerate(lines, start=1):
        yield number, next(csv.reader([line], delimiter=divider), [])


def name_wards(wards: Sequence[Ward], codes: Mapping[str, str]) -> dict[str, str]:
    """Wards' ids by their names in either language, and by what else stands for them in a file."""
    named = {one_line(code).casefold(): ward_id for code, ward_id in codes.items() if code.strip()}
    for ward in wards:
        named |= {name.casefold(): str(ward.id) for name in (ward.name.cy, ward.name.en) if name}
    return named


def find_area(cells: Sequence[str], named: Mapping[str, str]) -> str:
    """A ward's id, empty where nothing is said or there are no wards, UNKNOWN where no ward is meant."""
    if not named:
        return ""
    said = [cell for each in cells if (cell := one_line(each).casefold())]
    return next((named[cell] for cell in said if cell in named), UNKNOWN if said else "")
