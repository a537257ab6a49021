"""Jobs side by side on a connection to PostgreSQL: what they ask is sent together, and so is what they write.

Whatever goes wrong for them together is done again by each job alone.
"""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from psycopg import Connection
from sqlalchemy import Dialect

from pb.storage.asking_jobs import AskingJob, Unfit, Work
from pb.storage.pipeline import Pipeline, Statement
from pb.storage.submitted import SPACING

MOST = 64  # jobs that are committed together
_LOCKS = " FOR UPDATE"


@dataclass(frozen=True, slots=True)
class Ways:
    """`connect` waits for a connection; `alone` has a job done in a transaction of its own."""

    connect: Callable[[], Connection]
    alone: Callable[[Work, "asyncio.Future[Any]"], object]
    dialect: Dialect  # that numbers parameters


class Lane(ABC):
    """Jobs on one connection, which is opened when the first of them comes."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ways: Ways) -> None:
        self._loop, self._ways = loop, ways
        self._waiting: deque[AskingJob] = deque()
        self._asking: list[AskingJob] = []
        self._pipeline: Pipeline | None = None
        self._is_opening = self._is_woken = False

    def add(self, work: Work) -> "asyncio.Future[Any]":
        """Put a job in line, and say what it will come to; those of one turn of the loop set out together."""
        future: asyncio.Future[Any] = self._loop.create_future()
        self._waiting.append(AskingJob(work, future))
        self._wake_soon()
        return future

    def close(self) -> None:
        if self._pipeline is not None:
            self._pipeline.close()

    def _wake_soon(self) -> None:
        if self._waiting and not self._is_woken:
            self._is_woken = True
            self._loop.call_soon(self._wake)

    def _wake(self) -> None:
        self._is_woken = False
        if self._pipeline is None or self._pipeline.is_lost:
            self._open()
        elif not self._pipeline.is_busy:
            self._advance(self._pipeline)

    def _open(self) -> None:
        if self._waiting and not self._is_opening:
            self._is_opening = True
            self._loop.run_in_executor(None, self._ways.connect).add_done_callback(self._opened)

    def _opened(self, opening: "asyncio.Future[Connection]") -> None:
        self._is_opening = False
        try:
            self._pipeline = Pipeline(opening.result(), self._loop)
        except (Exception, asyncio.CancelledError):  # each finds out for itself what is amiss
            self._leave_alone(self._waiting)
            self._waiting.clear()
        else:
            self._wake()

    def _leave_alone(self, jobs: Iterable[AskingJob]) -> None:
        for job in jobs:
            job.stop()
            self._ways.alone(job.work, job.future)

    @abstractmethod
    def _advance(self, pipeline: Pipeline) -> None:
        """Let jobs go on, and send what there is to send, on a connection that is free."""


class Looks(Lane):
    """Jobs that only read, each statement what is committed by then."""

    def _advance(self, pipeline: Pipeline) -> None:
        jobs = [*self._asking, *self._waiting]
        self._waiting.clear()
        self._asking = [job for job in jobs if self._asks(pipeline, job)]
        if self._asking:
            pipeline.send([job.unsent[0] for job in self._asking], self._answered)

    def _asks(self, pipeline: Pipeline, job: AskingJob) -> bool:
        if job.goes_on(pipeline, self._ways.dialect):
            return True
        if job.unsent:  # it writes
            self._leave_alone([job])
        else:
            job.settle()
        return False

    def _answered(self, is_well: bool) -> None:
        if not is_well:
            self._leave_alone(self._asking)
            self._asking = []
        self._wake()


class Writes(Lane):
    """Jobs in one transaction: all read, then all write, then it is committed and they are told.

    It comes to what transactions of their own could come to that all read before the first is committed. A
    row that one job has locked for itself the others wait for, as they would then: until the next group.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, ways: Ways) -> None:
        super().__init__(loop, ways)
        self._ended: list[AskingJob] = []
        self._locked: set[tuple[object, ...]] = set()
        self._end: Statement | None = None
        self._has_begun = False
        self._next_at = 0.0

    def _advance(self, pipeline: Pipeline) -> None:
        if self._has_begun or (self._waiting and self._may_begin()):
            self._go_on(pipeline)

    def _may_begin(self) -> bool:
        """Whether the last group began long enough ago; else it is asked again when that is so."""
        wait = self._next_at - monotonic()
        if wait <= 0:
            return True
        if not self._is_woken:
            self._is_woken = True
            self._loop.call_later(wait, self._wake)
        return False

    def _go_on(self, pipeline: Pipeline) -> None:
        batch: list[Statement] = []
        if not self._has_begun:
            self._next_at = monotonic() + SPACING
            self._asking = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            self._locked.clear()
            batch.append(Statement("BEGIN"))
        jobs, self._asking = self._asking, []
        for job in jobs:
            self._let_go_on(pipeline, job)
        if self._asking:
            batch += [job.unsent[0] for job in self._asking]
        elif self._has_begun or self._ended:
            self._end = Statement("COMMIT")
            batch += [each for job in self._ended for each in job.unsent]
            batch.append(self._end)
        else:  # whoever came has failed before asking anything
            self._wake_soon()
            return
        self._has_begun = True
        pipeline.send(batch, self._answered)

    def _let_go_on(self, pipeline: Pipeline, job: AskingJob) -> None:
        if job.goes_on(pipeline, self._ways.dialect):
            if self._is_locked(job.unsent[0]):
                job.stop()
                self._waiting.append(AskingJob(job.work, job.future))
            else:
                self._asking.append(job)
        elif isinstance(job.error, Unfit):
            self._leave_alone([job])
        elif job.error is not None:
            job.settle()  # it has written nothing
        else:
            self._ended.append(job)

    def _is_locked(self, question: Statement) -> bool:
        """Whether another job of the group has locked the row that is wanted; else it is locked now."""
        if _LOCKS not in question.text:
            return False
        row = (question.text, *(bytes(each or b"") for each in question.values))
        is_locked = row in self._locked
        self._locked.add(row)
        return is_locked

    def _answered(self, is_well: bool) -> None:
        end = self._end
        if is_well and end is None:
            self._wake()
            return
        jobs = [*self._ended, *self._asking]
        self._ended, self._asking, self._end, self._has_begun = [], [], None, False
        if is_well and end is not None and end.command == "COMMIT":
            for job in jobs:
                job.settle()
            self._wake()
            return
        self._leave_alone(jobs)
        if self._pipeline is not None and not self._pipeline.is_lost:
            self._pipeline.send([Statement("ROLLBACK")], lambda _: self._wake())
        else:
            self._wake()
