"""Public results: before and after publication, in both languages, for people, caches and spreadsheets."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from pb.domain.rounds import RuleChoice
from pb.domain.text import Language
from pb.services import counting
from pb.storage import rounds
from pb.storage.tables.outcomes import TurnoutRow
from pb.tally import ties_told
from tests.elections import GREEN, ROUND, YOUNG, a_round, close_a_round
from tests.web.page import Page
from tests.world import NOON, World

RESULTS, POT = f"/rounds/{ROUND}/results", f"/rounds/{ROUND}/results/{GREEN}"


def published(world: World, rule: RuleChoice | None = None) -> None:
    close_a_round(world, rule=rule)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)


def test_results_name_the_winners(world: World, page: Page) -> None:
    published(world)
    shown = page.get(RESULTS)
    assert shown.heading == "Canlyniadau"
    for words in ("Pwll bywyd gwyllt", "Mainc yn y parc", "Peli pêl-droed", "£4,300", "£700", "63%"):
        assert words in shown.main
    assert "Coed ar y stryd" not in shown.main
    page.language = "en"
    shown = page.get(RESULTS)
    assert shown.heading == "Results"
    assert "Wildlife pond – £2,000" in shown.main
    assert "Nobody else had to confirm" not in shown.main


def test_results_tell_the_ways_apart_by_which_people_voted(world: World, page: Page) -> None:
    published(world)
    with world.db.write() as tx:
        round_, turnout = rounds.load_round(tx, ROUND), tx.get_one(TurnoutRow, ROUND)
        assert round_ is not None
        turnout.by_proof = [["code", 5, 1, 3], ["email", 3, 0, 2]]
        rounds.put_round(tx, replace(round_, proofs=("code", "email", "person")), at=NOON)
    page.language = "en"
    main = page.get(RESULTS).main
    assert "Ballots counted" in main
    assert "Voter code 4 3 Code by email 3 2 In person 0 0" in main
    assert "Voter codes issued" not in main, "not everybody had one"
    page.language = "cy"
    assert "Cod drwy e-bost 3 2" in page.get(RESULTS).main


@pytest.mark.parametrize(
    ("language", "few", "alone"),
    [
        ("en", "4 and fewer than 10 more 40", "fewer than 10 5"),
        ("cy", "4 a llai na 10 yn rhagor 40", "llai na 10 5"),
    ],
)
def test_few_who_were_let_in_are_not_told(
    world: World, page: Page, language: Language, few: str, alone: str
) -> None:
    published(world)
    page.language = language
    for rows, said in (([["code+email", 5, 1, 40, True]], few), ([["email", 0, 1, 5, True]], alone)):
        with world.db.write() as tx:
            tx.get_one(TurnoutRow, ROUND).by_proof = rows
        assert said in page.get(RESULTS).main


def test_every_proposal_has_its_reason(world: World, page: Page) -> None:
    published(world)
    page.language = "en"
    main = page.get(POT).main
    assert "there was not enough money left in the pot. Cost: £2,500. Left: £2,200. Short by: £300." in main
    assert main.count("there was enough money in the pot.") == 3
    assert "The one that costs less came first. Another order would have changed who won." in main
    page.language = "cy"
    main = page.get(POT).main
    assert (
        "nid oedd digon o arian ar ôl yn y gronfa. Cost: £2,500. Yn weddill: £2,200. Yn brin: £300." in main
    )


def test_what_was_not_examined_of_a_tie_is_said(
    world: World, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ties_told, "MOST_WORK", 0)
    terms = {"ties": "votes,cost,lot", "group_max": "ward=none:#9"}
    published(world, RuleChoice(id="most-votes", params=terms))
    page.language = "en"
    main = page.get(POT).main
    assert "The one that costs less came first. It was not examined whether another order would have" in main
    assert "Another order would" not in main
    page.language = "cy"
    assert "Nid archwiliwyd a fyddai trefn arall wedi newid pwy enillodd" in page.get(POT).main


def test_the_chart_is_a_table(world: World, page: Page) -> None:
    published(world)
    funded, others = page.get(POT).all(".//table")[:2]
    widths = []
    for table in (funded, others):
        assert table.find("caption") is not None
        bars = table.iterfind(".//{*}rect[@class='bar-part']")
        widths.append([float(bar.get("width", "")) for bar in bars])
    assert widths == [[100.0, 75.0, 25.0], [75.0]]


def test_reasons_speak_of_other_proposals_by_title(world: World, page: Page) -> None:
    published(world, RuleChoice(id="most-votes", params={"fit": "stop", "ties": "votes,cost,lot"}))
    page.language = "en"
    main = page.get(POT).main
    assert "The proposal that did not fit: Street trees" in main


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"minimum": "20"}, "It had: 10. Needed: 20."),
        ({"fit": "part"}, "Cost: £2,500. It gets: £2,200."),
    ],
)
def test_every_kind_of_reason(world: World, page: Page, params: dict[str, str], words: str) -> None:
    published(world, RuleChoice(id="most-votes", params={"ties": "votes,cost,lot", **params}))
    page.language = "en"
    assert words in page.get(POT).main


def test_equal_shares_are_explained_with_their_sums(world: World, page: Page) -> None:
    params = {"completion": "add-one", "step": "100", "ties": "votes,cost,lot"}
    published(world, RuleChoice(id="equal-shares", params=params))
    page.language = "en"
    main = page.get(POT).main
    assert "Everyone got the same share of the money" in main
    assert "One person's equal share £100" in main
    assert "The people who chose it paid for it together" in main
    assert "The most that any one of them paid" in main


def test_supporters_without_money_are_told_the_sums(world: World, page: Page) -> None:
    published(world, RuleChoice(id="equal-shares", params={"ties": "votes,cost,lot"}))
    page.language = "en"
    main = page.get(POT).main
    # three supporters of the trees paid £500 each for the pond, and two of them something for the bench
    assert "They had: £" in main
    assert "Cost: £2,500. Missing: £" in main


def test_phragmen_is_explained(world: World, page: Page) -> None:
    published(world, RuleChoice(id="phragmen", params={"ties": "votes,cost,lot"}))
    page.language = "en"
    assert "earns money at the same steady pace" in page.get(POT).main


def test_pages_say_where_one_person_did_it_all(world: World, page: Page) -> None:
    world.one_pair_of_eyes()
    close_a_round(world)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.elin, ROUND, is_sure=True)
    page.language = "en"
    for path in (RESULTS, POT):
        assert "Nobody else had to confirm this result." in page.get(path).main


def test_before_publication_the_pages_say_when(world: World, page: Page) -> None:
    close_a_round(world)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    for path in (RESULTS, POT):
        shown = page.get(path)
        assert shown.heading == "Nid yw'r canlyniadau ar gael eto"
        assert "Pwll" not in shown.main
        assert "£4,300" not in shown.main
    assert page.raw("GET", f"/rounds/{ROUND}/results.csv").status_code == 303


def test_while_voting_is_open_the_page_names_the_close(world: World, page: Page) -> None:
    open_round = replace(
        a_round(),
        schedule=replace(a_round().schedule, voting_close_at=NOON.replace(hour=18)),
        milestones=replace(a_round().milestones, voting_opened_at=NOON),
    )
    with world.db.write() as tx:
        rounds.put_round(tx, open_round, at=NOON)
    page.language = "en"
    assert "Monday 2 March 2026, 18:00" in page.get(RESULTS).main
    undated = replace(open_round.schedule, voting_open_at=None, voting_close_at=None)
    with world.db.write() as tx:
        rounds.put_round(tx, replace(a_round(), schedule=undated), at=NOON)
    assert "have not been set yet" in page.get(RESULTS).main


def test_drafts_and_strangers_ids_are_not_there(world: World, page: Page) -> None:
    draft = replace(a_round(), milestones=replace(a_round().milestones, announced_at=None))
    with world.db.write() as tx:
        rounds.put_round(tx, draft, at=NOON)
    page.get(RESULTS, status=404)
    page.get("/rounds/nowhere/results", status=404)
    page.get("/rounds/%F0%9F%99%82/results/x", status=404)


def test_a_pot_that_is_not_there(world: World, page: Page) -> None:
    published(world)
    page.get(f"/rounds/{ROUND}/results/nowhere", status=404)


def test_results_can_be_kept_by_caches(world: World, page: Page) -> None:
    published(world)
    for path in (RESULTS, POT, f"/rounds/{ROUND}/results.csv"):
        first = page.raw("GET", path)
        assert first.headers["cache-control"].startswith("public")
        again = page.raw("GET", path, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304


def test_results_never_open_the_box(world: World, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    published(world)
    with world.db.write() as tx:
        tx.connection().exec_driver_sql("DELETE FROM ballot")
        tx.connection().exec_driver_sql("UPDATE outcome SET contest = 'gone'")
    assert "Pwll bywyd gwyllt" in page.get(POT).main


def test_the_table_opens_in_a_spreadsheet(world: World, page: Page) -> None:
    published(world)
    with world.db.write() as tx:
        tx.connection().exec_driver_sql("UPDATE proposal SET title = '=1+1' WHERE id = 'sied'")
    response = page.raw("GET", f"/rounds/{ROUND}/results.csv")
    assert response.headers["content-disposition"] == f'attachment; filename="results-{ROUND}.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["pot_id"], row["proposal_id"], row["result"], row["cost"], row["paid"]) for row in rows] == [
        (GREEN, "pwll", "won", "2000.00", "2000.00"),
        (GREEN, "mainc", "won", "800.00", "800.00"),
        (GREEN, "sied", "won", "1500.00", "1500.00"),
        (GREEN, "coed", "lost", "2500.00", "0.00"),
        (YOUNG, "pel", "won", "250.50", "250.50"),
    ]
    assert rows[2]["title_cy"] == "'=1+1"
    assert "Yn brin: £300." in rows[3]["explanation"]


@pytest.mark.parametrize("who", ["bryn", "ffion", "carys"])
def test_people_who_are_signed_in_see_the_same(
    world: World, page: Page, as_person: Callable[..., Page], who: str
) -> None:
    published(world)
    visitor = as_person(getattr(world, who))
    assert visitor.get(RESULTS).heading == page.get(RESULTS).heading
