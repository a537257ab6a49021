"""Jobs on both databases: one at a time, one worker at a time, and a lost claim changes nothing."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from pb.domain.jobs import LEASE, Job, JobId, JobKind, JobState, Progress, crashed
from pb.storage import jobs
from tests.rounds import make_round
from tests.world import NOON, World


def a_job(world: World, name: str, *, kind: JobKind = JobKind.COUNT, minutes: int = 0) -> Job:
    return Job(
        id=JobId(name),
        round_id=make_round(world).id,
        kind=kind,
        state=JobState.QUEUED,
        asked_by=world.elin.id,
        asked_at=NOON + timedelta(minutes=minutes),
        task={"pot": 1},
    )


def put(world: World, *made: Job) -> None:
    with world.db.write() as tx:
        for job in made:
            jobs.put_job(tx, job)


def claim(world: World, worker: str, *, after: timedelta = timedelta()) -> Job | None:
    now = NOON + after
    with world.db.write() as tx:
        return jobs.claim_job(tx, worker, now, now + LEASE)


def state(world: World, name: str) -> JobState:
    with world.db.read() as tx:
        job = jobs.load_job(tx, name)
    assert job is not None
    return job.state


def test_a_round_has_one_live_job_of_a_kind(world: World) -> None:
    first, second = a_job(world, "a"), a_job(world, "b")
    put(world, first, a_job(world, "c", kind=JobKind.PUBLISH))
    with pytest.raises(IntegrityError):
        put(world, second)
    assert claim(world, "w") is not None
    with pytest.raises(IntegrityError):
        put(world, second)
    with world.db.write() as tx:
        assert jobs.end_job(tx, "a", "w", at=NOON)
    put(world, second)


def test_jobs_are_done_in_the_order_they_were_asked_for(world: World) -> None:
    put(world, a_job(world, "late", minutes=1), a_job(world, "early", kind=JobKind.PUBLISH))
    taken = [claim(world, "1"), claim(world, "2"), claim(world, "3")]
    assert [job and job.id for job in taken] == ["early", "late", None]
    assert taken[0] is not None
    assert (taken[0].attempts, taken[0].started_at, taken[0].task) == (1, NOON, {"pot": 1})


def test_a_job_without_a_sign_of_life_is_taken_over(world: World) -> None:
    put(world, a_job(world, "a"))
    assert claim(world, "first")
    assert claim(world, "second", after=LEASE) is None
    taken = claim(world, "second", after=LEASE + timedelta(seconds=1))
    assert taken is not None
    assert taken.attempts == 2
    later = NOON + 3 * LEASE
    with world.db.write() as tx:  # the first comes back to life
        assert not jobs.keep_claim(tx, "a", "first", later, None)
        assert not jobs.end_job(tx, "a", "first", at=later)
        assert not jobs.release_job(tx, "a", "first")
    assert state(world, "a") is JobState.RUNNING
    with world.db.write() as tx:
        assert jobs.end_job(tx, "a", "second", at=later)
    assert state(world, "a") is JobState.DONE


def test_a_sign_of_life_keeps_a_claim_and_tells_how_far_it_is(world: World) -> None:
    put(world, a_job(world, "a"))
    claim(world, "w")
    told = Progress(stage="raise", done=5, total=None, part=2, parts=3)
    with world.db.write() as tx:
        assert jobs.keep_claim(tx, "a", "w", NOON + 5 * LEASE, told)
        assert jobs.keep_claim(tx, "a", "w", NOON + 5 * LEASE, None)
    assert claim(world, "other", after=2 * LEASE) is None
    with world.db.read() as tx:
        job = jobs.load_job(tx, "a")
        assert not jobs.has_due_job(tx, NOON + 2 * LEASE)
        assert jobs.has_due_job(tx, NOON + 6 * LEASE)
    assert job is not None
    assert job.progress == told


def test_a_stopped_job_is_nobodys(world: World) -> None:
    put(world, a_job(world, "a"))
    claim(world, "w")
    with world.db.write() as tx:
        assert jobs.stop_job(tx, "a", at=NOON)
        assert not jobs.keep_claim(tx, "a", "w", NOON + LEASE, None)
        assert not jobs.end_job(tx, "a", "w", at=NOON)
        assert not jobs.stop_job(tx, "a", at=NOON)
    assert state(world, "a") is JobState.STOPPED
    assert claim(world, "w", after=5 * LEASE) is None


def test_what_was_asked_for_is_not_kept_beyond_the_end(world: World) -> None:
    put(world, a_job(world, "a"), a_job(world, "b", kind=JobKind.PUBLISH, minutes=1))
    claim(world, "w")
    with world.db.write() as tx:
        jobs.end_job(tx, "a", "w", at=NOON, failure=crashed())
        jobs.stop_job(tx, "b", at=NOON)
    with world.db.read() as tx:
        failed, stopped = jobs.load_job(tx, "a"), jobs.load_job(tx, "b")
        latest = jobs.find_latest_job(tx, failed.round_id if failed else "", tuple(JobKind))
    assert failed is not None
    assert stopped is not None
    assert (failed.task, stopped.task) == ({}, {})
    assert failed.failure is not None
    assert failed.failure.code == "job-crashed"
    assert latest == stopped


def test_of_many_workers_one_has_the_job(world: World) -> None:
    put(world, a_job(world, "a"), a_job(world, "b", kind=JobKind.PUBLISH))
    taken: list[str] = []
    together = threading.Barrier(6)

    def work(number: int) -> None:
        together.wait()
        job = claim(world, f"w{number}")
        if job is not None:
            taken.append(job.id)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == ["a", "b"]
