"""The database: reading, and writing in one transaction, on SQLite or PostgreSQL alike.

It knows no tables. On SQLite all writes of the process take turns on one connection and share their commits:
whatever has been written while the last commit ran is committed together, and nobody is answered before.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

BUSY_SECONDS = 10


class Database:
    """Where everything is kept. `read()` and `write()` are the only ways in."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._own = threading.local()
        if self.is_sqlite:
            self._readers = _sqlite_engine(url, begin="BEGIN", query_only=True)
            self._writer: _SharedWriter | None = _SharedWriter(_sqlite_engine(url, begin="BEGIN IMMEDIATE"))
        else:
            driver = self.url.set(drivername="postgresql+psycopg")
            self._readers = create_engine(
                driver, pool_size=8, max_overflow=8, pool_pre_ping=True, hide_parameters=True
            )
            self._writer = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session to read with; inside a write of the same thread, that write's own session."""
        writing = getattr(self._own, "session", None)
        if writing is not None:
            yield writing
            return
        with Session(self._readers, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session to write with, committed when the block ends, undone where it raises.

        Within another write of the same thread it is a savepoint of that one.
        """
        outer = getattr(self._own, "session", None)
        if outer is not None:
            with outer.begin_nested():
                yield outer
            return
        with self._writer.turn() if self._writer else self._transaction() as session:
            self._own.session = session
            try:
                yield session
            finally:
                self._own.session = None

    @property
    def is_writing(self) -> bool:
        """Whether this thread is inside a write."""
        return getattr(self._own, "session", None) is not None

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with Session(self._readers) as session, session.begin():
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection in a transaction, for migrations."""
        engine = self._writer.engine if self._writer else self._readers
        if self._writer:
            self._writer.let_go()
        with engine.begin() as connection:
            yield connection

    def forget_past(self) -> None:
        """Fold SQLite's log into its file, so that no earlier state of any row is left beside it.

        Nothing is done within a write, and on PostgreSQL, where `rewrite_tables` is for that.
        """
        if self._writer is None or self.is_writing:
            return
        bare = self._writer.engine.raw_connection()
        try:
            bare.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            bare.close()

    def rewrite_tables(self, tables: Sequence[tuple[str, str]]) -> bool:
        """Write tables of PostgreSQL anew, each in the order of an index, without any earlier state of a row.

        False where that has to be tried again: others held a table for too long, or this thread is inside a
        write. On SQLite, which keeps no earlier states in its tables, nothing is done.
        """
        if self.is_sqlite:
            return True
        if self.is_writing:
            return False
        try:
            with self._readers.begin() as connection:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
                for table, index in tables:
                    connection.exec_driver_sql(f'CLUSTER "{table}" USING "{index}"')
        except OperationalError:
            return False
        return True

    def close(self) -> None:
        if self._writer:
            self._writer.let_go()
            self._writer.engine.dispose()
        self._readers.dispose()


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


class _SharedWriter:
    """One SQLite connection, a turn at a time; a commit carries every write that finished before it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._turn = _Turn()
        self._connection: Connection | None = None
        self._group: _Group | None = None

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
            # Nobody else waits for this transaction; or SQLite undid all of it by itself (a full disk), and
            # whoever came next would write outside of any.
            if group.size == 0 or not self._is_open():
                group.error = OSError("the database undid the transaction before it could be committed")
                self._group = None
                self._end("ROLLBACK")
            raise

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
                    raise OSError("the database undid the transaction before it could be committed")
                transaction.commit()
            else:
                transaction.rollback()
        except BaseException:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
            raise


def _sqlite_engine(url: str, *, begin: str, query_only: bool = False) -> Engine:
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        pool_size=8,
        max_overflow=16,
        hide_parameters=True,  # what people typed has no place in the text of an error
    )

    @event.listens_for(engine, "connect")
    def settle(dbapi_connection: sqlite3.Connection, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # transactions are begun below, never by the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # what is removed is overwritten, not only given back
            f"busy_timeout={BUSY_SECONDS}000",
        ):
            dbapi_connection.execute(f"PRAGMA {pragma}")
        if query_only:
            dbapi_connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
