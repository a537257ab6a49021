"""Mobile numbers as people type them, in the international form in which they are compared and called.

It asks no network whether a number is in use.
"""

import re

from pb.domain.refusals import Fault
from pb.domain.text import plain_line

_BETWEEN = re.compile(r"[\s.()/\-\u2010-\u2015]+")
_TRUNK = re.compile(r"^((?:\+|00)\s*[1-9][0-9]{0,2}\s*)\(0\)")  # the nought that is not dialled from abroad
# The same nought without brackets. Senders drop it, so it must not make two numbers of one telephone; only in
# Italy and a few other countries it belongs to the number.
_NOUGHT = re.compile(
    r"^(\+(?!39|22[59]|24[12]|37[89])"
    r"(?>1|7|2[07]|3[0-46]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9][0-9]{2}))0"
)
_ABROAD = re.compile(r"\+[1-9][0-9]{7,14}")  # E.164: at most 15 figures
# Numbers of no country: freephone, satellites, networks of ships and aeroplanes, premium rates.
_NOWHERE = re.compile(r"\+(?:8[07]|88[1238]|979)")
_UK = re.compile(r"\+44(?:[1-689][0-9]{8,9}|7[0-9]{9})")
_UK_BARE = re.compile(r"440?7[0-9]+")  # as people write it who leave out the plus
_UK_MOBILE = re.compile(r"\+447(?:[1-57-9][0-9]{8}|624[0-9]{6})")  # 070 and most of 076 are no mobiles


def read_phone(text: str, *, field: str = "phone") -> str | Fault:
    """A number as `+447700900123`, or what is wrong with it: `missing`, `not-a-phone`, `phone-not-mobile`.

    Numbers of the United Kingdom may begin with 0, 44, 0044 or +44, those of other countries with + or 00.
    """
    typed = plain_line(text[:60])
    if not typed:
        return Fault(field=field, code="missing")
    number = _NOUGHT.sub(r"\1", _international(_BETWEEN.sub("", _TRUNK.sub(r"\1", typed))))
    if number.startswith("+44"):
        if _UK_MOBILE.fullmatch(number):
            return number
        return Fault(field=field, code="phone-not-mobile" if _UK.fullmatch(number) else "not-a-phone")
    if not _ABROAD.fullmatch(number):
        return Fault(field=field, code="not-a-phone")
    return Fault(field=field, code="phone-not-mobile") if _NOWHERE.match(number) else number


def _international(figures: str) -> str:
    if figures.startswith("00"):
        return f"+{figures[2:]}"
    if figures.startswith("0"):
        return f"+44{figures[1:]}"
    return f"+{figures}" if _UK_BARE.fullmatch(figures) else figures
