"""Ties: keys that are total, the lot anyone can check, and what a broken tie is noted as."""

from __future__ import annotations

import hashlib

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
