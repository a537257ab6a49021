"""The desk's pages: a code shown once, and entered on another device."""

from tests.services.test_in_person import open_it
from tests.votes import ROUND
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.world import World

DESK = f"/manage/{ROUND}/person"


def test_a_person_is_let_in_and_votes_elsewhere(world: World, page: Page, as_person: AsPerson) -> None:
    open_it(world, "person")
    english = as_person(world.elin, language="en")
    english.get(english.get(f"/manage/{ROUND}").links()["Let somebody in who has come in person"])
    assert english.submit(status=422).faults == ["Tick the box to confirm."]
    shown = english.submit({"is_sure": "1"})
    (panel,) = shown.all(".//p[@class='code']")
    assert shown.headers["cache-control"] == "no-store"
    page.get(f"/rounds/{ROUND}/vote")
    assert page.submit({"code": panel.text or ""}).path == f"/cy/rounds/{ROUND}/ballot"


def test_the_page_says_where_it_is_not_offered(world: World, as_person: AsPerson) -> None:
    open_it(world, "email")
    assert "does not take people who come in person" in as_person(world.elin, language="en").get(DESK).main
