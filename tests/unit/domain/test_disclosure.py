"""Small groups of ballots are not published one by one, nor can they be found by taking away what is."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pb.domain.disclosure import LEAST_RAW, shown_strata, withheld_pots

COUNTY, NORTH, SOUTH = "county", "north", "south"
STRATA = st.dictionaries(
    st.frozensets(st.sampled_from([COUNTY, NORTH, SOUTH, "young"]), min_size=1),
    st.integers(1, 90),
    max_size=7,
)


def test_pots_with_few_ballots_are_withheld() -> None:
    counts = {"none": 0, "one": 1, "below": LEAST_RAW - 1, "just": LEAST_RAW}
    assert withheld_pots(counts) == {"one", "below"}


def test_a_small_ward_is_not_found_by_taking_the_others_away() -> None:
    large, small = frozenset({COUNTY, NORTH}), frozenset({COUNTY, SOUTH})
    assert shown_strata({large: 200, small: 50}, []) == {large, small}
    # The south's five would be what is left of the county's ballots.
    assert shown_strata({large: 200, small: 5}, [SOUTH]) == set()
    assert shown_strata({large: 200, small: 5, frozenset({COUNTY}): 40}, [SOUTH]) == {large}
    assert shown_strata({}, []) == set()


@given(STRATA)
def test_no_small_group_is_shown_or_can_be_worked_out(strata: dict[frozenset[str], int]) -> None:
    """The ballots of published pots and of opened strata are known: each difference is large or none."""
    pots = {
        pot: sum(size for stratum, size in strata.items() if pot in stratum) for pot in set().union(*strata)
    }
    withheld = withheld_pots(pots)
    shown = shown_strata(strata, withheld)
    assert all(strata[stratum] >= LEAST_RAW and not stratum & withheld for stratum in shown)
    for pot in set(pots) - withheld:
        mine = [stratum for stratum in shown if pot in stratum]
        for number in range(len(mine) + 1):
            for taken in combinations(mine, number):
                left = pots[pot] - sum(strata[stratum] for stratum in taken)
                assert left == 0 or left >= LEAST_RAW


@given(STRATA)
def test_where_all_groups_are_large_nothing_is_withheld(strata: dict[frozenset[str], int]) -> None:
    large = {stratum: size + LEAST_RAW for stratum, size in strata.items()}
    assert shown_strata(large, []) == set(large)
