"""The auditor's command: `pb verify`, `python -m pb.verifier` or `python pb-verify.pyz`, and a record's file.

It reads one file and prints; it writes nothing, asks nothing and needs no network.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from pb.verifier.archive import MAX_ARCHIVE_BYTES, UnusableError, read_archive
from pb.verifier.record import Record
from pb.verifier.report import examine, figures, harmless, lines, verdict
from pb.verifier.words import LANGUAGES, Words

SOUND, NOT_SOUND, UNUSABLE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Check one record and print the report. Returns 0 sound, 1 not sound, 2 unusable file or command."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    words = LANGUAGES[_language(arguments)]
    options = _parser(words).parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(
            errors="replace"
        )  # a console that lacks a Welsh sign shows another, and goes on
    expected = {name: value for name, value in (("root", options.root), ("head", options.head)) if value}
    try:
        record = open_record(options.file, expected)
        record.annex = read_archive(_content(options.annex)).files() if options.annex else {}
        record.receipt = _content(options.receipt) if options.receipt else None
    except UnusableError as unusable:
        facts = {key: harmless(value) for key, value in unusable.facts.items()}
        print(words.frame["unusable"].format(why=words.frame[unusable.code].format(**facts)))
        return UNUSABLE
    findings = examine(record)
    sound, last = verdict(record, findings, words)
    for line in (*lines(findings, words), "", *figures(record, words), "", last):
        print(line)
    return SOUND if sound else NOT_SOUND


def open_record(path: str, expected: dict[str, str] | None = None) -> Record:
    """The record in the file at `path`. Raises UnusableError where there is none."""
    archive = read_archive(_content(path))
    files = archive.files()
    if "round.json" not in files and "manifest.json" not in files:
        raise UnusableError("no-record")
    return Record(
        files=files,
        differences=archive.differences,
        names=tuple(dict.fromkeys(name for name, _ in archive.entries)),
        expected=expected or {},
    )


def _content(path: str) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MAX_ARCHIVE_BYTES + 1)
    except (OSError, ValueError):
        raise UnusableError("no-file", file=path) from None


def _language(arguments: list[str]) -> str:
    """The language asked for, found before the rest is read so that help and faults are in it too."""
    found = re.search(r"--language[ =](cy|en)\b", " ".join(arguments))
    return found[1] if found else "en"


def _digest(text: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text.strip()):
        raise argparse.ArgumentTypeError(harmless(text))
    return text.strip().lower()


def _parser(words: Words) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pb verify", description=words.frame["usage"])
    parser.add_argument("file", help=words.frame["help-file"])
    parser.add_argument(
        "--language", choices=sorted(LANGUAGES), default="en", help=words.frame["help-language"]
    )
    parser.add_argument("--root", type=_digest, help=words.frame["help-root"])
    parser.add_argument("--head", type=_digest, help=words.frame["help-head"])
    parser.add_argument("--annex", help=words.frame["help-annex"])
    parser.add_argument("--receipt", help=words.frame["help-receipt"])
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
