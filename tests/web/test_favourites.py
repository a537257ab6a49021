"""Favourites and extra votes on approval papers: set up, marked without scripts, cast, counted and told."""

from pathlib import Path

import pytest

from pb.domain.rounds import RuleChoice
from pb.domain.text import Language
from pb.services import audit, counting
from pb.storage import box
from pb.tally.model import BallotSpec
from pb.verifier.__main__ import main as verify
from tests.elections import GREEN as SPRING_GREEN
from tests.elections import ROUND as SPRING
from tests.elections import Ballots, close_a_round
from tests.rounds import make_round, reload
from tests.votes import GARDEN, GREEN, NATURE, PATHS, ROUND, TREES, YOUNG, issue, open_sorted_vote
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.web.test_papers import enter
from tests.world import World

BOTH = pytest.mark.parametrize("language", ["cy", "en"])
FAVOURITE = BallotSpec(type="approval", limits={"max_count": 2, "favourites": 1})
BOOST = BallotSpec(type="approval", limits={"max_count": 1, f"boost:category={NATURE.id}": 1})
CHOICE, BEST, EXTRA = f"choice.{GREEN}", f"favourite.{GREEN}", f"extra.{GREEN}"


def counted(world: World) -> list[dict[str, dict[str, int]]]:
    with world.db.read() as tx:
        return box.list_counted_payloads(tx, ROUND)


@BOTH
def test_a_favourite_is_set_up_and_makes_the_rule_count_points(
    world: World, as_person: AsPerson, page: Page, language: Language
) -> None:
    round_ = make_round(world)
    elin = as_person(world.elin, language=language)
    elin.get(f"/manage/{round_.id}/ballot")
    shown = elin.submit(
        {"max_count": "3", "approval.double": "favourite", "approval.favourites": ""}, status=422
    )
    assert len(shown.faults) == 1
    elin.submit({"approval.favourites": "1"})
    stored = reload(world, round_)
    assert stored.spec.limits == {"max_count": 3, "favourites": 1}
    assert stored.rule.params["measure"] == "points"
    page.language = language
    told = {
        "cy": "Cewch nodi un ohonynt fel eich ffefryn",
        "en": "You can mark one of them as your favourite",
    }
    assert told[language] in page.get(f"/rounds/{round_.id}").main
    elin.get(f"/manage/{round_.id}/rule")
    shown = elin.submit({"rule": "most-votes", "most-votes.measure": "votes"}, status=422)
    assert len(shown.faults) == 1
    elin.get(f"/manage/{round_.id}/ballot")
    elin.submit({"approval.double": "none"})
    stored = reload(world, round_)
    assert (stored.spec.limits, stored.rule.params["measure"]) == ({"max_count": 3}, "votes")


@BOTH
def test_a_rule_that_ignores_favourites_forbids_them(
    world: World, as_person: AsPerson, language: Language
) -> None:
    round_ = make_round(world, rule=RuleChoice(id="phragmen", params={"ties": "votes,cost,lot"}))
    elin = as_person(world.elin, language=language)
    elin.get(f"/manage/{round_.id}/ballot")
    (fault,) = elin.submit({"max_count": "3", "approval.double": "favourite"}, status=422).faults
    assert {"cy": "ni fyddai hyn yn gwneud dim gwahaniaeth", "en": "would count for nothing"}[
        language
    ] in fault


def test_an_extra_vote_needs_its_category(world: World, as_person: AsPerson) -> None:
    round_ = make_round(world)
    elin = as_person(world.elin, language="en")
    elin.get(f"/manage/{round_.id}/ballot")
    (fault,) = elin.submit({"max_count": "3", "approval.double": "boost"}, status=422).faults
    assert "Choose the category or ward" in fault
    elin.submit({"approval.group": "ward=harbwr"})
    assert reload(world, round_).spec.limits == {"max_count": 3, "boost:ward=harbwr": 1}


@BOTH
def test_a_favourite_is_marked_and_told(world: World, page: Page, language: Language) -> None:
    open_sorted_vote(world, FAVOURITE)
    page.language = language
    shown = enter(page, issue(world)[0])
    assert {"cy": "Fy ffefryn – Gardd gymunedol", "en": "My favourite – Community garden"}[
        language
    ] in shown.main
    (fault,) = page.submit({CHOICE: [GARDEN, TREES], BEST: [GARDEN, TREES]}, status=422).faults
    assert {"cy": "gormod o ffefrynnau", "en": "too many favourites"}[language] in fault.replace(
        "ormod", "gormod"
    )
    shown = page.submit({CHOICE: [GARDEN], BEST: [TREES]})  # a favourite is chosen without a second tick
    assert (
        shown.main.count({"cy": "Ffefryn: yn cyfrif ddwywaith", "en": "Favourite: counts twice"}[language])
        == 1
    )
    page.submit()
    assert counted(world) == [{GREEN: {GARDEN: 1, TREES: 2}, YOUNG: {}}]
    shown = page.get(f"/rounds/{ROUND}/ballot")
    assert sorted(shown.value(CHOICE) or []) == sorted([GARDEN, TREES])
    assert shown.value(BEST) in (TREES, [TREES])


@pytest.mark.parametrize(
    ("fields", "marks"),
    [
        ({CHOICE: [GARDEN], EXTRA: [GARDEN]}, {GARDEN: 2}),
        ({CHOICE: [PATHS], EXTRA: [TREES]}, {PATHS: 1, TREES: 1}),
        ({CHOICE: [], EXTRA: [TREES]}, {TREES: 1}),
    ],
)
def test_an_extra_vote_repeats_a_choice_or_is_one_more(
    world: World, page: Page, fields: dict[str, str | list[str]], marks: dict[str, int]
) -> None:
    open_sorted_vote(world, BOOST)
    page.language = "en"
    shown = enter(page, issue(world)[0])
    assert "only for proposals of this kind: Natural world" in shown.main
    doubles = [
        one.get("value") for one in shown.all(".//input[@type='checkbox']") if one.get("name") == EXTRA
    ]
    assert sorted(str(value) for value in doubles) == [TREES, GARDEN], "offered in its own category only"
    assert page.submit(fields).path.endswith("/check")
    page.submit()
    assert counted(world) == [{GREEN: marks, YOUNG: {}}]


def test_an_extra_vote_outside_its_category_is_refused(world: World, page: Page) -> None:
    open_sorted_vote(world, BOOST)
    page.language = "en"
    enter(page, issue(world)[0])
    (fault,) = page.submit({CHOICE: [PATHS], EXTRA: [PATHS]}, status=422).faults
    assert "Kind: Natural world" in fault
    (fault,) = page.submit({CHOICE: [GARDEN, PATHS], EXTRA: [GARDEN]}, status=422).faults
    assert "too many" in fault


@BOTH
def test_favourites_decide_and_the_result_says_so(
    world: World, as_person: AsPerson, tmp_path: Path, language: Language
) -> None:
    """Tenfold: trees 2 votes and 4 points, pond 3 votes and 3: 2,500 for the trees first, then 2,000."""
    spec = BallotSpec(type="approval", limits={"max_count": 3, "favourites": 1})
    rule = RuleChoice(id="most-votes", params={"measure": "points", "fit": "skip", "ties": "votes,cost,lot"})
    ballots: Ballots = [{SPRING_GREEN: {"coed": 2, "pwll": 1}}, {SPRING_GREEN: {"coed": 2, "pwll": 1}}]
    close_a_round(world, rule=rule, spec=spec, ballots=[*ballots, {SPRING_GREEN: {"pwll": 1}}] * 10)
    counting.count_round(world.deps, world.elin, SPRING, is_sure=True)
    counting.publish_round(world.deps, world.alys, SPRING, is_sure=True)
    shown = as_person(world.elin, language=language).get(f"/rounds/{SPRING}/results/{SPRING_GREEN}")
    assert {"cy": "Pwyntiau", "en": "Points"}[language] in shown.main
    assert {"cy": "Mae ffefryn yn cyfrif ddwywaith", "en": "A favourite counts twice"}[language] in shown.main
    path = tmp_path / "record.zip"
    path.write_bytes(audit.export_record(world.deps, world.carys, SPRING).content)
    assert verify([str(path)]) == 0
