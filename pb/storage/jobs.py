"""Jobs as rows: put in line, claimed under a lease, kept alive, and ended by whoever holds the claim.

It runs no job. Every change to a running job names the claim: one that was lost changes nothing.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from pb.domain.events import canonical
from pb.domain.ids import PersonId, RoundId
from pb.domain.jobs import LIVE, Job, JobId, JobKind, JobState, Progress, failure_record, read_failure
from pb.domain.refusals import Refusal
from pb.storage.tables.jobs import JobRow


def put_job(tx: Session, job: Job) -> None:
    """Put a new job in line."""
    tx.add(
        JobRow(
            id=job.id,
            round_id=job.round_id,
            kind=job.kind.value,
            state=job.state.value,
            task=dict(job.task),
            asked_by=job.asked_by,
            asked_at=job.asked_at,
        )
    )
    tx.flush()


def load_job(tx: Session, job_id: str) -> Job | None:
    row = tx.get(JobRow, job_id, populate_existing=True)
    return _job(row) if row else None


def find_live_job(tx: Session, round_id: str, kind: JobKind) -> Job | None:
    """The job of that kind which is waiting or running for a round."""
    query = select(JobRow).where(JobRow.round_id == round_id, JobRow.kind == kind.value, _is_live())
    row = tx.exec(query).first()
    return _job(row) if row else None


def find_latest_job(tx: Session, round_id: str, kinds: Sequence[JobKind]) -> Job | None:
    """The job of those kinds that was asked for last."""
    query = (
        select(JobRow)
        .where(JobRow.round_id == round_id, col(JobRow.kind).in_([kind.value for kind in kinds]))
        .order_by(col(JobRow.asked_at).desc(), col(JobRow.id))
        .limit(1)
    )
    row = tx.exec(query).first()
    return _job(row) if row else None


def has_due_job(tx: Session, now: datetime) -> bool:
    """Whether a job waits for a worker: cheap, so that workers may ask often."""
    return tx.exec(select(JobRow.id).where(_is_due(now)).limit(1)).first() is not None


def claim_job(tx: Session, worker: str, now: datetime, lease_until: datetime) -> Job | None:
    """Take the job that has waited longest, or one whose worker gives no sign of life; None: there is none.

    `worker` is a new name for every claim. Rows that another worker is taking now are passed over.
    """
    query = (
        select(JobRow)
        .where(_is_due(now))
        .order_by(col(JobRow.asked_at), col(JobRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = tx.exec(query).first()
    if row is None:
        return None
    row.sqlmodel_update(
        {
            "state": JobState.RUNNING.value,
            "worker": worker,
            "lease_until": lease_until,
            "started_at": row.started_at or now,
            "attempts": row.attempts + 1,
        }
    )
    tx.add(row)
    tx.flush()
    return _job(row)


def keep_claim(
    tx: Session, job_id: str, worker: str, lease_until: datetime, progress: Progress | None
) -> bool:
    """Give a sign of life, and how far the work is; False where the claim is lost or the job was stopped."""
    told = {}
    if progress is not None:
        told = {
            "stage": progress.stage,
            "done_count": progress.done,
            "total_count": progress.total,
            "part": progress.part,
            "parts": progress.parts,
        }
    return _change(tx, job_id, worker, lease_until=lease_until, **told)


def release_job(tx: Session, job_id: str, worker: str) -> bool:
    """Put a claimed job back in line."""
    return _change(tx, job_id, worker, state=JobState.QUEUED.value, worker=None, lease_until=None)


def end_job(tx: Session, job_id: str, worker: str, *, at: datetime, failure: Refusal | None = None) -> bool:
    """End a claimed job, well or with a failure; False where the claim is lost or the job was stopped."""
    return _change(
        tx,
        job_id,
        worker,
        state=(JobState.FAILED if failure else JobState.DONE).value,
        failure=canonical(failure_record(failure)).decode() if failure else None,
        worker=None,
        lease_until=None,
        finished_at=at,
        task={},
    )


def stop_job(tx: Session, job_id: str, *, at: datetime) -> bool:
    """Stop a waiting or running job, whoever has claimed it; False where it has ended already."""
    ended = {"state": JobState.STOPPED.value, "worker": None, "lease_until": None, "finished_at": at}
    done = tx.connection().execute(
        update(JobRow).where(col(JobRow.id) == job_id, _is_live()).values(task={}, **ended)
    )
    return done.rowcount == 1


def _change(tx: Session, job_id: str, claim: str, **values: object) -> bool:
    held = and_(col(JobRow.id) == job_id, col(JobRow.worker) == claim)
    return tx.connection().execute(update(JobRow).where(held).values(**values)).rowcount == 1


def _is_live() -> ColumnElement[bool]:
    return col(JobRow.state).in_([state.value for state in LIVE])


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(
        col(JobRow.state) == JobState.QUEUED.value,
        and_(col(JobRow.state) == JobState.RUNNING.value, col(JobRow.lease_until) < now),
    )


def _job(row: JobRow) -> Job:
    progress = (
        Progress(stage=row.stage, done=row.done_count, total=row.total_count, part=row.part, parts=row.parts)
        if row.stage
        else None
    )
    return Job(
        id=JobId(row.id),
        round_id=RoundId(row.round_id),
        kind=JobKind(row.kind),
        state=JobState(row.state),
        task=row.task,
        asked_by=PersonId(row.asked_by),
        asked_at=row.asked_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        attempts=row.attempts,
        progress=progress,
        failure=read_failure(json.loads(row.failure)) if row.failure else None,
    )
