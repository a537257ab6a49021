"""The fast way of a vote says and does what the ordinary way would, and leaves the rest to it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pb.domain.rounds import WhichCounts
from pb.services import ballots, clockwork
from pb.services.deps import Deps
from pb.storage import box
from pb.tally import BallotSpec
from pb.web.app import create_app
from pb.web.express import Express
from tests.votes import (
    CAMP,
    CLOSES_AT,
    GARDEN,
    GREEN,
    NATURE,
    PATHS,
    ROUND,
    TREES,
    YOUNG,
    issue,
    open_sorted_vote,
    open_vote,
    voter_of,
)  # fmt: skip
from tests.web.page import Page
from tests.world import World

VOTE, BALLOT = f"/rounds/{ROUND}/vote", f"/rounds/{ROUND}/ballot"
CHECK, RECEIPT = f"{BALLOT}/check", f"{BALLOT}/receipt"
TICK = f"choice.{GREEN}"
OF_NATURE = f"category={NATURE.id}"
SPECS = {
    "approval": (BallotSpec(type="approval", limits={"max_count": 2}), {GARDEN: 1, TREES: 1}),
    "basket": (BallotSpec(type="basket"), {GARDEN: 1, PATHS: 1}),
    "points": (BallotSpec(type="points", limits={"max_total": 10}), {GARDEN: 7, PATHS: 1}),
    "score": (BallotSpec(type="score", limits={"lowest": 1, "highest": 5}), {GARDEN: 5, TREES: 1}),
    "grades": (BallotSpec(type="grades", limits={"grades": 5}), {GARDEN: 0, TREES: 4}),
    "favourite": (
        BallotSpec(type="approval", limits={"max_count": 3, "favourites": 1}),
        {GARDEN: 2, TREES: 1},
    ),
    "boost": (
        BallotSpec(type="approval", limits={"max_count": 1, f"boost:{OF_NATURE}": 1}),
        {GARDEN: 1, TREES: 1},
    ),
    "limits": (
        BallotSpec(type="basket", limits={f"max_count:{OF_NATURE}": 1, f"max_cost:{OF_NATURE}": 5_000_00}),
        {GARDEN: 1, PATHS: 1},
    ),
    "ranking": (BallotSpec(type="ranking", limits={"max_count": 3}), {GARDEN: 2, TREES: 1}),
}


async def nobody(scope: Scope, receive: Receive, send: Send) -> None:
    """A site that only says that it was asked."""
    await PlainTextResponse("the site", status_code=418)(scope, receive, send)


class Two:
    """One voter before two doors: the fast way with nobody behind it, and the whole site without it."""

    def __init__(self, world: World, language: str = "cy") -> None:
        self.world = world
        whole = create_app(world.deps)
        assert isinstance(whole, Express)
        self.fast = Page(Express(nobody, world.deps), language, works=False)
        self.site = Page(whole._site, language, works=False)
        self.code = issue(world)[0]
        self.enter()

    def enter(self) -> None:
        self.site.get(VOTE)
        self.site.submit({"code": self.code})
        self.fast.client.cookies = self.site.client.cookies

    def both(self, path: str) -> tuple[Any, Any]:
        return self.fast.raw("GET", path), self.site.raw("GET", path)

    def token(self) -> str:
        found = re.search('name="form_token" value="([^"]+)"', self.site.raw("GET", BALLOT).text)
        assert found is not None
        return found[1]

    def send(self, path: str, **fields: Any) -> Any:
        return self.fast.raw("POST", path, data={"form_token": self.token(), **fields})

    def draft(self) -> str | None:
        with self.world.db.read() as tx:
            mine = ballots.handle_of(self.world.deps, voter_of(self.world, self.code))
            return box.list_all(tx, ROUND, mine)[0]


def headers_of(response: Any) -> list[tuple[bytes, bytes]]:
    """All but the length: a form token is masked anew each time, and packs as it comes."""
    return sorted(pair for pair in response.headers.raw if pair[0] != b"content-length")


def without_tokens(html: str) -> str:
    return re.sub('name="form_token" value="[^"]+"', "", html)


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("kind", SPECS)
def test_every_page_is_byte_for_byte_that_of_the_site(world: World, kind: str, language: str) -> None:
    spec, marks = SPECS[kind]
    open_sorted_vote(world, spec)
    two = Two(world, language)

    def same(path: str) -> None:
        fast, site = two.both(path)
        assert (fast.status_code, site.status_code) == (200, 200)
        assert without_tokens(fast.text) == without_tokens(site.text)
        assert headers_of(fast) == headers_of(site)

    same(BALLOT)
    world.clock.moment = CLOSES_AT - timedelta(hours=24)
    two.enter()
    same(BALLOT)  # drawn anew, for nobody can be reminded any more
    world.clock.moment = CLOSES_AT - timedelta(seconds=300)
    two.enter()
    same(BALLOT)  # drawn anew, for it says that voting closes soon
    voter = voter_of(world, two.code)
    ballots.check_choices(world.deps, voter, {GREEN: marks, YOUNG: {}})
    same(BALLOT)
    same(CHECK)
    seen = ballots.view_paper(world.deps, voter)
    sent = two.send(CHECK, cast=seen.cast_token, paper=seen.paper_digest)
    assert sent.headers["location"] == f"/{language}{RECEIPT}"
    same(RECEIPT)
    same(BALLOT)
    ballots.check_choices(world.deps, voter, {GREEN: {}, YOUNG: {CAMP: 1}})
    for path in (BALLOT, CHECK, RECEIPT):
        same(path)
    ballots.check_choices(world.deps, voter, {})
    same(CHECK)


def test_each_voter_has_their_own_page(world: World) -> None:
    open_vote(world)
    one, other = Two(world), Two(world)
    one.send(BALLOT, **{TICK: [GARDEN]})
    assert f'value="{GARDEN}" checked' in one.fast.raw("GET", BALLOT).text
    assert " checked" not in other.fast.raw("GET", BALLOT).text


def test_choices_are_kept_and_cast_once(world: World) -> None:
    open_vote(world)
    two = Two(world)
    kept = two.send(BALLOT, **{TICK: [GARDEN, TREES]})
    assert (kept.status_code, kept.headers["location"]) == (303, f"/cy{CHECK}")
    seen = ballots.view_paper(world.deps, voter_of(world, two.code))
    form = {"cast": seen.cast_token, "paper": seen.paper_digest}
    assert [two.send(CHECK, **form).status_code for _ in range(3)] == [303, 303, 303]
    with world.db.read() as tx:
        assert box.list_counted_payloads(tx, ROUND) == [{GREEN: {GARDEN: 1, TREES: 1}, YOUNG: {}}]
        assert box.count_ballots(tx, ROUND) == (1, 0)
    assert two.draft() is None


def test_what_breaks_a_limit_is_kept_and_left_to_the_site(world: World) -> None:
    open_vote(world)
    two = Two(world)
    assert two.send(BALLOT, **{TICK: [GARDEN, TREES, PATHS]}).status_code == 418
    assert PATHS in (two.draft() or "")


def at_the_close(two: Two) -> None:
    two.world.clock.moment = CLOSES_AT


def without_a_session(two: Two) -> None:
    two.fast.client.cookies.clear()


def in_the_other_language(two: Two) -> None:
    two.fast.language = "en"


def signed_in_too(two: Two) -> None:
    two.fast.client.cookies.set("pb_session", "x")


def with_something_to_say(two: Two) -> None:
    two.fast.client.cookies.set("pb_notice", "voting-finished")


@pytest.mark.parametrize(
    "change",
    [
        at_the_close,
        without_a_session,
        in_the_other_language,
        signed_in_too,
        with_something_to_say,
    ],
)
def test_whatever_is_not_plain_is_left_to_the_site(world: World, change: Callable[[Two], None]) -> None:
    open_vote(world)
    two = Two(world)
    token = two.token()
    assert two.fast.raw("GET", BALLOT).status_code == 200
    change(two)
    assert two.fast.raw("GET", BALLOT).status_code == 418
    sent = two.fast.raw("POST", BALLOT, data={"form_token": token, TICK: [GARDEN]})
    assert sent.status_code == 418
    assert two.draft() is None if change is not at_the_close else True


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"form_token": ""}, {}),
        ({"form_token": "x" * 86}, {}),
        ({"language_switch": "1"}, {}),
        ({"code": "AAAAA"}, {}),
        ({"narrow": "1"}, {}),
        ({"remind": "1"}, {}),
        ({}, {"sec-fetch-site": "cross-site"}),
        ({}, {"origin": "https://elsewhere.example"}),
        ({}, {"hx-request-type": "partial"}),
        ({}, {"content-type": "text/plain"}),
    ],
)
def test_a_form_that_is_not_just_a_vote_is_left_to_the_site(
    world: World, fields: dict[str, str], headers: dict[str, str]
) -> None:
    open_vote(world)
    two = Two(world)
    sent = two.fast.raw(
        "POST", BALLOT, data={"form_token": two.token(), TICK: [GARDEN], **fields}, headers=headers
    )
    assert sent.status_code == 418
    assert two.draft() is None


def test_the_site_is_given_the_body_once_more(world: World) -> None:
    open_vote(world)
    two = Two(world)
    bodies: list[bytes] = []

    async def listens(scope: Scope, receive: Receive, send: Send) -> None:
        bodies.append((await receive())["body"])
        await nobody(scope, receive, send)

    listening: ASGIApp = listens
    page = Page(Express(listening, world.deps))
    page.client.cookies = two.site.client.cookies
    page.raw(
        "POST",
        BALLOT,
        content=b"form_token=no",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert bodies == [b"form_token=no"]


def test_a_database_that_fails_gives_no_receipt(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    open_vote(world)
    two = Two(world)
    two.send(BALLOT, **{TICK: [GARDEN]})
    seen = ballots.view_paper(world.deps, voter_of(world, two.code))
    writer = world.db._writer
    assert writer is not None

    def full(how: str) -> None:
        connection = writer._connection
        assert connection is not None
        connection.rollback()
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(writer, "_end", full)
        assert two.send(CHECK, cast=seen.cast_token, paper=seen.paper_digest).status_code == 418
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (0, 0)
    assert two.send(CHECK, cast=seen.cast_token, paper=seen.paper_digest).status_code == 303


def test_whoever_comes_first_does_the_work_of_the_clock(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_vote(world)
    two = Two(world)
    settle, settled = clockwork.settle, []

    def counted(deps: Deps, round_id: str) -> None:
        settled.append(round_id)
        settle(deps, round_id)

    monkeypatch.setattr(clockwork, "settle", counted)
    two.fast.raw("GET", BALLOT)
    assert settled == []  # it has been done a moment ago
    world.clock.go(seconds=30)
    assert [two.fast.raw("GET", BALLOT).status_code for _ in range(3)] == [200] * 3
    assert settled == [ROUND]


def test_a_clock_that_cannot_do_its_work_leaves_the_voter_to_the_site(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_vote(world)
    two = Two(world)
    world.clock.go(seconds=30)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(clockwork, "settle", fail)
    assert two.fast.raw("GET", BALLOT).status_code == 418


def test_a_session_lasts_as_long_as_it_is_used_and_no_longer(world: World) -> None:
    open_vote(world)
    two = Two(world)
    for _ in range(20):
        world.clock.go(minutes=5)
        assert two.fast.raw("GET", BALLOT).status_code == 200
    world.clock.go(minutes=16)
    assert two.fast.raw("GET", BALLOT).status_code == 418


def test_even_who_never_pauses_enters_the_code_again_after_two_hours(world: World) -> None:
    open_vote(world)
    two = Two(world)
    for _ in range(23):
        world.clock.go(minutes=5)
        assert two.fast.raw("GET", BALLOT).status_code == 200
    world.clock.go(minutes=5)
    assert two.fast.raw("GET", BALLOT).status_code == 418


def test_where_the_first_vote_counts_whoever_returns_is_left_to_the_site(world: World) -> None:
    open_vote(world, which_counts=WhichCounts.FIRST)
    two = Two(world)
    fast, site = two.both(BALLOT)
    assert without_tokens(fast.text) == without_tokens(site.text)
    token = two.token()

    def send(path: str, **fields: Any) -> int:
        return int(two.fast.raw("POST", path, data={"form_token": token, **fields}).status_code)

    assert send(BALLOT, **{TICK: [GARDEN]}) == 303
    fast, site = two.both(CHECK)
    assert without_tokens(fast.text) == without_tokens(site.text)
    seen = ballots.view_paper(world.deps, voter_of(world, two.code))
    form = {"cast": seen.cast_token, "paper": seen.paper_digest}
    assert [send(CHECK, **form) for _ in range(2)] == [303, 303]
    fast, site = two.both(RECEIPT)
    assert without_tokens(fast.text) == without_tokens(site.text)
    assert two.fast.raw("GET", BALLOT).status_code == 418
    assert send(BALLOT, **{TICK: [TREES]}) == 418
    assert two.draft() is None
