"""Spreading costs over supporters: the level is that of the dearest part, found by trying every part."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pb.tally.burdens import Burdens

COSTS = st.one_of(st.integers(0, 60), st.sampled_from([10, 20, 10**17, 10**17 + 1]))
CROWDS = st.lists(st.tuples(st.sets(st.integers(0, 3)), st.integers(1, 9)), min_size=1, max_size=8)


@given(st.lists(COSTS, min_size=4, max_size=4), CROWDS)
def test_the_level_is_that_of_the_dearest_part(costs: list[int], crowds: list[tuple[set[int], int]]) -> None:
    rows = [np.array([at for at, (named, _) in enumerate(crowds) if one in named]) for one in range(4)]
    weight = np.array([voters for _, voters in crowds])
    wanted = [one for one in range(4) if len(rows[one])]
    spread: Burdens | None = Burdens.of(costs, [row.astype(np.int64) for row in rows], weight, sum(costs))
    for place, one in enumerate(wanted):
        assert spread is not None
        level, spread, _ = spread.joined(one, Fraction(0), None)
        parts = [part for size in range(1, place + 2) for part in combinations(wanted[: place + 1], size)]
        assert level == max(_needed(costs, crowds, part) for part in parts)
        assert spread is not None
        _is_a_spread(spread, wanted[: place + 1])


def test_a_limit_ends_the_search_with_a_bound_above_it() -> None:
    rows = [np.array([0, 1]), np.array([0])]
    spread = Burdens.of([10, 30], rows, np.array([1, 1]), 40)
    assert spread.joined(1, Fraction(0), Fraction(29)) == (Fraction(30), None, {1})


def _needed(costs: list[int], crowds: list[tuple[set[int], int]], part: tuple[int, ...]) -> Fraction:
    voters = sum(number for named, number in crowds if named & set(part))
    return Fraction(sum(costs[one] for one in part), voters)


def _is_a_spread(spread: Burdens, projects: list[int]) -> None:
    """Every cost is borne, and nobody bears more than the level rounded up to a unit."""
    assert list(spread.borne) == projects
    for one in projects:
        assert sum(spread.borne[one].tolist()) == spread.costs[one] * spread.units
        assert min(spread.borne[one].tolist()) >= 0
    assert min(spread.room().tolist()) >= 0
