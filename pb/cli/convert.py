"""`pb convert`: a Pabulib file as our canonical contest record, or as a Pabulib file in its plainest form.

Must not lose a ballot: what is written is read back and compared before anything is printed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pb.cli.files import Unusable, complaint, read
from pb.tally.faults import TallyInvalid
from pb.tally.pabulib import PabulibFile, read_pabulib
from pb.tally.pabulib_write import REQUIRED, write_pabulib
from pb.tally.record import canonical, contest_record


def main(argv: list[str]) -> int:
    """Run the command. Returns 0, or 2 where the input was unusable."""
    parser = argparse.ArgumentParser(prog="pb convert", description="Convert a Pabulib file.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--to", choices=("json", "pb"), default="json", help="contest record, or plain .pb")
    parser.add_argument("--out", help="the file to write; standard output where absent")
    try:
        given = parser.parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    path = Path(given.file)
    try:
        made = convert(read_pabulib(read(path)), given.to)
        if given.out:
            Path(given.out).write_bytes(made)
        else:
            sys.stdout.buffer.write(made)
    except TallyInvalid as fault:
        print(complaint(path, fault), file=sys.stderr)
        return 2
    except (Unusable, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def convert(file: PabulibFile, form: str) -> bytes:
    """The file in another form. Raises Unusable where it would not read back the same."""
    if form == "json":
        return canonical(contest_record(file.contest)) + b"\n"
    meta = {name: file.meta.get(name) or "unknown" for name in REQUIRED} | dict(file.meta)
    selected = [name for name, told in (file.recorded or {}).items() if told == 1] if file.recorded else None
    made = write_pabulib(file.contest, meta, unit=file.unit, names=file.names, selected=selected)
    again = read_pabulib(made)
    if again.contest.profile != file.contest.profile or again.contest.budget != file.contest.budget:
        raise Unusable("the file cannot be written so that it reads back the same.")
    return made
