"""What may be published of the counted ballots: nothing of groups in which people could be found.

It changes no count: whoever may see everything can still count everything again.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

LEAST_SHOWN = 10  # ballots in a pot whose figures may be published
LEAST_RAW = 30  # ballots of one group that may be published one by one
MOST_TOGETHER = 3  # hidden pots whose sum is looked at, beside the sum of all
Stratum = frozenset[str]
"""The pots on one ballot; people whose ballots have the same pots are one group."""


def pot_sizes(strata: Mapping[Stratum, int]) -> dict[str, int]:
    """The number of ballots in each pot that stands on any of them."""
    sizes: dict[str, int] = {}
    for stratum, size in strata.items():
        for pot in sorted(stratum):
            sizes[pot] = sizes.get(pot, 0) + size
    return sizes


def hidden_pots(strata: Mapping[Stratum, int]) -> frozenset[str]:
    """The pots of which no figure is published: fewer than `LEAST_SHOWN` ballots, and what would tell those.

    How many ballots there are in all is always public, and in each pot that is shown. Where a small pot's
    number followed from these, the smallest other pots that prevent it are hidden as well; where nothing
    does, every pot is.
    """
    sizes = pot_sizes(strata)
    small = {pot for pot, size in sizes.items() if 0 < size < LEAST_SHOWN}
    others = sorted(
        (pot for pot, size in sizes.items() if size >= LEAST_SHOWN), key=lambda pot: (sizes[pot], pot)
    )
    hidden, beside = set(small), []
    for pot in others:
        if not is_exposed(strata, hidden):
            break
        hidden.add(pot)
        beside.append(pot)
    for pot in reversed(beside):  # one that was tried on the way may not be needed
        if not is_exposed(strata, hidden - {pot}):
            hidden.remove(pot)
    return frozenset(hidden)


def is_exposed(strata: Mapping[Stratum, int], hidden: Collection[str]) -> bool:
    """Whether what is published gives the number of a hidden pot, or the sum of a few that is too small."""
    sizes = pot_sizes(strata)
    columns = sorted(strata, key=sorted)
    shown = [[1] * len(columns)] + [_row(pot, columns) for pot in sorted(sizes) if pot not in hidden]
    basis = _echelon(shown)
    rest = {pot: _reduced(_row(pot, columns), basis) for pot in sorted(hidden)}
    for group in _groups(sorted(hidden)):
        is_small = len(group) == 1 or sum(sizes[pot] for pot in group) < LEAST_SHOWN
        if is_small and not any(map(sum, zip(*(rest[pot] for pot in group), strict=True))):
            return True
    return False


def withheld_pots(ballots: Mapping[str, int]) -> frozenset[str]:
    """The pots (id to number of ballots) whose ballots are not published."""
    return frozenset(pot for pot, count in ballots.items() if 0 < count < LEAST_RAW)


def blinding(pot_id: str, nonces: Iterable[str]) -> str:
    """What blinds the digests of a pot with withheld ballots: SHA-256 over its id and their nonces.

    A digest of few ballots could be found by trying all there can be; without the nonces nobody can try.
    """
    seed = b"\x04" + pot_id.encode() + b"\0" + b"".join(bytes.fromhex(nonce) for nonce in sorted(nonces))
    return hashlib.sha256(seed).hexdigest()


def blinded(digest: str, blind: str) -> str:
    """A digest that only those who have what blinds it can compare: SHA-256 over both, hexadecimal."""
    return hashlib.sha256(bytes.fromhex(blind) + bytes.fromhex(digest)).hexdigest()


def shown_strata(strata: Mapping[Stratum, int], withheld: Collection[str]) -> frozenset[Stratum]:
    """The strata (and their sizes) whose ballots may be opened as wholes.

    Beside them each published pot's ballots stand by themselves; so what is left of a pot once the opened
    ones are taken away must be nothing or again a large group. The smallest strata are given up until it is.
    """
    shown = {stratum for stratum, size in strata.items() if size >= LEAST_RAW and not stratum & set(withheld)}
    while True:
        exposed = [
            pot for pot in sorted(set().union(*strata)) if pot not in withheld and _left(strata, shown, pot)
        ]
        beside = [stratum for stratum in shown if stratum & set(exposed)]
        if not beside:
            return frozenset(shown)
        shown.remove(min(beside, key=lambda stratum: (strata[stratum], sorted(stratum))))


def _left(strata: Mapping[Stratum, int], shown: Collection[Stratum], pot: str) -> bool:
    """Whether taking the opened ballots away would leave a small group in this pot."""
    left = sum(size for stratum, size in strata.items() if pot in stratum and stratum not in shown)
    return 0 < left < LEAST_RAW


def _row(pot: str, columns: Sequence[Stratum]) -> list[int]:
    return [int(pot in stratum) for stratum in columns]


def _groups(pots: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Few pots together, and all of them."""
    for number in range(1, min(MOST_TOGETHER, len(pots)) + 1):
        yield from combinations(pots, number)
    if len(pots) > MOST_TOGETHER:
        yield tuple(pots)


def _echelon(rows: Iterable[Sequence[int]]) -> list[tuple[int, list[Fraction]]]:
    """The rows reduced, each with the place of its first figure that is not 0."""
    basis: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        left = _reduced(row, basis)
        lead = next((at for at, value in enumerate(left) if value), None)
        if lead is not None:
            basis.append((lead, [value / left[lead] for value in left]))
    return basis


def _reduced(row: Sequence[int], basis: Sequence[tuple[int, list[Fraction]]]) -> list[Fraction]:
    """What the basis does not give of a row; nothing but 0 where it gives all."""
    left = [Fraction(value) for value in row]
    for lead, known in basis:
        if left[lead]:
            left = [value - left[lead] * other for value, other in zip(left, known, strict=True)]
    return left
