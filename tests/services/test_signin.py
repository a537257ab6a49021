"""Accounts: joining, signing in, sessions that end, and passwords that change."""

import re
from dataclasses import replace

import pytest
from sqlmodel import select

from pb.domain.refusals import Kind, Refusal
from pb.services import signin
from pb.storage.events import list_events
from pb.storage.tables.people import MailTokenRow
from tests.world import World

GOOD = "teapot lantern meadow"


def link_in(world: World) -> str:
    """The token in the last letter."""
    found = re.search(r"/(?:confirm|reset|invitations)/(\S+)", world.letters.letters[-1].body)
    assert found is not None
    return found[1]


def refused(call: object, *args: object, **named: object) -> Refusal:
    assert callable(call)
    with pytest.raises(Refusal) as caught:
        call(*args, **named)
    return caught.value


def join(world: World, email: str = "gwen@cwm.example") -> str:
    signin.ask_to_join(world.deps, email=email, language="cy")
    return signin.finish_joining(world.deps, link_in(world), name="Gwen", password=GOOD, language="cy")


def test_joining_makes_an_account_whose_session_opens(world: World) -> None:
    viewer = signin.load_viewer(world.deps, join(world))
    assert viewer is not None
    assert (viewer.name, viewer.email, viewer.email_confirmed, viewer.language) == (
        "Gwen", "gwen@cwm.example", True, "cy",
    )  # fmt: skip


def test_a_link_works_once(world: World) -> None:
    join(world)
    again = refused(
        signin.finish_joining, world.deps, link_in(world), name="Gwen", password=GOOD, language="cy"
    )
    assert (again.code, again.kind) == ("link-expired", Kind.NOT_FOUND)


def test_a_new_password_ends_every_other_link(world: World) -> None:
    join(world)
    links = []
    for _ in range(3):
        signin.ask_reset(world.deps, email="gwen@cwm.example", language="en")
        links.append(link_in(world))
    session = signin.reset_password(world.deps, links[1], password="harbour violin cloud")
    for link in (links[0], links[1]):
        assert refused(signin.reset_password, world.deps, link, password=GOOD).code == "link-expired"
    signin.ask_reset(world.deps, email="gwen@cwm.example", language="en")
    viewer = signin.load_viewer(world.deps, session)
    assert viewer is not None
    signin.change_password(world.deps, viewer, old="harbour violin cloud", new=GOOD)
    assert refused(signin.reset_password, world.deps, link_in(world), password=GOOD).code == "link-expired"


def test_addresses_of_people_who_never_joined_are_forgotten(world: World) -> None:
    signin.ask_to_join(world.deps, email="shy@cwm.example", language="cy")
    world.clock.go(hours=49)
    signin.ask_to_join(world.deps, email="bold@cwm.example", language="cy")
    with world.db.read() as tx:
        assert list(tx.exec(select(MailTokenRow.email))) == ["bold@cwm.example"]


def test_a_link_grows_old(world: World) -> None:
    signin.ask_to_join(world.deps, email="gwen@cwm.example", language="cy")
    world.clock.go(days=2, seconds=1)
    assert refused(
        signin.finish_joining, world.deps, link_in(world), name="G", password=GOOD, language="cy"
    ).code == ("link-expired")


def test_a_link_for_joining_resets_no_password(world: World) -> None:
    signin.ask_to_join(world.deps, email="gwen@cwm.example", language="cy")
    assert refused(signin.reset_password, world.deps, link_in(world), password=GOOD).code == "link-expired"


def test_joining_with_a_known_address_says_nothing_on_the_page_and_writes_to_its_owner(world: World) -> None:
    signin.ask_to_join(world.deps, email="BRYN@cwm.example ", language="en")
    letter = world.letters.letters[-1]
    assert letter.to == "bryn@cwm.example"
    assert letter.subject == "You already have an account"
    assert "/en/reset/" in letter.body


def test_a_reset_for_an_unknown_address_offers_an_account_by_letter_alone(world: World) -> None:
    signin.ask_reset(world.deps, email="nobody@cwm.example", language="en")
    letter = world.letters.letters[-1]
    assert (letter.to, letter.subject) == ("nobody@cwm.example", "You have no account yet")
    assert signin.finish_joining(world.deps, link_in(world), name="Non", password=GOOD, language="cy")


def test_a_mail_server_that_fails_answers_alike_for_every_address(world: World) -> None:
    class Broken:
        def send(self, letter: object) -> None:
            raise OSError

    deps = replace(world.deps, mailer=Broken())
    asked = [
        (ask, email)
        for ask in (signin.ask_reset, signin.ask_to_join)
        for email in (world.bryn.email, "no@x.example")
    ]
    assert {refused(ask, deps, email=email, language="en").code for ask, email in asked} == {
        "letter-not-sent"
    }


def test_what_is_no_address_locks_nobody_out(world: World) -> None:
    for typed in ("", "gwen", "gwen@", "a b@cwm.example") * 5:
        assert (
            refused(signin.sign_in, world.deps, email=typed, password=GOOD).faults[0].code == "sign-in-failed"
        )


def test_one_network_tries_many_addresses_slowly(world: World) -> None:
    join(world)
    for number in range(30):
        refused(
            signin.sign_in, world.deps, email=f"a{number}@cwm.example", password=GOOD, network="192.0.2.7"
        )
    locked = refused(signin.sign_in, world.deps, email="gwen@cwm.example", password=GOOD, network="192.0.2.7")
    assert locked.code == "too-many-attempts"
    assert signin.sign_in(world.deps, email="gwen@cwm.example", password=GOOD, network="192.0.2.8")


def test_one_network_sends_letters_to_many_addresses_slowly(world: World) -> None:
    for number in range(60):
        signin.ask_to_join(world.deps, email=f"a{number}@cwm.example", language="cy", network="2001:db8::1")
    again = {"email": "b@cwm.example", "language": "cy", "network": "2001:db8::2"}
    assert refused(signin.ask_to_join, world.deps, **again).code == "too-many-attempts"
    assert refused(signin.ask_reset, world.deps, **again).code == "too-many-attempts"
    signin.ask_reset(world.deps, email="b@cwm.example", language="cy", network="2001:db8:1::2")


def test_one_mailbox_gets_five_letters_an_hour_however_it_is_spelt(world: World) -> None:
    for number in range(5):
        signin.ask_to_join(world.deps, email=f"gwen+{number}@cwm.example", language="cy")
    assert (
        refused(signin.ask_reset, world.deps, email="gwen@cwm.example", language="cy").code
        == "too-many-attempts"
    )


def test_faults_are_told_together_and_the_link_still_works(world: World) -> None:
    signin.ask_to_join(world.deps, email="gwen@cwm.example", language="cy")
    refusal = refused(
        signin.finish_joining, world.deps, link_in(world), name=" ", password="short", language="cy"
    )
    assert [(fault.field, fault.code) for fault in refusal.faults] == [
        ("name", "missing"), ("password", "password-too-short"),
    ]  # fmt: skip
    assert signin.finish_joining(world.deps, link_in(world), name="Gwen", password=GOOD, language="cy")


def test_signing_in_answers_alike_for_a_wrong_password_and_an_unknown_address(world: World) -> None:
    join(world)
    wrong = refused(signin.sign_in, world.deps, email="gwen@cwm.example", password="not this one")
    unknown = refused(signin.sign_in, world.deps, email="nobody@cwm.example", password=GOOD)
    assert wrong.faults == unknown.faults
    assert wrong.faults[0].code == "sign-in-failed"


def test_five_wrong_passwords_lock_one_address_and_no_other(world: World) -> None:
    join(world)
    join(world, "mair@cwm.example")
    for _ in range(5):
        refused(signin.sign_in, world.deps, email="gwen@cwm.example", password="wrong")
    locked = refused(signin.sign_in, world.deps, email="gwen@cwm.example", password=GOOD)
    assert (locked.code, locked.kind, locked.facts["minutes"]) == ("too-many-attempts", Kind.TOO_MANY, 16)
    assert signin.sign_in(world.deps, email="mair@cwm.example", password=GOOD)
    world.clock.go(minutes=16)
    assert signin.sign_in(world.deps, email="gwen@cwm.example", password=GOOD)


def test_a_new_password_ends_every_other_session(world: World) -> None:
    first = join(world)
    signin.ask_reset(world.deps, email="gwen@cwm.example", language="en")
    second = signin.reset_password(world.deps, link_in(world), password="harbour violin cloud")
    assert signin.load_viewer(world.deps, first) is None
    assert signin.load_viewer(world.deps, second) is not None
    refused(signin.sign_in, world.deps, email="gwen@cwm.example", password=GOOD)


def test_changing_a_password_needs_the_old_one(world: World) -> None:
    viewer = signin.load_viewer(world.deps, join(world))
    assert viewer is not None
    refusal = refused(signin.change_password, world.deps, viewer, old="no", new="harbour violin cloud")
    assert refusal.faults[0].code == "wrong-password"
    assert signin.change_password(world.deps, viewer, old=GOOD, new="harbour violin cloud")


def test_signing_out_ends_the_session(world: World) -> None:
    token = join(world)
    signin.sign_out(world.deps, token)
    assert signin.load_viewer(world.deps, token) is None


def test_staff_sessions_end_after_half_an_hour_idle_and_eight_hours_in_all(world: World) -> None:
    signin.ask_reset(world.deps, email=world.alys.email, language="en")
    token = signin.reset_password(world.deps, link_in(world), password=GOOD)
    for _ in range(16):
        world.clock.go(minutes=29)
        assert signin.load_viewer(world.deps, token) is not None
    world.clock.go(minutes=29)
    assert signin.load_viewer(world.deps, token) is None, "eight hours in all"


def test_idle_staff_are_signed_out_and_residents_are_not(world: World) -> None:
    resident = join(world)
    signin.ask_reset(world.deps, email=world.alys.email, language="en")
    staff = signin.reset_password(world.deps, link_in(world), password=GOOD)
    world.clock.go(minutes=31)
    assert signin.load_viewer(world.deps, staff) is None
    assert signin.load_viewer(world.deps, resident) is not None
    world.clock.go(days=15)
    assert signin.load_viewer(world.deps, resident) is None


def test_letters_to_one_address_are_limited(world: World) -> None:
    for _ in range(5):
        signin.ask_reset(world.deps, email=world.bryn.email, language="en")
    assert (
        refused(signin.ask_reset, world.deps, email=world.bryn.email, language="en").code
        == "too-many-attempts"
    )


def test_nothing_of_a_person_stands_in_the_log(world: World) -> None:
    join(world)
    with world.db.read() as tx:
        told = "".join(str(event.as_record()) for event in list_events(tx, "site"))
    assert "account_made" in told
    for private in ("gwen", "Gwen", "cwm.example", GOOD):
        assert private not in told
