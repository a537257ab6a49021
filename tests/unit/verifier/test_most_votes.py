"""Most votes by hand: skip, stop and part; ties, constraints, and the settings the verifier cannot judge."""

import hashlib
from collections.abc import Mapping

import pytest

from pb.verifier.contest import Tie, UncountableError
from pb.verifier.rules import REFERENCE_RULES
from tests.unit.verifier.pots import pot

# A 60 has 9 votes, B 50 has 8, C 40 has 7, D 10 has 6; the pot is 100.
COSTS = {"A": 60, "B": 50, "C": 40, "D": 10}
BALLOTS = ["6 x A B C D", "A B C", "A B", "A"]
SEED = b"\x01" * 32
WARDS = {"A": ("ward", "North"), "B": ("ward", "North"), "C": ("ward", "South"), "D": ("ward", "South")}


def winners(settings: Mapping[str, str], budget: int = 100) -> tuple[str, int]:
    counted = REFERENCE_RULES["most-votes"](pot(budget, COSTS, BALLOTS, groups=WARDS), settings, SEED)
    return "".join(counted.selected), counted.cost


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        # A leaves 40; B does not fit; C does, to the penny; nothing is left for D.
        ({}, ("AC", 100)),
        ({"fit": "skip", "ties": "votes,cost,list"}, ("AC", 100)),
        ({"fit": "stop"}, ("A", 60)),
        # 40 is 80 % of B's 50: B gets the 40 that is left, which is no full win but is spent.
        ({"fit": "part"}, ("A", 100)),
        ({"fit": "part", "part_share": "81%"}, ("A", 60)),
        ({"fit": "part", "floors": "B:40"}, ("A", 100)),
        ({"fit": "part", "floors": "B:41;C:1"}, ("A", 60)),
        ({"minimum": "8"}, ("A", 60)),
        ({"minimum": "80%"}, ("A", 60)),
        ({"conflicts": "A|C"}, ("AD", 70)),
        # B may only win with C: it waits, and no longer fits when C has won.
        ({"needs": "B>C"}, ("AC", 100)),
        # A waits for D: B (50 left), C (10 left), D (0 left); then A no longer fits.
        ({"needs": "A>D"}, ("BCD", 100)),
        ({"group_max": "ward=North:50"}, ("BCD", 100)),
        ({"group_max": "ward=South:#1;ward=North:#0"}, ("C", 40)),
        # South must have 50 first: C and D; of what is left, 50, A does not fit and B does.
        ({"group_min": "ward=South:50"}, ("CDB", 100)),
        ({"reserved": "D"}, ("DA", 70)),
        ({"reserved": "C|D"}, ("CDB", 100)),
    ],
)
def test_by_hand(settings: dict[str, str], expected: tuple[str, int]) -> None:
    assert winners(settings) == expected


@pytest.mark.parametrize(
    "settings",
    [
        {"fit": "perhaps"},
        {"measure": "beauty"},
        {"minimum": "many"},
        {"minimum": "1e9"},
        {"fit": "part", "part_share": "1e999999999%"},
        {"conflicts": "A|Z"},
        {"needs": "A"},
        {"group_max": "ward:1"},
        {"ties": "lot"},
        {"ties": "votes,cost"},
        {"ties": "age,list"},
        {"utility": "cost"},
    ],
)
def test_settings_it_cannot_judge_are_refused_not_passed_over(settings: dict[str, str]) -> None:
    level = pot(100, {"A": 60, "B": 60}, ["A", "B"])
    with pytest.raises(UncountableError):
        REFERENCE_RULES["most-votes"](level, settings, None)


@pytest.mark.parametrize(
    ("settings", "noted"),
    [
        # A and B win both; by B first X would have come up before A, and before its ward was served.
        ({"needs": "X>B"}, [Tie(("A", "B"), "A", "list")]),
        ({"group_min": "ward=North:2"}, [Tie(("A", "B"), "A", "list")]),
        ({"needs": "A>X"}, []),
    ],
)
def test_a_tie_is_noted_where_others_wait_for_one_of_it(settings: dict[str, str], noted: list[Tie]) -> None:
    contest = pot(4, {"A": 1, "B": 1, "X": 2}, ["2 x A B X", "X"], groups={"B": ("ward", "North")})
    counted = REFERENCE_RULES["most-votes"](contest, {"ties": "list", **settings}, None)
    assert list(counted.ties) == noted


def test_a_tie_goes_by_the_keys_and_is_noted() -> None:
    contest = pot(100, {"A": 60, "B": 50, "C": 50}, ["A B", "A C", "B C"])
    counted = REFERENCE_RULES["most-votes"](contest, {"ties": "votes,cost,list"}, None)
    assert counted.selected == ("B", "C")
    assert counted.ties == (Tie(("A", "B", "C"), "B", "list"),)


def test_level_projects_that_all_win_are_no_tie() -> None:
    contest = pot(100, {"A": 50, "B": 50}, ["A B"])
    assert REFERENCE_RULES["most-votes"](contest, {"ties": "list"}, None).ties == ()


def test_the_lot_is_the_least_digest_of_seed_and_name() -> None:
    first = min("ABC", key=lambda name: hashlib.sha256(SEED + b"\0" + name.encode()).digest())
    contest = pot(50, {"A": 50, "B": 50, "C": 50}, ["A", "B", "C"])
    counted = REFERENCE_RULES["most-votes"](contest, {"ties": "cost,lot"}, SEED)
    assert counted.selected == (first,)
    assert counted.ties == (Tie(("A", "B", "C"), first, "lot"),)


def test_nobody_votes_and_nothing_is_asked() -> None:
    assert winners({}, budget=0) == ("", 0)
    empty = pot(100, {}, [])
    assert REFERENCE_RULES["most-votes"](empty, {}, SEED).selected == ()
