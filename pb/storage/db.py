"""The database: reading, and writing in one transaction, on SQLite or PostgreSQL alike.

It knows no tables. On SQLite all writes of the process take turns on one connection and share their commits:
whatever has been written while the last commit ran is committed together, and nobody is answered before.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from pb.storage.own_connections import OwnConnections
from pb.storage.prepared import Bare
from pb.storage.shared_writer import SharedWriter, Undone
from pb.storage.submitted import Submitted, Told, tell

T = TypeVar("T")
BUSY_SECONDS = 10
SUBMITTERS = 8  # how many connections to PostgreSQL write what was submitted


class Database:
    """Where everything is kept. `read()` and `write()` are the only ways in."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._own = threading.local()
        if self.is_sqlite:
            self._readers = _sqlite_engine(url, begin="BEGIN", query_only=True)
            self._bare = OwnConnections(self._readers)
            self._writer: SharedWriter | None = SharedWriter(_sqlite_engine(url, begin="BEGIN IMMEDIATE"))
            self._submitted = Submitted(self._writer)
        else:
            driver = self.url.set(drivername="postgresql+psycopg")
            self._readers = create_engine(
                driver, pool_size=8, max_overflow=8, pool_pre_ping=True, hide_parameters=True
            )
            each_for_itself = create_engine(
                driver, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
            )
            self._bare = OwnConnections(each_for_itself)
            self._writer = None
            self._threads = ThreadPoolExecutor(SUBMITTERS, thread_name_prefix="submitted")
            from pb.storage.lockstep import Lockstep  # noqa: PLC0415 # what it needs comes with PostgreSQL only

            self._lockstep = Lockstep(each_for_itself, self._submit_alone)

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

    async def look(self, job: Callable[[Bare], T]) -> T:
        """What a job reads by prepared statements, each what is committed by then."""
        if self._writer is None:
            found: T = await self._lockstep.look(job)
            return found
        with self._bare.bare() as bare:
            return job(bare)

    def submit(self, job: Callable[[Bare], T]) -> "asyncio.Future[T]":
        """Queue a short write of prepared statements; the future is done once it is committed.

        To be called in an event loop. The jobs that wait are committed together: on SQLite each in a
        savepoint of its own, on PostgreSQL each again in a transaction of its own where they fail together.
        """
        if self._writer is None:
            return self._lockstep.write(job)
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._submitted.submit(job, future)
        return future

    def _submit_alone(self, job: Callable[[Bare], Any], future: "asyncio.Future[Any]") -> None:
        self._threads.submit(self._do, job, future)

    def _do(self, job: Callable[[Bare], T], future: "asyncio.Future[T]") -> None:
        try:
            with self._bare.bare() as bare:
                made: Told = (future, _in_transaction(bare, job), None)
        except BaseException as error:
            made = (future, None, error)
        tell([made])

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
            self._submitted.close()
            self._writer.close()
        else:
            self._lockstep.close()
            self._threads.shutdown()
        self._bare.close()
        self._readers.dispose()


def _in_transaction(bare: Bare, job: Callable[[Bare], T]) -> T:
    """Run a job in a transaction of its own on PostgreSQL. Raises Undone where it could not be committed."""
    bare.cursor.execute("BEGIN")
    try:
        result = job(bare)
    except BaseException:
        bare.cursor.execute("ROLLBACK")
        raise
    bare.cursor.execute("COMMIT")
    if bare.cursor.statusmessage != "COMMIT":  # what the database says of one that had failed before
        raise Undone
    return result


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
        try:  # by the driver itself: SQLAlchemy's own way to run a text costs more than the beginning
            connection.connection.cursor().execute(begin)
        except sqlite3.Error as fault:
            raise DBAPIError.instance(begin, None, fault, sqlite3.Error, hide_parameters=True) from None

    return engine
