"""A short job that is left waiting at its questions while others go on: it is written as if it were alone.

It runs in a greenlet of its own, on the event loop's thread. It knows no connection and no transaction.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from greenlet import GreenletExit, getcurrent, greenlet
from psycopg.abc import Buffer
from sqlalchemy import Dialect

from pb.storage.pipeline import Pipeline, Statement
from pb.storage.prepared import Bare

Work = Callable[[Bare], Any]


class Unfit(BaseException):
    """A job that cannot go side by side with others; no code of its own is to catch this."""


class AskingJob:
    """A job, and as much of a driver's cursor to ask by as prepared statements use."""

    def __init__(self, work: Work, future: "asyncio.Future[Any]") -> None:
        self.work, self.future = work, future
        # A question while it waits for the answer; at its end, what it writes.
        self.unsent: list[Statement] = []
        self.result: Any = None
        self.error: BaseException | None = None
        self._course = greenlet(self._run)
        self._encode: Callable[[Sequence[Any]], Sequence[Buffer | None]]

    def goes_on(self, pipeline: Pipeline, dialect: Dialect) -> bool:
        """Run it to its next question; False where it has come to its end."""
        if self._course:  # it has begun
            self._course.switch()
        else:
            self._encode = pipeline.encode
            self._course.switch(Bare(self, dialect))
        return not self._course.dead

    def stop(self) -> None:
        """Leave it where it is."""
        if self._course:  # it has begun, and not ended
            self._course.throw(GreenletExit)

    def settle(self) -> None:
        """Tell whoever waits what it has come to."""
        if self.future.done():  # whoever waited has gone away
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)

    def execute(self, text: str, values: Sequence[Any] = ()) -> None:
        self.unsent.append(Statement(text, self._encode(values)))

    def fetchall(self) -> list[tuple[Any, ...]]:
        if len(self.unsent) != 1:  # it has written, and others would see half of that
            raise Unfit
        asked = self.unsent[0]
        loop = getcurrent().parent
        if loop is not None:
            loop.switch()
        self.unsent.clear()
        return asked.rows or []

    def fetchone(self) -> tuple[Any, ...] | None:
        rows = self.fetchall()
        return rows[0] if rows else None

    def _run(self, bare: Bare) -> None:
        try:
            self.result = self.work(bare)
        except GreenletExit:
            raise
        except BaseException as error:
            self.error = error
