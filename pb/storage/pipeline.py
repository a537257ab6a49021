"""One connection to PostgreSQL that an event loop drives: statements go together, and are answered together.

It knows no jobs and no tables. It speaks by libpq, which psycopg brings: what a driver does for one statement
at a time costs several times what PostgreSQL does for it.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, Error, OperationalError
from psycopg.abc import Buffer
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import DiagnosticField, ExecStatus

_FINE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
WATCH_SECONDS = 0.5  # between two looks at whether a connection that says nothing still stands
PATIENCE_SECONDS = 20  # until one that has not answered is given up
_LAST = (b"FATAL", b"PANIC")
_STALE = (b"0A000", b"26000")  # a table is no longer as it was, or what was prepared is gone


@dataclass(slots=True, eq=False)
class Statement:
    """What is to be sent, its parameters numbered; `rows` are None until it is answered."""

    text: str
    values: Sequence[Buffer | None] = ()
    rows: list[tuple[Any, ...]] | None = None
    command: str = ""  # what PostgreSQL says that it has done


class Pipeline:
    """A connection in an event loop. One batch of statements is under way at a time."""

    def __init__(self, connection: Connection, loop: asyncio.AbstractEventLoop) -> None:
        """`connection`, in pipeline mode and committing by itself where nothing is begun, is taken over."""
        self._connection, self._loop = connection, loop
        self._libpq = connection.pgconn
        self._adapt = Transformer(connection)
        self._names: dict[str, bytes] = {}  # of what PostgreSQL has prepared, by text
        self._due: deque[tuple[Statement, bytes | None]] = deque()  # with the name that it is prepared by
        self._done: Callable[[bool], None] | None = None
        self._is_well = True
        self.is_lost = False
        self._is_watched = False
        self._sent_at = 0.0
        self._socket = self._libpq.socket
        loop.add_reader(self._socket, self._read)

    @property
    def is_busy(self) -> bool:
        return self._done is not None

    def encode(self, values: Sequence[Any]) -> Sequence[Buffer | None]:
        """Parameters as they are sent. Raises the driver's DataError for what PostgreSQL cannot hold."""
        return self._adapt.dump_sequence(values, [PyFormat.TEXT] * len(values))

    def send(self, batch: Sequence[Statement], done: Callable[[bool], None]) -> None:
        """Send statements; `done` hears, once all are answered, whether all went well.

        After one that failed none of the rest is done.
        """
        self._done, self._is_well, self._sent_at = done, True, self._loop.time()
        self._watch_on()
        new: dict[str, bytes] = {}
        try:
            for statement in batch:
                name = self._names.get(statement.text) or new.get(statement.text)
                if name is None:
                    name = new[statement.text] = b"s%d" % (len(self._names) + len(new))
                    self._libpq.send_prepare(name, statement.text.encode())
                    self._due.append((statement, name))
                self._libpq.send_query_prepared(name, statement.values)
                self._due.append((statement, None))
            self._libpq.pipeline_sync()
            self._flush()
        except Error:
            self._lose()

    def close(self) -> None:
        """Let go of the connection, when nobody waits for an answer any more."""
        self._done = None
        self._lose()

    def _flush(self) -> None:
        if self._libpq.flush():
            self._loop.add_writer(self._socket, self._write)

    def _watch_on(self) -> None:
        if not self._is_watched:
            self._is_watched = True
            self._loop.call_later(WATCH_SECONDS, self._watch)

    def _watch(self) -> None:
        """Look whether the connection stands: of a reset uvloop tells once, even if there is more to read."""
        self._is_watched = False
        if self.is_busy:
            self._read()
        if self.is_busy:
            if self._loop.time() - self._sent_at > PATIENCE_SECONDS:
                self._lose()
            else:
                self._watch_on()

    def _write(self) -> None:
        self._loop.remove_writer(self._socket)
        try:
            self._flush()
        except Error:
            self._lose()

    def _read(self) -> None:
        is_over = False
        try:
            self._libpq.consume_input()
            while not self._libpq.is_busy():
                result = self._libpq.get_result()
                if result is None and is_over:  # one None ends a statement, two all that has come
                    return
                is_over = result is None
                if result is None:
                    continue
                if result.status == ExecStatus.PIPELINE_SYNC:
                    self._finish(self._is_well)
                else:
                    self._take(result)
        except Error:
            self._lose()

    def _take(self, result: Any) -> None:
        if result.status not in _FINE:
            self._is_well = False
            if _ends(result) or not self._due:
                raise OperationalError("to be done on another connection")
        statement, name = self._due.popleft()
        if not self._is_well:
            return
        if name is not None:
            self._names[statement.text] = name
        else:
            self._adapt.set_pgresult(result)
            statement.rows = self._adapt.load_rows(0, result.ntuples, tuple)
            statement.command = (result.command_status or b"").decode()

    def _finish(self, is_well: bool) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(is_well)

    def _lose(self) -> None:
        if self.is_lost:
            return
        self.is_lost = True
        if not self._loop.is_closed():
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
        self._connection.close()
        self._due.clear()
        self._finish(False)


def _ends(result: Any) -> bool:
    """Whether a failure means that nothing more will come of the connection, or nothing good."""
    severity = result.error_field(DiagnosticField.SEVERITY_NONLOCALIZED)
    return severity in _LAST or result.error_field(DiagnosticField.SQLSTATE) in _STALE
