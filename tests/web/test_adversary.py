"""What somebody who means harm may send: each attempt meets a page of ours, and leaves nothing behind."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from time import sleep
from typing import Any

import pytest
from starlette.requests import Request

from pb.services import hashing, turns
from pb.services.hashing import PasswordHasher
from pb.web import endpoint, guard, intake
from pb.web.app import create_app
from tests.web.page import Page
from tests.world import CHEAP, World

NO_ADDRESSES = ("http://[x", "http://[::1", "//[", "https://[fe80::1%25en0")
FORM = "application/x-www-form-urlencoded"


def sealed(response: Any) -> bool:
    return (
        response.headers.get("content-security-policy") == guard.CSP and "cache-control" in response.headers
    )


@pytest.mark.parametrize("odd", NO_ADDRESSES)
def test_an_origin_that_is_no_address_is_another_site(page: Page, odd: str) -> None:
    answer = page.raw("POST", "/en/join", headers={"origin": odd, "content-type": FORM}, content=b"email=a")
    assert (answer.status_code, sealed(answer)) == (403, True)


@pytest.mark.parametrize("odd", NO_ADDRESSES)
@pytest.mark.parametrize("kept", [0.0, 2.0])
def test_a_referrer_that_is_no_address_changes_nothing(world: World, odd: str, kept: float) -> None:
    page = Page(create_app(world.deps, keep_public_seconds=kept), "en")
    answer = page.raw("GET", "/en/rounds", headers={"referer": odd})
    assert (answer.status_code, sealed(answer)) == (200, True)


@pytest.mark.parametrize("encoding", ["undefined", "idna", "punycode", "zlib", "no-such", "../../x"])
def test_the_sender_s_encoding_breaks_no_form(page: Page, encoding: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n\xff\xfe\x80\r\n--b--\r\n'
    kind = f"multipart/form-data; charset={encoding}; boundary=b"
    answer = page.raw("POST", "/en/join", headers={"content-type": kind}, content=body)
    assert answer.status_code in (400, 422)
    assert sealed(answer)


def test_a_body_that_only_trickles_in_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def trickle() -> dict[str, Any]:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"a", "more_body": True}

    monkeypatch.setattr(intake, "MOST_SECONDS", 0.2)
    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", FORM.encode())]}
    with pytest.raises(intake.FormUnreadable):
        asyncio.run(intake.read_form(Request(scope, trickle), 1_000_000))


def test_what_fails_around_a_handler_ends_in_our_apology(
    page: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(request: Request) -> bool:
        raise LookupError("secret detail")

    monkeypatch.setattr(guard, "is_cross_site", fails)
    answer = page.raw("POST", "/cy/join", content=b"")
    assert (answer.status_code, sealed(answer)) == (500, True)
    assert answer.headers["x-request-id"] in answer.text
    assert "secret detail" not in answer.text
    assert "LookupError" in caplog.text


def test_every_cookie_of_an_https_site_travels_by_https_alone(secure_page: Page) -> None:
    set_by = [
        secure_page.raw("POST", "/en/sign-out", content=b""),  # puts the notice, drops the session
        secure_page.raw("GET", "/en/sign-in", headers={"cookie": "pb_notice=signed-out"}),  # drops the notice
    ]
    cookies = [cookie for answer in set_by for cookie in answer.headers.get_list("set-cookie")]
    assert {cookie.split("=")[0] for cookie in cookies} >= {"pb_notice", "__Host-pb_session"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}, cookie


def test_a_flood_of_hashes_leaves_threads_for_pages_and_loses_no_ticks(world: World) -> None:
    hasher = PasswordHasher(password_cost=CHEAP, code_cost=CHEAP)
    assert hashing.MOST_PASSWORDS + hashing.MOST_CODES < endpoint.THREADS
    page = Page(create_app(replace(world.deps, hasher=hasher)), "en")
    with ExitStack() as crowd:
        crowd.enter_context(hasher._passwords.turn())  # one of them is not done yet
        others = ThreadPoolExecutor(hashing.MOST_PASSWORDS)
        waiting = [others.submit(hasher.hash_password, "x") for _ in range(hashing.MOST_PASSWORDS - 1)]
        crowd.callback(others.shutdown)
        while len(hasher._passwords._waiting) < len(waiting):
            sleep(0.001)
        answer = page.raw("POST", "/en/sign-in", data={"email": "alys@cwm.example", "password": "x" * 20})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, str(turns.BUSY_SECONDS))
        assert 'value="alys@cwm.example"' in answer.text
        assert "Very many people" in answer.text
        assert not hasher.code_matches(None, "x")  # voters have a queue of their own
    assert (
        page.raw("POST", "/en/sign-in", data={"email": "a@cwm.example", "password": "x"}).status_code == 422
    )
