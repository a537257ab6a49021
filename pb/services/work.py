"""The worker: claims jobs one at a time, has them computed, and keeps what comes of them in one write;
between two of them it sends a reminder that is due.

Whatever happens to a worker, its process or the machine, the job is claimed again after its lease; what an
overtaken worker brings is not kept. It decides nothing that the kinds of jobs decide.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from traceback import format_tb

from pb.domain.jobs import LEASE, MOST_ATTEMPTS, Job, JobKind, Progress, crashed
from pb.domain.people import Viewer
from pb.domain.refusals import Kind, Refusal
from pb.services.child import ChildDied, Compute, compute_apart, compute_here
from pb.services.comparing import prepare_comparison
from pb.services.counting_work import prepare_count, prepare_publication
from pb.services.deps import Deps
from pb.services.jobs import Work
from pb.services.rehearsing import prepare_rehearsal
from pb.services.reminding import send_next
from pb.storage import jobs, people
from pb.tally.faults import TallyInvalid
from pb.tally.watch import Stopped

log = logging.getLogger("pb.work")
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_SIGNS = 1.0
SECONDS_BETWEEN_REMINDERS = 20.0  # once there is none left to send
SECONDS_TO_GO = 10.0

Prepare = Callable[[Deps, Viewer | None, Job], Work]

KINDS: dict[JobKind, Prepare] = {
    JobKind.COUNT: lambda deps, viewer, job: prepare_count(deps, viewer, job.round_id),
    JobKind.COMPARE: lambda deps, viewer, job: prepare_comparison(deps, viewer, job.round_id),
    JobKind.REHEARSE: prepare_rehearsal,
    JobKind.PUBLISH: lambda deps, viewer, job: prepare_publication(deps, viewer, job.round_id),
}


class Closing(Exception):
    """The worker is told to go: the job it has goes back in line."""


def run_due_jobs(deps: Deps, compute: Compute = compute_here) -> int:
    """Do every job that waits, here and now; how many there were."""
    done = 0
    while run_next_job(deps, compute, lambda: False):
        done += 1
    return done


def send_due_reminders(deps: Deps) -> int:
    """Send every reminder that is due, here and now; how many were dealt with."""
    done = 0
    while send_next(deps):
        done += 1
    return done


def run_next_job(deps: Deps, compute: Compute, is_closing: Callable[[], bool]) -> bool:
    """Claim the next job and see it to an end; False where none is due."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        if not jobs.has_due_job(tx, now):
            return False
    claim = deps.randomness.id()
    with deps.db.write() as tx:
        job = jobs.claim_job(tx, claim, now, now + LEASE)
    if job is None:
        return False
    try:
        failure = None if job.attempts <= MOST_ATTEMPTS else crashed()
        if failure is None:
            failure = _attempt(deps, job, claim, compute, is_closing)
    except Stopped:
        return True  # whoever stopped the job or took it over has written so
    except (Closing, ChildDied) as gone:
        if isinstance(gone, ChildDied):
            log.error("job %s: its process died: %s", job.id, gone)
        with deps.db.write() as tx:
            jobs.release_job(tx, job.id, claim)
        return isinstance(gone, ChildDied)
    if failure is not None:
        with deps.db.write() as tx:
            jobs.end_job(tx, job.id, claim, at=deps.clock.now(), failure=failure)
    return True


def _attempt(
    deps: Deps, job: Job, claim: str, compute: Compute, is_closing: Callable[[], bool]
) -> Refusal | None:
    """Do a job; why it failed, where it did. Raises Stopped, Closing, ChildDied."""
    try:
        _do(deps, job, claim, compute, is_closing)
    except Refusal as refusal:
        return refusal
    except (Stopped, Closing, ChildDied):
        raise
    except Exception as error:
        if isinstance(error, TallyInvalid) and error.code == "too-large-to-solve":
            return Refusal("contest-too-large", Kind.INVALID)
        # the kind and the lines, never the message: it may quote what people typed
        lines = "".join(format_tb(error.__traceback__))
        log.error("job %s failed: %s\n%s", job.id, type(error).__name__, lines)
        return crashed()
    return None


def _do(deps: Deps, job: Job, claim: str, compute: Compute, is_closing: Callable[[], bool]) -> None:
    with deps.db.read() as tx:
        viewer = people.load_viewer(tx, job.asked_by)
    work = KINDS[job.kind](deps, viewer, job)
    alive = _Alive(deps, job, claim, is_closing)
    answer = compute(work.task, alive.tell)
    with deps.db.write() as tx:
        if not jobs.end_job(tx, job.id, claim, at=deps.clock.now()):
            raise Stopped
        work.save(tx, answer)


class _Alive:
    """Keeps a claim alive and tells the page how far the work is, once a second at most."""

    def __init__(self, deps: Deps, job: Job, claim: str, is_closing: Callable[[], bool]) -> None:
        self._deps, self._job, self._claim, self._is_closing = deps, job, claim, is_closing
        self._next_at = 0.0

    def tell(self, progress: Progress | None) -> None:
        """Raises Stopped where the job was stopped or taken over, Closing where the worker must go."""
        if self._is_closing():
            raise Closing
        if time.monotonic() < self._next_at:
            return
        self._next_at = time.monotonic() + SECONDS_BETWEEN_SIGNS
        with self._deps.db.write() as tx:
            until = self._deps.clock.now() + LEASE
            if not jobs.keep_claim(tx, self._job.id, self._claim, until, progress):
                raise Stopped


class Worker:
    """Does jobs in a thread of its own, each computed in a process of its own, until it is told to go."""

    def __init__(self, deps: Deps, compute: Compute = compute_apart) -> None:
        self._deps, self._compute = deps, compute
        self._closing = threading.Event()
        self._remind_at = 0.0
        self._thread = threading.Thread(target=self.run, name="jobs", daemon=True)

    @contextmanager
    def running(self) -> Iterator[None]:
        """While the block lasts; then the job it has goes back in line for the next worker."""
        self._thread.start()
        try:
            yield
        finally:
            self.close()
            self._thread.join(SECONDS_TO_GO)

    def close(self) -> None:
        """Tell it to go."""
        self._closing.set()

    def run(self) -> None:
        """Look for jobs again and again; a database that is away for a while ends nothing."""
        while not self._closing.is_set():
            try:
                found = run_next_job(self._deps, self._compute, self._closing.is_set) or self._remind()
            except Exception as error:
                log.error("jobs wait: %s", type(error).__name__)
                found = False
            if not found:
                self._closing.wait(SECONDS_BETWEEN_LOOKS)

    def _remind(self) -> bool:
        """Send one reminder between two jobs; whether there was one."""
        if time.monotonic() < self._remind_at:
            return False
        if send_next(self._deps):
            return True
        self._remind_at = time.monotonic() + SECONDS_BETWEEN_REMINDERS
        return False
