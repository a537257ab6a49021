"""What somebody who means harm may send: each attempt meets a page of ours, and leaves nothing behind."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.requests import Request
from starlette.types import ASGIApp

from pb.services import hashing, turns, voters
from pb.services.hashing import CodeCheck, PasswordHasher
from pb.web import endpoint, guard, intake
from pb.web.app import create_app
from tests.votes import ROUND, issue, open_vote
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


@contextmanager
def held(hasher: PasswordHasher) -> Iterator[None]:
    """Nothing is hashed until this is over."""
    let_go = threading.Event()
    for _ in range(hasher._threads._max_workers):
        hasher._threads.submit(let_go.wait, 20)
    try:
        yield
    finally:
        let_go.set()


def until(is_so: Callable[[], bool]) -> None:
    late = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < late
        time.sleep(0.001)


def test_a_flood_of_passwords_leaves_threads_for_pages_and_sends_no_voter_away(world: World) -> None:
    hasher = PasswordHasher(password_cost=CHEAP, code_cost=CHEAP)
    assert hashing.MOST_PASSWORDS < endpoint.THREADS
    page = Page(create_app(replace(world.deps, hasher=hasher)), "en")
    with ThreadPoolExecutor(hashing.MOST_PASSWORDS + 1) as others, held(hasher):
        for _ in range(hashing.MOST_PASSWORDS):
            others.submit(hasher.hash_password, "x")
        until(lambda: hasher._passwords._most_waiting == len(hasher._passwords._waiting))
        answer = page.raw("POST", "/en/sign-in", data={"email": "alys@cwm.example", "password": "x" * 20})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, str(turns.BUSY_SECONDS))
        assert 'value="alys@cwm.example"' in answer.text
        assert "Very many people" in answer.text
        voter = others.submit(hasher.code_matches, CodeCheck(verifier=None, secret="x"))
    assert voter.result(20) is False, "looked at in its turn"
    assert (
        page.raw("POST", "/en/sign-in", data={"email": "a@cwm.example", "password": "x"}).status_code == 422
    )


class Crowd:
    """Many browsers at the same moment, each with a code."""

    def __init__(self, app: ASGIApp) -> None:
        self.client = AsyncClient(transport=ASGITransport(app), base_url="http://testserver")

    def enter(
        self, codes: Sequence[str], path: str = f"/en/rounds/{ROUND}/vote"
    ) -> list[asyncio.Task[Response]]:
        return [asyncio.create_task(self.client.post(path, data={"code": code})) for code in codes]

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not is_so():
                await asyncio.sleep(0.001)


def test_a_class_that_presses_together_is_let_in_and_holds_no_threads(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "BUSY_SECONDS", 60)  # however slow the machine is that tests it
    open_vote(world)
    codes = issue(world, 60)
    hasher = PasswordHasher(password_cost=CHEAP, code_cost=CHEAP)
    crowd, seen = Crowd(create_app(replace(world.deps, hasher=hasher))), set[int]()

    async def come() -> list[Response]:
        with held(hasher):
            entering = crowd.enter(codes[:59])
            entering += crowd.enter(
                codes[59:], f"/en/rounds/{ROUND}/ballot"
            )  # beside ticks of an old session
            await crowd.until(lambda: len(hasher._codes._waiting) == 60 - hasher._threads._max_workers)
            seen.add((await crowd.client.get("/en/rounds")).status_code)
            seen.update(
                len([one for one in threading.enumerate() if one.name.startswith(kind)]) <= most
                for kind, most in (("guess", endpoint.GUESSES), ("visit", endpoint.THREADS))
            )
        return await asyncio.gather(*entering)

    answers = asyncio.run(come())
    assert seen == {200, True}
    assert {(answer.status_code, "pb_voter" in answer.cookies) for answer in answers} == {(303, True)}
    assert len({answer.cookies["pb_voter"] for answer in answers}) == 60


def test_more_than_a_crowd_is_told_so_without_being_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither memory nor threads grow with it: who has least against them is looked at first."""
    monkeypatch.setattr(turns, "BUSY_SECONDS", 60)
    open_vote(world)
    right, *codes = issue(world, 5)
    monkeypatch.setattr(endpoint, "GUESSES", 1)
    monkeypatch.setattr(endpoint, "MOST_GUESSES", 3)
    let_go, enter_code = threading.Event(), voters.enter_code

    def slow(*given: Any, **more: Any) -> str:
        let_go.wait(20)
        return enter_code(*given, **more)

    monkeypatch.setattr(voters, "enter_code", slow)
    app = create_app(world.deps)
    crowd, calm = Crowd(app), Crowd(app)
    calm.client = AsyncClient(
        transport=ASGITransport(app, client=("192.0.2.7", 1)), base_url="http://testserver"
    )
    world.deps.limits.wrong_codes.note("127.0.0.1", world.clock.now())

    async def come() -> tuple[Response, list[Response]]:
        entering = crowd.enter(codes)
        done, _ = await asyncio.wait(entering, return_when=asyncio.FIRST_COMPLETED)
        late = calm.enter([right])
        done, _ = await asyncio.wait(set(entering) - done, return_when=asyncio.FIRST_COMPLETED)
        let_go.set()
        return await late[0], await asyncio.gather(*entering)

    mine, others = asyncio.run(come())
    assert mine.status_code == 303
    assert sorted(answer.status_code for answer in others) == [303, 303, 503, 503]
    told = next(answer for answer in others if answer.status_code == 503)
    assert told.headers["retry-after"] == str(turns.BUSY_SECONDS)
    assert sealed(told)
    assert "what you typed should still be there" in told.text
