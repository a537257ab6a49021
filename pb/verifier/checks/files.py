"""Checks on the archive and its files: canonical bytes, nothing missing, manifest, digests, form.

It looks at each file by itself; whether files agree with each other is for the other checks.
"""

import hashlib
from collections.abc import Iterator

from pb.verifier.archive import Difference
from pb.verifier.formats import JSON_FILES, SCHEMA, TEXT_FILES
from pb.verifier.record import BrokenFileError, Problem, Record, count_file, problem
from pb.verifier.shapes import canonical

UNLISTED = {"manifest.json", "manifest.sig"}


def archive(record: Record) -> Iterator[Problem]:
    """Every byte of the archive is where its one lawful form has it."""
    for difference in record.differences:
        yield _archive_problem(difference)


def _archive_problem(difference: Difference) -> Problem:
    if difference.part in ("local", "central"):
        return problem(f"archive-{difference.part}", file=difference.entry, field=difference.field)
    if difference.part == "end":
        return problem("archive-end", field=difference.field)
    return problem(f"archive-{difference.part}", file=difference.entry)


def expected_files(record: Record) -> list[str]:
    """The names a record must hold: the fixed ones and one count for each pot."""
    names = [*JSON_FILES, *TEXT_FILES]
    try:
        if record.round["openings"] == "open" and not record.round["imported"]:
            names.append("openings.jsonl")
        names += [count_file(pot["id"]) for pot in record.round["pots"]]
    except BrokenFileError:
        names += [name for name in record.files if name.startswith("counts/")]
    return sorted(names)


def presence(record: Record) -> Iterator[Problem]:
    """No file is missing and none is there that has no place in a record."""
    expected = expected_files(record)
    for name in expected:
        if name not in record.files:
            yield problem("file-missing", file=name)
    for name in record.names:
        if name not in expected:
            yield problem("file-unexpected", file=name)


def manifest(record: Record) -> Iterator[Problem]:
    """The manifest, made anew from the files, is the one in the record byte for byte."""
    stated = record.json("manifest.json")
    if stated["schema"] != SCHEMA:
        yield problem("schema-unknown", file="manifest.json", schema=stated["schema"])
    listed = {entry["path"]: entry for entry in stated["files"]}
    for name in sorted(set(listed) | set(record.files) - UNLISTED):
        if name not in listed:
            yield problem("manifest-lacks", file=name)
        elif name not in record.files:
            yield problem("manifest-too-many", file=name)
        elif listed[name]["bytes"] != len(record.files[name]):
            yield problem("file-size", file=name, stated=listed[name]["bytes"], found=len(record.files[name]))
    files = [
        {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(record.files.items())
        if name not in UNLISTED
    ]
    if canonical({"schema": SCHEMA, "files": files}) != record.files["manifest.json"]:
        yield problem("manifest-differs", file="manifest.json")


def digests(record: Record) -> Iterator[Problem]:
    """Each file has the SHA-256 the manifest states for it."""
    for entry in record.json("manifest.json")["files"]:
        content = record.files.get(entry["path"])
        if content is not None and hashlib.sha256(content).hexdigest() != entry["sha256"]:
            yield problem("file-digest", file=entry["path"])


def form(record: Record) -> Iterator[Problem]:
    """Each file can be read strictly: canonical JSON of the stated shape, whole lines of UTF-8."""
    for name in sorted(record.files):
        if name in JSON_FILES or name in TEXT_FILES or name.startswith("counts/"):
            yield from record.problems(name)
    if record.has_openings:
        yield from record.problems("openings.jsonl")
    for name in sorted(record.annex):
        if name.startswith("hidden/"):
            yield from record.problems(name)
    yield from _pot_ids(record)


def _pot_ids(record: Record) -> Iterator[Problem]:
    """The pots name one file each, so an id may hold no sign that a path cannot."""
    try:
        pots = [pot["id"] for pot in record.round["pots"]]
    except BrokenFileError:
        return
    for pot_id in pots:
        if not pot_id or not all(sign.isascii() and (sign.isalnum() or sign in "._-") for sign in pot_id):
            yield problem("pot-id", file="round.json", pot=pot_id)
    for pot_id in sorted({pot_id for pot_id in pots if pots.count(pot_id) > 1}):
        yield problem("pot-twice", file="round.json", pot=pot_id)
