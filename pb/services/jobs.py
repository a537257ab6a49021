"""Jobs as people and services know them: asking for one, looking how far it is, stopping it.

It runs none: that is for `work`. A stopped or failed job has changed nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from pb.domain.jobs import Job, JobId, JobKind, JobState
from pb.domain.people import Organisation, Viewer
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Round
from pb.services.deps import Deps
from pb.services.rounds import load_organisation_of, load_round_or_refuse, need_organiser
from pb.storage import jobs, people
from pb.tally.tasks import Answer, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A task for the tally, and what to do with its answer in the write in which it is kept."""

    task: Task
    save: Callable[[Session, Answer], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job as its page shows it, with the name of the person who asked."""

    round: Round
    organisation: Organisation
    job: Job
    asked_by: str


def queue(
    deps: Deps,
    tx: Session,
    round_: Round,
    person: Viewer,
    *,
    kind: JobKind,
    task: dict[str, Any] | None = None,
) -> JobId:
    """Put a job in line, in the caller's write with the round locked; one that is there already will do."""
    waiting = jobs.find_live_job(tx, round_.id, kind)
    if waiting is not None:
        return waiting.id
    job = Job(
        id=JobId(deps.randomness.id()),
        round_id=round_.id,
        kind=kind,
        state=JobState.QUEUED,
        asked_by=person.id,
        asked_at=deps.clock.now(),
        task=task or {},
    )
    jobs.put_job(tx, job)
    return job.id


def queue_anew(
    deps: Deps,
    tx: Session,
    round_: Round,
    person: Viewer,
    *,
    kind: JobKind,
    task: dict[str, Any] | None = None,
) -> JobId:
    """The same, but a job of the kind that is there already is stopped: what it works on is out of date."""
    waiting = jobs.find_live_job(tx, round_.id, kind)
    if waiting is not None:
        jobs.stop_job(tx, waiting.id, at=deps.clock.now())
    return queue(deps, tx, round_, person, kind=kind, task=task)


def view_job(deps: Deps, viewer: Viewer | None, round_id: str, job_id: str) -> JobView:
    """How far a job is. Raises `job-not-found`, `round-not-found`, and as `need_organiser`."""
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_organiser(viewer, round_)
        job = _need_job(tx, round_, job_id)
        person = people.load_viewer(tx, job.asked_by)
        return JobView(
            round=round_,
            organisation=load_organisation_of(tx, round_),
            job=job,
            asked_by=person.name if person else "",
        )


def stop_job(deps: Deps, viewer: Viewer | None, round_id: str, job_id: str) -> None:
    """Stop a job that waits or runs; one that has ended stays as it is. Raises as `view_job`."""
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_organiser(viewer, round_)
        job = _need_job(tx, round_, job_id)
        jobs.stop_job(tx, job.id, at=deps.clock.now())


def _need_job(tx: Session, round_: Round, job_id: str) -> Job:
    job = jobs.load_job(tx, job_id)
    if job is None or job.round_id != round_.id:
        raise Refusal("job-not-found", Kind.NOT_FOUND)
    return job
