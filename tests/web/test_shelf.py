"""Answers of the moment: the same for everybody, never one person's, and soon forgotten."""

import pytest
from starlette.testclient import TestClient

from pb.web import shelf
from pb.web.endpoint import Endpoint
from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way, WayTable
from tests.world import World


class Counting:
    """A page that says how often it was made."""

    def __init__(self) -> None:
        self.made = 0

    def show(self, visit: Visit) -> object:
        self.made += 1
        return render(visit, "information/honest.html")


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock of the shelf that the test moves."""
    now = [100.0]
    monkeypatch.setattr(shelf, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def visitor(world: World, counting: Counting, moment: list[float]) -> TestClient:
    ways = WayTable([Way("/page", show=counting.show), Way("/own", show=counting.show, private=True)])  # type: ignore[arg-type] # counts, then a response
    endpoint = Endpoint(
        world.deps, ways, lambda deps, token: None, lambda deps, round_id: None, keep_public_seconds=2
    )
    return TestClient(endpoint, base_url="http://testserver", follow_redirects=False)


def test_a_page_is_made_once_a_moment(visitor: TestClient, counting: Counting, moment: list[float]) -> None:
    first, second = visitor.get("/cy/page"), visitor.get("/cy/page")
    assert (first.text, dict(first.headers)) == (second.text, dict(second.headers))
    assert counting.made == 1
    moment[0] += 2.5
    visitor.get("/cy/page")
    assert counting.made == 2


def test_other_addresses_languages_and_packing_are_other_pages(
    visitor: TestClient, counting: Counting
) -> None:
    visitor.get("/cy/page")
    for path, packing in (("/en/page", "gzip"), ("/cy/page?a=1", "gzip"), ("/cy/page", "identity")):
        visitor.get(path, headers={"accept-encoding": packing})
    assert counting.made == 4


def test_who_has_the_page_is_told_so_from_the_shelf(visitor: TestClient, counting: Counting) -> None:
    tag = visitor.get("/cy/page").headers["etag"]
    again = visitor.get("/cy/page", headers={"if-none-match": tag})
    assert (again.status_code, again.content, counting.made) == (304, b"", 1)
    assert "content-length" not in again.headers
    assert visitor.get("/cy/page").status_code == 200


@pytest.mark.parametrize("cookie", ["pb_session", "pb_voter", "pb_notice", "__Host-pb_session"])
def test_a_person_s_own_page_is_neither_kept_nor_given(
    visitor: TestClient, counting: Counting, cookie: str
) -> None:
    own = visitor.get("/cy/page", headers={"cookie": f"{cookie}=x"})
    visitor.get("/cy/page")
    visitor.get("/cy/page", headers={"cookie": f"{cookie}=x"})
    assert counting.made == 3
    assert own.status_code == 200


def test_private_ways_and_switches_of_language_are_always_made(
    visitor: TestClient, counting: Counting
) -> None:
    for _ in range(2):
        visitor.get("/cy/own")
        visitor.get("/cy/page", headers={"referer": "http://testserver/en/page"})
        visitor.get("/cy/page", headers={"hx-request-type": "partial"})
    assert counting.made == 6


def test_coming_from_a_page_of_the_same_language_is_no_switch(
    visitor: TestClient, counting: Counting
) -> None:
    for _ in range(2):
        visitor.get("/cy/page", headers={"referer": "http://testserver/cy/other"})
    assert counting.made == 1


def test_the_shelf_stays_small(visitor: TestClient, counting: Counting) -> None:
    for number in range(300):
        visitor.get(f"/cy/page?n={number}")
    visitor.get("/cy/page?n=299")
    assert counting.made == 300
    visitor.get("/cy/page?n=0")
    assert counting.made == 301
