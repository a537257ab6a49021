"""Turns at something scarce: whoever has the least against them goes first, and is sent away last.

It knows neither people nor what they wait for; how much speaks against somebody is a number it is given.
Waiting costs no thread: what is to be done waits in the line, and is done by the threads that are given.
"""

import asyncio
import threading
from bisect import insort
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from pb.domain.refusals import Kind, Refusal

BUSY_SECONDS = 5  # nobody waits longer

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    """Something to be done; `order` is how it stands in line, lowest first."""

    order: tuple[int, int]
    job: Callable[[], Any]
    done: Future[Any] = field(default_factory=Future)


class Line:
    """At most `most` jobs, `places` of them at their turn in `threads`, the others waiting for it.

    In the order of what speaks against them, then of their coming: so nobody can crowd out those with less
    against them.
    """

    def __init__(self, threads: Executor, *, places: int, most: int) -> None:
        self._threads = threads
        self._free = min(places, most)
        self._most_waiting = most - self._free
        self._lock = threading.Lock()
        self._waiting: list[_Waiter] = []
        self._numbers = count()

    def take(self, job: Callable[[], T], against: int = 0) -> T:
        """Wait for a turn and have the job done in it.

        Raises Refusal `too-busy` (UNAVAILABLE) where too many have less against them, or it takes too long.
        """
        mine = self._join(job, against)
        try:
            result: T = mine.done.result(BUSY_SECONDS)
        except TimeoutError:
            self._give_up(mine)
            result = mine.done.result()
        return result

    async def take_later(self, job: Callable[[], T], against: int = 0) -> T:
        """The same without a thread that waits."""
        mine = self._join(job, against)
        waiting = asyncio.wrap_future(mine.done)
        if not (await asyncio.wait([waiting], timeout=BUSY_SECONDS))[0]:
            self._give_up(mine)
        result: T = await waiting
        return result

    def _join(self, job: Callable[[], Any], against: int) -> _Waiter:
        last = None
        with self._lock:
            mine = _Waiter((against, next(self._numbers)), job)
            insort(self._waiting, mine, key=lambda waiter: waiter.order)
            self._call_next()
            if len(self._waiting) > self._most_waiting:
                last = self._waiting.pop()
        if last is not None:
            _send_away(last)
        return mine

    def _call_next(self) -> None:
        if self._free and self._waiting:
            self._free -= 1
            self._threads.submit(self._do, self._waiting.pop(0))

    def _do(self, waiter: _Waiter) -> None:
        try:
            result = waiter.job()
        except BaseException as error:
            self._leave()
            waiter.done.set_exception(error)
        else:
            self._leave()
            waiter.done.set_result(result)

    def _leave(self) -> None:
        with self._lock:
            self._free += 1
            self._call_next()

    def _give_up(self, mine: _Waiter) -> None:
        with self._lock:
            if mine not in self._waiting:  # called at the last moment
                return
            self._waiting.remove(mine)
        _send_away(mine)


def _send_away(waiter: _Waiter) -> None:
    waiter.done.set_exception(Refusal("too-busy", Kind.UNAVAILABLE, retry_after_seconds=BUSY_SECONDS))
