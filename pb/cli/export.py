"""`pb export`: write the record of a counted round to a file.

The file is written whole or not at all, and never over one that is there.
"""

import argparse
import os
from pathlib import Path

from pb.cli.build import NotReady, complain, config_from_environment, ready_deps
from pb.domain.refusals import Refusal
from pb.services import audit
from pb.web.labels import refusal_text


def main(argv: list[str]) -> int:
    """Export one record. Returns 0, or 2 with what is wrong on standard error."""
    try:
        given = _arguments().parse_args(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    path = Path(given.file)
    if path.exists():
        return complain(f"{path} is there already. Choose another name.")
    try:
        deps = ready_deps(config_from_environment())
    except NotReady as fault:
        return complain(fault)
    try:
        export = audit.export_on_the_machine(deps, given.round_id)
        _write(path, export.content)
    except Refusal as refusal:
        return complain(refusal_text(refusal, "en"))
    except OSError as fault:
        return complain(f"{path}: cannot be written ({os.strerror(fault.errno or 0)}).")
    finally:
        deps.db.close()
    print(f"{path}: {len(export.content):,} bytes, SHA-256 {export.sha256}")
    return 0


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pb export", description="Write a round's record to a file.")
    parser.add_argument("round_id", metavar="ROUND_ID", help="the round, as in its address")
    parser.add_argument("file", metavar="FILE", help="the file to write, such as record.zip")
    return parser
