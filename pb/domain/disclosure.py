"""What may be published of the counted ballots: nothing of groups in which people could be found.

It changes no count: whoever may see everything can still count everything again.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

LEAST_SHOWN = 10  # ballots in a pot whose figures may be published
FEWER = "fewer_than"  # what the log and the record say, with `LEAST_SHOWN`, instead of such a number
LIKELY_SMALL = 50  # where fewer can vote, and a fifth of them do, a pot comes out below
LEAST_RAW = 30  # ballots of one group that may be published one by one
MOST_TOGETHER = 3  # hidden pots whose sum is looked at, beside the sum of all
Stratum = frozenset[str]
"""The pots on one ballot."""

Group = tuple[Stratum, int]
"""Ballots with the same pots and of the same batch: whoever saw somebody vote knows about when, and where."""


def pot_sizes(strata: Mapping[Stratum, int]) -> dict[str, int]:
    """The number of ballots in each pot that stands on any of them."""
    sizes: dict[str, int] = {}
    for stratum, size in strata.items():
        for pot in sorted(stratum):
            sizes[pot] = sizes.get(pot, 0) + size
    return sizes


def hidden_pots(strata: Mapping[Stratum, int], opened: Collection[Stratum] = ()) -> frozenset[str]:
    """The pots of which no figure is published: fewer than `LEAST_SHOWN` ballots, and what would tell those.

    How many ballots there are in all is always public, and in each pot that is shown. Where a small pot's
    number followed from these, the smallest other pots that prevent it are hidden as well; where nothing
    does, every pot is. `opened` are strata of an open box that may be known one by one.
    """
    sizes = pot_sizes(strata)
    small = {pot for pot, size in sizes.items() if 0 < size < LEAST_SHOWN}
    others = sorted(
        (pot for pot, size in sizes.items() if size >= LEAST_SHOWN), key=lambda pot: (sizes[pot], pot)
    )
    hidden, beside = set(small), []
    for pot in others:
        if not is_exposed(strata, hidden, opened):
            break
        hidden.add(pot)
        beside.append(pot)
    for pot in reversed(beside):  # one that was tried on the way may not be needed
        if not is_exposed(strata, hidden - {pot}, opened):
            hidden.remove(pot)
    return frozenset(hidden)


def is_exposed(
    strata: Mapping[Stratum, int], hidden: Collection[str], opened: Collection[Stratum] = ()
) -> bool:
    """Whether what is published gives the number of a hidden pot, or the sum of a few that is too small."""
    sizes = pot_sizes(strata)
    columns = sorted(strata, key=sorted)
    shown = [[1] * len(columns)] + [_row(pot, columns) for pot in sorted(sizes) if pot not in hidden]
    shown += [[int(stratum == each) for each in columns] for stratum in sorted(opened, key=sorted)]
    basis = _echelon(shown)
    rest = {pot: _reduced(_row(pot, columns), basis) for pot in sorted(hidden)}
    for group in _groups(sorted(hidden)):
        is_small = len(group) == 1 or sum(sizes[pot] for pot in group) < LEAST_SHOWN
        if is_small and not any(map(sum, zip(*(rest[pot] for pot in group), strict=True))):
            return True
    return False


def told_beside_sum(counts: Sequence[int]) -> tuple[bool, ...]:
    """Which numbers of voters may be told beside their sum: none below `LEAST_SHOWN`, nor what would tell it.

    Nobody is few, too: of a batch for one person it would say that this person did not vote.
    """
    order = sorted(range(len(counts)), key=lambda at: (counts[at], at))
    hidden = {at for at in order if counts[at] < LEAST_SHOWN}
    for at in order:
        if not hidden or sum(counts[each] for each in hidden) >= LEAST_SHOWN:
            break
        hidden.add(at)
    return tuple(at not in hidden for at in range(len(counts)))


def likely_small(codes: Mapping[str, int]) -> frozenset[str]:
    """The pots (id to number of people who can vote there) of which probably no figure can be published."""
    return frozenset(pot for pot, number in codes.items() if number < LIKELY_SMALL)


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


def shown_groups(groups: Mapping[Group, int], withheld: Collection[str]) -> frozenset[Group]:
    """The groups (and their sizes) whose ballots may be opened as wholes.

    Beside them each published pot's ballots stand by themselves; so what is left of a pot once the opened
    ones are taken away must be nothing or again a large group. The smallest groups are given up until it is.
    """
    shown = {group for group, size in groups.items() if size >= LEAST_RAW and not group[0] & set(withheld)}
    pots = sorted({pot for stratum, _ in groups for pot in stratum} - set(withheld))
    while True:
        exposed = {pot for pot in pots if _left(groups, shown, pot)}
        beside = [group for group in shown if group[0] & exposed]
        if not beside:
            return frozenset(shown)
        shown.remove(min(beside, key=lambda group: (groups[group], sorted(group[0]), group[1])))


def held_back(groups: Mapping[Group, int], *, is_open: bool) -> tuple[frozenset[str], frozenset[str]]:
    """The pots whose ballots are withheld, and of these the hidden ones.

    What an open box opens can tell more, and hiding a pot takes openings away: so it is looked at again
    until nothing changes.
    """
    strata: dict[Stratum, int] = {}
    for (stratum, _), size in groups.items():
        strata[stratum] = strata.get(stratum, 0) + size
    few = withheld_pots(pot_sizes(strata))
    hidden: frozenset[str] = frozenset()
    while True:
        opened = {stratum for stratum, _ in shown_groups(groups, few | hidden)} if is_open else set()
        more = hidden | hidden_pots(strata, opened)
        if more == hidden:
            return few | hidden, hidden
        hidden = more


def _left(groups: Mapping[Group, int], shown: Collection[Group], pot: str) -> bool:
    """Whether taking the opened ballots away would leave a small number in this pot."""
    left = sum(size for group, size in groups.items() if pot in group[0] and group not in shown)
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
