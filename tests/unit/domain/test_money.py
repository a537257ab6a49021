"""Sums as people type them: read to the penny, or refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain.money import MOST_PENCE, as_typed, read_pence
from pb.domain.refusals import Fault


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("950", 950_00),
        ("£950", 950_00),
        (" £ 1,234.50 ", 1_234_50),
        ("1234.5", 1_234_50),
        ("1 234.05", 1_234_05),
        ("1\u00a0234", 1_234_00),
        ("0.01", 1),
        ("007", 7_00),
        ("1,000,000", 1_000_000_00),
        ("0" * 50 + "1", 1_00),
    ],
)
def test_amounts(typed: str, pence: int) -> None:
    assert read_pence("amount", typed) == pence


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "missing-amount"),
        ("  ", "missing-amount"),
        ("£", "missing-amount"),
        ("-5", "negative-amount"),
        ("\u22125", "negative-amount"),
        ("five", "not-an-amount"),
        ("1e3", "not-an-amount"),
        ("12,34", "not-an-amount"),
        ("1,2345", "not-an-amount"),
        ("5.", "not-an-amount"),
        (".5", "not-an-amount"),
        ("££5", "not-an-amount"),
        ("\u0665", "not-an-amount"),  # a digit, but not one of ours
        ("1.234", "part-of-a-penny"),
    ],
)
def test_what_is_no_amount_says_why(typed: str, code: str) -> None:
    assert read_pence("amount", typed) == Fault(field="amount", code=code)


def test_bounds_belong_to_the_amount() -> None:
    assert read_pence("cost", "5", least=5_00, most=5_00) == 5_00
    assert read_pence("cost", "4.99", least=5_00) == Fault(
        field="cost", code="amount-too-small", facts={"least_pence": 5_00}
    )
    assert read_pence("cost", "5.01", most=5_00) == Fault(
        field="cost", code="amount-too-large", facts={"most_pence": 5_00}
    )
    assert read_pence("cost", "0") == Fault(field="cost", code="amount-too-small", facts={"least_pence": 1})
    assert read_pence("cost", "0", least=0) == 0


def test_the_largest_sum_and_beyond() -> None:
    assert read_pence("amount", "1,000,000,000") == MOST_PENCE
    too_large = Fault(field="amount", code="amount-too-large", facts={"most_pence": MOST_PENCE})
    assert read_pence("amount", "1000000000.01") == too_large
    assert read_pence("amount", "9" * 1_000_000) == too_large


@pytest.mark.parametrize(
    ("pence", "text"), [(0, "0"), (1, "0.01"), (10, "0.10"), (950_00, "950"), (123450, "1234.50")]
)
def test_amounts_are_written_as_they_would_be_typed(pence: int, text: str) -> None:
    assert as_typed(pence) == text


@given(st.integers(min_value=1, max_value=MOST_PENCE))
def test_what_is_written_is_read_again(pence: int) -> None:
    assert read_pence("amount", as_typed(pence)) == pence
