"""Reads a record's zip archive without trusting it, and says where its bytes leave their one lawful form.

It never extracts to disk, and never reads more than the limits below allow.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pb.verifier.layout import CENTRAL, END, LOCAL, Entry, pieces, rebuild, unlike_field

MAX_ARCHIVE_BYTES = 200_000_000
MAX_CONTENT_BYTES = 400_000_000
MAX_ENTRIES = 1_000
LIKE_ENOUGH = 8  # two checksums of one changed file: no other way of reading would explain more
COUNTED_UNLIKE = 100_000  # beyond this many unlike bytes two readings are equally hopeless


class UnusableError(Exception):
    """The file is no record at all: `code` and `facts` choose the sentence that says so."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where the bytes leave their form: `part` is local, data, central, end, trailing, duplicate or order."""

    part: str
    entry: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The entries as (name, content) in the order found, and where the bytes are not as they must be."""

    entries: tuple[tuple[str, bytes], ...]
    differences: tuple[Difference, ...]

    def files(self) -> dict[str, bytes]:
        """Content by name; of two entries with one name the first."""
        found: dict[str, bytes] = {}
        for name, content in self.entries:
            found.setdefault(name, content)
        return found


def read_archive(raw: bytes) -> Archive:
    """The entries of `raw` and how its bytes differ from the canonical archive of the same entries.

    Raises UnusableError where no entries can be read, or limits are passed.
    """
    if len(raw) > MAX_ARCHIVE_BYTES:
        raise UnusableError("too-large", limit=MAX_ARCHIVE_BYTES)
    best = _best_reading(raw)
    return Archive(
        entries=tuple((entry.label, entry.content) for entry in best),
        differences=tuple(_differences(raw, best)),
    )


def _best_reading(raw: bytes) -> list[Entry]:
    """A damaged size or offset spoils one way of reading, not all: trust the one that explains most bytes."""
    best: tuple[int, list[Entry]] | None = None
    for read in (_by_directory, _by_directory_and_headers, _by_walking):
        entries = read(raw)
        if not entries:
            continue
        unlike = _unlike(raw, rebuild(entries))
        if best is None or unlike < best[0]:
            best = (unlike, entries)
        if unlike <= LIKE_ENOUGH:
            break
    if best is None:
        raise UnusableError("not-a-zip")
    return best[1]


def _by_directory(raw: bytes) -> list[Entry]:
    """The entries as the central directory lists them, content right behind each name."""
    return _follow_directory(raw, trust_headers=False)


def _by_directory_and_headers(raw: bytes) -> list[Entry]:
    """The entries as the central directory lists them, content where each entry's own header says."""
    return _follow_directory(raw, trust_headers=True)


def _follow_directory(raw: bytes, *, trust_headers: bool) -> list[Entry]:
    """None where the directory cannot be followed."""
    at = raw.rfind(b"PK\x05\x06")
    if at < 0 or at + END.size > len(raw):
        return []
    end = END.unpack_from(raw, at)
    count, offset = end[4], end[6]
    if count > MAX_ENTRIES:
        return []
    entries: list[Entry] = []
    total = 0
    for _ in range(count):
        if offset + CENTRAL.size > len(raw) or raw[offset : offset + 4] != b"PK\x01\x02":
            return []
        head = CENTRAL.unpack_from(raw, offset)
        name = raw[offset + CENTRAL.size : offset + CENTRAL.size + head[10]]
        entry = _listed(raw, name, head, trust_headers=trust_headers)
        if entry is None:
            return []
        total += len(entry.content)
        if total > MAX_CONTENT_BYTES:
            raise UnusableError("too-large", limit=MAX_CONTENT_BYTES)
        entries.append(entry)
        offset += CENTRAL.size + head[10] + head[11] + head[12]
    return entries


def _listed(raw: bytes, name: bytes, head: tuple[int, ...], *, trust_headers: bool) -> Entry | None:
    start, size, method = head[16], head[8], head[4]
    if start + LOCAL.size > len(raw):
        return None
    local = LOCAL.unpack_from(raw, start)
    begin = start + LOCAL.size + (local[9] + local[10] if trust_headers else len(name))
    if begin + size > len(raw):
        return None
    content = raw[begin : begin + size]
    if method == zlib.DEFLATED:
        content = _inflate(content)
    return Entry(name=name, content=content, crcs=frozenset((head[7], local[6])))


def _inflate(packed: bytes) -> bytes:
    """A record is stored, not packed; but someone may have packed it again, and it can still be judged."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = engine.decompress(packed, MAX_CONTENT_BYTES)
    except zlib.error:
        return b""
    if engine.unconsumed_tail:
        raise UnusableError("too-large", limit=MAX_CONTENT_BYTES)
    return content


def _by_walking(raw: bytes) -> list[Entry]:
    """The entries as their own headers tell, one after the other, whatever the central directory says."""
    entries: list[Entry] = []
    offset = 0
    while offset + LOCAL.size <= len(raw) and raw[offset : offset + 4] == b"PK\x03\x04":
        head = LOCAL.unpack_from(raw, offset)
        begin = offset + LOCAL.size + head[9] + head[10]
        if len(entries) == MAX_ENTRIES:
            raise UnusableError("too-many-entries", limit=MAX_ENTRIES)
        if begin + head[7] > len(raw):
            break
        name = raw[offset + LOCAL.size : offset + LOCAL.size + head[9]]
        content = raw[begin : begin + head[7]]
        if head[3] == zlib.DEFLATED:
            content = _inflate(content)
        entries.append(Entry(name=name, content=content, crcs=frozenset((head[6],))))
        offset = begin + head[7]
    return entries


def _unlike(raw: bytes, rebuilt: bytes) -> int:
    """How many bytes differ, place by place, a difference in length included."""
    if raw == rebuilt:
        return 0
    step, short = 4096, min(len(raw), len(rebuilt))
    unlike = abs(len(raw) - len(rebuilt))
    for start in range(0, short, step):
        left, right = raw[start : min(start + step, short)], rebuilt[start : min(start + step, short)]
        if left != right:
            unlike += sum(a != b for a, b in zip(left, right, strict=True))
        if unlike > COUNTED_UNLIKE:
            break
    return unlike


def _differences(raw: bytes, entries: list[Entry]) -> Iterator[Difference]:
    """Every part of the archive that is not as the canonical form has it, each said once."""
    yield from _disorder(entries)
    changed = {entry.label for entry in entries if zlib.crc32(entry.content) not in entry.crcs}
    for label in sorted(changed):
        yield Difference(part="data", entry=label, field="")
    same_length = len(raw) == sum(len(piece) for piece, _, _ in pieces(entries))
    offset = 0
    for piece, part, label in pieces(entries):
        actual = raw[offset : offset + len(piece)]
        field = unlike_field(part, actual, piece) if actual != piece else None
        if field is not None and not (field == "crc" and label in changed):
            yield Difference(part=part, entry=label, field=field)
            if not same_length:
                return  # everything after it is shifted: further places would say nothing
        offset += len(piece)
    if offset < len(raw):
        yield Difference(part="trailing", entry="", field="")


def _disorder(entries: list[Entry]) -> Iterator[Difference]:
    names = [entry.name for entry in entries]
    for label in sorted({entry.label for entry in entries if names.count(entry.name) > 1}):
        yield Difference(part="duplicate", entry=label, field="")
    if names != sorted(names):
        yield Difference(part="order", entry="", field="")
