"""One SQLite connection that all writes of a process share, and with it their commits.

Whatever has been written while the last commit ran is committed together, and nobody is answered before. It
knows no tables.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from pb.storage.prepared import Bare

LOOP_SECONDS = 1.0  # as long as an event loop may be busy with something else before others go on
Told = tuple["asyncio.Future[Any]", Any, BaseException | None]
"""A future with what it comes to: a result, or why not."""


def tell(made: Sequence[Told]) -> None:
    """Pass results on to the event loops that wait for them, one call for each loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Told]] = {}
    for each in made:
        by_loop.setdefault(each[0].get_loop(), []).append(each)
    for loop, own in by_loop.items():
        loop.call_soon_threadsafe(_settle, own)


def _settle(made: Sequence[Told]) -> None:
    for future, result, error in made:
        if future.done():  # whoever waited has gone away
            continue
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)


class Undone(OSError):
    """The database undid a transaction by itself before it could be committed, as it does on a full disk."""


class _Turn:
    """A lock given in the order it was asked for, so that a commit comes after everyone already in line."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._line: deque[threading.Event] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Event()
            self._line.append(mine)
        mine.wait()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._line:
                self._line.popleft().set()  # handed over: it stays taken
            else:
                self._taken = False


class _Group:
    """Writes that will be committed together."""

    def __init__(self) -> None:
        self.size = 0
        self.done = threading.Event()
        self.error: BaseException | None = None


class _Stint:
    """Work done once, by whichever thread comes to it first."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._claim = threading.Lock()
        self._done = threading.Event()
        self._error: BaseException | None = None

    def __call__(self) -> None:
        if not self._claim.acquire(blocking=False):
            return
        try:
            self._work()
        except BaseException as error:  # raised where the work is waited for
            self._error = error
        finally:
            self._done.set()

    def wait_for(self, loop: asyncio.AbstractEventLoop) -> None:
        """Have an event loop do it, or do it here where the loop has ended or does not come to it."""
        try:
            loop.call_soon_threadsafe(self)
            self._done.wait(LOOP_SECONDS)
        except RuntimeError:  # closed
            pass
        self()
        self._done.wait()
        if self._error is not None:
            raise self._error


class SharedWriter:
    """One SQLite connection, a turn at a time; a commit carries every write that finished before it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._turn = _Turn()
        self._connection: Connection | None = None
        self._group: _Group | None = None
        self._jobs: deque[tuple[Callable[[Bare], Any], asyncio.Future[Any]]] = deque()
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, job: Callable[[Bare], Any], future: "asyncio.Future[Any]") -> None:
        """Queue a job for the thread that writes; to be called by one thread only, the event loop's."""
        self._jobs.append((job, future))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="submitted", daemon=True)
            self._thread.start()
        if not self._wanted.is_set():  # waking a thread costs more than asking
            self._wanted.set()

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._jobs:
                tell(self._write_all())
            elif self._closed:
                return

    def _write_all(self) -> list[Told]:
        """Write every job that waits, and commit; a commit that fails fails for all of them."""
        made: list[Told] = []
        try:
            with self._turn:
                group = self._open_group()
                # On the loop: two threads that both call SQLite every few microseconds spend more time on
                # passing the interpreter's lock to each other than on anything else.
                _Stint(lambda: self._run_jobs(group, made)).wait_for(self._jobs[0][1].get_loop())
                leads = group.size == 0
                group.size += len(made)
            if leads:
                self._commit(group)
            group.done.wait()
            if group.error is not None:
                raise group.error
        except BaseException as error:
            return [(future, None, failed or error) for future, _, failed in made]
        return made

    def _run_jobs(self, group: _Group, made: list[Told]) -> None:
        bare = self._bare()
        try:
            while self._jobs:
                job, future = self._jobs.popleft()
                made.append((future, None, None))
                made[-1] = _try(bare, job, future)
        except BaseException:
            self._give_up(group)
            raise

    def _bare(self) -> Bare:
        if self._connection is None:
            raise RuntimeError("no connection to write on")
        return Bare(self._connection.connection.cursor(), self.engine.dialect)

    @contextmanager
    def turn(self) -> Iterator[Session]:
        with self._turn:
            group = self._open_group()
            with self._savepoint(group) as session:
                yield session
            group.size += 1
            leads = group.size == 1
        if leads:
            self._commit(group)
        group.done.wait()
        if group.error is not None:
            raise group.error

    def close(self) -> None:
        """Finish what was submitted, and let go of the database."""
        self._closed = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()
        self.let_go()
        self.engine.dispose()

    def let_go(self) -> None:
        with self._turn:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _open_group(self) -> _Group:
        if self._group is None:
            if self._connection is None:
                self._connection = self.engine.connect()
            self._connection.begin()
            self._group = _Group()
        return self._group

    @contextmanager
    def _savepoint(self, group: _Group) -> Iterator[Session]:
        session = Session(self._connection, join_transaction_mode="create_savepoint")
        try:
            with session, session.begin():
                yield session
        except BaseException:
            if group.size == 0 or not self._is_open():
                self._give_up(group)
            raise

    def _give_up(self, group: _Group) -> None:
        """End a transaction that nobody else waits for, or that SQLite undid by itself (a full disk).

        Whoever came next would else write outside of any.
        """
        group.error = Undone()
        self._group = None
        self._end("ROLLBACK")

    def _commit(self, group: _Group) -> None:
        with self._turn:  # those who already stood in line have written into the group by now
            try:
                if group is self._group:  # else it was given up meanwhile
                    self._group = None
                    self._end("COMMIT")
            except BaseException as error:  # each member of the group raises it
                group.error = error
            finally:
                group.done.set()

    def _is_open(self) -> bool:
        """Whether SQLite itself is still in the transaction."""
        held = self._connection.connection.dbapi_connection if self._connection else None
        return held is not None and bool(held.in_transaction)

    def _end(self, how: str) -> None:
        transaction = self._connection.get_transaction() if self._connection else None
        if self._connection is None or transaction is None:
            raise RuntimeError("no transaction to end")
        try:
            if how == "COMMIT":
                # A full disk makes SQLite undo the whole transaction by itself, and the driver's commit of
                # nothing would then pass for success.
                if not self._is_open():
                    raise Undone
                transaction.commit()
            else:
                transaction.rollback()
        except BaseException:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
            raise


def _try(bare: Bare, job: Callable[[Bare], Any], future: "asyncio.Future[Any]") -> Told:
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
