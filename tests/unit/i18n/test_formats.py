"""Sums, counts, dates and times as readers of each language write them."""

from datetime import UTC, date, datetime

import pytest

from pb.i18n import formats

DAYS = ["Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn", "Dydd Sul"]
MONTHS = [
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
    "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
]  # fmt: skip


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        (0, "£0"),
        (5, "£0.05"),
        (100, "£1"),
        (123450, "£1,234.50"),
        (2_500_000, "£25,000"),
        (1_286_340, "£12,863.40"),
        (-450_000, "\u2212£4,500"),
        (100_000_000_000, "£1,000,000,000"),
    ],
)
def test_pounds_have_commas_and_only_the_pence_they_need(pence: int, said: str) -> None:
    assert formats.money(pence) == said


def test_money_of_elsewhere_keeps_its_own_minor_units() -> None:
    assert formats.money(200, "EUR") == "€2"
    assert formats.money(12345, "PLN") == "123.45\u00a0PLN"
    assert formats.money(500, "JPY", 0) == "500\u00a0JPY"


def test_counts_have_commas() -> None:
    assert [formats.count(number) for number in (0, 999, 1204, -1204)] == ["0", "999", "1,204", "\u22121,204"]


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(1, 3, "33%"), (1, 2, "50%"), (1, 8, "13%"), (0, 0, "0%")]
)
def test_shares_are_rounded_halves_up_without_floats(part: int, whole: int, said: str) -> None:
    assert formats.share(part, whole) == said


def test_long_dates_in_both_languages_have_no_comma() -> None:
    assert formats.long_date(date(2026, 3, 1), "cy") == "Dydd Sul 1 Mawrth 2026"
    assert formats.long_date(date(2026, 3, 1), "en") == "Sunday 1 March 2026"


def test_welsh_names_of_days_and_months() -> None:
    assert [formats.long_date(date(2026, 6, day), "cy").rsplit(" ", 3)[0] for day in range(1, 8)] == DAYS
    assert [formats.short_date(date(2026, month, 1), "cy").split()[1] for month in range(1, 13)] == MONTHS


def test_instants_are_shown_on_the_clock_of_wales() -> None:
    winter, summer = datetime(2026, 1, 31, 23, 30, tzinfo=UTC), datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert formats.date_and_time(winter, "en") == "Saturday 31 January 2026, 23:30"
    assert formats.date_and_time(summer, "cy") == "Dydd Mercher 1 Gorffennaf 2026, 00:30"
    assert formats.clock_time(summer) == "00:30"
    assert formats.machine_time(summer) == "2026-07-01T00:30+01:00"
    assert formats.machine_time(date(2026, 7, 1)) == "2026-07-01"
    assert formats.typed_date(summer) == "1/7/2026"


def test_an_instant_without_a_zone_is_utc() -> None:
    assert formats.clock_time(datetime(2026, 7, 1, 12, 0)) == "13:00"  # noqa: DTZ001 # as a database gives it
