"""The VOTES section of a Pabulib file as a profile: identical rows are merged before they are parsed.

Must not keep a voter: ids are looked at only to find one that votes twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pb.tally.columns import Columns
from pb.tally.faults import FileInvalid
from pb.tally.merging import Laid, merge
from pb.tally.model import LARGEST_MARK, Marks, Profile
from pb.tally.pabulib_rows import VoteLines, vote_rows
from pb.tally.pabulib_scan import NotPlain, scan

_MARKED = ("points", "score")


class _Unreadable(ValueError):
    """A ballot that cannot be read: becomes a FileInvalid once its line is known."""

    def __init__(self, field: str, code: str, **facts: object) -> None:
        super().__init__(code)
        self.field = field
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """The merged ballots, the number of rows, and how many rows named a project twice (counted once)."""

    profile: Profile
    columns: Columns | None
    rows: int
    repeated: int


def read_votes(votes: VoteLines, kind: str, projects: Sequence[str]) -> Votes:
    """Read every ballot. `kind` is the ballot type. Raises FileInvalid."""
    for column in ("voter_id", "vote", *(("points",) if kind in _MARKED else ())):
        if column not in votes.columns:
            raise FileInvalid("missing-column", line=votes.line, section="VOTES", field=column)
    try:
        entries, repeated = scan(votes, kind, projects, lambda text: _mark(text, negative=kind == "score"))
    except NotPlain:
        return read_carefully(votes, kind, projects)
    columns = merge(projects, entries)
    profile = Profile(weights=Laid(columns))
    return Votes(profile=profile, columns=columns, rows=len(entries.lengths), repeated=repeated)


def read_carefully(votes: VoteLines, kind: str, projects: Sequence[str]) -> Votes:
    """Read every ballot row by row, as it must be where rows are quoted, or faulty. Raises FileInvalid."""
    raw, rows = _rows(votes, kind)
    read = _readers(projects)[kind]
    weights: dict[Marks, int] = {}
    repeated = 0
    for (vote, points), (line, weight) in raw.items():
        try:
            marks, twice = read(vote, points)
        except _Unreadable as fault:
            raise FileInvalid(
                fault.code, line=line, section="VOTES", field=fault.field, **fault.facts
            ) from None
        weights[marks] = weights.get(marks, 0) + weight
        repeated += weight if twice else 0
    return Votes(profile=Profile(weights=weights), columns=None, rows=rows, repeated=repeated)


def _rows(votes: VoteLines, kind: str) -> tuple[dict[tuple[str, str], tuple[int, int]], int]:
    """Each different (vote, points), the line where it stands first and how often it does."""
    width, voter, vote = len(votes.columns), votes.columns.index("voter_id"), votes.columns.index("vote")
    points = votes.columns.index("points") if kind in _MARKED else -1
    found: dict[tuple[str, str], tuple[int, int]] = {}
    seen: set[str] = set()
    for row in vote_rows(votes):
        if len(row.fields) != width:
            facts = {"expected": width, "has": len(row.fields)}
            raise FileInvalid("wrong-number-of-fields", line=row.line, section="VOTES", field="", **facts)
        name = row.fields[voter]
        if name in seen:
            raise FileInvalid(
                "duplicate-voter", line=row.line, section="VOTES", field="voter_id", voter=name[:80]
            )
        seen.add(name)
        told = (row.fields[vote], row.fields[points] if points >= 0 else "")
        line, weight = found.get(told, (row.line, 0))
        found[told] = (line, weight + 1)
    return found, len(seen)


_Read = Callable[[str, str], tuple[Marks, bool]]


def _readers(projects: Sequence[str]) -> dict[str, _Read]:
    """For each ballot type, from (vote, points) to marks and whether a project was named twice."""
    pairs = {name: (name, 1) for name in projects}
    pair_of = pairs.__getitem__
    cache: dict[tuple[str, int], tuple[str, int]] = {}

    def approval(vote: str, _points: str) -> tuple[Marks, bool]:
        if not vote:
            return (), False
        names = vote.split(",")
        once = set(names)
        try:
            return tuple(map(pair_of, sorted(once))), len(once) != len(names)
        except KeyError:
            names = _names(vote, pairs)
            return tuple(map(pair_of, sorted(set(names)))), len(set(names)) != len(names)

    def ranking(vote: str, _points: str) -> tuple[Marks, bool]:
        names = _once(_names(vote, pairs))
        made = [(name, place) for place, name in enumerate(names, 1)]
        return tuple(sorted(cache.setdefault(pair, pair) for pair in made)), False

    def marked(vote: str, points: str, *, keep_zero: bool) -> tuple[Marks, bool]:
        names = _once(_names(vote, pairs))
        given = [_mark(text, keep_zero) for text in points.split(",")] if points.strip() else []
        if len(given) != len(names):
            raise _Unreadable("points", "points-do-not-match", projects=len(names), points=len(given))
        made = [pair for pair in zip(names, given, strict=True) if keep_zero or pair[1]]
        return tuple(sorted(cache.setdefault(pair, pair) for pair in made)), False

    return {
        "approval": approval,
        "basket": approval,
        "ranking": ranking,
        "points": lambda vote, points: marked(vote, points, keep_zero=False),
        "score": lambda vote, points: marked(vote, points, keep_zero=True),
    }


def _names(vote: str, known: dict[str, tuple[str, int]]) -> list[str]:
    names = [name.strip() for name in vote.split(",")] if vote.strip() else []
    for name in names:
        if name not in known:
            raise _Unreadable("vote", "unknown-project", project=name[:80])
    return names


def _once(names: list[str]) -> list[str]:
    if len(set(names)) != len(names):
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise _Unreadable("vote", "project-named-twice", project=twice)
    return names


def _mark(text: str, negative: bool) -> int:
    number = text.strip()
    head, dot, tail = number.partition(".")
    digits = head.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or (dot and tail.strip("0")):
        raise _Unreadable("points", "not-a-whole-number", given=number[:80])
    if len(digits) > 10 or int(digits) > LARGEST_MARK:
        raise _Unreadable("points", "number-too-large", given=number[:80], largest=LARGEST_MARK)
    if int(head) < 0 and not negative:
        raise _Unreadable("points", "negative-points", given=number[:80])
    return int(head)
