"""Small groups of ballots are not published one by one, nor can they be found by taking away what is."""

import hashlib
from collections.abc import Collection
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pb.domain.disclosure import (
    LEAST_RAW,
    LEAST_SHOWN,
    blinded,
    blinding,
    held_back,
    hidden_pots,
    is_exposed,
    pot_sizes,
    shown_groups,
    told_beside_sum,
    withheld_pots,
)
from pb.verifier.algebra import rank

COUNTY, NORTH, SOUTH = "county", "north", "south"
STRATA = st.dictionaries(
    st.frozensets(st.sampled_from([COUNTY, NORTH, SOUTH, "young"]), min_size=1),
    st.integers(1, 90),
    max_size=7,
)


def test_pots_with_few_ballots_are_withheld() -> None:
    counts = {"none": 0, "one": 1, "below": LEAST_RAW - 1, "just": LEAST_RAW}
    assert withheld_pots(counts) == {"one", "below"}


def shown_strata(strata: dict[frozenset[str], int], withheld: Collection[str]) -> set[frozenset[str]]:
    """What is shown where all were sealed in one batch."""
    return {pots for pots, _ in shown_groups({(pots, 1): size for pots, size in strata.items()}, withheld)}


def test_a_small_ward_is_not_found_by_taking_the_others_away() -> None:
    large, small = frozenset({COUNTY, NORTH}), frozenset({COUNTY, SOUTH})
    assert shown_strata({large: 200, small: 50}, []) == {large, small}
    # The south's five would be what is left of the county's ballots.
    assert shown_strata({large: 200, small: 5}, [SOUTH]) == set()
    assert shown_strata({large: 200, small: 5, frozenset({COUNTY}): 40}, [SOUTH]) == {large}
    assert shown_strata({}, []) == set()


def test_the_last_to_vote_are_not_found_by_the_batch_they_were_sealed_in() -> None:
    county = frozenset({COUNTY})
    # The one who voted last is alone in the third batch: opened, anybody who saw it would know the vote.
    assert shown_groups({(county, 1): 60, (county, 2): 55, (county, 3): 1}, []) == {(county, 1)}
    many = {(county, 1): 60, (county, 2): 55, (county, 3): 30}
    assert shown_groups(many, []) == set(many)


@given(STRATA, st.lists(st.integers(1, 3), min_size=7, max_size=7))
def test_no_small_group_is_shown_or_can_be_worked_out(
    strata: dict[frozenset[str], int], batches: list[int]
) -> None:
    """The ballots of published pots and of opened groups are known: each difference is large or none."""
    groups = {(pots, at): size for (pots, size), at in zip(strata.items(), batches, strict=False)}
    pots = pot_sizes(strata)
    withheld = withheld_pots(pots)
    shown = shown_groups(groups, withheld)
    assert all(groups[group] >= LEAST_RAW and not group[0] & withheld for group in shown)
    for pot in set(pots) - withheld:
        mine = [group for group in shown if pot in group[0]]
        for number in range(len(mine) + 1):
            for taken in combinations(mine, number):
                left = pots[pot] - sum(groups[group] for group in taken)
                assert left == 0 or left >= LEAST_RAW


@given(STRATA)
def test_where_all_groups_are_large_nothing_is_withheld(strata: dict[frozenset[str], int]) -> None:
    large = {stratum: size + LEAST_RAW for stratum, size in strata.items()}
    assert shown_strata(large, []) == set(large)
    groups = {(stratum, 1): size for stratum, size in large.items()}
    assert held_back(groups, is_open=True) == (frozenset(), frozenset())


def test_what_an_open_box_opens_does_not_tell_a_hidden_number() -> None:
    """Of 133 28 are in the south, and 100 with the county's paper alone: that would leave 5 for the north."""
    strata = {frozenset({COUNTY}): 100, frozenset({COUNTY, NORTH}): 5, frozenset({COUNTY, SOUTH}): 28}
    groups = {(stratum, 1): size for stratum, size in strata.items()}
    wards = frozenset({NORTH, SOUTH})
    assert held_back(groups, is_open=False) == (wards, frozenset({NORTH}))
    assert held_back(groups, is_open=True) == (wards, wards)


@given(STRATA)
def test_nothing_is_told_in_an_open_box_either(strata: dict[frozenset[str], int]) -> None:
    withheld, hidden = held_back({(stratum, 1): size for stratum, size in strata.items()}, is_open=True)
    opened = shown_strata(strata, withheld)
    rows = published_rows(strata, hidden) + [[int(one == each) for each in strata] for one in opened]
    for pot in hidden if hidden != set(pot_sizes(strata)) else ():
        assert rank([*rows, [int(pot in group) for group in strata]]) == rank(rows) + 1, pot


WARDS = ["n", "s", "e", "w"]
GROUPS = st.one_of(
    # a pot for each ward, perhaps beside one for all; and any mixture of pots
    st.dictionaries(st.sampled_from([frozenset({ward}) for ward in WARDS]), st.integers(1, 40), min_size=1),
    st.dictionaries(
        st.sampled_from([frozenset({COUNTY, ward}) for ward in WARDS] + [frozenset({COUNTY})]),
        st.integers(1, 40),
        min_size=1,
    ),
    st.dictionaries(st.frozensets(st.sampled_from(["a", "b", "c", "d"]), min_size=1), st.integers(1, 40)),
)


def published_rows(strata: dict[frozenset[str], int], hidden: frozenset[str]) -> list[list[int]]:
    """What is published, as sums over groups of people: all ballots, and those of every pot that is shown."""
    pots = sorted(set().union(*strata) - hidden)
    return [[1] * len(strata), *([int(pot in group) for group in strata] for pot in pots)]


@given(GROUPS)
def test_no_hidden_number_is_determined_by_all_that_is_published(strata: dict[frozenset[str], int]) -> None:
    hidden, sizes = hidden_pots(strata), pot_sizes(strata)
    small = {pot for pot, size in sizes.items() if size < LEAST_SHOWN}
    assert small <= hidden
    if hidden == set(sizes):
        return  # nothing is left that could be hidden; how many there are in all is public in any case
    rows = published_rows(strata, hidden)
    for pot in hidden:
        assert rank([*rows, [int(pot in group) for group in strata]]) == rank(rows) + 1, pot
    for one, other in combinations(sorted(small), 2):
        together = [int(one in group) + int(other in group) for group in strata]
        if sizes[one] + sizes[other] < LEAST_SHOWN:
            assert rank([*rows, together]) == rank(rows) + 1, (one, other)


@given(GROUPS)
def test_nothing_is_hidden_in_vain(strata: dict[frozenset[str], int]) -> None:
    hidden, sizes = hidden_pots(strata), pot_sizes(strata)
    for pot in sorted(hidden):
        if sizes[pot] >= LEAST_SHOWN:
            assert is_exposed(strata, hidden - {pot})
    assert hidden or all(size >= LEAST_SHOWN for size in sizes.values())


def test_one_small_ward_takes_the_smallest_other_with_it_where_it_must() -> None:
    north, south, east = ({COUNTY, ward} for ward in "nse")
    alone = {frozenset({"n"}): 5, frozenset({"s"}): 200, frozenset({"e"}): 300}
    assert hidden_pots(alone) == {"n", "s"}, "205 less 200 is 5"
    assert hidden_pots({frozenset(north): 5, frozenset(south): 200, frozenset(east): 300}) == {"n", "s"}
    some_without = {frozenset(north): 5, frozenset(south): 200, frozenset({COUNTY}): 30}
    assert hidden_pots(some_without) == {"n"}, "who had the county's paper alone is not known"
    assert hidden_pots({frozenset({"n"}): 4, frozenset({"s"}): 3, frozenset({"e"}): 50}) == {"n", "s", "e"}
    assert hidden_pots({frozenset({"n"}): 9, frozenset({"s"}): 9, frozenset({"e"}): 50}) == {"n", "s"}
    assert hidden_pots({frozenset({"n"}): 5}) == {"n"}
    assert hidden_pots({frozenset({"n"}): LEAST_SHOWN}) == hidden_pots({}) == set()


def test_a_blinded_digest_can_be_made_only_with_every_nonce() -> None:
    nonces = ["0b" * 32, "0a" * 32]
    blind = blinding("north", nonces)
    assert blind == hashlib.sha256(b"\x04north\0" + bytes([10] * 32 + [11] * 32)).hexdigest()
    assert blind == blinding("north", nonces[::-1])
    assert len({blind, blinding("south", nonces), blinding("north", nonces[:1])}) == 3
    wanted = hashlib.sha256(bytes.fromhex(blind) + bytes.fromhex("cd" * 32)).hexdigest()
    assert blinded("cd" * 32, blind) == wanted


@given(st.lists(st.integers(0, 40), max_size=6))
def test_few_voters_are_told_neither_nor_found_by_taking_the_others_from_the_sum(counts: list[int]) -> None:
    told = told_beside_sum(counts)
    hidden = [count for count, is_told in zip(counts, told, strict=True) if not is_told]
    assert all(count >= LEAST_SHOWN for count, is_told in zip(counts, told, strict=True) if is_told)
    assert sum(hidden) >= LEAST_SHOWN or len(hidden) in (0, len(counts))
    assert len(hidden) != 1 or len(counts) == 1


def test_no_more_is_left_untold_than_is_needed() -> None:
    assert told_beside_sum([12, 40, 1, 30]) == (False, True, False, True)
    assert told_beside_sum([6, 7, 20]) == (False, False, True)
    assert told_beside_sum([10, 11]) == (True, True)
    assert told_beside_sum([0, 25]) == (False, False)
