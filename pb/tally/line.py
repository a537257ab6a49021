"""A line of projects that wait to be bought, the lowest value first; what is known stays until it may change.

Must not know what a value is: a rule says what it is now, and whose may have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

Offer = TypeVar("Offer")


class Line(Generic[Offer]):
    """Projects by number, each with a value that never falls while others are bought, unless it is moved.

    It starts from bounds that are certainly not too high. Those in front have the lowest value of all.
    """

    def __init__(self, least: Iterable[tuple[Fraction, int]]) -> None:
        self._heap = list(least)
        heapify(self._heap)
        self._known: dict[int, tuple[Fraction, Offer]] = {}
        self._closed: set[int] = set()
        self._front: dict[int, Offer] = {}
        self._edge = Fraction(0)

    def lowest(
        self, look: Callable[[int], tuple[Fraction, Offer] | None], ready: Callable[[int], bool] | None = None
    ) -> tuple[Fraction, dict[int, Offer]] | None:
        """The lowest value, and all projects that have it with what `look` offers; None: nobody is left.

        `look` gives value and offer, or None where there will never be one. `ready` says whether a project
        may be bought at all; it is left out for now where it may not.
        """
        aside = self._step_aside(ready)
        while self._heap and (not self._front or self._heap[0][0] <= self._edge):
            least, at = heappop(self._heap)
            if at in self._closed or at in self._front:
                continue
            if ready is not None and not ready(at):
                aside.append((least, at))
                continue
            found = self._known.get(at) or look(at)
            if found is not None:
                self._known[at] = found
                self._enter(at, *found)
        for entry in aside:
            heappush(self._heap, entry)
        return (self._edge, self._front) if self._front else None

    def touch(self, projects: Iterable[int]) -> None:
        """What these projects are worth may have changed: it is worked out anew when it is their turn."""
        for at in projects:
            self._known.pop(at, None)
            if at in self._front:
                del self._front[at]
                heappush(self._heap, (self._edge, at))

    def move(self, project: int, value: Fraction) -> None:
        """A project is now worth this, more or less than before."""
        self._known.pop(project, None)
        self._front.pop(project, None)
        heappush(self._heap, (value, project))

    def close(self, project: int) -> None:
        """Take a project out for good."""
        self._closed.add(project)
        self._front.pop(project, None)
        self._known.pop(project, None)

    def _step_aside(self, ready: Callable[[int], bool] | None) -> list[tuple[Fraction, int]]:
        """Take those who may not be bought now out of the front."""
        if ready is None:
            return []
        away = [at for at in list(self._front) if not ready(at)]
        for at in away:
            self._front.pop(at, None)
        return [(self._edge, at) for at in away]

    def _enter(self, at: int, value: Fraction, offer: Offer) -> None:
        if self._front and value > self._edge:
            heappush(self._heap, (value, at))
            return
        if self._front and value < self._edge:
            for other in self._front:
                heappush(self._heap, (self._edge, other))
            self._front = {}
        self._edge = value
        self._front[at] = offer
