"""Roles: inviting, taking up, changing, ending; and what nobody but an owner may do."""

import pytest

from pb.domain.people import Role, Viewer
from pb.domain.refusals import Refusal
from pb.domain.text import Bilingual
from pb.services import invitations, people, signin
from pb.services.mail import Letter
from pb.storage import people as stored
from pb.storage.events import list_events
from tests.rounds import make_round
from tests.services.test_signin import GOOD, link_in, refused
from tests.world import ORGANISATION, World


def events_of(world: World) -> list[str]:
    with world.db.read() as tx:
        return [event.type for event in list_events(tx, ORGANISATION)]


def test_an_invited_stranger_gets_an_account_and_the_role(world: World) -> None:
    invitations.invite(world.deps, world.alys, ORGANISATION, email="huw@cwm.example", role="reviewer")
    letter = world.letters.letters[-1]
    assert letter.subject.startswith("Gwahoddiad i helpu"), "both languages, Welsh first, where none is known"
    invitations.take_up_invitation(world.deps, link_in(world), name="Huw", password=GOOD, language="cy")
    huw = signin.load_viewer(world.deps, signin.sign_in(world.deps, email="huw@cwm.example", password=GOOD))
    assert huw is not None
    assert huw.role_in(ORGANISATION) is Role.REVIEWER
    assert events_of(world) == ["person_invited", "invitation_taken_up"]


def test_a_person_with_an_account_keeps_the_password(world: World) -> None:
    signin.ask_reset(world.deps, email=world.bryn.email, language="en")
    signin.reset_password(world.deps, link_in(world), password=GOOD)
    invitations.invite(world.deps, world.alys, ORGANISATION, email=world.bryn.email, role="auditor")
    assert invitations.view_invitation(world.deps, link_in(world)).has_account
    invitations.take_up_invitation(world.deps, link_in(world), name="", password="", language="en")
    assert signin.sign_in(world.deps, email=world.bryn.email, password=GOOD)


@pytest.mark.parametrize("who", ["elin", "ffion", "carys", "bryn", None])
def test_only_owners_invite(world: World, who: str | None) -> None:
    viewer: Viewer | None = getattr(world, who) if who else None
    refused(invitations.invite, world.deps, viewer, ORGANISATION, email="x@cwm.example", role="auditor")
    assert world.letters.letters == []
    assert events_of(world) == []


def test_an_invitation_that_cannot_be_sent_is_taken_back(world: World) -> None:
    def broken(letter: Letter) -> None:
        raise OSError("no mail server")

    world.letters.send = broken  # type: ignore[method-assign] # a mail server that is away
    refusal = refused(
        invitations.invite, world.deps, world.alys, ORGANISATION, email="huw@cwm.example", role="auditor"
    )
    assert refusal.code == "letter-not-sent"
    assert people.view_people(world.deps, world.alys, ORGANISATION).invitations == ()
    assert events_of(world) == ["person_invited", "invitation_withdrawn"]


def test_no_write_waits_for_the_mail_server(world: World) -> None:
    def slow(letter: Letter) -> None:
        with world.db.read() as tx:
            assert stored.load_viewer_by_email(tx, letter.to) is None
        writes.append(world.db.is_writing)

    writes: list[bool] = []
    world.letters.send = slow  # type: ignore[method-assign] # a mail server that looks around
    invitations.invite(world.deps, world.alys, ORGANISATION, email="huw@cwm.example", role="auditor")
    assert writes == [False]


def test_a_second_invitation_takes_the_place_of_the_first(world: World) -> None:
    invitations.invite(world.deps, world.alys, ORGANISATION, email="huw@cwm.example", role="auditor")
    first = link_in(world)
    invitations.invite(world.deps, world.alys, ORGANISATION, email="huw@cwm.example", role="reviewer")
    assert refused(invitations.view_invitation, world.deps, first).code == "link-expired"
    assert invitations.view_invitation(world.deps, link_in(world)).role is Role.REVIEWER


def test_a_withdrawn_invitation_is_worth_nothing(world: World) -> None:
    invitations.invite(world.deps, world.alys, ORGANISATION, email="huw@cwm.example", role="auditor")
    invitations.withdraw_invitation(world.deps, world.alys, ORGANISATION, email="huw@cwm.example")
    assert refused(invitations.view_invitation, world.deps, link_in(world)).code == "link-expired"


@pytest.mark.parametrize(("email", "role", "field"), [
    ("not an address", "auditor", "email"),
    ("huw@cwm.example", "king", "role"),
    ("carys@cwm.example", "auditor", "email"),
])  # fmt: skip
def test_bad_invitations_are_told_kindly(world: World, email: str, role: str, field: str) -> None:
    refusal = refused(invitations.invite, world.deps, world.alys, ORGANISATION, email=email, role=role)
    assert [fault.field for fault in refusal.faults] == [field]


def test_the_last_owner_stays(world: World) -> None:
    for call in (
        lambda: people.remove_member(world.deps, world.alys, ORGANISATION, person_id=world.alys.id),
        lambda: people.change_role(
            world.deps, world.alys, ORGANISATION, person_id=world.alys.id, role="auditor"
        ),
    ):
        assert refused(call).code == "last-owner"
    people.change_role(world.deps, world.alys, ORGANISATION, person_id=world.elin.id, role="owner")
    people.remove_member(world.deps, world.alys, ORGANISATION, person_id=world.alys.id)
    with world.db.read() as tx:
        assert {role for _, role in stored.list_members(tx, ORGANISATION)} >= {Role.OWNER}


def test_a_role_that_ends_ends_the_sessions(world: World) -> None:
    signin.ask_reset(world.deps, email=world.ffion.email, language="en")
    token = signin.reset_password(world.deps, link_in(world), password=GOOD)
    people.remove_member(world.deps, world.alys, ORGANISATION, person_id=world.ffion.id)
    assert signin.load_viewer(world.deps, token) is None


def test_strangers_are_told_that_nothing_is_there(world: World) -> None:
    assert refused(people.view_people, world.deps, world.bryn, ORGANISATION).code == "not-found"
    assert refused(people.view_people, world.deps, world.alys, "elsewhere").code == "not-found"


def test_the_command_line_adds_an_owner_and_the_organisation_once(world: World) -> None:
    name = Bilingual(cy="Cyngor Arall", en="Another Council")
    first = people.add_owner(
        world.deps, email="nia@cwm.example", name="Nia", password=GOOD, language="cy", organisation=name
    )
    second = people.add_owner(
        world.deps, email="owen@cwm.example", name="Owen", password=GOOD, language="en", organisation=name
    )
    assert first == second
    with pytest.raises(Refusal):
        people.add_owner(
            world.deps, email="nobody", name="N", password=GOOD, language="cy", organisation=name
        )


def test_an_owner_sends_at_most_thirty_invitations_an_hour(world: World) -> None:
    def invite(number: int) -> None:
        email = f"a{number}@cwm.example"
        invitations.invite(world.deps, world.alys, ORGANISATION, email=email, role="auditor")

    for number in range(30):
        invite(number)
    assert refused(invite, 30).code == "too-many-attempts"
    world.clock.go(minutes=61)
    invite(31)


def test_organisers_invite_tellers_for_one_round_or_all_and_end_their_role(world: World) -> None:
    make_round(world, round_id="agored")

    def people_of() -> dict[str, people.Member]:
        page = people.view_people(world.deps, world.elin, ORGANISATION)
        return {member.person.name: member for member in page.members}

    for name, round_id in (("huw", "agored"), ("nia", "")):
        invitations.invite(
            world.deps,
            world.elin,
            ORGANISATION,
            email=f"{name}@cwm.example",
            role="teller",
            round_id=round_id,
        )
        shown = invitations.view_invitation(world.deps, link_in(world))
        assert (shown.round_name is not None) == bool(round_id)
        invitations.take_up_invitation(
            world.deps, link_in(world), name=name.title(), password=GOOD, language="cy"
        )
    huw, nia = people_of()["Huw"], people_of()["Nia"]
    assert (huw.role, huw.round and huw.round.id, huw.may_end) == (Role.TELLER, "agored", True)
    assert (nia.role, nia.round) == (Role.TELLER, None)
    people.remove_member(world.deps, world.elin, ORGANISATION, person_id=nia.person.id)
    assert "Nia" not in people_of()
    refused(people.change_role, world.deps, world.elin, ORGANISATION, person_id=huw.person.id, role="owner")
    people.change_role(world.deps, world.alys, ORGANISATION, person_id=huw.person.id, role="auditor")
    assert people_of()["Huw"].round is None
    assert not people_of()["Huw"].may_end


def test_an_organiser_has_nobody_else_in_their_gift(world: World) -> None:
    invitations.invite(world.deps, world.alys, ORGANISATION, email="huw@cwm.example", role="auditor")
    refused(people.remove_member, world.deps, world.elin, ORGANISATION, person_id=world.carys.id)
    refused(invitations.withdraw_invitation, world.deps, world.elin, ORGANISATION, email="huw@cwm.example")
    refused(invitations.invite, world.deps, world.elin, ORGANISATION, email="huw@cwm.example", role="teller")
    assert people.view_people(world.deps, world.elin, ORGANISATION).invitations == ()
    assert len(people.view_people(world.deps, world.alys, ORGANISATION).invitations) == 1
    assert people.view_people(world.deps, world.ffion, ORGANISATION).may_give == ()


def test_a_teller_is_of_a_round_of_this_organisation(world: World) -> None:
    refusal = refused(
        invitations.invite,
        world.deps,
        world.elin,
        ORGANISATION,
        email="huw@cwm.example",
        role="teller",
        round_id="elsewhere",
    )
    assert [fault.field for fault in refusal.faults] == ["round"]
