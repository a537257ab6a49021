"""Sums, counts, dates and times as readers of each language write them, always on the clock of Wales.

It builds no sentences: Welsh would have to mutate what is put into them.
"""

from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale

from pb.domain.text import Language

WALES = ZoneInfo("Europe/London")
SYMBOLS = {"GBP": "£", "EUR": "€"}


def money(amount: int, currency: str = "GBP", minor_digits: int = 2) -> str:
    """An amount in minor units, as `£1,234.50`; whole pounds without pence. The same in both languages."""
    sign = "\u2212" if amount < 0 else ""
    scale = 10**minor_digits
    whole, rest = divmod(abs(amount), scale)
    digits = f"{whole:,}" + (f".{rest:0{minor_digits}}" if rest else "")
    symbol = SYMBOLS.get(currency)
    return f"{sign}{symbol}{digits}" if symbol else f"{sign}{digits}\u00a0{currency}"


def count(number: int) -> str:
    """A whole number with commas: `1,204`."""
    return f"{number:,}" if number >= 0 else f"\u2212{-number:,}"


def decimal(value: Fraction) -> str:
    """A fraction as `1,204.50`: whole, or with two figures after the point, halves up."""
    if value.denominator == 1:
        return count(value.numerator)
    hundredths = (200 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{count(hundredths // 100)}.{hundredths % 100:02}"


def share(part: int, whole: int) -> str:
    """`part` of `whole` in per cent, to the nearest whole one, halves up; `0%` of nothing."""
    return f"{(200 * part + whole) // (2 * whole)}%" if whole else "0%"


def in_wales(instant: datetime) -> datetime:
    """An aware instant on the clock of Wales; one without a zone is taken as UTC, as it is stored."""
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(WALES)


def long_date(day: date | datetime, language: Language) -> str:
    """`Dydd Sul 1 Mawrth 2026`, `Sunday 1 March 2026`."""
    local = in_wales(day) if isinstance(day, datetime) else day
    days, months = _names(language)
    return f"{days[local.weekday()]} {local.day} {months[local.month - 1]} {local.year}"


def short_date(day: date | datetime, language: Language) -> str:
    """`1 Mawrth 2026`, `1 March 2026`: no weekday, the month always in words."""
    local = in_wales(day) if isinstance(day, datetime) else day
    return f"{local.day} {_names(language)[1][local.month - 1]} {local.year}"


def typed_date(day: date | datetime) -> str:
    """`1/3/2026`, as people type it into a form; never for reading."""
    local = in_wales(day) if isinstance(day, datetime) else day
    return f"{local.day}/{local.month}/{local.year}"


def clock_time(instant: datetime) -> str:
    """`14:05`."""
    return f"{in_wales(instant):%H:%M}"


def date_and_time(instant: datetime, language: Language) -> str:
    """`Dydd Sul 1 Mawrth 2026, 14:05`."""
    return f"{long_date(instant, language)}, {clock_time(instant)}"


def machine_time(moment: date | datetime) -> str:
    """What goes into `<time datetime>`: the day, or the instant with its offset in Wales."""
    return (
        in_wales(moment).isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
    )


@cache
def _names(language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    locale = Locale.parse("cy" if language == "cy" else "en_GB")
    days, months = locale.days["format"]["wide"], locale.months["format"]["wide"]
    return tuple(days[n] for n in range(7)), tuple(months[n] for n in range(1, 13))
