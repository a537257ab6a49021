"""Turns at something scarce: whoever has the least against them goes first, and is sent away last.

It knows neither people nor what they wait for; how much speaks against somebody is a number it is given.
"""

import threading
from bisect import insort
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from pb.domain.refusals import Kind, Refusal

BUSY_SECONDS = 5  # nobody waits longer, for a thread waits with them


class _Waiter:
    """Somebody in line; `order` is how they stand in it, lowest first."""

    def __init__(self, order: tuple[int, int]) -> None:
        self.order = order
        self.is_called = threading.Event()
        self.is_sent_away = False


class Line:
    """At most `most` people, `places` of them at their turn, the others waiting for it.

    In the order of what speaks against them, then of their coming: so nobody can crowd out those with less
    against them.
    """

    def __init__(self, *, places: int, most: int) -> None:
        self._free = min(places, most)
        self._most_waiting = most - self._free
        self._lock = threading.Lock()
        self._waiting: list[_Waiter] = []
        self._numbers = count()

    @contextmanager
    def turn(self, against: int = 0) -> Iterator[None]:
        """Wait for a turn. Raises Refusal `too-busy` (UNAVAILABLE) where too many have less against them."""
        self._enter(against)
        try:
            yield
        finally:
            with self._lock:
                self._free += 1
                self._call_next()

    def _enter(self, against: int) -> None:
        with self._lock:
            mine = _Waiter((against, next(self._numbers)))
            insort(self._waiting, mine, key=lambda waiter: waiter.order)
            self._call_next()
            if len(self._waiting) > self._most_waiting:
                last = self._waiting.pop()
                last.is_sent_away = True
                last.is_called.set()
        if not mine.is_called.wait(BUSY_SECONDS):
            self._give_up(mine)
        if mine.is_sent_away:
            raise Refusal("too-busy", Kind.UNAVAILABLE, retry_after_seconds=BUSY_SECONDS)

    def _call_next(self) -> None:
        if self._free and self._waiting:
            self._free -= 1
            self._waiting.pop(0).is_called.set()

    def _give_up(self, mine: _Waiter) -> None:
        with self._lock:
            if mine in self._waiting:  # else called at the last moment
                self._waiting.remove(mine)
                mine.is_sent_away = True
