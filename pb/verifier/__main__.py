"""The auditor's command: `pb verify`, `python -m pb.verifier` or `python pb-verify.pyz`, and a record's file.

It reads one file and prints; it writes nothing, asks nothing and needs no network.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from pb.verifier.archive import MAX_ARCHIVE_BYTES, UnusableError, read_archive
from pb.verifier.comparing import compare, is_continued
from pb.verifier.record import BrokenFileError, Record
from pb.verifier.report import change_lines, conclusion, examine, figures, harmless, lines, verdict
from pb.verifier.words import LANGUAGES, OF_CHANGES, ChangeWords, Words

SOUND, NOT_SOUND, UNUSABLE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Check one record and print the report. Returns 0 sound, 1 not sound, 2 unusable file or command."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    words = LANGUAGES[_language(arguments)]
    options = _parser(words).parse_args(arguments)
    if options.file is None and options.diff is None:
        _parser(words).error(words.frame["help-file"])
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(
            errors="replace"
        )  # a console that lacks a Welsh sign shows another, and goes on
    expected = {name: value for name, value in (("root", options.root), ("head", options.head)) if value}
    try:
        if options.diff:
            return _compare(*options.diff, words=words, said=OF_CHANGES[options.language])
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


def _compare(old_path: str, new_path: str, *, words: Words, said: ChangeWords) -> int:
    """Compare two records and print what changed. Returns 0 continued, 1 not, 2 where they cannot be."""
    old, new = open_record(old_path), open_record(new_path)
    if _content(old_path) == _content(new_path):
        print(said.frame["identical"])
        return SOUND
    try:
        names = old.round["id"], new.round["id"]
    except BrokenFileError as broken:
        print(words.frame["needs"].format(file=harmless(broken.file)))
        return UNUSABLE
    if names[0] != names[1]:
        print(said.frame["other-round"].format(old=harmless(names[0]), new=harmless(names[1])))
        return UNUSABLE
    found = compare(old, new)
    for line in (*change_lines(found, words, said), "", conclusion(found, said)):
        print(line)
    return SOUND if is_continued(found) else NOT_SOUND


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
    said = OF_CHANGES[next(name for name, found in LANGUAGES.items() if found is words)]
    parser.epilog = said.frame["help-exit"]
    parser.add_argument("file", nargs="?", help=words.frame["help-file"])
    parser.add_argument("--diff", nargs=2, metavar=("OLD", "NEW"), help=said.frame["help-diff"])
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
