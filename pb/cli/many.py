"""One piece of work for each of many files: on all cores, in order, with progress, and to be stopped.

Must not know what the work is: it is given paths, and hands on what was made of them or what is wrong.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from pb.cli.files import Unusable, complaint
from pb.cli.output import Output
from pb.tally.faults import TallyInvalid

Work = Callable[[Path], bytes]
"""What is done with a file; other processes must be able to do it, so it is a function of a module."""
STOPPED = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM)
TELL_EVERY = 30.0
"""Seconds between two lines of progress where nobody sits at a terminal."""


def run(work: Work, paths: Sequence[Path], begin: Callable[[], Output], workers: int | None) -> int:
    """Do the work for every file, and hand on the results to what `begin` makes (it may raise Unusable).

    Returns 0, 2 where some file was unusable, 130 where it was stopped.
    """
    stopping = _Stopping()
    output: Output | None = None
    try:
        with stopping:
            with stopping.held():
                output = begin()
            failed = _put_all(work, paths, output, workers, stopping)
            with stopping.held():
                output.finish()
    except Unusable as fault:
        print(fault, file=sys.stderr)
        return 2
    except (KeyboardInterrupt, BrokenPipeError):
        _abandon(output)
        return STOPPED
    except OSError as fault:
        _abandon(output)
        print(f"the results cannot be written ({fault.strerror}).", file=sys.stderr)
        return 2
    return 2 if failed else 0


def _abandon(output: Output | None) -> None:
    if output is not None:
        output.abandon()


def _put_all(
    work: Work, paths: Sequence[Path], output: Output, workers: int | None, stopping: _Stopping
) -> bool:
    """Hand on what was made of each file; whether some file was unusable."""
    failed = False
    progress = _Progress(len(paths))
    with closing(_results(work, paths, workers, stopping)) as results:
        for path, (made, wrong) in zip(paths, results, strict=True):
            with stopping.held():
                progress.clear()
                if wrong:
                    print(wrong, file=sys.stderr)
                    failed = True
                else:
                    output.put(path, made)
                progress.tell()
    progress.clear()
    return failed


def _results(
    work: Work, paths: Sequence[Path], workers: int | None, stopping: _Stopping
) -> Generator[tuple[bytes, str], None, None]:
    """What was made of each file, or what is wrong with it, in the order of the files."""
    count = min(workers or os.cpu_count() or 1, len(paths))
    if count <= 1:
        yield from (_guarded(work, path) for path in paths)
        return
    # Loading these takes longer than counting a small file.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children

    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # until each worker has said that it leaves them to us
    pool = ProcessPoolExecutor(max_workers=count, initializer=_leave_signals)
    try:
        # A thread that numpy has begun may be given the signal in our place: then the wish would be heard
        # between the start of a worker and the note that there is one to be ended.
        with stopping.held():
            waiting = deque(pool.submit(_guarded, work, path) for path in paths)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise OSError(0, "a process was ended from outside, perhaps for want of memory") from None
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        for child in active_children():
            child.terminate()
        pool.shutdown(cancel_futures=True)  # waits for its own thread, which would else speak up at the end


def _guarded(work: Work, path: Path) -> tuple[bytes, str]:
    """(what was made, "") or (nothing, what is wrong)."""
    try:
        return work(path), ""
    except TallyInvalid as fault:
        return b"", complaint(path, fault)
    except Unusable as fault:
        return b"", str(fault)
    except MemoryError:
        return b"", f"{path}: there is not enough memory for it."


def _leave_signals() -> None:
    """A worker is stopped by the process that started it, and by nobody else."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


class _Stopping:
    """Turns a wish to stop (Ctrl-C, or being told to end) into KeyboardInterrupt, but not within a result.

    Wished for twice, it is heard at once: perhaps nobody takes the result.
    """

    def __init__(self) -> None:
        self._asked = False
        self._holding = False
        self._before: list[Any] = []

    def __enter__(self) -> None:
        self._before = [signal.signal(one, self._ask) for one in SIGNALS]

    def __exit__(self, *_: object) -> None:
        for one, before in zip(SIGNALS, self._before, strict=True):
            signal.signal(one, before)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        again, self._asked = self._asked, True
        if again or not self._holding:
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """A stretch that is finished before the wish is heard."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._asked:
            raise KeyboardInterrupt


class _Progress:
    """How many files are done: always up to date on a terminal, now and then a line elsewhere."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._done = 0
        self._live = sys.stderr.isatty()
        self._told_at = time.monotonic()

    def tell(self) -> None:
        """One more file is done."""
        self._done += 1
        if self._number == 1:
            return
        if self._live:
            print(f"{self._done} / {self._number}", end="\r", file=sys.stderr, flush=True)
        elif time.monotonic() - self._told_at > TELL_EVERY:
            self._told_at = time.monotonic()
            print(f"{self._done} / {self._number}", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the number off the line, which something else needs."""
        if self._live and self._number > 1 and self._done:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
