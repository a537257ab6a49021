"""One SQLite connection that all writes of a process share, and with it their commits.

Whatever has been written while the last commit ran is committed together, and nobody is answered before. It
knows no tables.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from pb.storage.prepared import Bare

Work = Callable[[Bare], None]
Told = Callable[[BaseException | None], None]
"""What hears of a commit: with what made it fail, if anything did."""


class Undone(OSError):
    """The database undid a transaction by itself before it could be committed, as it does on a full disk."""


class Busy(Exception):
    """It is somebody else's turn."""


class _Turn:
    """A lock given in the order it was asked for, so that a commit comes after everyone already in line."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._line: deque[threading.Event] = deque()
        self._taken = False

    def take_if_free(self) -> bool:
        with self._guard:
            was_free, self._taken = not self._taken, True
        return was_free

    def give_on(self) -> None:
        with self._guard:
            if self._line:
                self._line.popleft().set()  # handed over: it stays taken
            else:
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
        self.give_on()


class Group:
    """Writes that will be committed together, by whoever wrote first; `told` hear of it first of all."""

    def __init__(self) -> None:
        self.size = 0
        self.done = threading.Event()
        self.error: BaseException | None = None
        self.told: list[Told] = []


class SharedWriter:
    """One SQLite connection, a turn at a time; a commit carries every write that finished before it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._turn = _Turn()
        self._connection: Connection | None = None
        self._group: Group | None = None

    def write(
        self, work: Callable[[Bare], None], told: Callable[[BaseException | None], None]
    ) -> Group | None:
        """Do work in a turn: the group it came into, where the caller is to `commit` that.

        `told` is called after the commit. Work may end with an error only where SQLite has undone the
        transaction. Raises what keeps the database from beginning one.
        """
        with self._turn:
            return self._write(self._open_group(), work, told)

    def write_at_once(self, work: Work, told: Told) -> Group | None:
        """The same, without waiting. Raises Busy where somebody else writes, here or elsewhere."""
        if not self._turn.take_if_free():
            raise Busy
        try:
            return self._write(self._open_group(waits=False), work, told)
        finally:
            self._turn.give_on()

    def _write(self, group: Group, work: Work, told: Told) -> Group | None:
        group.told.append(told)
        group.size += 1
        try:
            work(self._bare())
        except BaseException:
            with suppress(Exception):  # a connection that cannot even roll back is let go
                self._give_up(group)
        return group if group.size == 1 else None

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
            self.commit(group)
        group.done.wait()
        if group.error is not None:
            raise group.error

    def close(self) -> None:
        self.let_go()
        self.engine.dispose()

    def let_go(self) -> None:
        with self._turn:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _open_group(self, *, waits: bool = True) -> Group:
        if self._group is None:
            if waits:
                self._connection = self._connection or self.engine.connect()
                self._connection.begin()
            else:
                self._begin_at_once()
            self._group = Group()
        return self._group

    def _begin_at_once(self) -> None:
        """Begin, unless another process writes. Raises Busy."""
        if self._connection is None:
            raise Busy
        cursor = self._connection.connection.cursor()
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            self._connection.begin()
        except DBAPIError:
            raise Busy from None  # whoever waits is told why
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")

    @contextmanager
    def _savepoint(self, group: Group) -> Iterator[Session]:
        session = Session(self._connection, join_transaction_mode="create_savepoint")
        try:
            with session, session.begin():
                yield session
        except BaseException:
            if group.size == 0 or not self._is_open():
                self._give_up(group)
            raise

    def _give_up(self, group: Group) -> None:
        """End a transaction that nobody else waits for, or that SQLite undid by itself (a full disk).

        Whoever came next would else write outside of any.
        """
        group.error = Undone()
        self._group = None
        self._end("ROLLBACK")

    def commit(self, group: Group) -> None:
        """Commit a group for all who wrote into it; a failure is told to each of them."""
        with self._turn:  # those who already stood in line have written into the group by now
            try:
                if group is self._group:  # else it was given up meanwhile
                    self._group = None
                    self._end("COMMIT")
            except BaseException as error:  # each member of the group raises it
                group.error = error
            finally:
                for tell in group.told:
                    tell(group.error)
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
