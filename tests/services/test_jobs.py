"""Jobs: asked for once, done by a worker as the services would at once, stopped, failed, taken over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.domain.ids import PersonId
from pb.domain.jobs import LEASE, MOST_ATTEMPTS, Job, JobId, JobKind, JobState, Progress
from pb.domain.people import Viewer
from pb.domain.refusals import Refusal
from pb.services import counting, jobs, work
from pb.services.child import ChildDied, Tell, compute_here
from pb.storage import jobs as stored
from pb.storage import outcomes, people
from pb.storage.events import list_events
from pb.tally.faults import TallyInvalid
from pb.tally.tasks import Answer, Task
from tests.elections import ROUND, close_a_round
from tests.world import NOON, ORGANISATION, World


def ask(world: World, viewer: Viewer | None = None) -> str:
    return counting.ask_for_count(world.deps, viewer or world.elin, ROUND, is_sure=True)


def job(world: World, job_id: str) -> Job:
    return jobs.view_job(world.deps, world.elin, ROUND, job_id).job


def event_types(world: World) -> list[str]:
    with world.db.read() as tx:
        return [event.type for event in list_events(tx, ROUND)]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def never(_: Task, __: Tell) -> Answer:
    raise AssertionError("nothing was to be computed")


def test_a_count_asked_for_is_the_count_itself(world: World) -> None:
    close_a_round(world)
    job_id = ask(world, world.elin)
    before = event_types(world)
    with world.db.read() as tx:
        assert outcomes.list_counts(tx, ROUND) == []
    assert job(world, job_id).state is JobState.QUEUED
    world.clock.go(minutes=1)
    assert work.run_due_jobs(world.deps) == 2  # and the comparison that every count asks for
    with world.db.read() as tx:
        by_job = outcomes.list_counts(tx, ROUND)
        last = list_events(tx, ROUND)[len(before) :]
    assert job(world, job_id).state is JobState.DONE
    assert [event.type for event in last] == ["outcome_counted", "outcome_counted", "outcome_confirmed"]
    assert {count.counted_by for count in by_job} == {world.elin.id}
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    with world.db.read() as tx:
        at_once = outcomes.list_counts(tx, ROUND)
        again = list_events(tx, ROUND)[-3:]
    assert at_once == by_job
    assert [event.actor for event in again] == [event.actor for event in last]
    assert [event.payload for event in again] == [event.payload for event in last]


def test_asking_twice_counts_once(world: World) -> None:
    close_a_round(world)
    assert ask(world) == ask(world) == ask(world, world.alys)
    work.run_due_jobs(world.deps)
    assert event_types(world).count("outcome_confirmed") == 1
    assert ask(world) != ""
    work.run_due_jobs(world.deps)
    assert event_types(world).count("outcome_confirmed") == 2


def test_a_second_person_has_it_published(world: World) -> None:
    close_a_round(world)
    assert refused(lambda: publish(world, world.alys)) == "not-counted"
    ask(world, world.elin)
    work.run_due_jobs(world.deps)
    assert refused(lambda: publish(world, world.elin)) == "second-person-needed"
    publish(world, world.alys)
    assert counting.view_count(world.deps, world.alys, ROUND).phase == "counting"
    work.run_due_jobs(world.deps)
    assert event_types(world)[-2:] == ["outcome_confirmed", "outcome_published"]
    assert counting.view_count(world.deps, world.alys, ROUND).phase == "published"


def publish(world: World, viewer: Viewer) -> str:
    return counting.ask_for_publication(world.deps, viewer, ROUND, is_sure=True)


def test_what_is_counted_anew_meanwhile_is_not_published(world: World) -> None:
    close_a_round(world)
    ask(world, world.elin)
    work.run_due_jobs(world.deps)
    job_id = publish(world, world.alys)

    def counts_again(task: Task, tell: Tell) -> Answer:
        if task["do"] == "count":
            world.clock.go(minutes=5)
            counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
        return compute_here(task, tell)

    work.run_due_jobs(world.deps, counts_again)
    failed = job(world, job_id)
    assert failed.state is JobState.FAILED
    assert failed.failure is not None
    assert failed.failure.code == "counted-again"
    assert "outcome_published" not in event_types(world)


@pytest.mark.parametrize(
    ("who", "code"),
    [("ffion", "not-your-role"), ("carys", "not-your-role"), ("bryn", "not-found"), ("", "sign-in-first")],
)
def test_jobs_are_for_organisers(world: World, who: str, code: str) -> None:
    close_a_round(world)
    job_id = ask(world)
    viewer = getattr(world, who) if who else None
    assert refused(lambda: counting.ask_for_count(world.deps, viewer, ROUND, is_sure=True)) == code
    assert refused(lambda: jobs.view_job(world.deps, viewer, ROUND, job_id)) == code
    assert refused(lambda: jobs.stop_job(world.deps, viewer, ROUND, job_id)) == code
    assert job(world, job_id).state is JobState.QUEUED


def test_a_job_that_is_not_there(world: World) -> None:
    close_a_round(world)
    assert refused(lambda: jobs.view_job(world.deps, world.elin, ROUND, "nothing")) == "job-not-found"
    assert refused(lambda: jobs.view_job(world.deps, world.elin, "nowhere", ask(world))) == "round-not-found"


def test_a_slip_of_the_finger_asks_for_nothing(world: World) -> None:
    close_a_round(world)
    assert (
        refused(lambda: counting.ask_for_count(world.deps, world.elin, ROUND, is_sure=False))
        == "invalid-form"
    )
    assert work.run_due_jobs(world.deps, never) == 0


def test_stopped_before_it_begins(world: World) -> None:
    close_a_round(world)
    job_id = ask(world)
    jobs.stop_job(world.deps, world.alys, ROUND, job_id)
    assert work.run_due_jobs(world.deps, never) == 0
    assert job(world, job_id).state is JobState.STOPPED


def test_stopped_on_the_way(world: World) -> None:
    close_a_round(world)
    job_id, before = ask(world), event_types(world)

    def stopped_on_the_way(task: Task, tell: Tell) -> Answer:
        tell(Progress(stage="allocate", done=1, total=4, part=1, parts=2))
        seen = job(world, job_id)
        assert (seen.state, seen.progress and seen.progress.total) == (JobState.RUNNING, 4)
        jobs.stop_job(world.deps, world.elin, ROUND, job_id)
        return compute_here(task, lambda _: None)  # it came to an end before it heard of that

    work.run_due_jobs(world.deps, stopped_on_the_way)
    assert job(world, job_id).state is JobState.STOPPED
    assert event_types(world) == before
    with world.db.read() as tx:
        assert outcomes.list_counts(tx, ROUND) == []
    jobs.stop_job(world.deps, world.elin, ROUND, job_id)  # once more does nothing
    assert ask(world) != job_id


def test_whoever_asked_must_still_be_an_organiser(world: World) -> None:
    close_a_round(world)
    job_id = ask(world, world.elin)
    with world.db.write() as tx:
        people.remove_membership(tx, organisation_id=ORGANISATION, person_id=world.elin.id)
    work.run_due_jobs(world.deps, never)
    failed = jobs.view_job(world.deps, world.alys, ROUND, job_id).job
    assert failed.failure is not None
    assert failed.failure.code == "not-found"


def test_a_process_that_dies_is_tried_again(world: World) -> None:
    close_a_round(world)
    job_id, deaths = ask(world), 0

    def dies_twice(task: Task, tell: Tell) -> Answer:
        nonlocal deaths
        deaths += task["do"] == "count"
        if deaths <= 2:
            raise ChildDied("exit code -9")
        return compute_here(task, tell)

    work.run_due_jobs(world.deps, dies_twice)
    assert (deaths, job(world, job_id).state) == (3, JobState.DONE)
    assert event_types(world).count("outcome_confirmed") == 1


def test_but_not_for_ever(world: World) -> None:
    close_a_round(world)
    job_id, before, deaths = ask(world), event_types(world), 0

    def dies(_: Task, __: Tell) -> Answer:
        nonlocal deaths
        deaths += 1
        raise ChildDied("exit code -9")

    work.run_due_jobs(world.deps, dies)
    failed = job(world, job_id)
    assert deaths == MOST_ATTEMPTS
    assert failed.failure is not None
    assert failed.failure.code == "job-crashed"
    assert event_types(world) == before
    assert counting.view_count(world.deps, world.elin, ROUND).job is not None


def test_a_bug_is_told_as_one_and_holds_up_nobody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    close_a_round(world)
    job_id = ask(world)

    typed = "Ty Newydd, 3 Stryd Fawr"

    def wrong(_: Task, __: Tell) -> Answer:
        raise ZeroDivisionError(typed)

    work.run_due_jobs(world.deps, wrong)
    failed = job(world, job_id)
    assert failed.failure is not None
    assert failed.failure.code == "job-crashed"
    assert "ZeroDivisionError" in caplog.text
    assert typed not in caplog.text


def test_a_contest_too_large_for_its_rule_is_no_bug(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def too_large(_: Task, __: Tell) -> Answer:
        raise TallyInvalid("too-large-to-solve")

    close_a_round(world)
    job_id = ask(world)
    work.run_due_jobs(world.deps, too_large)
    failed = job(world, job_id)
    assert failed.failure is not None
    assert (failed.state, failed.failure.code) == (JobState.FAILED, "contest-too-large")
    assert not caplog.records


def test_a_worker_that_was_overtaken_keeps_its_answer_to_itself(world: World) -> None:
    close_a_round(world)
    job_id = ask(world)

    def sleeps_too_long(task: Task, tell: Tell) -> Answer:
        world.clock.moment += LEASE + timedelta(seconds=1)
        assert work.run_due_jobs(world.deps) == 2  # another does it
        return compute_here(task, lambda _: None)

    work.run_due_jobs(world.deps, sleeps_too_long)
    assert job(world, job_id).state is JobState.DONE
    assert event_types(world).count("outcome_confirmed") == 1


def test_a_worker_that_closes_puts_its_job_back(world: World) -> None:
    close_a_round(world)
    job_id = ask(world)
    assert not work.run_next_job(world.deps, compute_here, lambda: True)
    assert job(world, job_id).state is JobState.QUEUED
    assert work.run_due_jobs(world.deps) == 2


def test_the_worker_beside_the_site_does_what_is_asked(world: World) -> None:
    close_a_round(world)
    job_id = ask(world)
    worker = work.Worker(world.deps)
    with worker.running():
        for _ in range(400):
            if not job(world, job_id).is_live:
                break
            worker._closing.wait(0.05)
    assert job(world, job_id).state is JobState.DONE
    assert event_types(world).count("outcome_confirmed") == 1


def test_the_database_away_ends_no_worker(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    close_a_round(world)
    job_id, calls, real = ask(world), 0, stored.has_due_job
    worker = work.Worker(world.deps, compute_here)

    def away(*args: object) -> bool:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OSError("gone")
        if calls == 3:
            worker.close()
        return real(*args)  # type: ignore[arg-type] # as given

    monkeypatch.setattr(stored, "has_due_job", away)
    monkeypatch.setattr(work, "SECONDS_BETWEEN_LOOKS", 0.01)
    worker.run()
    assert job(world, job_id).state is JobState.DONE


def test_kinds_have_all_they_need(world: World) -> None:
    assert set(work.KINDS) == set(JobKind)
    assert replace(job_of_nobody(), state=JobState.DONE).is_live is False


def job_of_nobody() -> Job:
    return Job(
        id=JobId("x"),
        round_id=ROUND,
        kind=JobKind.COUNT,
        state=JobState.QUEUED,
        asked_by=PersonId("p"),
        asked_at=NOON,
    )
