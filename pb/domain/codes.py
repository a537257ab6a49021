"""Voter codes and receipt codes: how they are written, read and checked for slips of the pen.

It compares nothing with what is stored: that is the voting service's work.
"""

import re
from dataclasses import dataclass

from pb.domain.ids import CROCKFORD, crockford

SELECTOR_BITS, SECRET_BITS = 25, 45
REFERENCE_LENGTH, REFERENCE_BITS = 8, 40
SELECTOR_LENGTH, SECRET_LENGTH = 5, 9
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IGNORED = re.compile(r"[\s\-\u2010-\u2015._]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class VoterCode:
    """A single-use code: a selector to find the row by, and a secret to prove it."""

    selector: str
    secret: str

    @property
    def text(self) -> str:
        """As printed: `XXXXX-XXXXX-XXXXX`."""
        body = self.selector + self.secret
        body += check_character(body)
        return f"{body[:5]}-{body[5:10]}-{body[10:]}"


def check_character(body: str) -> str:
    """The check character of `body`: a checksum over the field of 32 elements (x^5 + x^2 + 1).

    It finds every single wrong character and every swap of two neighbours.
    """
    total = 0
    for char in body:
        total = (total ^ CROCKFORD.index(char)) << 1
        if total & 32:
            total ^= 0b100101
    return CROCKFORD[total]


def voter_code(selector_number: int, secret_number: int) -> VoterCode:
    """A code from random numbers of 25 and 45 bits."""
    return VoterCode(
        selector=crockford(selector_number, SELECTOR_LENGTH), secret=crockford(secret_number, SECRET_LENGTH)
    )


def read_voter_code(text: str) -> VoterCode | None:
    """A code as typed (any case, spaces, hyphens, O as 0, I or L as 1); None where it has a slip."""
    typed = _IGNORED.sub("", text[:200]).upper().translate(_READ_AS)
    if len(typed) != SELECTOR_LENGTH + SECRET_LENGTH + 1 or any(char not in CROCKFORD for char in typed):
        return None
    body = typed[:-1]
    if check_character(body) != typed[-1]:
        return None
    return VoterCode(selector=body[:SELECTOR_LENGTH], secret=body[SELECTOR_LENGTH:])


def receipt_code(leaf: bytes) -> str:
    """The receipt of a ballot: the first 80 bits of its leaf hash, as `XXXX-XXXX-XXXX-XXXX`."""
    text = crockford(int.from_bytes(leaf[:10], "big"), 16)
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def read_receipt_code(text: str) -> str | None:
    """A typed receipt code in its printed form, or None where it cannot be one."""
    typed = _IGNORED.sub("", text[:200]).upper().translate(_READ_AS)
    if len(typed) != 16 or any(char not in CROCKFORD for char in typed):
        return None
    return "-".join(typed[start : start + 4] for start in range(0, 16, 4))


def voter_reference(number: int) -> str:
    """A voter's reference from 40 bits: eight characters and a check character, as `XXX-XXX-XXX`."""
    body = crockford(number, REFERENCE_LENGTH)
    text = body + check_character(body)
    return "-".join(text[start : start + 3] for start in range(0, len(text), 3))


def read_voter_reference(text: str) -> str | None:
    """A typed reference in its printed form, or None where it has a slip."""
    typed = _IGNORED.sub("", text[:200]).upper().translate(_READ_AS)
    if len(typed) != REFERENCE_LENGTH + 1 or any(char not in CROCKFORD for char in typed):
        return None
    if check_character(typed[:-1]) != typed[-1]:
        return None
    return "-".join(typed[start : start + 3] for start in range(0, len(typed), 3))
