"""Money in a Pabulib file's own unit: amounts as exact decimals, and parameters that hold amounts.

Must not round: an amount finer than the file's minor unit is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from pb.tally.faults import ParamInvalid

_AMOUNT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?\Z")
_LISTS = ("group_max", "group_min", "floors")


def decimal(minor: int, unit: int) -> str:
    """Minor units as an exact decimal of the currency unit: 10616564 of 100 is `106165.64`."""
    whole, rest = divmod(abs(minor), unit)
    places = str(rest).rjust(len(str(unit)) - 1, "0").rstrip("0") if unit > 1 else ""
    return ("-" if minor < 0 else "") + (f"{whole}.{places}" if places else str(whole))


def to_minor(params: Mapping[str, str], unit: int, rule: str) -> dict[str, str]:
    """Parameters with their amounts in minor units; shares rise by one currency unit unless told otherwise.

    Raises ParamInvalid.
    """
    made = dict(params)
    for name in _LISTS:
        if name in made:
            made[name] = ";".join(_bound(name, part, unit) for part in made[name].split(";"))
    if "step" in made:
        made["step"] = _scaled("step", made["step"], unit)
    elif rule == "equal-shares" and unit != 1 and _uses_step(made):
        made["step"] = str(unit)
    return made


def from_minor(texts: Mapping[str, str], given: Mapping[str, str], unit: int) -> dict[str, str]:
    """The parameters as used, with amounts as they were given (or in the currency unit)."""
    shown = dict(texts)
    for name in (*_LISTS, "step"):
        if name in shown:
            shown[name] = given[name] if name in given else decimal(int(shown[name]), unit)
    return shown


def _uses_step(params: Mapping[str, str]) -> bool:
    return params.get("completion", "").startswith("add-one") or params.get("start") == "integral"


def _bound(name: str, text: str, unit: int) -> str:
    head, colon, amount = text.rpartition(":")
    if not colon or amount.strip().startswith("#"):
        return text
    return f"{head}:{_scaled(name, amount, unit)}"


def _scaled(name: str, text: str, unit: int) -> str:
    if not _AMOUNT.match(text.strip()):
        raise ParamInvalid(name, "not-an-amount", given=text)
    amount = Fraction(text.strip()) * unit
    if amount.denominator != 1:
        raise ParamInvalid(name, "amount-too-fine", given=text)
    return str(amount.numerator)
