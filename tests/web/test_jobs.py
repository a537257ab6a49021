"""The page of a job: how far it is, in words and a bar, stopping it, and where it leads."""

from collections.abc import Callable

import pytest

from pb.domain.jobs import LEASE, JobState, Progress
from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Bilingual
from pb.services import counting, jobs
from pb.storage import jobs as stored
from tests.elections import ROUND, close_a_round
from tests.web.page import Page
from tests.world import NOON, World

AsPerson = Callable[..., Page]


@pytest.fixture
def elin(world: World, as_person: AsPerson) -> Page:
    """An organiser whose jobs wait."""
    close_a_round(world)
    page = as_person(world.elin, language="en")
    page.works = False
    return page


def ask(world: World) -> str:
    return counting.ask_for_count(world.deps, world.elin, ROUND, is_sure=True)


def test_asking_leads_to_how_far_it_is(world: World, elin: Page) -> None:
    elin.get(f"/manage/{ROUND}/count")
    shown = elin.submit({"is_sure": "1"})
    assert shown.heading == "Counting the votes"
    assert "Waiting for its turn." in shown.main
    assert "Asked for by Elin" in shown.main
    assert '<noscript><meta http-equiv="refresh"' in shown.html
    first = shown.path
    again = elin.get(f"/manage/{ROUND}/count")
    assert again.links()["See how far it has got"] == first
    assert elin.submit({"is_sure": "1"}).path == first, "asked twice, counted once"


def test_progress_is_told_in_both_languages(world: World, elin: Page) -> None:
    job_id = ask(world)
    told = Progress(stage="ties", done=3, total=8, part=1, parts=2)
    with world.db.write() as tx:
        stored.claim_job(tx, "w", NOON, NOON + LEASE)
        stored.keep_claim(tx, job_id, "w", NOON + LEASE, told)
    path = f"/manage/{ROUND}/jobs/{job_id}"
    shown = elin.get(path)
    assert "Looking at what each tie changes" in shown.main
    assert "Done: 3 of 8" in shown.main
    assert "1 of 2" in shown.main
    bar = shown.root.find(".//progress")
    assert bar is not None
    assert (bar.get("value"), bar.get("max")) == ("3", "8")
    status = shown.root.find(".//*[@role='status']")
    assert status is not None
    shown = elin.switch_language()
    assert "Wedi'i wneud: 3 o 8" in shown.main
    endless = Progress(stage="raise", done=1200, total=None)
    with world.db.write() as tx:
        stored.keep_claim(tx, job_id, "w", NOON + LEASE, endless)
    shown = elin.get(path)
    assert shown.root.find(".//progress") is None
    assert "1,200" in shown.main


def test_a_script_is_given_the_part_that_changes(world: World, elin: Page) -> None:
    job_id = ask(world)
    partial = {"hx-request": "true", "hx-request-type": "partial"}
    path = f"/en/manage/{ROUND}/jobs/{job_id}"
    answer = elin.raw("GET", path, headers=partial)
    assert answer.text.strip().startswith('<div id="job"')
    assert "<form" not in answer.text
    with world.db.write() as tx:
        stored.claim_job(tx, "w", NOON, NOON + LEASE)
        stored.end_job(tx, job_id, "w", at=NOON)
    answer = elin.raw("GET", path, headers=partial)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (200, f"/en/manage/{ROUND}/count")
    answer = elin.raw("GET", path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/en/manage/{ROUND}/count")


def test_it_can_be_stopped(world: World, elin: Page) -> None:
    job_id = ask(world)
    elin.get(f"/manage/{ROUND}/jobs/{job_id}")
    shown = elin.submit()
    assert "It was stopped. Nothing has been changed." in shown.main
    assert shown.root.find(".//form[@id='page-form']") is None
    assert shown.root.find(".//meta[@http-equiv='refresh']") is None
    assert shown.links()["Back to where it was asked for"] == f"/en/manage/{ROUND}/count"
    assert jobs.view_job(world.deps, world.elin, ROUND, job_id).job.state is JobState.STOPPED


def test_a_failure_says_why_in_both_languages(world: World, elin: Page) -> None:
    job_id = ask(world)
    why = Refusal("recount-differs", Kind.WRONG_PHASE, pot=Bilingual(cy="Y Gronfa Werdd", en="Green fund"))
    with world.db.write() as tx:
        stored.claim_job(tx, "w", NOON, NOON + LEASE)
        stored.end_job(tx, job_id, "w", at=NOON, failure=why)
    shown = elin.get(f"/manage/{ROUND}/jobs/{job_id}")
    assert "It could not be finished." in shown.main
    assert "Counting again gave a different result" in shown.main
    assert "Pot: Green fund." in shown.main
    assert "Y Gronfa Werdd" in elin.switch_language().main
    elin.language = "en"
    shown = elin.get(f"/manage/{ROUND}/count")
    assert "Counting again gave a different result" in shown.main
    assert shown.root.find(".//form[@id='page-form']") is not None


def test_one_that_is_not_there(world: World, elin: Page) -> None:
    elin.get(f"/manage/{ROUND}/jobs/nothing", status=404)
