"""Offers for a part of a project: the best of all amounts at which somebody runs out, by trying each."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pb.tally.overspending import Purse
from pb.tally.shares import Demand

# What each holds, how many they are, their mark.
CROWD = st.sampled_from([1, 3]).flatmap(
    lambda most: st.lists(
        st.tuples(st.integers(0, 12), st.integers(1, 5), st.integers(1, most)), min_size=1, max_size=7
    )
)


def _demand(cost: int, crowd: list[tuple[int, int, int]]) -> Demand:
    weight = np.array([number for _, number, _ in crowd])
    mark = np.array([one for _, _, one in crowd])
    voters, marks = int(weight.sum()), int((weight * mark).sum())
    return Demand(
        cost=cost,
        factor=1,
        rows=np.arange(len(crowd)),
        weight=weight,
        mark=None if set(mark.tolist()) == {1} else mark,
        weighted=weight * mark,
        voters=voters,
        marks=marks,
        alive=marks,
        every=voters,
        whole=True,
        largest=int(mark.max()),
    )


@given(CROWD, st.integers(1, 200), st.sampled_from([1, 10**20]))
def test_the_best_offer_is_the_best_of_all(crowd: list[tuple[int, int, int]], cost: int, scale: int) -> None:
    purse = Purse(scale, 1, len(crowd))
    purse.held[:] = [held * scale for held, _, _ in crowd] if scale > 1 else [held for held, _, _ in crowd]
    purse.units = scale
    offer = purse.offer(_demand(cost, crowd))
    levels = {Fraction(held * scale, mark) for held, _, mark in crowd if held}
    levels |= {Fraction(cost * scale * one, 5040) for one in range(1, 5041) if cost * one % 5040 == 0}
    if offer is None:
        assert not levels or not any(held for held, _, _ in crowd)
        return
    assert _collected(crowd, offer.level, scale) == offer.part * cost * scale
    for level in levels:
        part = _collected(crowd, level, scale) / (cost * scale)
        if part <= 1 and part > 0:
            assert (offer.value, -offer.part) <= (level / part**2, -part)


def test_whoever_cannot_pay_gives_all_that_is_left() -> None:
    crowd = [(2, 1, 1), (10, 3, 1)]
    purse = Purse(1, 1, 2)
    purse.first = 10
    purse.held[:] = [2, 10]
    paid, taken = purse.pay(_demand(20, crowd), Fraction(9, 2))
    assert (paid, taken) == (((1, 3, Fraction(5)),), 2 + 3 * 5)
    assert purse.held.tolist() == [0, 5]


def _collected(crowd: list[tuple[int, int, int]], level: Fraction, scale: int) -> Fraction:
    given = [(min(Fraction(held * scale), level * mark), number) for held, number, mark in crowd]
    return sum((each * number for each, number in given), Fraction(0))
