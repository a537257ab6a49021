"""A meter of work: how many numbers an exact search has looked at, and an end to those that would not end.

Must not keep time: the same contest is refused on every machine, or on none.
"""

from __future__ import annotations

from pb.tally.faults import ContestInvalid

MOST = 2 * 10**10
"""So many numbers are looked at before a contest is called too large to solve: about a minute's work."""

TURN = 1000
"""A turn of a loop takes as long as looking at so many numbers."""


class Meter:
    """What is left of the work allowed."""

    def __init__(self) -> None:
        self._left = MOST

    def add(self, numbers: int) -> None:
        """Note a turn that looks at so many numbers. Raises ContestInvalid `too-large-to-solve`."""
        self._left -= numbers + TURN
        if self._left < 0:
            raise ContestInvalid("too-large-to-solve")
