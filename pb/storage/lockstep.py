"""Short jobs of PostgreSQL side by side in an event loop: many questions in a message, votes in a commit.

It is loaded only where PostgreSQL is chosen, for it needs what is installed for that.
"""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from psycopg import Connection, Error
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from pb.storage.asking_jobs import Work
from pb.storage.lanes import Looks, Ways, Writes

LOCK_MILLISECONDS = 100  # as long as a group waits for somebody else's lock before its jobs go alone
_SETTINGS = (
    f"SET lock_timeout = {LOCK_MILLISECONDS}",
    # Every statement finds its rows by a key. One planned while a table was nearly empty would read it whole
    # from then on, until the planner is told how large it has become.
    "SET enable_seqscan = off",
    "SET plan_cache_mode = force_generic_plan",
)


class Lockstep:
    """Two lanes in each event loop that asks: one to look, one to write."""

    def __init__(self, engine: Engine, alone: Callable[[Work, "asyncio.Future[Any]"], object]) -> None:
        """`alone` has a job done in a transaction of its own, and settles its future."""
        self._engine = engine
        dialect = PGDialect_psycopg(  # type: ignore[no-untyped-call] # SQLAlchemy leaves it so
            dbapi=engine.dialect.loaded_dbapi, paramstyle="numeric_dollar"
        )
        self._ways = Ways(self._connect, alone, dialect)
        self._guard = threading.Lock()
        self._lanes: dict[asyncio.AbstractEventLoop, tuple[Looks, Writes]] = {}

    def look(self, work: Work) -> "asyncio.Future[Any]":
        """What a job reads; to be called in an event loop."""
        loop = asyncio.get_running_loop()
        return self._of(loop)[0].add(work)

    def write(self, work: Work) -> "asyncio.Future[Any]":
        """What a job comes to, once that is committed; to be called in an event loop."""
        loop = asyncio.get_running_loop()
        return self._of(loop)[1].add(work)

    def close(self) -> None:
        """Let go of the database, when nobody waits any more."""
        with self._guard:
            for lanes in self._lanes.values():
                _close(lanes)
            self._lanes.clear()

    def _of(self, loop: asyncio.AbstractEventLoop) -> tuple[Looks, Writes]:
        lanes = self._lanes.get(loop)
        if lanes is None:
            lanes = Looks(loop, self._ways), Writes(loop, self._ways)
            with self._guard:
                for other in [each for each in self._lanes if each.is_closed()]:
                    _close(self._lanes.pop(other))
                self._lanes[loop] = lanes
        return lanes

    def _connect(self) -> Connection:
        held = self._engine.raw_connection()
        connection: Any = held.dbapi_connection  # psycopg's own
        made: Connection = connection
        held.detach()
        try:
            for setting in _SETTINGS:
                made.execute(setting)
            made.pgconn.enter_pipeline_mode()
        except Error:
            made.close()
            raise
        return made


def _close(lanes: tuple[Looks, Writes]) -> None:
    for lane in lanes:
        lane.close()
