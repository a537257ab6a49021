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
