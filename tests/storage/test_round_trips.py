"""What is put in comes back as it was, on both databases: people, rounds, sign-in, outcomes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from pb.domain.counting import PotCount, ProofTurnout, Turnout
from pb.domain.ids import CategoryId, OrganisationId, PersonId, PotId, RoundId, WardId
from pb.domain.people import Organisation, Role
from pb.domain.rounds import (
    Category,
    Currency,
    Milestones,
    Pot,
    Round,
    RuleChoice,
    Schedule,
    Ward,
    WhichCounts,
)
from pb.domain.signin import Purpose
from pb.domain.text import Bilingual
from pb.storage import outcomes, people, rounds, signin
from pb.storage.signin import MailToken
from pb.tally.model import BallotSpec
from tests.rounds import COUNTY_POT, HARBOUR, make_round
from tests.world import NOON, ORGANISATION, World

HOUR = timedelta(hours=1)
WELSH = "Tŷ Gŵyr – ‘Ïà’ 🏴 \u202eabc\u202c e\u0301"


def full_round(**changed: object) -> Round:
    """A round with every field set, each to something of its own."""
    made = Round(
        id=RoundId("llawn"),
        organisation_id=ORGANISATION,
        name=Bilingual(cy=WELSH, en="All of it"),
        summary=Bilingual(cy="C\n\nC", en="E"),
        contact="cronfa@cwm.example",
        minimum_age=11,
        schedule=Schedule(
            proposals_open_at=NOON,
            proposals_close_at=NOON + HOUR,
            voting_open_at=NOON + 2 * HOUR,
            voting_close_at=NOON + 3 * HOUR,
        ),
        spec=BallotSpec(type="points", limits={"total": 10, "max_each": 4}),
        rule=RuleChoice(id="equal-shares", params={"completion": "raise", "ties": "votes,lot"}),
        pots=(
            Pot(
                id=PotId("zz"), name=Bilingual(cy="Z", en="Z"), amount_pence=2**40, ward=HARBOUR,
                theme=Bilingual(cy="Natur", en="Nature"), largest_request_pence=2**33,
            ),
            Pot(id=PotId("aa"), name=Bilingual(cy="A", en="A"), amount_pence=1),
        ),
        milestones=Milestones(
            announced_at=NOON,
            voting_opened_at=NOON + 2 * HOUR,
            voting_closed_at=NOON + 3 * HOUR,
            counted_at=NOON + 4 * HOUR,
            published_at=NOON + 5 * HOUR,
        ),
        currency=Currency(code="PLN", minor_digits=0),
        categories=(Category(id=CategoryId("chwaraeon"), name=Bilingual(cy="Chwaraeon", en="Sport")),),
        imported_from="warszawa_2023.pb",
        which_counts=WhichCounts.FIRST,
        four_eyes=False,
        config_digest="ab" * 32,
        seed_commitment="cd" * 32,
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type] # fields by name


def test_a_round_comes_back_whole_with_its_pots_in_order(world: World) -> None:
    with world.db.write() as tx:
        rounds.put_round(tx, full_round(), at=NOON)
    with world.db.read() as tx:
        assert rounds.load_round(tx, "llawn") == full_round()
        assert rounds.list_rounds(tx) == [full_round()]
        assert rounds.load_round(tx, "LLAWN") is None


def test_a_round_with_nothing_set_comes_back_with_nothing_set(world: World) -> None:
    bare = full_round(
        minimum_age=None, schedule=Schedule(), milestones=Milestones(), pots=(), imported_from=None,
        four_eyes=None, config_digest=None, seed_commitment=None, summary=Bilingual(cy="", en=""),
        contact="", currency=Currency(),
    )  # fmt: skip
    with world.db.write() as tx:
        rounds.put_round(tx, full_round(), at=NOON)
        rounds.put_round(tx, bare, at=NOON)  # a change takes back everything that was set before
    with world.db.read() as tx:
        assert rounds.load_round(tx, "llawn") == bare
        assert rounds.list_rounds(tx) == []
        assert rounds.list_rounds(tx, announced_only=False) == [bare]


def test_pots_change_places_and_go(world: World) -> None:
    first, second = full_round().pots
    changed = full_round(pots=(replace(second, ward=HARBOUR), replace(first, theme=None, ward=None)))
    with world.db.write() as tx:
        rounds.put_round(tx, full_round(), at=NOON)
        rounds.put_round(tx, changed, at=NOON)
    with world.db.write() as tx:
        assert rounds.load_round(tx, "llawn", for_update=True) == changed
        rounds.put_round(tx, replace(changed, pots=changed.pots[1:]), at=NOON)
    with world.db.write() as tx:
        found = rounds.load_round(tx, "llawn", for_share=True)
    assert found is not None
    assert [pot.id for pot in found.pots] == ["zz"]


def test_rounds_are_listed_latest_first_and_by_organisation(world: World) -> None:
    other = Organisation(id=OrganisationId("arall"), name=Bilingual(cy="Arall", en="Other"), four_eyes=False)
    with world.db.write() as tx:
        people.put_organisation(tx, other, at=NOON)
        for number, owner in enumerate((ORGANISATION, other.id, ORGANISATION)):
            made = full_round(id=RoundId(f"r{number}"), organisation_id=owner, pots=())
            rounds.put_round(tx, made, at=NOON + number * HOUR)
    with world.db.read() as tx:
        assert [one.id for one in rounds.list_rounds(tx)] == ["r2", "r1", "r0"]
        assert [one.id for one in rounds.list_rounds(tx, organisation_id=ORGANISATION)] == ["r2", "r0"]
        assert people.load_organisation(tx, "arall") == other
        assert [one.name.en for one in people.list_organisations(tx)] == ["Oak Vale Council", "Other"]


def test_rounds_are_due_from_their_very_second_until_it_is_recorded(world: World) -> None:
    round_ = make_round(world)
    opens, closes = round_.schedule.voting_open_at, round_.schedule.voting_close_at
    assert opens is not None
    assert closes is not None
    second = timedelta(seconds=1)
    with world.db.write() as tx:
        assert rounds.list_due_round_ids(tx, opens - second) == []
        assert rounds.list_due_round_ids(tx, opens) == [round_.id]
        assert rounds.list_due_round_ids(tx, closes) == []  # its whole time went by unopened
        rounds.put_round(
            tx, replace(round_, milestones=replace(round_.milestones, voting_opened_at=opens)), at=NOON
        )
        assert rounds.list_due_round_ids(tx, closes - second) == []
        assert rounds.list_due_round_ids(tx, closes) == [round_.id]
        done = replace(round_.milestones, voting_opened_at=opens, voting_closed_at=closes)
        rounds.put_round(tx, replace(round_, milestones=done), at=NOON)
        assert rounds.list_due_round_ids(tx, closes) == []


def test_moments_are_kept_in_utc_and_one_without_a_zone_is_refused(world: World) -> None:
    summer = datetime(2026, 7, 1, 0, 30, 15, 250_000, tzinfo=timezone(timedelta(hours=1)))
    round_ = full_round(schedule=Schedule(voting_open_at=summer, voting_close_at=summer + HOUR))
    with world.db.write() as tx:
        rounds.put_round(tx, round_, at=NOON)
    with world.db.read() as tx:
        found = rounds.load_round(tx, "llawn")
    assert found is not None
    assert found.schedule.voting_open_at == datetime(2026, 6, 30, 23, 30, 15, 250_000, tzinfo=UTC)
    assert found.schedule.voting_open_at.tzinfo is UTC
    naive = replace(round_, milestones=Milestones(announced_at=NOON.replace(tzinfo=None)))
    with pytest.raises(StatementError, match="without a time zone"), world.db.write() as tx:
        rounds.put_round(tx, naive, at=NOON)


def test_people_come_back_with_their_roles(world: World) -> None:
    elin = PersonId("elin")
    other = Organisation(id=OrganisationId("arall"), name=Bilingual(cy="Arall", en="A Council"))
    with world.db.write() as tx:
        people.put_organisation(tx, other, at=NOON)
        people.put_membership(tx, organisation_id=other.id, person_id=elin, role=Role.AUDITOR, at=NOON)
        people.put_membership(tx, organisation_id=ORGANISATION, person_id=elin, role=Role.REVIEWER, at=NOON)
        people.put_name_and_language(tx, elin, name=WELSH, language="en")
        people.put_password_hash(tx, elin, "$argon2id$x")
        people.put_confirmed(tx, PersonId("dai"), at=NOON)
    with world.db.read() as tx:
        found = people.load_viewer(tx, elin)
        assert found is not None
        assert (found.name, found.language, found.email) == (WELSH, "en", "elin@cwm.example")
        assert [m.organisation.id for m in found.memberships] == ["arall", "cyngor"]  # by English name
        assert found.role_in(ORGANISATION) is Role.REVIEWER
        assert people.load_viewer_by_email(tx, "elin@cwm.example") == found
        assert people.load_viewer_by_email(tx, "neb@cwm.example") is None
        assert people.load_viewer(tx, "neb") is None
        assert people.load_password_hash(tx, elin) == "$argon2id$x"
        assert people.load_password_hash(tx, "dai") is None
        dai = people.load_viewer(tx, "dai")
        assert dai is not None
        assert dai.email_confirmed
        assert [(who.id, role.value) for who, role in people.list_members(tx, ORGANISATION)] == [
            ("alys", "owner"), ("carys", "auditor"), ("ffion", "reviewer"), ("elin", "reviewer"),
        ]  # fmt: skip
    with world.db.write() as tx:
        people.remove_membership(tx, organisation_id=ORGANISATION, person_id=elin)
        people.remove_membership(tx, organisation_id=ORGANISATION, person_id=elin)
        left = people.load_viewer(tx, elin)
        assert left is not None
        assert left.role_in(ORGANISATION) is None


def test_wards_are_in_use_while_a_pot_names_them(world: World) -> None:
    make_round(world)
    with world.db.write() as tx:
        people.put_ward(tx, ORGANISATION, Ward(id=WardId("pentre"), name=Bilingual(cy="Pen", en="End")))
        assert {ward.name.cy for ward in people.list_wards(tx, ORGANISATION)} == {"Pen", "Yr Harbwr"}
        assert people.list_wards(tx, "arall") == []
        assert people.list_ward_ids_in_use(tx, ORGANISATION) == {"harbwr"}
        people.remove_ward(tx, "pentre")
        people.remove_ward(tx, "pentre")
        assert [ward.id for ward in people.list_wards(tx, ORGANISATION)] == ["harbwr"]
    with pytest.raises(IntegrityError), world.db.write() as tx:
        people.remove_ward(tx, "harbwr")


def token(purpose: Purpose, *, email: str = "neb@cwm.example", hours: int = 24) -> MailToken:
    invited = purpose is Purpose.INVITE
    return MailToken(
        purpose=purpose, email=email, organisation_id=ORGANISATION if invited else None,
        role=Role.AUDITOR if invited else None, created_at=NOON, expires_at=NOON + hours * HOUR,
    )  # fmt: skip


def test_links_are_good_once_and_for_a_while(world: World) -> None:
    with world.db.write() as tx:
        signin.put_mail_token(tx, "h1", token(Purpose.RESET, hours=1))
        signin.put_mail_token(tx, "h2", token(Purpose.INVITE))
        signin.put_mail_token(tx, "h3", token(Purpose.INVITE, email="arall@cwm.example"))
        signin.put_mail_token(tx, "h4", token(Purpose.INVITE, hours=1))
        assert signin.load_mail_token(tx, "h1", now=NOON) == token(Purpose.RESET, hours=1)
        assert signin.load_mail_token(tx, "h1", now=NOON + HOUR) is None
        assert signin.load_mail_token(tx, "h9", now=NOON) is None
        assert len(signin.list_open_invitations(tx, ORGANISATION, now=NOON)) == 3
        assert len(signin.list_open_invitations(tx, ORGANISATION, now=NOON + HOUR)) == 2
        signin.put_used(tx, "h2", at=NOON)
        assert signin.load_mail_token(tx, "h2", now=NOON) is None
        signin.remove_invitations(tx, ORGANISATION, "neb@cwm.example")  # the used one stays, as used
        assert signin.load_mail_token(tx, "h4", now=NOON) is None
        (left,) = signin.list_open_invitations(tx, ORGANISATION, now=NOON)
        assert left == token(Purpose.INVITE, email="arall@cwm.example")


def test_sessions_end_by_token_person_and_age(world: World) -> None:
    with world.db.write() as tx:
        for number, who in enumerate(("alys", "alys", "elin", "bryn")):
            signin.put_session(tx, f"t{number}", PersonId(who), at=NOON + number * HOUR)
        signin.put_seen(tx, "t1", at=NOON + 9 * HOUR)
        signin.put_seen(tx, "gone", at=NOON)
        found = signin.load_session(tx, "t1")
        assert found is not None
        assert (found.person_id, found.started_at, found.seen_at) == ("alys", NOON + HOUR, NOON + 9 * HOUR)
    with world.db.write() as tx:
        signin.remove_old_sessions(tx, started_before=NOON + HOUR)
        signin.remove_session(tx, "t3")
    with world.db.write() as tx:
        assert [signin.load_session(tx, f"t{n}") is not None for n in range(4)] == [False, True, True, False]
        signin.remove_sessions_of(tx, "alys")
    with world.db.read() as tx:
        assert [signin.load_session(tx, f"t{n}") is not None for n in range(4)] == [False, False, True, False]


def test_counts_take_the_place_of_earlier_ones_and_keep_their_very_bytes(world: World) -> None:
    round_ = make_round(world)
    contest = '{"budget":1,"name":"Tŷ Gŵyr","big":123456789012345678901234567890}'
    count = PotCount(
        pot_id=COUNTY_POT.id,
        round_id=round_.id,
        contest_digest="c",
        outcome={"selected": ["a"], "share": "1/3"},
        outcome_digest="o",
        seed=None,
        counted_at=NOON,
        counted_by=None,
    )
    again = replace(count, seed="ee" * 32, counted_by=PersonId("elin"), outcome_digest="p")
    with world.db.write() as tx:
        for one in (count, again):
            outcomes.put_count(tx, one, contest=contest, outcome='{"selected":["a"],"share":"1/3"}')
    with world.db.read() as tx:
        assert outcomes.list_counts(tx, round_.id) == [again]
        assert outcomes.load_contest(tx, COUNTY_POT.id) == contest
        assert outcomes.load_contest(tx, "arall") is None
        assert outcomes.list_counts(tx, "arall") == []


def test_turnout_is_sealed_once(world: World) -> None:
    round_ = make_round(world)
    sealed = Turnout(
        codes_issued=9,
        codes_void=1,
        codes_used=5,
        counted=5,
        superseded=2,
        root="ab" * 32,
        by_proof=(
            ProofTurnout(proof="code", issued=5, void=1, used=3),
            ProofTurnout(proof="email", issued=4, void=0, used=2),
        ),
    )
    with world.db.write() as tx:
        assert outcomes.load_turnout(tx, round_.id) is None
        outcomes.put_turnout(tx, round_.id, sealed)
    with world.db.read() as tx:
        assert outcomes.load_turnout(tx, round_.id) == sealed
    with pytest.raises(IntegrityError), world.db.write() as tx:
        outcomes.put_turnout(tx, round_.id, replace(sealed, counted=6))
