"""Crockford's base 32: fixed width, no letter that could be taken for another, nothing cut off in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain.ids import CROCKFORD, crockford


def test_the_alphabet_has_nothing_that_is_misread() -> None:
    assert len(CROCKFORD) == len(set(CROCKFORD)) == 32
    assert not set(CROCKFORD) & set("ILOU")
    assert list(CROCKFORD) == sorted(CROCKFORD)


@pytest.mark.parametrize(
    ("number", "length", "text"),
    [(0, 0, ""), (0, 3, "000"), (31, 1, "Z"), (32, 2, "10"), (1234, 4, "016J"), (2**50 - 1, 10, "Z" * 10)],
)
def test_numbers_in_base_32(number: int, length: int, text: str) -> None:
    assert crockford(number, length) == text


@pytest.mark.parametrize(("number", "length"), [(1, 0), (32, 1), (2**25, 5)])
def test_a_number_that_does_not_fit_is_no_shorter_number(number: int, length: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        crockford(number, length)


@given(st.integers(min_value=0, max_value=2**45 - 1))
def test_no_two_numbers_are_written_alike(number: int) -> None:
    text = crockford(number, 9)
    assert sum(CROCKFORD.index(char) * 32**place for place, char in enumerate(reversed(text))) == number
