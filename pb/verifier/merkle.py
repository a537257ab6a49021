"""The hash tree over a closed ballot box, written a second time and in another way than the platform's.

It follows RFC 6962, section 2.1, word for word: split at the largest power of two below the number of leaves.
"""

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    """SHA-256 over a zero byte and the leaf's data."""
    return hashlib.sha256(b"\x00" + data).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in the order given; of no leaves, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree_root(leaves[:split]) + tree_root(leaves[split:])).digest()


def path_root(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to, by the split of section 2.1.1; None where it does not fit the size."""
    if not 0 <= index < size:
        return None
    if size == 1:
        return None if path else leaf
    if not path:
        return None
    split = 1 << (size - 1).bit_length() - 1
    is_left = index < split
    below = path_root(
        leaf, index if is_left else index - split, split if is_left else size - split, path[:-1]
    )
    if below is None:
        return None
    pair = below + path[-1] if is_left else path[-1] + below
    return hashlib.sha256(b"\x01" + pair).digest()
