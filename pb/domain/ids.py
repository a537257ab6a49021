"""The names of things: typed identifiers, and the alphabet they are written in.

Randomness comes from the caller; nothing here draws any.
"""

from typing import NewType

OrganisationId = NewType("OrganisationId", str)
PersonId = NewType("PersonId", str)
RoundId = NewType("RoundId", str)
PotId = NewType("PotId", str)
WardId = NewType("WardId", str)
CategoryId = NewType("CategoryId", str)
ProposalId = NewType("ProposalId", str)
BallotId = NewType("BallotId", str)

# Crockford base 32: no I, L, O or U, so nothing is misread or spells a word by accident.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def crockford(number: int, length: int) -> str:
    """`number` in Crockford base 32, most significant digit first, exactly `length` characters.

    Raises ValueError where the number does not fit.
    """
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 32)
        digits.append(CROCKFORD[digit])
    if number:
        raise ValueError(f"number does not fit {length} characters")
    return "".join(reversed(digits))
