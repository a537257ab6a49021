"""Voting with a council account: to the provider and back, in either language, and all that may go wrong."""

import base64
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from sqlalchemy import select
from starlette.types import ASGIApp

from pb.domain.text import Language
from pb.services.openid import provider as provider_module
from pb.storage.tables import METADATA
from pb.web import cookies
from pb.web.app import create_app
from pb.web.choices import pack_choices, unpack_choices
from tests.provider import Provider
from tests.sign_on import TYPED, open_vote_by_sign_on, use, world_with_provider
from tests.votes import CLOSES_AT, GARDEN, GREEN, ROUND, TREES
from tests.web.page import BASE, Page, Shown
from tests.web.test_hostile import RAW, WORDS
from tests.world import World

SIGN_ON = f"/rounds/{ROUND}/vote/sign-on"


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[World, Provider]]:
    with world_with_provider(tmp_path) as made:
        open_vote_by_sign_on(made[0])
        yield made


@pytest.fixture
def world(both: tuple[World, Provider]) -> World:
    return both[0]


@pytest.fixture
def provider(both: tuple[World, Provider]) -> Provider:
    return both[1]


@pytest.fixture
def app(world: World) -> ASGIApp:
    return create_app(world.deps)


def leave(page: Page) -> str:
    """Open the form and fill it in; the address that the page leads on to."""
    page.get(SIGN_ON)
    return begin(page)


def begin(page: Page) -> str:
    shown = page.submit(TYPED)
    assert shown.path.endswith("/go"), shown.main
    (refresh,) = shown.all(".//meta[@http-equiv='refresh']")
    address = refresh.get("content", "").removeprefix("0; url=")
    assert address in shown.links().values()
    return address


def back(page: Page, location: str, *, status: int = 200) -> Shown:
    """Follow where the provider sends the browser, over whatever the site answers."""
    assert location.startswith("http://localhost/sign-on?")
    return page.get(BASE + location.removeprefix("http://localhost"), status=status)


@pytest.mark.parametrize("language", ["cy", "en"])
def test_from_the_round_to_the_receipt(page: Page, provider: Provider, language: Language) -> None:
    page.language = language
    links = page.get(f"/rounds/{ROUND}/vote").links()
    words = {"cy": "Pleidleisio drwy eich cyfrif gyda'r cyngor", "en": "Vote with your council account"}
    assert links[words[language]] == f"/{language}{SIGN_ON}"
    assert ("Fy Nghwm" if language == "cy" else "My Vale") in page.get(SIGN_ON).main
    address = leave(page)
    asked = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["ui_locales"].startswith(language)
    shown = back(page, provider.sign_in(address, "nia-7"))
    assert shown.path == f"/{language}/rounds/{ROUND}/ballot"
    page.submit()
    shown = page.submit()
    assert shown.path == f"/{language}/rounds/{ROUND}/ballot/receipt"
    hint = "allgofnodwch o'r cyfrif hwnnw" if language == "cy" else "sign out of that account too"
    assert hint in shown.main
    assert hint in page.get(f"/rounds/{ROUND}/ballot/finish").main


def test_the_page_that_leads_on_is_nobodys_to_keep_and_the_policy_stays_as_it_is(page: Page) -> None:
    leave(page)
    assert page.shown is not None
    assert page.shown.headers["cache-control"] == "no-store"
    assert page.shown.headers["referrer-policy"] == "no-referrer"
    assert "form-action 'self';" in page.shown.headers["content-security-policy"]


def test_faults_are_told_and_nothing_typed_is_lost(page: Page, provider: Provider) -> None:
    page.language = "en"
    page.get(SIGN_ON)
    shown = page.submit({"postcode": "SA99 9ZZ", "tie": "work"}, status=422)
    assert len(shown.faults) == 2
    assert (shown.value("postcode"), shown.value("tie")) == ("SA99 9ZZ", "work")
    assert provider.asked == []


def test_whoever_cancels_is_told_so_and_may_begin_again_or_choose_another_way(
    page: Page, provider: Provider
) -> None:
    page.language = "en"
    shown = back(page, provider.cancel(leave(page)))
    assert shown.path == f"/en{SIGN_ON}"
    assert "You did not sign in, so nothing has happened." in shown.main
    assert {"Vote with a voter code", "Vote with a code by email"} <= shown.links().keys()
    shown = back(page, provider.sign_in(leave(page), "nia-7"))
    assert shown.path.endswith("/ballot")


def test_an_answer_works_once_and_going_back_does_no_harm(page: Page, provider: Provider) -> None:
    page.language = "en"
    location = provider.sign_in(leave(page), "nia-7")
    back(page, location)
    again = back(page, location)
    assert again.path == f"/en{SIGN_ON}"
    assert "has been used already. Your vote is as you left it." in again.main
    assert page.get(f"/rounds/{ROUND}/ballot").path.endswith("/ballot")
    assert page.get(f"{SIGN_ON}/go").path == f"/en{SIGN_ON}"
    assert "Go on to the ballot paper" in page.get(SIGN_ON).links()


def test_the_answer_of_another_journey_is_not_taken_and_the_own_one_goes_on(
    page: Page, provider: Provider
) -> None:
    page.language = "en"
    attacker = Page(page.app)
    theirs = provider.sign_in(leave(attacker), "attacker")
    own = provider.sign_in(leave(page), "nia-7")
    shown = back(page, theirs)
    assert "belonged to another sign-in" in shown.main
    assert cookies.full_name(cookies.VOTER, secure=False) not in page.client.cookies
    assert back(page, own).path.endswith("/ballot")
    nobody = Page(page.app, "en")
    nobody.get(SIGN_ON)
    assert "begin again" in back(nobody, theirs).notice
    assert cookies.full_name(cookies.VOTER, secure=False) not in nobody.client.cookies


def test_without_a_cookie_the_door_asks_for_the_language_and_no_vote_opens(
    page: Page, provider: Provider
) -> None:
    location = provider.sign_in(leave(page), "nia-7")
    page.client.cookies.clear()
    answer = page.client.get(location.removeprefix("http://localhost"))
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_too_long_on_the_way(world: World, page: Page, provider: Provider) -> None:
    page.language = "en"
    location = provider.sign_in(leave(page), "nia-7")
    world.clock.go(minutes=10)
    assert "it took too long" in back(page, location).main


def test_a_provider_that_is_down_before_and_on_the_way_back(
    world: World, page: Page, provider: Provider
) -> None:
    page.language = "en"
    address = leave(page)
    location = provider.sign_in(address, "nia-7")
    provider.status = 503
    shown = back(page, location)
    assert "is not answering just now" in shown.main
    assert "Vote with a code by email" in shown.links()
    use(world, provider)
    fresh = Page(create_app(world.deps), "en")
    fresh.get(SIGN_ON)
    shown = fresh.submit(TYPED, status=503)
    assert "is not answering just now" in shown.main
    assert shown.value("postcode") == TYPED["postcode"]
    assert "Vote with a code by email" in shown.links()


def test_whoever_gets_no_turn_loads_the_page_again_and_need_not_sign_in_anew(
    world: World, page: Page, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_module, "WAIT_SECONDS", 0.01)
    page.language = "en"
    location = provider.sign_in(leave(page), "nia-7")
    assert world.deps.sign_on is not None
    with ExitStack() as held:
        for _ in range(provider_module.MOST_AT_ONCE):
            held.enter_context(world.deps.sign_on.turn(world.clock.now()))
        shown = back(page, location, status=503)
    assert "Wait a minute, then load this page again" in shown.main
    assert shown.headers["retry-after"] == "60"
    assert back(page, location).path.endswith("/ballot")


def test_after_the_close_the_pages_say_so(world: World, page: Page, provider: Provider) -> None:
    page.language = "en"
    location = provider.sign_in(leave(page), "nia-7")
    world.clock.moment = CLOSES_AT
    assert "Voting has closed." in page.get(SIGN_ON).main
    assert "Voting has closed" in back(page, location, status=409).main


@pytest.mark.parametrize("why", ["https://evil.example", "code-wrong", "<script>", "sign-on-over%0d%0aX: y"])
def test_no_address_says_anything_of_its_own(page: Page, why: str) -> None:
    assert page.get(f"{SIGN_ON}?why={why}").main == page.get(SIGN_ON).main


@pytest.mark.parametrize("field", ["state", "code", "error", "iss"])
def test_the_way_back_bears_whatever_comes_along(
    page: Page, provider: Provider, caplog: pytest.LogCaptureFixture, field: str
) -> None:
    """Instead of one part of a good answer; each is the end of its journey, or leaves it alone."""
    for words in (*(quote(words[:5_000]) for words in WORDS.values()), "%ED%A0%80", "%FF%FE", "%zz%%", ""):
        location = provider.sign_in(leave(page), "nia-7")
        parts = [part for part in urlsplit(location).query.split("&") if not part.startswith(f"{field}=")]
        shown = page.get(f"/en/sign-on?{'&'.join([*parts, f'{field}={words}'])}")
        assert shown.path == f"/en{SIGN_ON}" or (field == "error" and not words), words[:40]
        assert not [raw for raw in RAW if raw in shown.html]
        assert ("pb_voter" in page.client.cookies) == (field == "error" and not words)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("kept", ["rownd", ".x", "//evil.example.token", "rownd.", "../rownd.x", "rownd.é"])
def test_a_cookie_of_nobodys_leads_nowhere(page: Page, kept: str) -> None:
    answer = page.client.get(
        "/en/sign-on?state=a&code=b",
        headers={b"cookie": f"{cookies.full_name(cookies.SIGN_ON, secure=False)}={kept}".encode()},
    )
    assert re.fullmatch(r"/en/rounds(/rownd/vote/sign-on\?why=sign-on-over)?", answer.headers["location"])


def test_without_a_provider_the_page_offers_the_other_ways(world: World, page: Page) -> None:
    page.language = "en"
    object.__setattr__(world.deps, "sign_on", None)
    shown = page.get(SIGN_ON)
    assert "does not work just now" in shown.main
    assert "Vote with a code by email" in shown.links()
    page.post(SIGN_ON, TYPED, status=503)


@pytest.mark.parametrize("cancels_first", [False, True])
def test_what_was_ticked_before_the_session_ended_comes_along(
    world: World, page: Page, provider: Provider, cancels_first: bool
) -> None:
    ticked: dict[str, str | list[str]] = {"carry": "1", f"choice.{GREEN}": [GARDEN, TREES]}
    shown = page.post(SIGN_ON, ticked)
    assert shown.value(f"choice.{GREEN}") == [GARDEN, TREES]
    assert provider.asked == []
    address = begin(page)
    if cancels_first:
        back(page, provider.cancel(address))
        address = begin(page)
    shown = back(page, provider.sign_in(address, "nia-7"))
    assert set(shown.value(f"choice.{GREEN}") or ()) == {GARDEN, TREES}
    assert cookies.full_name(cookies.CARRIED, secure=False) not in page.client.cookies
    with world.db.read() as tx:
        (draft,) = tx.connection().execute(select(METADATA.tables["draft_ballot"])).all()
    assert GARDEN in str(draft)


def test_whoever_comes_next_on_the_same_device_finds_nothing_of_it(page: Page, provider: Provider) -> None:
    page.post(SIGN_ON, {"carry": "1", f"choice.{GREEN}": GARDEN})
    begin(page)
    assert page.get(SIGN_ON).value(f"choice.{GREEN}") is None
    shown = back(page, provider.sign_in(leave(page), "rhys-8"))
    assert shown.value(f"choice.{GREEN}") is None


def test_choices_of_another_round_stay_where_they_are(page: Page, provider: Provider) -> None:
    address = leave(page)
    waiting = pack_choices([(f"choice.{GREEN}", GARDEN)])
    page.client.cookies.set(cookies.full_name(cookies.CARRIED, secure=False), f"arall.{waiting}")
    assert back(page, provider.sign_in(address, "nia-7")).value(f"choice.{GREEN}") is None


@pytest.mark.parametrize("packed", ["", "AAAA", "eJw=", "\xe9"])
def test_choices_that_nobody_packed_are_none(packed: str) -> None:
    assert unpack_choices(packed) is None


def test_choices_are_packed_as_long_as_a_cookie_holds_them() -> None:
    def fields(count: int) -> list[tuple[str, str]]:
        draw = Random(7)  # noqa: S311 # names of proposals, nothing secret
        return [(f"mark.gwyrdd.{draw.getrandbits(50):x}", str(draw.randrange(1, 11))) for _ in range(count)]

    assert unpack_choices(pack_choices(fields(250))) == fields(250)
    assert pack_choices(fields(2_000)) == ""
    bomb = base64.urlsafe_b64encode(zlib.compress(b"choice.a=" + b"x" * 10**7)).decode()
    assert unpack_choices(bomb) is None


@pytest.mark.parametrize("claim", ["", "ward"])
def test_the_page_says_who_may_vote_whatever_the_account_tells(
    world: World, provider: Provider, claim: str
) -> None:
    use(world, provider, ward_claim=claim)
    page = Page(create_app(world.deps), "en")
    said = page.get(SIGN_ON).main
    assert "To vote you need one of these ties to the area: living here" in said
    assert "You need to be at least this old to vote: 11." in said
