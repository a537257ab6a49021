"""Sealing the ballot box while it is open: batches of leaves, each sealing the one before; and proofs.

It knows fingerprints only, never a ballot, and reads no clock: a batch bears the hour it is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from pb.domain import merkle
from pb.domain.events import canonical, digest

LEAST_SIZE = 50  # only the last batch, which takes the rest at the close, may be smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBatch:
    """Leaves sealed together, the UTC hour in which that was done, and the seal of the batch before.

    `number` counts from 1; the root is over the leaves sorted; `root` and `prev` are hexadecimal.
    """

    number: int
    sealed_hour: datetime
    size: int
    root: str
    prev: str

    def as_record(self) -> dict[str, Any]:
        hour = self.sealed_hour.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return {
            "batch": self.number,
            "sealed_hour": hour,
            "size": self.size,
            "root": self.root,
            "prev": self.prev,
        }

    @property
    def seal(self) -> str:
        """What the next batch seals: SHA-256 over a three byte, `prev`, and this batch without it."""
        body = {key: value for key, value in self.as_record().items() if key != "prev"}
        return sha256(b"\x03" + bytes.fromhex(self.prev) + canonical(body)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That a leaf lies in a tree: its place (from 0), the tree's size, the path to the root. Hexadecimal."""

    leaf: str
    index: int
    size: int
    path: tuple[str, ...]
    root: str

    def as_record(self) -> dict[str, Any]:
        return {
            "leaf": self.leaf,
            "index": self.index,
            "size": self.size,
            "path": list(self.path),
            "root": self.root,
        }


def hour_of(moment: datetime) -> datetime:
    """The UTC hour in which a moment lies."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def is_hour_over(opened_at: datetime, last: SealedBatch | None, now: datetime) -> bool:
    """Whether the hour of the last batch (of the opening, where there is none) has passed."""
    return hour_of(now) > (last.sealed_hour if last else hour_of(opened_at))


def next_batch(
    round_id: str, last: SealedBatch | None, leaves: Sequence[str], *, now: datetime
) -> SealedBatch:
    """The batch of these leaves (hexadecimal, in any order: the tree is over them sorted)."""
    return SealedBatch(
        number=last.number + 1 if last else 1,
        sealed_hour=hour_of(now),
        size=len(leaves),
        root=root_of(leaves),
        prev=last.seal if last else first_prev(round_id),
    )


def first_prev(round_id: str) -> str:
    """What the first batch of a round seals."""
    return digest({"box": round_id})


def root_of(leaves: Sequence[str]) -> str:
    """The root over leaves, sorted first; hexadecimal."""
    return merkle.root([bytes.fromhex(leaf) for leaf in sorted(leaves)]).hex()


def prove(leaves: Sequence[str], leaf: str) -> Proof:
    """The proof that `leaf` is one of `leaves`. Raises ValueError where it is not."""
    ordered = sorted(leaves)
    index = ordered.index(leaf)
    tree = [bytes.fromhex(each) for each in ordered]
    return Proof(
        leaf=leaf,
        index=index,
        size=len(tree),
        path=tuple(step.hex() for step in merkle.path(tree, index)),
        root=merkle.root(tree).hex(),
    )


def holds(proof: Proof) -> bool:
    """Whether the path leads from the leaf to the root."""
    try:
        found = merkle.root_by_path(
            bytes.fromhex(proof.leaf), proof.index, proof.size, [bytes.fromhex(step) for step in proof.path]
        )
    except ValueError:
        return False
    return found.hex() == proof.root


def read_proof(record: Mapping[str, Any]) -> Proof:
    """A proof out of the values of `Proof.as_record`."""
    return Proof(
        leaf=record["leaf"],
        index=record["index"],
        size=record["size"],
        path=tuple(record["path"]),
        root=record["root"],
    )
