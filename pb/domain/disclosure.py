"""What of the counted ballots may be published one by one: nothing of groups in which people could be found.

It changes no count: whoever may see everything can still count everything again.
"""

from collections.abc import Collection, Mapping

LEAST_RAW = 30  # ballots of one group that may be published one by one
Stratum = frozenset[str]
"""The pots on one ballot; people whose ballots have the same pots are one group."""


def withheld_pots(ballots: Mapping[str, int]) -> frozenset[str]:
    """The pots (id to number of ballots) whose ballots are not published."""
    return frozenset(pot for pot, count in ballots.items() if 0 < count < LEAST_RAW)


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
