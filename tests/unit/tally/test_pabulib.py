"""Reading Pabulib files: what is taken as it stands, what is mended and said, and what is refused where."""

from __future__ import annotations

import time

import pytest

from pb.tally import FileInvalid
from pb.tally.pabulib import PabulibFile, read_pabulib

META = "META\nkey;value\nnum_projects;2\nnum_votes;3\nbudget;100\nvote_type;approval\nrule;greedy\n"
PROJECTS = "PROJECTS\nproject_id;cost;name;selected\nA;60;Swings;1\nB;40.50;Benches;0\n"
VOTES = "VOTES\nvoter_id;vote;age\n1;A,B;30\n2;A;\n3;;70\n"
WHOLE = META + PROJECTS + VOTES


def read(text: str) -> PabulibFile:
    return read_pabulib(text.encode())


def fault(data: str | bytes) -> FileInvalid:
    with pytest.raises(FileInvalid) as caught:
        read_pabulib(data if isinstance(data, bytes) else data.encode())
    return caught.value


@pytest.mark.parametrize("text", [WHOLE, "\ufeff" + WHOLE, WHOLE.replace("\n", "\r\n"), WHOLE.rstrip("\n")])
def test_reads_a_file(text: str) -> None:
    file = read(text)
    assert file.unit == 10
    assert file.contest.budget == 1000
    assert [project.cost for project in file.contest.projects] == [600, 405]
    assert file.contest.profile.weights == {(("A", 1), ("B", 1)): 1, (("A", 1),): 1, (): 1}
    assert file.names == {"A": "Swings", "B": "Benches"}
    assert file.recorded == {"A": 1, "B": 0}
    assert file.remarks == ()


def test_decimal_comma_and_trailing_zeros_need_no_minor_unit() -> None:
    assert read(WHOLE.replace("40.50", "40,00").replace("budget;100", "budget;100.0")).unit == 1


def test_quoted_fields_may_hold_separators() -> None:
    file = read(WHOLE.replace("Swings", '"Swings; ""big"" ones"').replace("1;A,B;30", '1;"A,B";"30; or so"'))
    assert file.names["A"] == 'Swings; "big" ones'
    assert file.contest.profile.ballots == 3


def test_a_project_named_twice_counts_once_and_is_said() -> None:
    file = read(WHOLE.replace("2;A;", "2;A,A;"))
    assert file.contest.profile.weights[(("A", 1),)] == 1
    assert file.remarks == (("project-named-twice", {"ballots": 1}),)


def test_a_limit_the_ballots_break_is_let_go_and_said() -> None:
    file = read(WHOLE.replace("rule;greedy", "rule;greedy\nmax_length;1\nmin_length;1"))
    assert file.contest.spec.limits == {"min_count": 1}
    assert file.remarks == (("limit-not-kept", {"limit": "max_length", "value": 1, "ballots": 1}),)


def test_a_sum_of_costs_makes_a_basket() -> None:
    file = read(WHOLE.replace("rule;greedy", "max_sum_cost;100.5"))
    assert (file.contest.spec.type, file.contest.spec.limits) == ("basket", {"max_cost": 1005})


def test_order_of_a_ranking_is_the_order_of_the_row() -> None:
    text = WHOLE.replace("approval", "ordinal").replace("1;A,B;30", "1;B,A;30")
    assert (("A", 2), ("B", 1)) in read(text).contest.profile.weights


def test_points_of_nothing_are_dropped() -> None:
    text = WHOLE.replace("approval", "cumulative").replace("vote;age", "vote;points")
    text = text.replace("1;A,B;30", "1;A,B;3,0").replace("2;A;", "2;A;2").replace("3;;70", "3;;")
    assert read(text).contest.profile.weights == {(("A", 3),): 1, (("A", 2),): 1, (): 1}


REFUSED = [
    ("empty-file", 1, "", "", b""),
    ("empty-file", 1, "", "", b"\xef\xbb\xbf \r\n"),
    ("not-utf8", 10, "", "", WHOLE.replace("Swings", "Ch\xe2teau").encode("latin-1")),
    ("nul-byte", 10, "", "", WHOLE.replace("Swings", "\0")),
    ("no-section-yet", 1, "", "", "hello;there\n" + WHOLE),
    ("missing-section", 1, "META", "", WHOLE.replace(META, "PROJECTS\nproject_id;cost\n")),
    ("missing-section", 8, "PROJECTS", "", META + VOTES),
    ("missing-section", 11, "VOTES", "", META + PROJECTS),
    ("repeated-section", 8, "META", "", META + META + PROJECTS + VOTES),
    ("missing-header", 12, "VOTES", "", META + PROJECTS + "VOTES\n"),
    ("missing-column", 9, "PROJECTS", "cost", WHOLE.replace("cost;", "price;")),
    ("missing-column", 13, "VOTES", "vote", WHOLE.replace(";vote;", ";choice;")),
    ("repeated-column", 9, "PROJECTS", "cost", WHOLE.replace("cost;name", "cost;cost")),
    ("missing-key", 2, "META", "budget", WHOLE.replace("budget;100\n", "")),
    ("missing-key", 2, "META", "num_votes", WHOLE.replace("num_votes;3\n", "")),
    ("repeated-key", 6, "META", "budget", WHOLE.replace("vote_type;", "budget;100\nvote_type;")),
    ("wrong-number-of-fields", 10, "PROJECTS", "", WHOLE.replace("A;60;Swings;1", "A;60;Swings")),
    ("wrong-number-of-fields", 15, "VOTES", "", WHOLE.replace("2;A;", "2;A")),
    ("unknown-vote-type", 6, "META", "vote_type", WHOLE.replace("approval", "telepathy")),
    ("not-a-number", 5, "META", "budget", WHOLE.replace("budget;100", "budget;lots")),
    ("number-too-large", 10, "PROJECTS", "cost", WHOLE.replace("A;60", "A;" + "9" * 400)),
    (
        "number-too-large",
        5,
        "META",
        "budget",
        WHOLE.replace("budget;100", "budget;" + "9" * 15).replace("A;60", "A;0.000000000001"),
    ),
    ("negative-cost", 10, "PROJECTS", "cost", WHOLE.replace("A;60", "A;-60")),
    ("negative-budget", 5, "META", "budget", WHOLE.replace("budget;100", "budget;-1")),
    ("duplicate-project", 11, "PROJECTS", "project_id", WHOLE.replace("B;40", "A;40")),
    ("bad-project-id", 10, "PROJECTS", "project_id", WHOLE.replace("A;60", ";60")),
    ("bad-selected", 10, "PROJECTS", "selected", WHOLE.replace("Swings;1", "Swings;yes")),
    ("duplicate-voter", 15, "VOTES", "voter_id", WHOLE.replace("2;A;", "1;A;")),
    ("unknown-project", 14, "VOTES", "vote", WHOLE.replace("1;A,B;", "1;A,Z;")),
    ("number-of-rows", 4, "META", "num_votes", WHOLE.replace("3;;70\n", "")),
    ("number-of-rows", 3, "META", "num_projects", WHOLE.replace("num_projects;2", "num_projects;3")),
    ("not-a-whole-number", 4, "META", "num_votes", WHOLE.replace("num_votes;3", "num_votes;three")),
    ("bad-quoting", 10, "PROJECTS", "", WHOLE.replace("Swings", '"Swings')),
    (
        "project-named-twice",
        14,
        "VOTES",
        "vote",
        WHOLE.replace("approval", "ordinal").replace("A,B;", "A,A;"),
    ),
]


@pytest.mark.parametrize(("code", "line", "section", "field", "data"), REFUSED)
def test_refuses(code: str, line: int, section: str, field: str, data: str | bytes) -> None:
    found = fault(data)
    assert (found.code, found.line, found.section, found.field) == (code, line, section, field)


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ("3", "points-do-not-match"),
        ("3,x", "not-a-whole-number"),
        ("3,-1", "negative-points"),
        ("3,1.5", "not-a-whole-number"),
        ("3," + "9" * 99, "number-too-large"),
    ],
)
def test_refuses_points(points: str, code: str) -> None:
    text = WHOLE.replace("approval", "cumulative").replace("vote;age", "vote;points")
    text = text.replace("1;A,B;30", f"1;A,B;{points}").replace("3;;70", "3;;").replace("2;A;", "2;A;1")
    assert (fault(text).code, fault(text).line) == (code, 14)


def test_every_cut_is_refused() -> None:
    """A file cut short anywhere but in its last field is never half read."""
    for length in range(len(WHOLE) - len("70\n")):
        fault(WHOLE[:length])


def test_a_header_of_very_many_columns_is_refused_in_no_time() -> None:
    wide = WHOLE.replace("cost;name", "cost;" + ";".join(f"c{number}" for number in range(50_000)))
    began = time.perf_counter()
    with pytest.raises(FileInvalid):
        read_pabulib(wide.encode())
    assert time.perf_counter() - began < 5
