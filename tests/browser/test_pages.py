"""Every page that anybody can open, as axe and a ruler see it: on a phone in Welsh, on a laptop in English.

The story looks at pages on its way; this looks at all of them, each as somebody who may see it.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, ViewportSize

from pb.domain.ids import PotId, RoundId
from pb.domain.jobs import Job, JobId, JobKind, JobState, Progress
from pb.domain.proposals import Status
from pb.domain.refusals import Kind, Refusal
from pb.domain.rehearsal import TypedRehearsal
from pb.domain.rounds import TIES, Pot
from pb.domain.text import Bilingual
from pb.services import (
    clockwork,
    comparing,
    counting,
    electors,
    postcodes,
    proof_setup,
    proving,
    rehearsing,
    signin,
)
from pb.storage import jobs
from pb.storage import signin as stored_signin
from pb.web.app import ways
from pb.web.ways import Way
from tests import votes
from tests.browser.site import Person, Site
from tests.proofs import SHORT, load_postcodes
from tests.rounds import make_proposal, make_round
from tests.world import ORGANISATION, World

PHONE, LAPTOP = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=800)
# Links from letters are looked at in the story; what has a dot in its name is a file.
OF_PROOFS = ("/proofs", "/register", "/register/check", "/person")
FROM_LETTERS = {"/confirm/{token}", "/reset/{token}", "/invitations/{token}"}


@dataclass
class Places:
    """What stands for the names in paths, and who looks."""

    names: dict[str, str]
    after: dict[str, str] = field(default_factory=dict)
    voting: dict[str, str] = field(default_factory=dict)


@pytest.mark.timeout(300)
def test_every_page_is_sound(chromium: Browser, site: Site) -> None:
    places = furnish(site)
    wrong: list[str] = []
    for language, viewport in (("cy", PHONE), ("en", LAPTOP)):
        people = {
            name: signed_in(chromium, site, name, language=language, viewport=viewport)
            for name in ("alys", "bryn", "carys", "")
        }
        for way, path in pages(places):
            person = people[who_opens(way.path)]
            try:
                person.open(path)
            except AssertionError as fault:
                wrong.append(str(fault))
        for person in people.values():
            person.leave()
    assert not wrong, "\n".join(wrong)


def furnish(site: Site) -> Places:
    """A round open for proposals, one open for votes, and one that is published."""
    world = site.world
    votes.open_vote(world)
    votes.vote_many(world, 12)  # enough for a pot to have public figures
    votes.close(world)
    counting.count_round(world.deps, world.alys, votes.ROUND, is_sure=True)
    counting.publish_round(world.deps, world.elin, votes.ROUND, is_sure=True)
    compared(world)
    proposing = make_round(world, opens=world.clock.now())
    rehearsed(world, proposing.id)
    waiting = make_proposal(world, proposing, "Côr y dref", status=Status.SUBMITTED)
    return Places(
        names={
            "round_id": proposing.id,
            "proposal_id": waiting.id,
            "pot_id": proposing.pots[0].id,
            "organisation_id": ORGANISATION,
            "person_id": world.ffion.id,
            "ward_id": "harbwr",
            "proof": "email",
            "job_id": a_running_job(world, proposing.id),
        },
        voting={"round_id": voted_on_in_every_way(world)},
        after={"round_id": votes.ROUND, "pot_id": votes.GREEN, "job_id": a_failed_job(world)},
    )


def voted_on_in_every_way(world: World) -> str:
    """A round open for votes that takes every proof; a register and postcodes, and more of both on trial."""
    pot = Pot(id=PotId("agored1"), name=Bilingual(cy="Y gronfa", en="The pot"), amount_pence=10_000_00)
    opens = world.clock.now() - timedelta(days=16)
    open_ = make_round(world, round_id="agored", pots=(pot,), opens=opens)
    make_proposal(world, open_, "Syniad", pot=pot, status=Status.ACCEPTED)
    fields, source = ("surname", "number"), "Rhestr aelodau"
    first, second = b"surname,number,ward\nJones,1,Harbour\n", b"surname,number,ward\nPuw,2,Y Pentre\n"
    electors.try_electors(world.deps, world.alys, open_.id, first, fields=fields, source=source)
    tried = electors.view_electors(world.deps, world.elin, open_.id).tried
    assert tried is not None
    electors.use_electors(world.deps, world.elin, open_.id, tried.id)
    electors.try_electors(world.deps, world.elin, open_.id, second, fields=fields, source=source)
    load_postcodes(world)
    postcodes.try_postcodes(world.deps, world.alys, ORGANISATION, SHORT + b"SA99 1AD,Harbour\n", {})
    known = proof_setup.view_proofs(world.deps, world.alys, open_.id).known
    proof_setup.save_proofs(world.deps, world.alys, open_.id, known, TIES)
    clockwork.settle(world.deps, open_.id)
    assert proving.view_proof(world.deps, open_.id, "register").phase == "voting"
    return open_.id


def compared(world: World) -> None:
    """Wait for the worker of the site, which does what the count has asked for."""
    for _ in range(600):
        if comparing.view_comparison(world.deps, world.alys, votes.ROUND).pots:
            return
        time.sleep(0.05)
    raise AssertionError("no comparison was made")


def rehearsed(world: World, round_id: str) -> None:
    """The rules have been tried out on invented votes."""
    typed = TypedRehearsal(source="invented", pot_id="", taste="two-groups", voters="200", draw="1", past="")
    rehearsing.ask_for_rehearsal(world.deps, world.alys, round_id, typed)
    for _ in range(600):
        if rehearsing.view_rehearsal(world.deps, world.alys, round_id).last:
            return
        time.sleep(0.05)
    raise AssertionError("no rehearsal was made")


def a_running_job(world: World, round_id: str) -> str:
    """Somebody else's worker is at it, and does not come to an end."""
    job = Job(
        id=JobId("rhedeg"),
        round_id=RoundId(round_id),
        kind=JobKind.COUNT,
        state=JobState.QUEUED,
        asked_by=world.alys.id,
        asked_at=world.clock.now(),
    )
    now, progress = world.clock.now(), Progress(stage="ties", done=3, total=8, part=1, parts=2)
    with world.db.write() as tx:
        jobs.put_job(tx, job)
        assert jobs.claim_job(tx, "gweithiwr", now, now + timedelta(days=1))
        assert jobs.keep_claim(tx, job.id, "gweithiwr", now + timedelta(days=1), progress)
    return job.id


def a_failed_job(world: World) -> str:
    job = Job(
        id=JobId("methu"),
        round_id=votes.ROUND,
        kind=JobKind.PUBLISH,
        state=JobState.QUEUED,
        asked_by=world.alys.id,
        asked_at=world.clock.now(),
    )
    now, why = world.clock.now(), Refusal("recount-differs", Kind.WRONG_PHASE, pot=Bilingual(cy="P", en="P"))
    with world.db.write() as tx:
        jobs.put_job(tx, job)
        assert jobs.claim_job(tx, "gweithiwr", now, now + timedelta(days=1))
        assert jobs.end_job(tx, job.id, "gweithiwr", at=now, failure=why)
    return job.id


def pages(places: Places) -> Iterator[tuple[Way, str]]:
    """Each way with the paths to look at; a round's own pages in both rounds."""
    for way in ways():
        if way.show is None or "." in way.path or way.path in FROM_LETTERS or "{batch_id}" in way.path:
            continue
        yield way, way.path.format(**places.names)
        if "{round_id}" in way.path and "{proposal_id}" not in way.path:
            yield way, way.path.format(**(places.names | places.after))
        if way.path.startswith("/rounds/{round_id}/vote") or way.path.endswith(OF_PROOFS):
            yield way, way.path.format(**(places.names | places.voting))


def who_opens(path: str) -> str:
    """Who may see a page: Alys owns, Carys audits, Bryn wrote the proposal; the rest is for anybody."""
    if path.startswith(("/manage", "/organis")):
        return "alys"
    if path.startswith("/audit"):
        return "carys"
    own = ("/my", "/account", "/sign-out")
    return "bryn" if path.startswith(own) or path.endswith(("/propose", "/edit", "/withdraw")) else ""


def signed_in(chromium: Browser, site: Site, name: str, *, language: str, viewport: ViewportSize) -> Person:
    person = Person(chromium, site, language=language, scripts=True, viewport=viewport)
    if name:
        token = signin.new_token(site.world.deps)
        viewer = getattr(site.world, name)
        with site.world.db.write() as tx:
            stored_signin.put_session(tx, signin.token_hash(token), viewer.id, at=site.world.clock.now())
        person.context.add_cookies([{"name": "pb_session", "value": token, "url": site.base_url}])
    return person
