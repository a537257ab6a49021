"""The event chain: each entry seals the one before, so that nothing can be changed or dropped unseen.

Payloads hold counts, digests and public names only: never a person's data, never who voted what.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, said by whom: `stream` is a round's id, an organisation's id or `site`."""

    stream: str
    type: str
    actor: str | None  # a pseudonym within the stream
    role: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEvent:
    """An event in its place in the chain; `at` is ISO 8601 in UTC, hashes are hexadecimal."""

    seq: int
    stream: str
    type: str
    at: str
    actor: str | None
    role: str
    payload: Mapping[str, Any]
    prev: str
    hash: str

    def as_record(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "stream": self.stream,
            "type": self.type,
            "at": self.at,
            "actor": self.actor,
            "role": self.role,
            "payload": dict(self.payload),
            "prev": self.prev,
            "hash": self.hash,
        }


def canonical(value: Any) -> bytes:
    """One byte string for one value: JSON with sorted keys, no spaces, UTF-8. Whole numbers only."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical bytes, hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def first_link(stream: str) -> str:
    """What the first event of a stream seals: the digest of the stream's name."""
    return digest({"stream": stream})


def seal(event: Event, *, seq: int, at: str, prev: str) -> SealedEvent:
    """`event` as entry `seq` of its stream, sealing `prev` (the hash before it, or `first_link`)."""
    body: dict[str, Any] = {
        "seq": seq,
        "stream": event.stream,
        "type": event.type,
        "at": at,
        "actor": event.actor,
        "role": event.role,
        "payload": dict(event.payload),
        "prev": prev,
    }
    own = hashlib.sha256(b"\x02" + bytes.fromhex(prev) + canonical(body)).hexdigest()
    return SealedEvent(hash=own, **body)


def first_break(stream: str, events: Iterable[SealedEvent]) -> int | None:
    """The number of the first entry that does not seal the one before it; None where the chain is whole."""
    prev, expected = first_link(stream), 1
    for entry in events:
        event = Event(
            stream=stream, type=entry.type, actor=entry.actor, role=entry.role, payload=entry.payload
        )
        if (
            entry.stream != stream
            or entry.seq != expected
            or seal(event, seq=expected, at=entry.at, prev=prev) != entry
        ):
            return expected
        prev, expected = entry.hash, expected + 1
    return None
