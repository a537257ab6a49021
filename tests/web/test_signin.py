"""The pages of joining, signing in and out, and one's own account, in both languages."""

import re

import pytest

from tests.web.page import Page
from tests.world import World

GOOD = "teapot lantern meadow"


def token_in(world: World) -> str:
    found = re.search(r"/(?:confirm|reset|invitations)/(\S+)", world.letters.letters[-1].body)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_resident_joins_signs_out_and_in_again(world: World, page: Page, language: str) -> None:
    page.language = language
    page.get("/join")
    page.submit({"email": "gwen@cwm.example"})
    assert page.went == [f"/{language}/join?sent=1"]
    page.get(f"/confirm/{token_in(world)}")
    shown = page.submit({"name": "Gwen", "password": GOOD})
    assert page.went[-1] == f"/{language}/my/proposals"
    assert shown.notice
    page.get("/sign-out")
    page.submit()
    assert page.get("/account", status=403).links()
    page.get("/sign-in?next=/account")
    shown = page.submit({"email": "gwen@cwm.example", "password": GOOD})
    assert page.went[-1] == f"/{language}/account"
    assert "gwen@cwm.example" in shown.main


def test_a_wrong_password_keeps_the_address_and_never_the_password(page: Page) -> None:
    page.language = "en"
    page.get("/sign-in")
    shown = page.submit({"email": "bryn@cwm.example", "password": "wrong words here"}, status=422)
    assert shown.faults == ["The email address or the password is not right. Check both."]
    assert shown.value("email") == "bryn@cwm.example"
    assert "wrong words here" not in shown.html


def test_switching_language_keeps_what_is_typed(world: World, page: Page) -> None:
    page.get("/join")
    page.submit({"email": "gwen@cwm"}, status=422)
    shown = page.switch_language()
    assert (shown.language, shown.value("email")) == ("en", "gwen@cwm")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_signing_in_leads_nowhere_else(world: World, page: Page, target: str) -> None:
    page.get("/join")
    page.submit({"email": "gwen@cwm.example"})
    page.get(f"/confirm/{token_in(world)}")
    page.submit({"name": "Gwen", "password": GOOD})
    page.get("/sign-out")
    page.submit()
    page.post("/sign-in", {"email": "gwen@cwm.example", "password": GOOD, "next": target})
    assert page.went == ["/cy/"]


def test_a_used_link_is_a_kind_page(world: World, page: Page) -> None:
    shown = page.get("/confirm/neither-here-nor-there", status=404)
    assert "ddolen" in shown.main


def test_pages_with_links_from_letters_tell_no_one(world: World, page: Page) -> None:
    page.get("/join")
    page.submit({"email": "gwen@cwm.example"})
    headers = page.get(f"/confirm/{token_in(world)}").headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name", ["", "x" * 100_000, "\0", "\u202eevil", "<script>alert(1)</script>", "👩🏽‍🚒" * 50]
)
def test_hostile_names_are_told_kindly_or_shown_harmlessly(world: World, page: Page, name: str) -> None:
    page.get("/join")
    page.submit({"email": "gwen@cwm.example"})
    page.get(f"/confirm/{token_in(world)}")
    shown = page.submit(
        {"name": name, "password": GOOD}, status=422 if name != "\u202eevil" and "<" not in name else 200
    )
    assert "<script>alert" not in shown.html


def test_account_and_password_pages(world: World, page: Page) -> None:
    page.language = "en"
    page.get("/join")
    page.submit({"email": "gwen@cwm.example"})
    page.get(f"/confirm/{token_in(world)}")
    page.submit({"name": "Gwen", "password": GOOD})
    page.get("/account")
    shown = page.submit({"name": "Gwenllian", "language": "cy"})
    assert shown.value("name") == "Gwenllian"
    page.get("/account/password")
    shown = page.submit({"old_password": "wrong", "new_password": "harbour violin cloud"}, status=422)
    assert shown.faults == ["This is not your present password."]
    page.submit({"old_password": GOOD, "new_password": "harbour violin cloud"})
    assert page.went[-1] == "/en/account"


def test_those_with_a_role_begin_where_their_work_is(world: World, page: Page) -> None:
    page.get("/reset")
    page.submit({"email": world.elin.email})
    page.get(f"/reset/{token_in(world)}")
    page.submit({"password": GOOD})
    page.get("/sign-out")
    page.submit()
    page.get("/sign-in")
    page.submit({"email": world.elin.email, "password": GOOD})
    assert page.went == ["/cy/organise", "/cy/organisations/cyngor"]
