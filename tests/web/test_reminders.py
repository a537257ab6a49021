"""Asking to be reminded, on the pages: from the ballot paper, in both languages, without scripts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pb.domain.text import Language
from pb.services import work
from pb.web.app import create_app
from tests.proofs import open_vote_by_email, sent_code
from tests.votes import CLOSES_AT, GARDEN, GREEN, ROUND, issue, open_vote
from tests.web.page import Page, Shown
from tests.web.test_proving import EMAIL, TYPED, come_by
from tests.world import World

BALLOT = f"/rounds/{ROUND}/ballot"
REMINDER = f"{BALLOT}/reminder"
DUE = CLOSES_AT - timedelta(hours=24)
KEPT = {"cy": "Byddwch yn cael eich atgoffa, unwaith.", "en": "You will be reminded, once."}


def enter(world: World, page: Page) -> Shown:
    open_vote(world)
    page.get(f"/rounds/{ROUND}/vote")
    return page.submit({"code": issue(world)[0]})


@pytest.mark.parametrize("language", ["cy", "en"])
def test_from_the_ballot_paper_to_the_message_and_the_vote(
    world: World, page: Page, language: Language
) -> None:
    page.language = language
    enter(world, page)
    shown = page.submit({f"choice.{GREEN}": GARDEN}, button=("remind", "1"))
    assert shown.path == f"/{language}{REMINDER}"
    shown = page.submit({"email": "nia@"}, status=422)
    assert shown.value("email") == "nia@"
    shown = page.submit({"email": "nia@cwm.example"})
    assert shown.notice == KEPT[language]
    assert "nia@" not in shown.html
    assert ("8 Mawrth 2026" if language == "cy" else "8 March 2026") in shown.main
    assert page.get(BALLOT).value(f"choice.{GREEN}") == GARDEN, "what was ticked is kept"
    world.clock.moment = DUE
    assert work.send_due_reminders(world.deps) == 1
    (letter,) = world.letters.letters
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    assert link == f"http://localhost/{language}/rounds/{ROUND}/vote"
    assert GARDEN not in letter.body
    page.get(link.removeprefix("http://localhost"))


def test_it_is_taken_back_at_one_press(world: World, page: Page) -> None:
    page.language = "en"
    enter(world, page)
    page.submit(button=("remind", "1"))
    page.submit({"phone": "07700 900123"})
    shown = page.submit(button=("forget", "1"))
    assert shown.notice == "You will not be reminded. The address or number has been erased."
    assert shown.value("email") == ""
    world.clock.moment = DUE
    assert work.send_due_reminders(world.deps) == 0


def test_whoever_came_by_email_is_reminded_too(world: World, page: Page) -> None:
    open_vote_by_email(world, proofs=("email",))
    page.get(EMAIL)
    come_by(world, page, "email")
    page.submit(button=("remind", "1"))
    page.submit({"phone": "07700 900123"})
    world.clock.moment = DUE
    work.send_due_reminders(world.deps)
    assert [text.to for text in world.telephone.texts] == ["+447700900123"]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_tick_beside_the_code_is_enough(world: World, page: Page, language: Language) -> None:
    open_vote_by_email(world, proofs=("email",))
    page.language = language
    page.get(EMAIL)
    page.submit(TYPED)
    shown = page.submit({"sent_code": "12", "remind_me": "1"}, status=422)
    assert shown.value("remind_me") == "1"
    page.submit({"sent_code": sent_code(world)})
    assert page.get(REMINDER).all(".//button[@name='forget']")
    assert "nia@" not in page.get(REMINDER).html
    world.clock.moment = DUE
    assert work.send_due_reminders(world.deps) == 1
    told = {"cy": "Nid yw eich pleidlais wedi'i bwrw eto", "en": "Your vote is not cast yet"}[language]
    assert world.letters.letters[-1].subject == told
    page.get(EMAIL)
    page.submit(TYPED)
    assert page.shown is not None
    assert page.shown.all(".//input[@name='remind_me']") == [], "it would be too late"


def test_it_is_offered_only_while_it_makes_sense(world: World, page: Page) -> None:
    page.language = "en"
    enter(world, page)
    assert page.get(BALLOT).all(".//button[@name='remind']")
    page.submit()
    page.get(BALLOT)
    assert "Send me a reminder" in page.get(f"{BALLOT}/finish").links()
    page.get(f"{BALLOT}/check")
    page.submit()
    assert page.get(BALLOT).all(".//button[@name='remind']") == []
    assert "there is nothing to remind you of" in page.get(REMINDER).main
    page.post(REMINDER, {"email": "nia@", **token_of(page)}, status=409)


def token_of(page: Page) -> dict[str, str]:
    shown = page.get(f"{BALLOT}/check") if page.shown is None else page.get(BALLOT)
    return {"form_token": str(shown.value("form_token"))}


def test_within_a_day_of_the_close_nobody_is_promised_a_reminder(world: World, page: Page) -> None:
    page.language = "en"
    open_vote(world)
    world.clock.moment = DUE
    page.get(f"/rounds/{ROUND}/vote")
    shown = page.submit({"code": issue(world)[0]})
    assert shown.all(".//button[@name='remind']") == []
    assert "Send me a reminder" not in page.get(f"{BALLOT}/finish").links()
    assert "less than a day is left" in page.get(REMINDER).main
    page.post(REMINDER, {"email": "nia@", **token_of(page)}, status=409)


def test_without_a_sender_of_texts_only_an_address_is_asked_for(world: World) -> None:
    page = Page(create_app(replace(world.deps, texter=None)), "en")
    enter(world, page)
    shown = page.submit(button=("remind", "1"))
    assert shown.all(".//input[@name='phone']") == []
    page.submit({"phone": "07700 900123"}, status=422)
    assert page.submit({"email": "nia@cwm.example", "phone": ""}).notice == KEPT["en"]


def test_without_a_session_the_code_comes_first(world: World, page: Page) -> None:
    enter(world, page)
    page.get(REMINDER)
    world.clock.go(minutes=16)
    page.submit({"email": "nia@cwm.example"}, status=403)
    assert page.get(REMINDER).path == f"/cy/rounds/{ROUND}/vote"


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_slip_in_a_second_tab_is_told_beside_the_field(
    world: World, page: Page, language: Language
) -> None:
    """The first tab has asked already; what is typed in the second is not lost, and changes nothing yet."""
    page.language = language
    enter(world, page)
    form = page.submit(button=("remind", "1")).fields()
    page.submit({"email": "nia@cwm.example"})
    shown = page.post(REMINDER, {**form, "email": "nia@"}, status=422)
    assert shown.value("email") == "nia@"
    assert len(shown.faults) == 1
