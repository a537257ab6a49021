"""Organisers' pages for codes: the one download, counts, making void; and nobody else gets in."""

import csv
import io

import pytest

from pb.domain.guessing import ALARM_COUNT
from pb.domain.text import Language
from pb.services import codes, wrong_codes
from tests.proofs import open_vote_by_email
from tests.votes import CLOSES_AT, GREEN, ROUND, YOUNG, cast, close, issue, open_vote, vote_many, voter_of
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.world import World

CODES = f"/manage/{ROUND}/codes"


@pytest.fixture
def english(as_person: AsPerson, world: World) -> Page:
    return as_person(world.elin, language="en")


def batch_id(world: World) -> str:
    return codes.view_codes(world.deps, world.elin, ROUND).batches[0].batch.id


@pytest.mark.parametrize("language", ["cy", "en"])
def test_issuing_answers_with_the_only_copy(world: World, as_person: AsPerson, language: Language) -> None:
    open_vote(world)
    page = as_person(world.elin, language=language)
    page.get(CODES)
    shown = page.get(f"{CODES}/new")
    assert shown.all(".//*[@data-hx-boost='false']//form[@id='page-form']")
    fields: dict[str, str | list[str]] = {**shown.fields(), "label": "Ysgol", "count": "3", "pots": [GREEN]}
    answer = page.raw("POST", f"{CODES}/new", data=fields)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="codes-')
    assert answer.headers["cache-control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 3
    assert voter_of(world, rows[0]["code"]).pot_ids == (GREEN,)
    listed = page.get(CODES)
    assert "Ysgol" in listed.main
    assert rows[0]["code"] not in listed.html
    page.post(f"{CODES}/new", fields, status=409)  # the same form again


@pytest.mark.parametrize(
    ("language", "said"),
    [("cy", "Efallai fod rhywun yn dyfalu codau"), ("en", "Somebody may be guessing voter codes.")],
)
def test_many_wrong_codes_are_told_to_the_organiser(
    world: World, as_person: AsPerson, language: Language, said: str
) -> None:
    open_vote(world)
    page = as_person(world.elin, language=language)
    with world.db.write():
        for number in range(ALARM_COUNT - 1):
            wrong_codes.note_wrong_code(world.deps, ROUND, f"{number:05}")
    assert said not in page.get(CODES).main
    wrong_codes.note_wrong_code(world.deps, ROUND, "99999")
    assert said in page.get(CODES).main


def test_faults_are_named_and_nothing_typed_is_lost(world: World, english: Page) -> None:
    open_vote(world)
    english.get(f"{CODES}/new")
    shown = english.submit({"label": "Ysgol y Cwm", "count": "9999", "pots": [GREEN]}, status=422)
    assert shown.faults == ["Enter how many codes, as a whole number from 1 to 5,000."]
    assert (shown.value("label"), shown.value("count"), shown.value("pots")) == ("Ysgol y Cwm", "9999", GREEN)
    for count in ("x", "1.5", "-3", "9" * 5_000, "١٢"):
        english.submit({"label": "A", "count": count, "pots": [GREEN, YOUNG]}, status=422)
    shown = english.submit({"label": "\u202e" * 100_000, "count": "", "pots": ["🗳"]}, status=422)
    assert shown.faults == ["Give the batch a name.", "Enter how many codes.", "Choose at least one pot."]


def test_voiding_a_code_and_showing_its_replacement_once(world: World, english: Page) -> None:
    open_vote(world)
    first, second = issue(world, 2)
    english.get(f"{CODES}/void")
    assert english.submit({"code": first}).notice == "The code is now void."
    english.get(f"{CODES}/void")
    assert english.submit({"code": first}, status=422).faults == ["This code is void already."]
    shown = english.submit({"code": second, "replace": "1"})
    assert shown.heading == "A new code has been issued"
    (panel,) = shown.all(".//p[@class='code']")
    assert voter_of(world, panel.text or "").pot_ids == (GREEN, YOUNG)
    assert shown.headers["cache-control"] == "no-store"


def test_voiding_a_batch_is_asked_about(world: World, english: Page) -> None:
    open_vote(world)
    cast(world, voter_of(world, issue(world, 2)[0]), {})
    path = f"{CODES}/{batch_id(world)}/void"
    english.get(path)
    assert english.submit(status=422).faults == ["Tick the box to confirm."]
    assert english.submit({"is_sure": "1"}).notice == "Every code of the batch is now void."
    english.get(f"{CODES}/nid-yw/void", status=404)


def test_after_the_close_there_is_nothing_to_issue(world: World, as_person: AsPerson) -> None:
    open_vote(world)
    (code,) = issue(world)
    world.clock.moment = CLOSES_AT
    english = as_person(world.elin, language="en")
    assert "Voting has closed" in english.get(CODES).main
    assert english.get(f"{CODES}/new").all(".//form[@id='page-form']") == []
    english.post(f"{CODES}/void", {"code": code}, status=403)  # without the form's token
    assert codes.view_codes(world.deps, world.elin, ROUND).turnout.codes_void == 0


@pytest.mark.parametrize("path", ["", "/new", "/void", "/{batch}/void"])
def test_nobody_else_gets_in(world: World, page: Page, as_person: AsPerson, path: str) -> None:
    open_vote(world)
    issue(world)
    where = CODES + path.format(batch=batch_id(world))
    assert page.raw("GET", where).status_code in (303, 403)
    as_person(world.bryn).get(where, status=404)
    as_person(world.ffion).get(where, status=403)
    as_person(world.carys).get(where, status=403)
    as_person(world.alys).get(where)


def test_while_voting_is_open_nobody_can_watch_a_batch_of_one_vote(world: World, as_person: AsPerson) -> None:
    open_vote(world)
    issue(world, 60)
    (alone,) = issue(world, 1)

    names = [view.batch.id for view in codes.view_codes(world.deps, world.elin, ROUND).batches]

    def used() -> list[str]:
        page = as_person(world.elin, language="en").get(f"/manage/{ROUND}/codes")
        cells = page.all(".//td[@data-label='Used']")
        return ["".join(cell.itertext()) for cell in cells]

    def asked_before_voiding() -> list[str]:
        english = as_person(world.elin, language="en")
        return [english.get(f"{CODES}/{name}/void").main for name in names]

    before, asked = used(), asked_before_voiding()
    cast(world, voter_of(world, alone), {})
    assert used() == before == ["–", "–"]
    assert asked_before_voiding() == asked
    vote_many(world, 12)
    close(world)
    assert sorted(used()) == ["fewer than 10", "fewer than 10", "–"], "13 in all would tell the one"


def test_beside_another_way_the_codes_used_are_no_total(world: World, as_person: AsPerson) -> None:
    """Taken from the number of all who have voted, they would tell how many came the other way."""
    open_vote_by_email(world)
    (code,) = issue(world, 1)
    before = as_person(world.elin, language="en").get(CODES).main
    cast(world, voter_of(world, code), {})
    assert as_person(world.elin, language="en").get(CODES).main == before
    assert "Codes used–" in before


def test_organisers_are_told_of_pots_in_which_few_can_vote(world: World, as_person: AsPerson) -> None:
    open_vote(world)
    elin = as_person(world.elin, language="en")
    told = "probably fewer than 10 people will vote in them"
    assert told not in elin.get(f"/manage/{ROUND}/codes").main, "nobody has a code yet"
    issue(world, 49, pots=(YOUNG,))
    issue(world, 50, pots=(GREEN,))
    page = elin.get(f"/manage/{ROUND}/codes")
    assert told in page.main
    named = ["".join(one.itertext()) for one in page.all(".//div[@class='notice notice-warning']//li")]
    assert named == ["Young people's pot"]
    issue(world, 1, pots=(YOUNG,))
    assert told not in elin.get(f"/manage/{ROUND}/codes").main
