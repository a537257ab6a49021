"""A council with a round in every phase and every kind of person, for tests that go down every way.

It asks nothing itself: `test_access` says who may, and `test_hostile` what must not break.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from starlette.types import ASGIApp

from pb.domain.batches import Batch
from pb.domain.ids import OrganisationId, PotId, RoundId
from pb.domain.jobs import Job, JobId, JobKind, JobState
from pb.domain.people import Organisation, Role, Viewer
from pb.domain.proposals import Status
from pb.domain.rounds import Milestones, Pot
from pb.domain.sign_on import SignOnSettings
from pb.domain.signin import Purpose
from pb.domain.text import Bilingual, Language
from pb.services import clockwork, codes, counting, electors, postcodes, signin, voters
from pb.services.limits import Limits
from pb.services.openid.provider import OpenIdProvider
from pb.services.proofs import PROOFS as ASKING_PROOFS
from pb.storage import jobs, people, roll, rounds
from pb.storage import signin as stored
from pb.storage.signin import MailToken
from pb.web import cookies
from pb.web.app import create_app
from tests import elections
from tests.proofs import SHORT, load_postcodes
from tests.rounds import make_proposal, make_round, with_milestones
from tests.web.page import Page
from tests.world import NOON, ORGANISATION, World

VOTE = RoundId("pleidlais")
OTHER = OrganisationId("arall")
DAY = timedelta(days=1)
ASKING = tuple(ASKING_PROOFS)
PROOFS = ("code", *ASKING, "sign-on", "person")
Params = dict[str, str]


class County:
    """`places` are the rounds by phase, as what the names in paths stand for there."""

    def __init__(self, folder: Path, *, publish: bool) -> None:
        self.world = world = World(folder)
        nowhere = SignOnSettings(issuer="http://127.0.0.1:9", client_id="cronfa")
        provider = OpenIdProvider(nowhere, return_to="http://localhost/sign-on")
        world.deps = replace(world.deps, sign_on=provider)
        self.app: ASGIApp = create_app(world.deps)
        self.people: dict[str, Viewer | None] = {
            "visitor": None,
            "bryn": world.bryn,
            "alys": world.alys,
            "elin": world.elin,
            "ffion": world.ffion,
            "carys": world.carys,
            "gwen": self._owner_of_another(),
            "huw": world.person("Huw", role=Role.TELLER),
        }
        self.places: dict[str, Params] = {
            "draft": self._make("drafft", Status.DRAFT, opens=NOON + DAY, is_draft=True),
            "ready": self._make("parod", Status.DRAFT, opens=NOON + DAY, is_draft=True),
            "proposing": self._make("cynnig", Status.SUBMITTED, opens=NOON - DAY),
            "reviewing": self._make("adolygu", Status.SUBMITTED, opens=NOON - 12 * DAY),
            "voting": self._make(VOTE, Status.ACCEPTED, opens=NOON - 16 * DAY),
            "published" if publish else "counting": self._close_one(publish=publish),
        }

        clockwork.settle(world.deps, VOTE)
        load_postcodes(world)
        postcodes.try_postcodes(world.deps, world.elin, ORGANISATION, SHORT, {})
        self._try_register(VOTE)
        tried = electors.view_electors(world.deps, world.elin, VOTE).tried
        assert tried is not None
        electors.use_electors(world.deps, world.alys, VOTE, tried.id)
        for name in ("drafft", "parod", "cynnig", "adolygu", VOTE):
            self._try_register(name)

    def close(self) -> None:
        self.world.close()

    def path(self, way: str, phase: str = "voting", proof: str = "email") -> str:
        """A way's address in one of the rounds; a link that came by letter is new each time."""
        names = {
            "organisation_id": ORGANISATION,
            "ward_id": "pentre",
            "person_id": "elin",
            "proof": proof,
        } | self.places[phase]
        if "{token}" in way:
            names["token"] = self.link(
                Purpose[{"confirm": "CONFIRM", "reset": "RESET"}.get(way.split("/")[1], "INVITE")]
            )
        return way.format(**names)

    def visitor(self, name: str, language: Language = "cy") -> Page:
        """The person's own browser, signed in."""
        page, person = Page(self.app, language), self.people[name]
        if person is not None:
            token = signin.new_token(self.world.deps)
            with self.world.db.write() as tx:
                stored.put_session(tx, signin.token_hash(token), person.id, at=self.world.clock.now())
            page.client.cookies.set(cookies.full_name(cookies.SESSION, secure=False), token)
        return page

    def forget_attempts(self) -> None:
        """As if nobody had tried anything yet: the next request is judged by what it says."""
        for name, limit in vars(Limits()).items():
            setattr(self.world.deps.limits, name, limit)

    def voter(self) -> Page:
        """The browser of somebody who has just entered a new code, and holds choices not cast yet."""
        issued = codes.issue_batch(
            self.world.deps, self.world.elin, VOTE, label="Llythyr", count=1, pot_ids=[f"{VOTE}1", f"{VOTE}2"]
        )
        token = voters.enter_code(self.world.deps, VOTE, issued.codes[0])
        page = Page(self.app)
        page.client.cookies.set(cookies.full_name(cookies.VOTER, secure=False), token)
        return page

    def link(self, purpose: Purpose) -> str:
        token, now = signin.new_token(self.world.deps), self.world.clock.now()
        invited = purpose is Purpose.INVITE
        sent = MailToken(
            purpose=purpose,
            email="bryn@cwm.example" if purpose is Purpose.RESET else f"{token[:9].lower()}@cwm.example",
            organisation_id=ORGANISATION if invited else None,
            role=Role.AUDITOR if invited else None,
            created_at=now,
            expires_at=now + DAY,
        )
        with self.world.db.write() as tx:
            stored.put_mail_token(tx, signin.token_hash(token), sent)
        return token

    def _owner_of_another(self) -> Viewer:
        world = self.world
        gwen = world.person("Gwen")
        with world.db.write() as tx:
            other = Organisation(id=OTHER, name=Bilingual(cy="Cyngor Arall", en="Other Council"))
            people.put_organisation(tx, other, at=NOON)
            people.put_membership(tx, organisation_id=OTHER, person_id=gwen.id, role=Role.OWNER, at=NOON)
            found = people.load_viewer(tx, gwen.id)
        assert found is not None
        return found

    def _make(self, name: str, status: Status, *, opens: datetime, is_draft: bool = False) -> Params:
        pots = tuple(
            Pot(id=PotId(f"{name}{n}"), name=Bilingual(cy=f"Pot {n}", en=f"Pot {n}"), amount_pence=10_000_00)
            for n in (1, 2)
        )
        round_ = make_round(self.world, round_id=name, pots=pots, opens=opens)
        proposal, _ = (
            make_proposal(self.world, round_, f"Syniad {pot.id}", pot=pot, status=status) for pot in pots
        )
        if is_draft:
            round_ = with_milestones(self.world, replace(round_, milestones=Milestones()))
        with self.world.db.write() as tx:
            stored_round = rounds.load_round(tx, name)
            assert stored_round is not None
            rounds.put_round(tx, replace(stored_round, proofs=PROOFS), at=NOON)
        own = {"proposal_id": proposal.id, "pot_id": pots[0].id}
        return self._with_batch(name, pots[0].id) | own | self._with_job(name)

    def _try_register(self, round_id: str) -> None:
        people_of_it = b"surname,number\nPrawf,Prawf\n"
        electors.try_electors(
            self.world.deps, self.world.elin, round_id, people_of_it,
            fields=("surname", "number"), source="Rhestr",
        )  # fmt: skip

    def _close_one(self, *, publish: bool) -> Params:
        elections.close_a_round(self.world)
        if publish:
            counting.count_round(self.world.deps, self.world.elin, elections.ROUND, is_sure=True)
            counting.publish_round(self.world.deps, self.world.alys, elections.ROUND, is_sure=True)
        own = {"proposal_id": "pwll", "pot_id": elections.GREEN}
        return self._with_batch(elections.ROUND, elections.GREEN) | own | self._with_job(elections.ROUND)

    def _with_job(self, round_id: str) -> Params:
        """A job that was stopped and stays so; in the round that is ready, one that waits."""
        job_id = JobId(f"{round_id[:6]:0<10}")
        job = Job(
            id=job_id,
            round_id=RoundId(round_id),
            kind=JobKind.COUNT,
            state=JobState.QUEUED if round_id == "parod" else JobState.STOPPED,
            asked_by=self.world.elin.id,
            asked_at=NOON,
        )
        with self.world.db.write() as tx:
            jobs.put_job(tx, job)
        return {"job_id": job_id}

    def _with_batch(self, round_id: str, pot_id: str) -> Params:
        batch_id = f"{round_id[:6]:0<10}"
        with self.world.db.write() as tx:
            batch = Batch(id=batch_id, label="Ysgol", pot_ids=(PotId(pot_id),), issued_at=NOON)
            roll.put_batch(tx, round_id, batch, count=2)
            roll.put_codes(tx, round_id, batch_id, [("AAAAA", "x"), ("BBBBB", "x")])
        return {"round_id": round_id, "batch_id": batch_id}
