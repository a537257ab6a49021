"""Counting and publishing in the browser, by two people, without scripts."""

from collections.abc import Callable

import pytest

from tests.elections import ROUND, close_a_round
from tests.web.page import Page
from tests.world import World

COUNT, PUBLISH = f"/manage/{ROUND}/count", f"/manage/{ROUND}/publish"
AsPerson = Callable[..., Page]


def test_two_people_count_and_publish(world: World, page: Page, as_person: AsPerson) -> None:
    close_a_round(world)
    elin, alys = as_person(world.elin, language="cy"), as_person(world.alys, language="en")
    assert elin.get(COUNT).heading == "Cyfrif y pleidleisiau"
    shown = elin.submit({"is_sure": "1"})
    assert shown.notice == "Mae'r pleidleisiau wedi'u cyfrif. Does dim yn gyhoeddus eto."
    assert "Pwll bywyd gwyllt" in shown.main
    mine = elin.get(PUBLISH)
    assert "rhaid i rywun arall" in mine.main
    assert mine.root.find(".//form[@id='page-form']") is None
    assert "http://localhost/cy/manage" in mine.main
    theirs = alys.get(PUBLISH)
    assert "Counted by: Elin." in theirs.main
    shown = alys.submit({"is_sure": "1"})
    assert shown.notice == "The results are now public."
    assert shown.path == f"/en/rounds/{ROUND}/results"
    assert "Wildlife pond" in page.get(f"/en/rounds/{ROUND}/results").main
    assert "The results are public." in alys.get(PUBLISH).main
    assert "the count is final" in alys.get(COUNT).main


def test_a_box_guards_against_slips(world: World, as_person: AsPerson) -> None:
    close_a_round(world)
    elin, alys = as_person(world.elin, language="en"), as_person(world.alys, language="en")
    elin.get(COUNT)
    assert elin.submit(status=422).faults == ["Tick the box to confirm."]
    elin.get(COUNT)
    elin.submit({"is_sure": "1"})
    alys.get(PUBLISH)
    assert alys.submit(status=422).faults == ["Tick the box to confirm."]


def test_counting_again_before_publication(world: World, as_person: AsPerson) -> None:
    close_a_round(world)
    elin, alys = as_person(world.elin, language="en"), as_person(world.alys, language="en")
    elin.get(COUNT)
    elin.submit({"is_sure": "1"})
    alys.get(COUNT)
    alys.submit({"is_sure": "1"})
    assert "somebody else has to check" in alys.get(PUBLISH).main
    alys.post(PUBLISH, {"is_sure": "1", "form_token": str(alys.get(COUNT).value("form_token"))}, status=403)
    elin.get(PUBLISH)
    assert elin.submit({"is_sure": "1"}).notice == "The results are now public."


def test_one_person_publishes_where_that_is_allowed(world: World, as_person: AsPerson) -> None:
    world.one_pair_of_eyes()
    close_a_round(world)
    elin = as_person(world.elin, language="en")
    elin.get(COUNT)
    elin.submit({"is_sure": "1"})
    assert "Public pages will say that one person" in elin.get(PUBLISH).main
    assert elin.submit({"is_sure": "1"}).notice == "The results are now public."


def test_before_the_count_there_is_nothing_to_publish(world: World, as_person: AsPerson) -> None:
    close_a_round(world)
    shown = as_person(world.alys, language="en").get(PUBLISH)
    assert "have not been counted yet" in shown.main


@pytest.mark.parametrize("path", [COUNT, PUBLISH])
@pytest.mark.parametrize(("who", "status"), [("ffion", 403), ("carys", 403), ("bryn", 404)])
def test_others_are_turned_away(world: World, as_person: AsPerson, path: str, who: str, status: int) -> None:
    close_a_round(world)
    visitor = as_person(getattr(world, who))
    visitor.get(path, status=status)
    visitor.post(path, {"is_sure": "1"}, status=status)


@pytest.mark.parametrize("path", [COUNT, PUBLISH])
def test_nobody_in_particular_is_asked_to_sign_in(world: World, page: Page, path: str) -> None:
    close_a_round(world)
    page.get(path, status=403)


def test_a_round_that_is_not_there(world: World, as_person: AsPerson) -> None:
    as_person(world.elin).get("/manage/nowhere/count", status=404)
