"""The auditor's pages: everything is there, nothing can be changed, and the record comes whole."""

import ast
from collections.abc import Callable, Iterator

import pytest

from pb.services import audit, chain, counting
from pb.web import labels
from pb.web.app import ways
from tests.elections import ROUND, close_a_round
from tests.house.tree import calls, python_files
from tests.web.page import Page
from tests.world import World

AUDIT = f"/audit/{ROUND}"
AsPerson = Callable[..., Page]
# Events of people and organisations stand in chains of their own.
ELSEWHERE = {
    *("account", "invitation", "member", "organisation", "owner"),
    *("password", "person", "role", "ward"),
}


def published(world: World) -> None:
    close_a_round(world)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)


def test_an_auditor_sees_the_whole_round(world: World, as_person: AsPerson) -> None:
    published(world)
    carys = as_person(world.carys, language="en")
    shown = carys.get(AUDIT)
    assert shown.heading == "Audit"
    for words in ("it is whole. Events: 11.", "Voter code 80 0 50", "Ballots that count 5", "max_count=3"):
        assert words in shown.main
    assert shown.root.find(".//main//form") is None
    carys.language = "cy"
    assert carys.get(AUDIT).heading == "Archwilio"


def test_events_have_words_and_hashes(world: World, as_person: AsPerson) -> None:
    published(world)
    shown = as_person(world.carys, language="en").get(f"{AUDIT}/events")
    view = audit.view_events(world.deps, world.carys, ROUND, page=1)
    assert all(event.hash in shown.main and event.hash[:12] + "…" in shown.main for event in view.events)
    assert "The link between codes and ballots was destroyed" in shown.main
    assert "An organiser" in shown.main
    assert world.elin.name not in shown.main


def test_events_come_in_pages(world: World, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    published(world)
    monkeypatch.setattr(audit, "EVENTS_A_PAGE", 4)
    carys = as_person(world.carys, language="en")
    assert "Page 1 of 3" in carys.get(f"{AUDIT}/events").main
    assert "The result was published" in carys.get(f"{AUDIT}/events?page=3").main
    for odd in ("0", "99999999999999", "-1", "x", "²", "%00"):
        carys.get(f"{AUDIT}/events?page={odd}")


def test_a_broken_chain_is_said_loudly(world: World, as_person: AsPerson) -> None:
    published(world)
    with world.db.write() as tx:
        tx.connection().exec_driver_sql("DROP TRIGGER event_no_update")
        tx.connection().exec_driver_sql("UPDATE event SET at = '2026-03-02T11:00:00Z' WHERE seq = 3")
    carys = as_person(world.carys, language="en")
    for path in (AUDIT, f"{AUDIT}/events"):
        assert "The chain of events is broken" in carys.get(path).main
        assert "First entry that is wrong: 3." in carys.get(path).main


def test_an_event_without_words_is_shown_by_its_name(world: World, as_person: AsPerson) -> None:
    close_a_round(world)
    with world.db.write() as tx:
        chain.record(world.deps, tx, ROUND, "moon_landed", role="astronaut", crew=["a", "b"])
    main = as_person(world.carys).get(f"{AUDIT}/events").main
    assert "moon_landed" in main
    assert "astronaut" in main


def test_the_record_comes_as_a_file(world: World, as_person: AsPerson) -> None:
    published(world)
    response = as_person(world.carys).raw("GET", f"{AUDIT}/record.zip")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/zip"
    assert response.headers["content-disposition"] == f'attachment; filename="record-{ROUND}.zip"'
    assert response.headers["cache-control"] == "no-store"
    assert response.content == audit.export_on_the_machine(world.deps, ROUND).content


def test_before_the_count_there_is_no_record(world: World, as_person: AsPerson) -> None:
    close_a_round(world)
    carys = as_person(world.carys, language="en")
    assert "once the votes have been counted" in carys.get(AUDIT).main
    carys.get(f"{AUDIT}/record.zip", status=409)


@pytest.mark.parametrize(("who", "status"), [("ffion", 403), ("bryn", 404), ("", 403)])
def test_others_are_turned_away(world: World, page: Page, as_person: AsPerson, who: str, status: int) -> None:
    published(world)
    visitor = as_person(getattr(world, who)) if who else page
    for path in (AUDIT, f"{AUDIT}/events", f"{AUDIT}/record.zip"):
        visitor.get(path, status=status)


def test_an_auditor_can_post_nowhere_in_the_audit() -> None:
    assert [way.path for way in ways() if way.path.startswith("/audit/") and way.post is not None] == []


def test_every_event_of_a_round_has_words() -> None:
    known = labels.labels()
    of_rounds = {name for name in _event_types() if name.split("_")[0] not in ELSEWHERE}
    silent = {name for name in of_rounds if f"event.{name}" not in known}
    assert silent == set(), "give these words in pb/web/words/audit.py"


def _event_types() -> Iterator[str]:
    for path in python_files("pb/services"):
        for name, call in calls(path):
            if name == "record" and len(call.args) > 3:
                kind = call.args[3]
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    yield kind.value
