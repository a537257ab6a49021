"""The pages that say no: missing, not allowed, broken - in the reader's language, and without details."""

import logging

import pytest
from starlette.testclient import TestClient

from pb.domain.refusals import Kind, Refusal
from pb.web import refused
from pb.web.endpoint import Endpoint
from pb.web.visit import Visit
from pb.web.ways import Way, WayTable
from tests.web.page import Page
from tests.world import World


@pytest.mark.parametrize(
    "path", ["/cy/nothing", "/en/nothing", "/cy/honest/more", "/en/%F0%9F", "/cy/a%00b", "/cy/%2e%2e"]
)
def test_missing_pages_are_missing_in_the_language_of_the_path(page: Page, path: str) -> None:
    shown = page.get(path, status=404)
    assert shown.heading == ("Page not found" if path.startswith("/en") else "Heb ddod o hyd i'r dudalen")


def test_missing_pages_without_a_language_follow_the_cookie_then_the_wish(page: Page) -> None:
    wish = page.raw("GET", "http://testserver/nothing", headers={"accept-language": "en"})
    assert (wish.status_code, '<html lang="en">' in wish.text) == (404, True)
    page.client.cookies.set("pb_language", "cy")
    chosen = page.raw("GET", "http://testserver/nothing", headers={"accept-language": "en"})
    assert (chosen.status_code, '<html lang="cy">' in chosen.text) == (404, True)


def test_missing_pages_of_unknown_readers_are_in_both_languages(page: Page) -> None:
    response = page.raw("GET", "http://testserver/nothing", headers={"accept-language": ""})
    assert response.status_code == 404
    assert response.text.index("Heb ddod o hyd") < response.text.index("Page not found")


def test_a_wrong_method_says_what_is_allowed(page: Page) -> None:
    response = page.raw("POST", "/cy/honest")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    assert page.raw("DELETE", "/cy/honest").status_code == 405
    assert page.raw("HEAD", "/cy/honest").status_code == 200


def asked(world: World, act: object) -> TestClient:
    def show(visit: Visit) -> object:
        if isinstance(act, Exception):
            raise act
        return act

    table = WayTable([Way("/act/{name}", show=show)])  # type: ignore[arg-type] # raises or gives a response
    endpoint = Endpoint(world.deps, table, lambda deps, token: None, lambda deps, round_id: None)
    return TestClient(endpoint, base_url="http://testserver", follow_redirects=False)


@pytest.mark.parametrize(("kind", "status"), sorted(refused.STATUS.items()))
def test_each_kind_of_refusal_has_its_status_and_its_words(world: World, kind: Kind, status: int) -> None:
    response = asked(world, Refusal("not-found", kind)).get("/cy/act/x")
    assert response.status_code == status
    assert "Os gwnaethoch deipio" in response.text


def test_every_kind_has_a_status() -> None:
    assert set(refused.STATUS) == set(Kind)


def test_a_refusal_without_words_gets_those_of_its_kind(world: World) -> None:
    response = asked(world, Refusal("no-such-code-here", Kind.WRONG_PHASE)).get("/en/act/x")
    assert "This is not possible at this stage of the round." in response.text


def test_too_many_says_when_to_come_back(world: World) -> None:
    response = asked(world, Refusal("x", Kind.TOO_MANY, retry_after_seconds=90)).get("/cy/act/x")
    assert (response.status_code, response.headers["retry-after"]) == (429, "90")


def test_a_bug_is_an_apology_with_a_number_and_no_details(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="pb.web"):
        response = asked(world, ValueError("secret detail")).get("/cy/act/secret-in-the-path")
    number = response.headers["x-request-id"]
    assert response.status_code == 500
    assert response.text.count(number) == 2
    assert "secret" not in response.text
    assert '<html lang="cy">' in response.text
    assert response.text.index("ddrwg gennym") < response.text.index("Sorry")
    assert number in caplog.text
    assert "/act/{name}" in caplog.text
    assert "secret-in-the-path" not in caplog.messages[0]
    assert response.headers["cache-control"] == "no-store"
