"""Categories and wards from set-up to the result: proposals sorted, terms kept, names said, records sound."""

from pathlib import Path

import pytest

from pb.domain.proposals import Status
from pb.domain.rounds import RuleChoice
from pb.services import audit, counting, work
from pb.storage import proposals
from pb.tally.model import BallotSpec
from pb.verifier.__main__ import main as verify
from tests.elections import GREEN, NATURE, ROUND, SPORT, close_a_round
from tests.rounds import make_proposal, make_round, reload
from tests.web.conftest import AsPerson
from tests.web.test_proposals import FILLED
from tests.world import World

SETUP = "/manage/cronfa26/categories"


@pytest.mark.parametrize("language", ["cy", "en"])
def test_categories_are_set_up_and_sort_proposals(world: World, as_person: AsPerson, language: str) -> None:
    round_ = make_round(world)
    elin, bryn = as_person(world.elin, language=language), as_person(world.bryn, language=language)
    elin.get(SETUP)
    shown = elin.submit({"category_1_cy": "Chwaraeon", "category_1_en": ""}, status=422)
    assert (shown.value("category_1_cy"), len(shown.faults)) == ("Chwaraeon", 1)
    elin.submit({"category_1_en": "Sport", "category_2_cy": "Celf", "category_2_en": "Art"})
    sport, art = (each.id for each in reload(world, round_).categories)
    bryn.get("/rounds/cronfa26/propose")
    shown = bryn.submit(FILLED, button=("go", "submit"), status=422)
    assert len(shown.faults) == 1
    shown = bryn.submit({"category_id": sport}, button=("go", "submit"))
    assert {"cy": "Chwaraeon", "en": "Sport"}[language] in shown.main
    proposal = shown.path.rsplit("/", 1)[1]
    ffion = as_person(world.ffion, language=language)
    shown = ffion.get(f"/manage/cronfa26/reviews/{proposal}")
    assert shown.value("category_id") == sport
    verdict = {"verdict": "accept", "translated_title": "T", "translated_summary": "S", "cost": "5"}
    verdict |= {"reason_cy": "Iawn", "reason_en": "Good"}
    ffion.submit({**verdict, "category_id": ""}, status=422)
    ffion.submit({"category_id": art})
    with world.db.read() as tx:
        stored = proposals.load_proposal(tx, proposal)
    assert stored is not None
    assert (stored.status, stored.content.category_id) == (Status.ACCEPTED, art)
    elin.get(SETUP)
    elin.submit({"category_2_cy": "", "category_2_en": ""}, status=422)
    elin.get(SETUP)
    elin.submit({"category_1_cy": "", "category_1_en": ""})
    assert [each.id for each in reload(world, round_).categories] == [art]


def test_the_vote_waits_for_a_category_of_each(world: World, as_person: AsPerson) -> None:
    make_proposal(world, make_round(world), "Gardd")
    elin = as_person(world.elin, language="en")
    assert "A category for each accepted proposal" not in elin.get("/manage/cronfa26").main
    elin.get(SETUP)
    elin.submit({"category_1_cy": "Celf", "category_1_en": "Art"})
    assert "A category for each accepted proposal. Still without: 1" in elin.get("/manage/cronfa26").main


@pytest.mark.parametrize("language", ["cy", "en"])
def test_terms_by_category_hold_on_a_real_round(
    world: World, as_person: AsPerson, tmp_path: Path, language: str
) -> None:
    """Pond 4 votes (nature) 2,000; then trees (nature) and bench (sport) 3 each; shed (sport) 1.

    With at most one of nature the trees (2,500) are passed over, and bench and shed are paid for.
    """
    terms = {"fit": "skip", "ties": "votes,cost,lot", "group_max": f"category={NATURE.id}:#1"}
    close_a_round(world, rule=RuleChoice(id="most-votes", params=terms), is_sorted=True)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    work.run_due_jobs(world.deps)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    elin = as_person(world.elin, language=language)
    shown = elin.get(f"/rounds/{ROUND}/results/{GREEN}")
    said = NATURE.name.in_language("cy" if language == "cy" else "en")[0]
    assert {"cy": f"Grŵp: {said}", "en": f"Group: {said}"}[language] in shown.main
    shown = elin.get(f"/rounds/{ROUND}/results/{GREEN}/rules")
    table = {"cy": "Ble mae'r arian yn mynd", "en": "Where the money goes"}[language]
    assert table in shown.main
    assert all(each.name.in_language(language)[0] in shown.main for each in (NATURE, SPORT))  # type: ignore[arg-type] # one of two
    assert NATURE.id not in shown.main
    path = tmp_path / "record.zip"
    path.write_bytes(audit.export_record(world.deps, world.carys, ROUND).content)
    assert verify([str(path)]) == 0


@pytest.mark.parametrize("language", ["cy", "en"])
def test_terms_by_group_are_set_up_and_told(world: World, as_person: AsPerson, language: str) -> None:
    round_ = make_round(world)
    elin = as_person(world.elin, language=language)
    here = "/manage/cronfa26/rule"
    elin.get(here)
    most, first = "terms.most_cost.ward.harbwr", "terms.least_count.ward.harbwr"
    shown = elin.submit({"rule": "equal-shares", most: "500", first: "1"}, status=422)
    assert (len(shown.faults), shown.value(first)) == (1, "1")
    elin.submit({"rule": "most-votes"})
    params = reload(world, round_).rule.params
    assert (params["group_max"], params["group_min"]) == ("ward=harbwr:50000", "ward=harbwr:#1")
    assert elin.get(here).value(most) == "500"
    said = {"cy": "dim mwy na £500 gyda'i gilydd", "en": "together at most £500"}[language]
    assert said in elin.get("/rounds/cronfa26").main
    elin.get(here)
    elin.submit({"rule": "seats", "seats.group_kind": "ward", "seats.group_seats": "2", first: ""})
    assert reload(world, round_).rule.params["per_group"] == "ward:2"
    said = {"cy": "ym mhob ward cyn y bleidlais: 2", "en": "in each ward was set before the vote: 2"}[
        language
    ]
    assert said in elin.get("/rounds/cronfa26").main


@pytest.mark.parametrize("language", ["cy", "en"])
def test_winners_by_group_are_told_with_the_group(world: World, as_person: AsPerson, language: str) -> None:
    """One winner of each category: the pond (nature) before the trees, the bench (sport) before the shed."""
    terms = {"seats": "0", "per_group": "category:1", "ties": "votes,cost,lot"}
    close_a_round(world, rule=RuleChoice(id="seats", params=terms), is_sorted=True)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    shown = as_person(world.elin, language=language).get(f"/rounds/{ROUND}/results/{GREEN}")
    for category in (NATURE, SPORT):
        name = category.name.in_language("cy" if language == "cy" else "en")[0]
        assert {"cy": f"Categori neu ward: {name}", "en": f"Category or ward: {name}"}[language] in shown.main


@pytest.mark.parametrize("language", ["cy", "en"])
def test_proposals_are_found_by_category(world: World, as_person: AsPerson, language: str) -> None:
    close_a_round(world, is_sorted=True)
    page = as_person(world.bryn, language=language)
    shown = page.get(f"/rounds/{ROUND}/proposals?category={SPORT.id}")
    titles = {"cy": ("Mainc yn y parc", "Coed ar y stryd"), "en": ("Park bench", "Street trees")}[language]
    assert (titles[0] in shown.main, titles[1] in shown.main) == (True, False)
    chosen = shown.root.find(f".//option[@value='{SPORT.id}']")
    assert chosen is not None
    assert chosen.get("selected") is not None
    assert titles[0] not in page.get(f"/rounds/{ROUND}/proposals?category=none").main


def test_a_rehearsal_on_invented_projects_leaves_limits_by_group_out(
    world: World, as_person: AsPerson
) -> None:
    """They belong to no group: with the limits every invented ballot would be blank."""
    round_ = make_round(
        world, spec=BallotSpec(type="approval", limits={"max_count": 3, "min_count:ward=harbwr": 1})
    )
    elin = as_person(world.elin, language="en")
    elin.get(f"/manage/{round_.id}/rehearsal")
    elin.submit()
    work.run_due_jobs(world.deps)
    shown = elin.get(f"/manage/{round_.id}/rehearsal")
    assert "In numbers" in shown.main
    assert "0%" not in shown.main
