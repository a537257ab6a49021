"""The VOTES section read as columns of bytes, many rows at once, where every row is plain.

Must not refuse anything: whatever is unusual is left to the careful reader, which knows line and fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pb.tally.columns import Ints
from pb.tally.merging import Entries, HalfInts, joined
from pb.tally.pabulib_rows import VoteLines
from pb.tally.pabulib_words import Book, Words, fingerprint, words_at

CHUNK = 1 << 18
"""Bytes read at once: few enough that the columns made of them stay in the processor's cache."""
LONGEST = 256
"""The longest id, in bytes, that is read here."""
PADDING = b"\0" * (LONGEST + 8)
NEW_LINE, RETURN, COMMA, SEMICOLON = b"\n\r,;"


class NotPlain(Exception):
    """The votes hold something that only the careful reader can judge."""


@dataclass(frozen=True, slots=True)
class _Fields:
    """One column of the section: where each row's field begins in the bytes, and how long it is."""

    begin: Ints
    length: Ints


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The parts of the fields of a column between commas: which row, where, and how long."""

    row: Ints
    begin: Ints
    length: Ints


MarkOf = Callable[[str], int]
"""Reads a mark; ValueError where it is none."""


def scan(votes: VoteLines, kind: str, projects: Sequence[str], mark_of: MarkOf) -> tuple[Entries, int]:
    """The ballots of every row, and how many of them named a project twice. Raises NotPlain."""
    book = Book(projects)
    if book.longest > LONGEST or votes.data.find(b'"', votes.begin) >= 0:
        raise NotPlain
    voters = [np.empty(0, dtype=np.uint64)]
    parts: list[Entries] = []
    repeated = 0
    for chunk in _chunks(votes.data, votes.begin):
        fields = _fields(chunk, votes.columns)
        voters.append(_voters(chunk, fields["voter_id"]))
        part, twice = _entries(chunk, fields, kind, book, mark_of)
        parts.append(part)
        repeated += twice
    prints = np.sort(np.concatenate(voters))
    if (prints[1:] == prints[:-1]).any():
        raise NotPlain
    return joined(parts), repeated


def _chunks(data: bytes, begin: int) -> Iterator[bytes]:
    """Whole lines, padded so that a word may be read beyond the last; not the blank lines at the end."""
    end = len(data)
    while end > begin and data[end - 1] in b"\r\n":
        end -= 1
    while begin < end:
        cut = data.rfind(b"\n", begin, begin + CHUNK) + 1 if begin + CHUNK < end else end
        if not cut:
            raise NotPlain
        yield data[begin:cut] + (b"\n" if cut == end else b"") + PADDING
        begin = cut


def _fields(chunk: bytes, columns: Sequence[str]) -> dict[str, _Fields]:
    """Where the fields that matter stand in each row. Raises NotPlain unless every row has all its fields."""
    signs = np.frombuffer(chunk, dtype=np.uint8)
    ends = np.flatnonzero(signs == NEW_LINE)
    begins = np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1] + 1))
    returns = signs[ends - 1] == RETURN
    if chunk.count(b"\r") != int(returns.sum()):
        raise NotPlain
    ends = ends - returns
    inner = np.flatnonzero(signs == SEMICOLON)
    if len(inner) != len(ends) * (len(columns) - 1):
        raise NotPlain
    grid = inner.reshape(len(ends), -1)
    if (grid[:, 0] < begins).any() or (grid[:, -1] > ends).any():
        raise NotPlain
    edges = [begins - 1, *grid.T, ends]
    found = {}
    for at, name in enumerate(columns):
        if name in ("voter_id", "vote", "points"):
            found[name] = _Fields(edges[at] + 1, edges[at + 1] - edges[at] - 1)
    return found


def _voters(chunk: bytes, field: _Fields) -> Words:
    """A number for each voter id: ids with different numbers are different. Raises NotPlain."""
    first = np.frombuffer(chunk, dtype=np.uint8)[field.begin]
    longest = int(field.length.max())
    if int(field.length.min()) < 1 or longest > LONGEST or (first <= 32).any() or (first > 126).any():
        raise NotPlain
    return fingerprint(words_at(chunk, field.begin, field.length, longest))


def _entries(
    chunk: bytes, fields: dict[str, _Fields], kind: str, book: Book, mark_of: MarkOf
) -> tuple[Entries, int]:
    named = _tokens(chunk, fields["vote"])
    rank = book.look_up(chunk, named.begin, named.length)
    if rank is None:
        raise NotPlain
    rows = len(fields["vote"].begin)
    key = named.row << 32 | rank
    if kind in ("approval", "basket"):
        return _approved(key, rows, book)
    if kind == "ranking":
        mark = _places(named.row)
    else:
        mark = _marks(chunk, fields["points"], named, mark_of)
    order = np.argsort(key)
    key, mark = key[order], mark[order]
    if (key[1:] == key[:-1]).any():
        raise NotPlain
    if kind == "points":  # a mark of nothing names nobody
        key, mark = key[mark != 0], mark[mark != 0]
    return _laid(key, mark, rows, book), 0


def _approved(key: Ints, rows: int, book: Book) -> tuple[Entries, int]:
    """Approvals in order of project id, each once."""
    repeated = 0
    if (key[1:] <= key[:-1]).any():
        key = np.sort(key)
        again = key[1:] == key[:-1]
        if again.any():
            repeated = len(np.unique(key[1:][again] >> 32))
            key = key[np.concatenate((np.ones(1, dtype=np.bool_), ~again))]
    return _laid(key, np.ones(len(key), dtype=np.int32), rows, book), repeated


def _laid(key: Ints, mark: Ints | HalfInts, rows: int, book: Book) -> Entries:
    lengths = np.bincount(key >> 32, minlength=rows)
    col = book.number[key & (2**32 - 1)].astype(np.int32)
    return Entries(lengths=lengths, col=col, mark=mark.astype(np.int32, copy=False))


def _tokens(chunk: bytes, field: _Fields) -> _Tokens:
    """The parts between commas, row by row; an empty field has none."""
    commas = np.flatnonzero(np.frombuffer(chunk, dtype=np.uint8) == COMMA)
    ends = field.begin + field.length
    low, high = np.searchsorted(commas, field.begin), np.searchsorted(commas, ends)
    inside = high - low
    if int(inside.sum()) != len(commas):  # other columns have commas too
        edges = np.bincount(low, minlength=len(commas) + 1) - np.bincount(high, minlength=len(commas) + 1)
        commas = commas[np.cumsum(edges)[:-1] > 0]
    counts = inside + (field.length > 0)
    row = np.repeat(np.arange(len(counts)), counts)
    has = counts > 0
    last = np.cumsum(counts)[has] - 1
    end = np.empty(len(row), dtype=np.int64)
    between = np.ones(len(row), dtype=np.bool_)
    between[last] = False
    end[between], end[last] = commas, ends[has]
    begin = np.empty(len(row), dtype=np.int64)
    begin[1:] = end[:-1] + 1
    begin[last - counts[has] + 1] = field.begin[has]
    return _Tokens(row, begin, end - begin)


def _places(row: Ints) -> Ints:
    """1 for the first entry of each row, 2 for the second, and so on."""
    at = np.arange(len(row))
    before = np.zeros(len(row), dtype=np.int64)
    before[1:] = np.where(row[1:] != row[:-1], at[1:], 0)
    places: Ints = at - np.maximum.accumulate(before) + 1
    return places


def _marks(chunk: bytes, field: _Fields, named: _Tokens, mark_of: MarkOf) -> Ints:
    """The mark beside each project named. Raises NotPlain unless there is one number to a project."""
    given = _tokens(chunk, field)
    if not np.array_equal(given.row, named.row) or not len(given.row):
        raise NotPlain
    if int(given.length.min()) < 1 or int(given.length.max()) > 8:
        raise NotPlain
    texts, at = np.unique(words_at(chunk, given.begin, given.length, 8)[0], return_inverse=True)
    try:
        marks = [mark_of(int(text).to_bytes(8, "little").rstrip(b"\0").decode()) for text in texts]
    except ValueError:
        raise NotPlain from None
    made: Ints = np.array(marks, dtype=np.int64)[at]
    return made
