"""Mobile numbers: every way of writing one is one number, and what is none is told apart."""

import pytest

from pb.domain.phones import read_phone
from pb.domain.refusals import Fault


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900123",
        "07700900123",
        " (07700) 900-123 ",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "0044 7700.900.123",
        "0044 (0) 7700/900123",
        "447700900123",
        "44 (0)7700 900123",
        "44 07700 900123",
        "\uff10\uff17\uff17\uff10\uff10 900123",
        "+44 07700 900123",
        "07700\u00a0900\u2013123",
        "\u200e+44\u202c7700900123",
    ],
)
def test_a_number_of_this_country_in_every_writing(typed: str) -> None:
    assert read_phone(typed) == "+447700900123"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+353 87 123 4567", "+353871234567"),
        ("00 33 6 12 34 56 78", "+33612345678"),
        ("+49 (0)151 23456789", "+4915123456789"),
        ("+1 212 555 0123", "+12125550123"),
        ("+353 087 123 4567", "+353871234567"),  # the same telephone as without the nought
        ("0049 0151 23456789", "+4915123456789"),
        ("+20 10 1234 5678", "+201012345678"),  # 20 is the country: this nought is not the first figure
        ("+39 06 1234 5678", "+390612345678"),  # in Italy it belongs to the number
        ("+225 07 12 34 56 78", "+2250712345678"),
        ("07624 300000", "+447624300000"),  # the Isle of Man
        ("+880 1712 345678", "+8801712345678"),  # Bangladesh, beside the satellites
    ],
)
def test_numbers_of_other_countries_begin_with_plus_or_noughts(typed: str, number: str) -> None:
    assert read_phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "missing"),
        (" \u200b ", "missing"),
        ("nain", "not-a-phone"),
        ("0770090012", "not-a-phone"),
        ("077009001234", "not-a-phone"),
        ("7700900123", "not-a-phone"),
        ("+0033612345678", "not-a-phone"),
        ("+4477009001234", "not-a-phone"),
        ("+33", "not-a-phone"),
        ("+3361234567890123", "not-a-phone"),
        ("07700 900123 x2", "not-a-phone"),
        ("\u0660\u0667\u0667\u0660\u0660900123", "not-a-phone"),
        ("029 2000 0000", "phone-not-mobile"),
        ("01970 123456", "phone-not-mobile"),
        ("07000 900123", "phone-not-mobile"),  # a personal number, at many times the price
        ("0760 0900123", "phone-not-mobile"),  # a pager
        ("+881 612 345678", "phone-not-mobile"),  # a satellite, at whatever it costs
        ("00 979 1 2345 6789", "phone-not-mobile"),  # a premium rate of no country
        ("+800 1234 5678", "phone-not-mobile"),
    ],
)
def test_what_is_no_mobile_number(typed: str, code: str) -> None:
    assert read_phone(typed, field="ffôn") == Fault(field="ffôn", code=code)


def test_a_flood_of_figures_is_not_read() -> None:
    assert read_phone("0" * 10**6) == Fault(field="phone", code="not-a-phone")
