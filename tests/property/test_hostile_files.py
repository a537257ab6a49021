"""Pabulib files spoilt at random: read whole or refused with a place, never anything else.

Must not look at what a spoilt file comes to mean: only that the reader keeps its promise.
"""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from pb.tally import FileInvalid, check_outcome, run
from pb.tally.pabulib import read_pabulib

FILE = (
    b"META\nkey;value\nnum_projects;3\nnum_votes;3\nbudget;100.50\nvote_type;cumulative\nmax_sum_points;9\n"
    b"PROJECTS\nproject_id;cost;name;selected\nA;60;Swings;1\nB;50;Benches;0\nC;40;Trees;1\n"
    b"VOTES\nvoter_id;vote;points\n1;A,B;4,5\n2;A;1\n3;C,A,B;1,1,1\n"
)
PIECES = st.sampled_from(
    [b'"', b";", b"\n", b",", b"\0", b"\xe9", b"-", b"9" * 30, b"VOTES\n", b"META\n", b"\r", b"1e5", b"nan"]
)


@given(st.lists(st.tuples(st.integers(0, len(FILE)), st.integers(0, 12), PIECES), min_size=1, max_size=4))
def test_reads_whole_or_refuses(changes: list[tuple[int, int, bytes]]) -> None:
    data = FILE
    for place, gone, piece in changes:
        data = data[:place] + piece + data[place + gone :]
    with suppress(FileInvalid):
        file = read_pabulib(data)
        outcome = run(file.contest, "most-votes", {"ties": "list"})
        check_outcome(file.contest, outcome)
