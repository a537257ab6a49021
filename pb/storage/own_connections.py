"""Connections that threads keep for themselves, for the short work of votes: handing them out takes longer.

Each statement is committed by itself unless a transaction is begun. It knows no tables.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError

from pb.storage.prepared import Bare


class OwnConnections:
    """One connection for each thread that asks, from an engine whose pool has room for them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._own = threading.local()
        self._lock = threading.Lock()
        self._all: list[tuple[threading.Thread, PoolProxiedConnection]] = []

    @contextmanager
    def bare(self) -> Iterator[Bare]:
        """The thread's connection. After a failure of the database it is given up, for it may be lost."""
        kind = self._engine.dialect.loaded_dbapi.Error
        try:
            held = self._held()
            cursor = held.cursor()
            try:
                yield Bare(cursor, self._engine.dialect)
            finally:
                cursor.close()  # and with it the state of the database that it has seen
        except (kind, DBAPIError) as fault:
            self._give_up()
            if isinstance(fault, DBAPIError):
                raise
            dialect = self._engine.dialect
            raise DBAPIError.instance("", None, fault, kind, hide_parameters=True, dialect=dialect) from None

    def close(self) -> None:
        """Close them all, when nobody uses them any more."""
        with self._lock:
            for _, held in self._all:
                held.close()
            self._all.clear()
        self._own = threading.local()

    def _held(self) -> PoolProxiedConnection:
        held: PoolProxiedConnection | None = getattr(self._own, "held", None)
        if held is None:
            self._take_back()
            held = self._own.held = self._engine.raw_connection()
            with self._lock:
                self._all.append((threading.current_thread(), held))
        return held

    def _take_back(self) -> None:
        """Give back what threads held that have ended: else the pool would run out of connections."""
        with self._lock:
            ended = [held for thread, held in self._all if not thread.is_alive()]
            self._all = [(thread, held) for thread, held in self._all if thread.is_alive()]
        for held in ended:
            held.close()

    def _give_up(self) -> None:
        held: PoolProxiedConnection | None = getattr(self._own, "held", None)
        if held is not None:
            self._own.held = None
            with self._lock:
                self._all = [(thread, other) for thread, other in self._all if other is not held]
            held.invalidate()
            held.close()
