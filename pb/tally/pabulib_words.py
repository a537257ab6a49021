"""Short texts as machine words, so that thousands of them are compared or looked up at once.

Must not take one text for another: a number made of a text only ever finds candidates, the words decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import Ints

Words = NDArray[np.uint64]
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)
"""What keeps the first bytes of a word, by how many there are."""
_ODD = 0x9E3779B97F4A7C15
_TURNS = 12
_MOST_IN_TABLE = 1023


def words_at(data: bytes, begin: Ints, length: Ints, longest: int) -> list[Words]:
    """The texts of `length` bytes at `begin`, eight bytes to a word, filled up with zeros to `longest` bytes.

    The data must go on for `longest` bytes after the beginning of the last text, and eight more.
    """
    window = np.ndarray((len(data) - 7,), dtype="<u8", buffer=data, strides=(1,))
    if longest <= 8:
        return [window[begin] & _MASKS[length]]
    return [window[begin + at] & _MASKS[np.clip(length - at, 0, 8)] for at in range(0, longest, 8)]


def fingerprint(words: Sequence[Words], turn: int = 0) -> Words:
    """One word for each text. Texts of up to eight bytes have different ones; longer ones nearly always.

    Another `turn` gives other words.
    """
    odd = np.uint64(pow(_ODD, turn + 1, 2**64))
    mixed = words[0] * odd
    for word in words[1:]:
        mixed = ((mixed ^ mixed >> np.uint64(29)) + word) * odd
    return mixed


class Book:
    """The ids of projects, to be looked up thousands at a time.

    An id is known by its place in the order of ids; `number` leads from there to its place in the list.
    """

    def __init__(self, ids: Sequence[str]) -> None:
        order = sorted(range(len(ids)), key=ids.__getitem__)
        self.number: Ints = np.array(order, dtype=np.int64)
        told = [ids[at].encode("utf-8") for at in order]
        self.longest = max(map(len, told))
        width = -(-self.longest // 8) * 8
        padded = b"".join(one.ljust(width, b"\0") for one in told) + b"\0" * 8
        length = np.array([len(one) for one in told])
        self._words = words_at(padded, np.arange(len(told)) * width, length, self.longest)
        self._find = _by_table(self._words) or _by_order(self._words)

    def look_up(self, data: bytes, begin: Ints, length: Ints) -> Ints | None:
        """The id each text is, or None where one of them is none. For `data` see `words_at`."""
        if not len(begin):
            return begin
        if int(length.max()) > self.longest or int(length.min()) < 1:
            return None
        words = words_at(data, begin, length, self.longest)
        at = self._find(words)
        same = all(np.array_equal(told, known[at]) for told, known in zip(words, self._words, strict=True))
        return at if same else None


_Find = Callable[[Sequence[Words]], Ints]


def _by_table(known: Sequence[Words]) -> _Find | None:
    """Few texts are found in a table where each has a place of its own: some turn gives one."""
    size = len(known[0])
    if size > _MOST_IN_TABLE:
        return None
    bits = 2 * size.bit_length()
    shift = np.uint64(64 - bits)
    numbers = np.arange(size)
    for turn in range(_TURNS):
        place = fingerprint(known, turn) >> shift
        table = np.zeros(1 << bits, dtype=np.int64)
        table[place] = numbers
        if np.array_equal(table[place], numbers):
            return partial(_found, table, turn, shift)
    return None


def _found(table: Ints, turn: int, shift: np.uint64, words: Sequence[Words]) -> Ints:
    at: Ints = table[fingerprint(words, turn) >> shift]
    return at


def _by_order(known: Sequence[Words]) -> _Find:
    """Many texts are found by halving."""
    prints = fingerprint(known)
    order = np.argsort(prints)
    prints = prints[order]
    return lambda words: order[np.minimum(np.searchsorted(prints, fingerprint(words)), len(order) - 1)]
