"""`pb convert`: a Pabulib file as our canonical contest record, or as a Pabulib file in its plainest form.

Must not lose a ballot: what is written is read back and compared before anything is printed.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from pb.cli import many
from pb.cli.files import Unusable, find, read, several
from pb.cli.output import Folder, Output, to_file_or_standard
from pb.tally.pabulib import PabulibFile, read_pabulib
from pb.tally.pabulib_write import REQUIRED, write_pabulib
from pb.tally.record import canonical, contest_record

FORMS = ("json", "pb")


def main(argv: list[str]) -> int:
    """Run the command. Returns 0, 2 where some input was unusable, 130 where it was stopped."""
    parser = argparse.ArgumentParser(prog="pb convert", description="Convert Pabulib files.")
    several(parser)
    parser.add_argument("--to", choices=FORMS, default="json", help="contest record, or plain .pb")
    try:
        given = parser.parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    try:
        paths = find(given.files)
    except Unusable as fault:
        print(fault, file=sys.stderr)
        return 2
    return many.run(
        partial(_one, given.to), paths, partial(_output, given.output, given.to, paths), given.jobs
    )


def _output(name: str | None, form: str, paths: list[Path]) -> Output:
    """A folder where there are several files; contest records can stand below each other, a line to each."""
    if name and (len(paths) > 1 or Path(name).is_dir()):
        return Folder(Path(name), f".{form}", paths)
    if len(paths) > 1 and form == "pb":
        raise Unusable("several files need a folder to be written to: --output FOLDER.")
    return to_file_or_standard(name)


def _one(form: str, path: Path) -> bytes:
    file = read_pabulib(read(path))
    if form == "json":
        return canonical(contest_record(file.contest)) + b"\n"
    made = plain(file)
    if not same(file, read_pabulib(made)):
        raise Unusable(f"{path}: cannot be written so that it reads back the same.")
    return made


def plain(file: PabulibFile) -> bytes:
    """The file in its plainest form. Raises ContestInvalid where it has none."""
    meta = {name: file.meta.get(name) or "unknown" for name in REQUIRED} | dict(file.meta)
    return write_pabulib(file.contest, meta, unit=file.unit, names=file.names, recorded=file.recorded)


def same(one: PabulibFile, other: PabulibFile) -> bool:
    """Whether two files hold the same contest and the same outcome."""
    return (
        one.unit == other.unit
        and one.contest.budget == other.contest.budget
        and one.contest.projects == other.contest.projects
        and one.contest.spec == other.contest.spec
        and one.contest.profile == other.contest.profile
        and one.names == other.names
        and one.recorded == other.recorded
    )
