"""The fast reader of votes against the careful one: the same ballots, or the same refusal.

Must not compare the two only where both are easy: ids, line ends, columns and cuts between chunks are nasty.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally import FileInvalid, merging
from pb.tally import pabulib_scan as scanning
from pb.tally.columns import Columns
from pb.tally.merging import Entries, Laid, merge
from pb.tally.model import BallotSpec, Contest, Profile, Project
from pb.tally.pabulib import TYPES, read_pabulib
from pb.tally.pabulib_rows import VoteLines, split
from pb.tally.pabulib_votes import Votes, read_carefully, read_votes

IDS = (
    "1",
    "01",
    "a",
    "A",
    "é",
    "e\u0301",
    "2024/OGM/0008",
    "2024/OGM/0009",
    "x" * 40,
    "x" * 39 + "y",
    "7 8",
    "0",
)
KINDS = sorted(set(TYPES.values()))
MARKS = {"points": ("1", "2", "40", "0", "3.0"), "score": ("1", "-3", "0", "12345678", "5.00")}
EXTRA = ("", "F", "Borek, Gaj", "ą", "12", ",")


@st.composite
def vote_sections(draw: st.DrawFn) -> tuple[str, list[str], bytes]:
    """A ballot type, ids of projects, and a VOTES section from its header on."""
    kind = draw(st.sampled_from(KINDS))
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True))
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    rows = [["voter_id", "sex", "vote", "points", "age"]]
    for voter in range(draw(st.integers(0, 6))):
        named = draw(st.lists(st.sampled_from(ids), max_size=5, unique=draw(st.integers(0, 9)) > 0))
        marks = [draw(st.sampled_from(MARKS.get(kind, ("1",)))) for _ in named]
        extra = [draw(st.sampled_from(EXTRA)) for _ in range(2)]
        name = draw(st.sampled_from([str(voter), f"vote-{voter}-" + "0" * 30]))
        rows.append([name, extra[0], ",".join(named), ",".join(marks), extra[1]])
    text = line_end.join(";".join(row) for row in rows) + draw(st.sampled_from(["", line_end, line_end * 3]))
    return kind, ids, text.encode()


def lines_of(data: bytes) -> VoteLines:
    """The votes as the reader of rows hands them on."""
    head = b"META\nkey;value\nPROJECTS\nproject_id;cost\nVOTES\n"
    return split(head + data)[2]


def same(fast: Votes, careful: Votes, ids: list[str]) -> None:
    assert dict(fast.profile.items()) == dict(careful.profile.items())
    assert list(fast.profile.weights) == list(careful.profile.weights)
    assert (fast.rows, fast.repeated) == (careful.rows, careful.repeated)
    assert fast.profile.ballots == careful.profile.ballots
    if fast.columns is not None:
        projects = tuple(Project(id=name, cost=1) for name in ids)
        spec = BallotSpec(type="approval")
        laid = Columns.of(Contest(budget=1, projects=projects, spec=spec, profile=careful.profile))
        for field in fields(Columns):
            assert np.array_equal(getattr(fast.columns, field.name), getattr(laid, field.name)), field.name


def compare(kind: str, ids: list[str], data: bytes) -> None:
    outcomes: list[Votes | tuple[object, ...]] = []
    for read in (read_votes, read_carefully):
        try:
            outcomes.append(read(lines_of(data), kind, ids))
        except FileInvalid as fault:
            outcomes.append((fault.code, fault.line, fault.section, fault.field, fault.facts))
    fast, careful = outcomes
    if isinstance(fast, Votes) and isinstance(careful, Votes):
        same(fast, careful, ids)
    else:
        assert fast == careful


@given(vote_sections())
def test_plain_rows_are_read_the_same(section: tuple[str, list[str], bytes]) -> None:
    compare(*section)


SIGNS = st.sampled_from(['"', ";", "\n", ",", " ", "\r", "-", "VOTES\n", "\n\n", " ;; \n", "1", "\u00a0"])


@given(
    vote_sections(),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 3), SIGNS), min_size=1, max_size=3),
)
def test_spoilt_rows_are_read_the_same_or_refused_the_same(
    section: tuple[str, list[str], bytes], changes: list[tuple[int, int, str]]
) -> None:
    kind, ids, data = section
    text = data.decode()
    begin = text.find("\n") + 1 or len(text)
    for place, gone, sign in changes:
        at = begin + place % (len(text) - begin + 1)
        text = text[:at] + sign + text[at + gone :]
    compare(kind, ids, text.encode())


def test_chunks_are_cut_between_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"{voter};{'a,b' if voter % 3 else 'b'}\n" for voter in range(50))
    lines = lines_of(("voter_id;vote\n" + rows).encode())
    whole = read_votes(lines, "approval", ["b", "a"])
    for size in (9, 10, 11, 64):
        monkeypatch.setattr(scanning, "CHUNK", size)
        assert whole.columns is not None
        same(read_votes(lines, "approval", ["b", "a"]), whole, ["b", "a"])


def test_a_voter_in_two_chunks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "CHUNK", 10)
    lines = lines_of(b"voter_id;vote\n1;a\n2;a\n3;a\n4;a\n1;a\n")
    with pytest.raises(FileInvalid) as caught:
        read_votes(lines, "approval", ["a"])
    assert (caught.value.code, caught.value.line) == ("duplicate-voter", 11)


def test_many_ids_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [f"P{number:05}" for number in range(3000)]
    rows = "".join(f"{at};{ids[at]},{ids[-at]}\n" for at in range(1, 1000))
    votes = read_votes(lines_of(("voter_id;vote\n" + rows).encode()), "approval", ids)
    assert votes.columns is not None
    assert votes.profile.weights[(("P00007", 1), ("P02993", 1))] == 1


def test_ballots_with_the_same_fingerprint_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first numbers given to ballots are all the same: another turn must tell them apart."""
    true_prints = merging._prints

    def clash(entries: Entries, starts: np.ndarray[tuple[int], np.dtype[np.int64]], salt: int) -> object:
        prints = true_prints(entries, starts, salt)
        return prints if salt > 1 else np.zeros_like(prints)

    monkeypatch.setattr(merging, "_prints", clash)
    lengths = np.array([1, 1, 0, 1], dtype=np.int64)
    entries = Entries(
        lengths=lengths, col=np.array([0, 1, 0], dtype=np.int32), mark=np.ones(3, dtype=np.int32)
    )
    profile = Profile(weights=Laid(merge(["a", "b"], entries)))
    assert dict(profile.items()) == {(("a", 1),): 2, (("b", 1),): 1, (): 1}


@pytest.mark.corpus
def test_real_elections_are_read_the_same_and_fast(pabulib: Path) -> None:
    for path in sorted(pabulib.glob("*.pb")):
        data = path.read_bytes()
        file = read_pabulib(data)
        ids = [project.id for project in file.contest.projects]
        lines, kind = split(data)[2], TYPES[file.meta["vote_type"]]
        fast = read_votes(lines, kind, ids)
        assert fast.columns is not None, path.name
        same(fast, read_carefully(lines, kind, ids), ids)
