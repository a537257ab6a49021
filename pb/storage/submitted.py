"""Short writes that event loops submit: whatever waits is written together, each failing alone.

It knows no tables. The loop itself runs them where nobody else writes, and a thread only commits: two threads
that both call SQLite every few microseconds spend more time on passing the interpreter's lock to each other
than on anything else.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from time import monotonic
from typing import Any

from pb.storage.prepared import Bare
from pb.storage.shared_writer import Busy, Group, SharedWriter, Undone

SPACING = 0.006
"""Seconds from one group to the next: each commit costs as much processor time as several votes."""

Job = Callable[[Bare], Any]
Told = tuple["asyncio.Future[Any]", Any, BaseException | None]
"""A future with what it comes to: a result, or why not."""


def tell(made: Sequence[Told]) -> None:
    """Pass results on to the event loops that wait for them, one call for each loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Told]] = {}
    for each in made:
        by_loop.setdefault(each[0].get_loop(), []).append(each)
    for loop, own in by_loop.items():
        with suppress(RuntimeError):  # closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, own)


def _settle(made: Sequence[Told]) -> None:
    for future, result, error in made:
        if future.done():  # whoever waited has gone away
            continue
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)


class Submitted:
    """The jobs that wait to be written with a shared writer, and the thread that commits them."""

    def __init__(self, writer: SharedWriter) -> None:
        self._writer = writer
        self._jobs: deque[tuple[Job, asyncio.Future[Any]]] = deque()
        self._called: asyncio.AbstractEventLoop | None = None  # that is going to take up what waits
        self._next_at = 0.0
        self._is_asked = False  # the thread has been
        self._asked: SimpleQueue[Group | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def submit(self, job: Job, future: "asyncio.Future[Any]") -> None:
        """Queue a job; to be called by one thread only, the event loop's."""
        self._jobs.append((job, future))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="submitted", daemon=True)
            self._thread.start()
        if not self._is_called:
            self._take_up_soon(future.get_loop())

    def close(self) -> None:
        """Finish what was submitted."""
        self._is_closed = True
        self._asked.put(None)
        if self._thread is not None:
            self._thread.join()

    @property
    def _is_called(self) -> bool:
        return self._called is not None and not self._called.is_closed()

    def _take_up_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        """On the loop: write as soon as the last group is long enough ago."""
        self._called = loop
        loop.call_later(max(0.0, self._next_at - monotonic()), self._take_up)

    def _take_up(self) -> None:
        """Write what waits, unless the thread is busy, which calls again when it is done."""
        self._called = None
        if not self._jobs or self._is_asked:
            return
        self._next_at = monotonic() + SPACING
        made: list[Told] = []
        group = None
        try:
            group = self._writer.write_at_once(
                lambda bare: self._run(bare, made), lambda error: _tell(made, error)
            )
            self._is_asked = group is not None  # else somebody else commits it
        except Busy:
            self._is_asked = True
        if self._is_asked:
            self._asked.put(group)

    def _work(self) -> None:
        """In the thread: commit groups, and write what waits where the loop could not do it at once."""
        while not self._is_closed or self._jobs or not self._asked.empty():
            group = self._asked.get() or self._write()
            if group is not None:
                self._writer.commit(group)
            self._is_asked = False
            self._call()

    def _call(self) -> None:
        """Have the loop take up what came meanwhile; do it in the thread where the loop has ended."""
        try:
            loop = self._jobs[0][1].get_loop()
            if not self._is_called:
                loop.call_soon_threadsafe(self._take_up_soon, loop)
        except IndexError:  # nothing came, or it is under way already
            pass
        except RuntimeError:
            self._asked.put(None)

    def _write(self) -> Group | None:
        """Wait for a turn, and write what waits; whatever forbids that is told to all of them."""
        made: list[Told] = []
        if not self._jobs:
            return None
        try:
            return self._writer.write(lambda bare: self._run(bare, made), lambda error: _tell(made, error))
        except Exception as error:
            while self._jobs:
                made.append((self._jobs.popleft()[1], None, error))
            tell(made)
            return None

    def _run(self, bare: Bare, made: list[Told]) -> None:
        while self._jobs:
            job, future = self._jobs.popleft()
            made.append((future, None, None))
            made[-1] = _try(bare, job, future)


def _tell(made: Sequence[Told], error: BaseException | None) -> None:
    tell(made if error is None else [(future, None, failed or error) for future, _, failed in made])


def _try(bare: Bare, job: Job, future: "asyncio.Future[Any]") -> Told:
    """Run a job in a savepoint of its own, so that one that fails fails alone.

    Raises Undone where there is no transaction left to go on with.
    """
    bare.cursor.execute("SAVEPOINT submitted")
    try:
        result = job(bare)
    except BaseException as error:
        try:
            bare.cursor.execute("ROLLBACK TO submitted")
            bare.cursor.execute("RELEASE submitted")
        except bare.dialect.loaded_dbapi.Error:
            raise Undone from error
        return future, None, error
    bare.cursor.execute("RELEASE submitted")
    return future, result, None
