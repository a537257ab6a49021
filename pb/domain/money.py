"""Amounts of money as people type them, in whole pence.

No floats: a sum is read digit by digit and refused where it is not plainly an amount.
"""

import re

from pb.domain.refusals import Fault

MOST_PENCE = 1_000_000_000_00  # a thousand million pounds: far above any pot, well inside 64 bits

_AMOUNT = re.compile(r"(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<pence>[0-9]+))?", re.ASCII)


def read_pence(field: str, text: str, *, least: int = 1, most: int = MOST_PENCE) -> int | Fault:
    """The pence in a typed amount such as `£1,234.50`, `1234.5` or `950`; a Fault where there are none."""
    typed = text.strip().replace(" ", "").replace("\u00a0", "").removeprefix("£")
    match = _AMOUNT.fullmatch(typed)
    if match is None:
        return Fault(field=field, code=_what_is_wrong(typed))
    if len(match["pence"] or "") > 2:
        return Fault(field=field, code="part-of-a-penny")
    pounds = match["pounds"].replace(",", "").lstrip("0") or "0"
    # compared by length first: a million digits are never made into a number
    pence = most + 1 if len(pounds) > 13 else int(pounds) * 100 + int((match["pence"] or "0").ljust(2, "0"))
    if pence > most:
        return Fault(field=field, code="amount-too-large", facts={"most_pence": most})
    if pence < least:
        return Fault(field=field, code="amount-too-small", facts={"least_pence": least})
    return pence


def _what_is_wrong(typed: str) -> str:
    if not typed:
        return "missing-amount"
    return "negative-amount" if typed.startswith(("-", "\u2212")) else "not-an-amount"


def as_typed(pence: int) -> str:
    """An amount as it would be typed again: `1234.50`, whole pounds without pence."""
    pounds, rest = divmod(pence, 100)
    return f"{pounds}.{rest:02}" if rest else str(pounds)
