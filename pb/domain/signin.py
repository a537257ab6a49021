"""What signing in asks for: a password worth having, and how long a session or a sent link lives.

It hashes nothing and knows no database.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from pb.domain.refusals import Fault

PASSWORD_LEAST, PASSWORD_MOST = 10, 128
NAME_LENGTH = 80

# ASVS 5.0, 7.3: staff 30 minutes idle and 8 hours in all; residents keep a phone signed in for two weeks.
STAFF_IDLE, STAFF_LONGEST = timedelta(minutes=30), timedelta(hours=8)
RESIDENT_IDLE, RESIDENT_LONGEST = timedelta(days=3), timedelta(days=14)

# A password that many would think of, whatever digits or signs stand around it.
_COMMON = (
    "password", "passw0rd", "cyfrinair", "qwerty", "asdfgh", "letmein", "welcome", "croeso", "iloveyou",
    "football", "liverpool", "cymru", "wales", "abcdef", "123456", "654321", "111111", "000000", "dragon",
    "princess", "monkey",
)  # fmt: skip


class Purpose(StrEnum):
    """What a link sent by e-mail is for."""

    CONFIRM = "confirm"
    RESET = "reset"
    INVITE = "invite"


LIFETIME = {
    Purpose.CONFIRM: timedelta(days=2),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITE: timedelta(days=14),
}


def password_fault(field: str, password: str, *, email: str) -> Fault | None:
    """What is wrong with a new password; None where it will do. No rule about kinds of characters."""
    if len(password) < PASSWORD_LEAST:
        return Fault(field=field, code="password-too-short", facts={"least": PASSWORD_LEAST})
    if len(password) > PASSWORD_MOST:
        return Fault(field=field, code="password-too-long", facts={"most": PASSWORD_MOST})
    return (
        Fault(field=field, code="password-too-common")
        if _is_common(password.lower(), email.lower())
        else None
    )


def _is_common(password: str, email: str) -> bool:
    """Whether little is left of a password once the words that everybody tries are taken out."""
    own_part = email.partition("@")[0]
    left = password
    for word in (*_COMMON, own_part) if len(own_part) > 3 else _COMMON:
        left = left.replace(word, "")
    return len(set(password)) < 4 or (left != password and sum(char.isalpha() for char in left) < 4)


def session_is_live(*, started_at: datetime, seen_at: datetime, now: datetime, is_staff: bool) -> bool:
    """Whether a session begun at `started_at` and last used at `seen_at` still holds at `now`."""
    idle, longest = (STAFF_IDLE, STAFF_LONGEST) if is_staff else (RESIDENT_IDLE, RESIDENT_LONGEST)
    return now - seen_at <= idle and now - started_at <= longest
