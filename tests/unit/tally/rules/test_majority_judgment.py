"""Majority judgment: gauge and the medians that follow, against taking medians away one by one."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement, groupby

from hypothesis import given
from hypothesis import strategies as st

from pb.tally.rules.majority_judgment import compare, gauge


def removed(tally: tuple[int, ...]) -> list[int]:
    """The lower median taken away again and again."""
    grades = [grade for grade, number in enumerate(tally) for _ in range(number)]
    return [grades.pop(len(grades) // 2) for _ in range(len(grades))]


def key(tally: tuple[int, ...]) -> tuple[object, ...]:
    grades = [grade for grade, number in enumerate(tally) for _ in range(number)]
    median = grades[len(grades) // 2] if grades else 0
    above, below = sum(one < median for one in grades), sum(one > median for one in grades)
    sign = (0, -above) if above > below else (1, below)
    return (median, *sign, removed(tally))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[tuple[int, ...], tuple[int, ...]]:
    grades = st.lists(st.integers(min_value=0, max_value=3), min_size=0, max_size=12)
    one = draw(grades)
    other = draw(st.lists(st.integers(min_value=0, max_value=3), min_size=len(one), max_size=len(one)))
    return tuple(one.count(at) for at in range(4)), tuple(other.count(at) for at in range(4))


@given(pairs())
def test_order_is_that_of_medians_taken_away(pair: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    one, other = pair
    first, second = key(one), key(other)
    expected = (first > second) - (first < second)
    assert compare(one, other) == expected


def test_gauge_takes_the_lower_middle_of_an_even_number() -> None:
    assert gauge((2, 0, 2)) == (2, 2, 0)
    assert gauge((1, 3, 1)) == (1, 1, 1)


def test_equal_gauges_are_told_apart_by_the_medians_that_follow() -> None:
    """Every two tallies of up to nine voters and four grades that median and gauge leave equal."""
    compared = 0
    for voters in range(1, 10):
        every = combinations_with_replacement(range(4), voters)
        tallies = sorted((tuple(one.count(at) for at in range(4)) for one in every), key=key)
        for _, level in groupby(tallies, key=lambda one: key(one)[:-1]):
            for better, worse in combinations(level, 2):
                assert (compare(better, worse), compare(worse, better)) == (-1, 1)
                compared += 1
    assert compared > 2000
