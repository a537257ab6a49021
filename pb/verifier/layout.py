"""The one form a record's zip archive may have, byte by byte: stored, undated, without extras.

It only lays bytes out; reading and judging an archive stands in `archive`.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
# Field names in the order of the three headers; they are the codes of the sentences that name a field.
FIELDS = {
    "local": (
        *("signature", "version-needed", "flags", "method", "time", "date", "crc"),
        *("size", "plain-size", "name-length", "extra-length"),
    ),
    "central": (
        *("signature", "version-made", "version-needed", "flags", "method", "time", "date", "crc"),
        *("size", "plain-size", "name-length", "extra-length", "comment-length", "disk"),
        *("internal-attributes", "external-attributes", "offset"),
    ),
    "end": (
        *("signature", "disk", "directory-disk", "entries-here", "entries"),
        *("directory-size", "directory-offset", "comment-length"),
    ),
}
HEADERS = {"local": LOCAL, "central": CENTRAL, "end": END}
DOS_DATE_1980 = (1 << 5) | 1  # 1 January 1980, the earliest date a zip archive can say
FILE_MODE = 0o644 << 16
UNIX = 3 << 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of an archive; `crcs` are all the checksums the archive states for it."""

    name: bytes
    content: bytes
    crcs: frozenset[int] = frozenset()

    @property
    def label(self) -> str:
        return self.name.decode("utf-8", "backslashreplace")


def pieces(entries: list[Entry]) -> Iterator[tuple[bytes, str, str]]:
    """The archive of `entries` in pieces: bytes, their part (local, data, central, end), the entry's name."""
    offset = 0
    directory: list[tuple[bytes, str]] = []
    for entry in entries:
        size, length = len(entry.content), len(entry.name)
        common = (20, 0, 0, 0, DOS_DATE_1980, zlib.crc32(entry.content), size, size, length, 0)
        yield LOCAL.pack(b"PK\x03\x04", *common) + entry.name, "local", entry.label
        yield entry.content, "data", entry.label
        record = CENTRAL.pack(b"PK\x01\x02", UNIX | 20, *common, 0, 0, 0, FILE_MODE, offset) + entry.name
        directory.append((record, entry.label))
        offset += LOCAL.size + length + size
    for record, label in directory:
        yield record, "central", label
    size = sum(len(record) for record, _ in directory)
    yield END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), size, offset, 0), "end", ""


def rebuild(entries: list[Entry]) -> bytes:
    """The archive of `entries`, in the order given."""
    return b"".join(piece for piece, _, _ in pieces(entries))


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """The one canonical archive of `files`: sorted by name."""
    return rebuild([Entry(name=name.encode(), content=files[name]) for name in sorted(files, key=str.encode)])


def unlike_field(part: str, actual: bytes, expected: bytes) -> str:
    """The field in which two headers first differ, `name` after the last; an empty text for content."""
    if part == "data":
        return ""
    header = HEADERS[part]
    if len(actual) < header.size:
        return "missing"
    values = zip(FIELDS[part], header.unpack_from(actual), header.unpack_from(expected), strict=True)
    return next((name for name, has, wants in values if has != wants), "name")
