"""Passwords worth having, and sessions that end when they should: to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from pb.domain.refusals import Fault
from pb.domain.signin import LIFETIME, Purpose, password_fault, session_is_live

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("password", "code", "facts"),
    [
        ("", "password-too-short", {"least": 10}),
        ("ninechars", "password-too-short", {"least": 10}),
        ("x" * 129, "password-too-long", {"most": 128}),
        ("Password12345", "password-too-common", {}),
        ("cyfrinair!!", "password-too-common", {}),
        ("!!croeso2026", "password-too-common", {}),
        ("123456654321", "password-too-common", {}),
        ("ababababab", "password-too-common", {}),
        ("bryn.huws99", "password-too-common", {}),  # the own address
        ("BRYN.HUWS99", "password-too-common", {}),
    ],
)
def test_passwords_that_will_not_do(password: str, code: str, facts: dict[str, int]) -> None:
    found = password_fault("password", password, email="Bryn.Huws@cwm.example")
    assert found == Fault(field="password", code=code, facts=facts)


@pytest.mark.parametrize(
    "password",
    [
        "tencharsss",
        "x7" + "y" * 125 + "z",  # 128
        "tri cheffyl gwyn",
        "cymru yn y glaw",  # a common word, but much is left beside it
        "ŵyŵêâîôûẁẃ",
        "84719203756",
    ],
)
def test_passwords_that_will_do(password: str) -> None:
    assert password_fault("password", password, email="bryn.huws@cwm.example") is None


def test_a_short_name_in_the_address_spoils_no_password() -> None:
    assert password_fault("password", "al al al be", email="al@cwm.example") is None
    assert password_fault("password", "dylan dylan", email="dyla@cwm.example") is not None


@pytest.mark.parametrize(
    ("is_staff", "idle", "longest"),
    [
        (True, timedelta(minutes=30), timedelta(hours=8)),
        (False, timedelta(days=3), timedelta(days=14)),
    ],
)
def test_a_session_ends_by_idling_and_by_age(is_staff: bool, idle: timedelta, longest: timedelta) -> None:
    def live(*, seen_at: datetime, now: datetime) -> bool:
        return session_is_live(started_at=NOON, seen_at=seen_at, now=now, is_staff=is_staff)

    assert live(seen_at=NOON, now=NOON + idle)
    assert not live(seen_at=NOON, now=NOON + idle + SECOND)
    assert live(seen_at=NOON + longest, now=NOON + longest)
    assert not live(seen_at=NOON + longest, now=NOON + longest + SECOND)


def test_each_link_lives_as_long_as_it_needs_to() -> None:
    assert {
        Purpose.CONFIRM: timedelta(days=2),
        Purpose.RESET: timedelta(hours=1),
        Purpose.INVITE: timedelta(days=14),
    } == LIFETIME
