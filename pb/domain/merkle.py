"""The hash tree over a closed ballot box, as RFC 6962 and RFC 9162 define it.

It knows nothing of ballots: it takes leaf hashes in the order they are given.
"""

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf: SHA-256 over a zero byte and the data. Source: RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 over a one byte and its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (32 bytes each), in order; of no leaves, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        # an odd node out rises unchanged: the same tree as splitting at the largest power of two
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The nodes that lead from leaf `index` (from 0) to the root, lowest first. Source: RFC 9162, 2.1.3.1.

    Raises ValueError where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise ValueError("no such leaf")
    level, steps = list(leaves), []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):  # an odd node out rises, and has nobody beside it
            steps.append(level[beside])
        pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
        index //= 2
    return steps


def root_by_path(leaf: bytes, index: int, size: int, steps: Sequence[bytes]) -> bytes:
    """The root that the path leads to from a leaf. Source: RFC 9162, 2.1.3.2.

    Raises ValueError where the path is too short or too long for a tree of that size.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    left, last, found = iter(steps), size - 1, leaf
    while last:
        if index % 2 or index < last:
            step = next(left, None)
            if step is None:
                raise ValueError("the path is too short")
            found = node_hash(step, found) if index % 2 else node_hash(found, step)
        index, last = index // 2, last // 2
    if next(left, None) is not None:
        raise ValueError("the path is too long")
    return found
