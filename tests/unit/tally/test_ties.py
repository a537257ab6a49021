"""Ties: keys that are total, the lot anyone can check, and what a broken tie is noted as."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from pb.tally import BallotSpec, Contest, ParamInvalid, Profile, Project, run
from pb.tally.ties import lot_of, read_keys


def tied(**costs: int) -> Contest:
    """Projects that all have the same votes."""
    return Contest(
        budget=10,
        projects=tuple(Project(id=name, cost=cost) for name, cost in costs.items()),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([tuple((name, 1) for name in costs)]),
    )


def test_lot_is_the_hash_of_seed_and_id() -> None:
    assert lot_of(b"s", "A") == hashlib.sha256(b"s\0A").digest()


def test_lot_decides_by_the_smallest_hash() -> None:
    outcome = run(tied(A=10, B=10, C=10), "most-votes", {"ties": "votes,lot"}, seed=b"seed")
    first = min("ABC", key=lambda name: hashlib.sha256(b"seed\0" + name.encode()).digest())
    assert outcome.selected == (first,)
    assert outcome.ties[0].key == "lot"
    assert outcome.ties[0].matters is True


@pytest.mark.parametrize(
    ("keys", "first"), [("cost,list", "B"), ("cost-high,list", "A"), ("list", "A"), ("points,cost,list", "B")]
)
def test_keys_in_order(keys: str, first: str) -> None:
    assert run(tied(A=10, B=9, C=9), "most-votes", {"ties": keys}).selected == (first,)


def test_first_choices_break_a_tie() -> None:
    contest = Contest(
        budget=10,
        projects=(Project(id="A", cost=10), Project(id="B", cost=10)),
        spec=BallotSpec(type="ranking"),
        profile=Profile.of([(("A", 2), ("B", 1))]),
    )
    assert run(contest, "most-votes", {"measure": "votes", "ties": "first,list"}).selected == ("B",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("votes,cost", "ties-not-total"),
        ("lot,votes", "ties-not-total"),
        ("votes,votes,lot", "repeated-tie-key"),
        ("charm,lot", "unknown-tie-key"),
    ],
)
def test_refuses_keys(text: str, code: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        read_keys(text)
    assert caught.value.code == code


def test_a_lot_needs_a_seed() -> None:
    with pytest.raises(ParamInvalid) as caught:
        run(tied(A=1), "most-votes", {})
    assert caught.value.code == "lot-needs-seed"


def test_a_tie_in_what_a_comparison_did_not_keep_is_told_where_it_decided() -> None:
    """Most votes would fund A (4), in the list before C, and nobody prefers that to C alone: C is kept.

    Had C come before A, most votes would fund C and B, and the second voter would prefer that.
    """
    contest = Contest(
        budget=5,
        projects=(Project(id="A", cost=4), Project(id="B", cost=3), Project(id="C", cost=2)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1), ("C", 1)), (("A", 1), ("B", 1), ("C", 1))]),
    )
    params = {"ties": "list", "completion": "add-one", "comparison": "yes", "utility": "count"}
    outcome = run(contest, "equal-shares", params)
    assert outcome.selected == ("C",)
    told = [(tie.step, tie.tied, tie.chosen, tie.matters) for tie in outcome.ties]
    assert told == [(-1, ("A", "C"), "A", True)]


def waiting(budget: int, *projects: Project) -> Contest:
    """A and B have two votes each, and X has three."""
    marks = [(("A", 1), ("B", 1), ("X", 1))] * 2 + [(("X", 1),)]
    return Contest(
        budget=budget, projects=projects, spec=BallotSpec(type="approval"), profile=Profile.of(marks)
    )


NEEDS = {"needs": "X>B"}
LEAST = {"group_min": "ward=N:2"}
NORTH = (("ward", "N"),)


@pytest.mark.parametrize(
    ("rule", "terms", "budget", "matters"),
    [
        # A and B leave 1, too little for X. Had B come first, X (which waits for it) would take the last 2.
        ("most-votes", NEEDS, 3, True),
        ("most-votes", {**NEEDS, "fit": "stop"}, 3, True),
        ("most-votes", NEEDS, 4, False),
        ("majority-judgment", NEEDS, 3, True),
        ("seats", {**NEEDS, "seats": "2"}, 3, True),
        ("seats", {**NEEDS, "seats": "3"}, 3, False),
    ],
)
def test_a_tie_that_lets_another_in_is_told_though_all_in_it_win(
    rule: str, terms: dict[str, str], budget: int, matters: bool
) -> None:
    names = {"A": 1, "B": 1, "X": 2}
    contest = waiting(budget, *(Project(id=name, cost=cost) for name, cost in names.items()))
    if rule == "majority-judgment":
        marks = [(("A", 1), ("B", 1), ("X", 0))]
        contest = replace(contest, spec=BallotSpec(type="grades"), profile=Profile.of(marks))
    outcome = run(contest, rule, {"ties": "list", **terms})
    assert [(tie.tied, tie.chosen, tie.matters) for tie in outcome.ties] == [(("A", "B"), "A", matters)]


@pytest.mark.parametrize(("budget", "matters"), [(5, True), (6, False)])
def test_a_tie_inside_a_group_that_must_have_its_least_is_told(budget: int, matters: bool) -> None:
    """A (1) is not enough for the ward, so B (2) follows before X (3). Had B come first, X would be next."""
    ward = (Project(id="A", cost=1, groups=NORTH), Project(id="B", cost=2, groups=NORTH))
    outcome = run(waiting(budget, *ward, Project(id="X", cost=3)), "most-votes", {"ties": "list", **LEAST})
    assert [(tie.tied, tie.chosen, tie.matters) for tie in outcome.ties] == [(("A", "B"), "A", matters)]


def test_a_tie_in_which_all_win_and_nobody_waits_is_none() -> None:
    projects = [Project(id=name, cost=cost) for name, cost in (("A", 1), ("B", 1), ("X", 2))]
    assert run(waiting(4, *projects), "most-votes", {"ties": "list", "needs": "A>X"}).ties == ()
