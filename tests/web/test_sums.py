"""Sums on the results page, read back out of its HTML: they add up, in both languages and for every rule."""

from collections.abc import Callable
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement

import pytest

from pb.domain.rounds import RuleChoice
from pb.domain.sums import Rounding, sum_of
from pb.services import counting
from tests.elections import GREEN, ROUND, close_a_round
from tests.web.page import Page
from tests.web.sums_read import SumRead, faults_of, numbers
from tests.world import World

POT = f"/rounds/{ROUND}/results/{GREEN}"
HALF_A_PENNY = Fraction(1, 200)
TIES = {"ties": "votes,cost,lot"}
RAISED = RuleChoice(id="equal-shares", params={"completion": "add-one", "step": "10", **TIES})


def sums_of(page: Page, path: str = POT) -> list[SumRead]:
    shown = page.get(path)
    return [SumRead(one) for one in shown.all(".//dl") if (one.get("class") or "").startswith("sum ")]


def published(world: World, rule: RuleChoice) -> None:
    close_a_round(world, rule=rule)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        (RAISED, {"bought", "spent", "share", "raises", "closest"}),
        (RuleChoice(id="equal-shares", params=TIES), {"bought", "spent", "share", "closest"}),
        (RuleChoice(id="phragmen", params=TIES), {"bought"}),
        (RuleChoice(id="equal-shares-bounded", params=TIES), {"bought"}),
        (RuleChoice(id="most-votes", params=TIES), set()),
    ],
    ids=["raised", "shares", "phragmen", "bounded", "votes"],
)
def test_every_sum_adds_up(world: World, page: Page, rule: RuleChoice, kinds: set[str]) -> None:
    published(world, rule)
    for page.language in ("cy", "en"):
        found = sums_of(page)
        assert {one.kind for one in found} == kinds
        assert [fault for one in found for fault in faults_of(one, HALF_A_PENNY)] == []


def test_the_story_has_the_numbers_of_this_vote(world: World, page: Page) -> None:
    published(world, RAISED)
    page.language = "en"
    main = page.get(POT).main
    # fifty people share £5,000; each raise is 10p
    assert "To share out £5,000 Divided by the people who voted 50 One person's equal share £100" in main
    assert "Raised 422 times by £0.10 £42.20 One person's share in the last count £142.20" in main
    assert "Paid £50 Still there for other proposals £92.20" in main
    assert "This proposal was missing the least: Street trees Missing £0.67" in main
    assert "One more person's whole share could have paid for what was missing." in main
    assert 'href="#proposal-1"' in page.get(POT).html


def test_who_publishes_sees_what_the_public_will_see(
    world: World, page: Page, as_person: Callable[..., Page]
) -> None:
    close_a_round(world, rule=RAISED)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    alys = as_person(world.alys, language="cy")
    before = [one.rows for one in sums_of(alys, f"/manage/{ROUND}/publish")]
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    after = [one.rows for one in sums_of(page) if one.kind in ("bought", "spent")]
    assert len(after) >= 4
    assert [rows for rows in after if rows not in before] == []


def test_a_wrong_figure_is_found() -> None:
    right = [("shares", "3 people, 10 each", "30"), ("paid-for", "Paid for: A 2", "\u221212.50")]
    ends = [("total", "Left", "17.50"), ("cost", "Cost", "20"), ("short", "Missing", "2.50")]
    assert faults_of(a_sum("spent", right + ends), HALF_A_PENNY) == []
    for at in range(5):
        rows = right + ends
        kind, words, figure = rows[at]
        rows[at] = (kind, words, figure.replace("0", "1"))
        assert faults_of(a_sum("spent", rows), HALF_A_PENNY), rows[at]


def a_sum(kind: str, rows: list[tuple[str, str, str]]) -> SumRead:
    made = Element("dl", {"class": f"sum sum-of-{kind}"})
    for row, words, figure in rows:
        entry = SubElement(made, "div", {"class": f"sum-{row}"})
        SubElement(entry, "dt").text = words
        SubElement(entry, "dd").text = figure
    return SumRead(made)


def test_numbers_are_read_as_people_write_them() -> None:
    assert numbers("\u22121,204.50 of 3") == [Fraction(-2409, 2), Fraction(3)]


POUNDS = Rounding(minor_digits=2)


def test_what_people_held_is_never_rounded_up_to_the_cost() -> None:
    facts = {"held": "29999/3", "supporters": 1, "share": "40000/3", "spent": [["A", 1, "10001/3"]]}
    made = sum_of("supporters-out-of-money", facts, 10000, POUNDS)
    assert made is not None
    assert (made.total, made.short_by) == (9999, 1)
    assert sum(row.amount for row in made.rows) == 9999


def test_many_projects_paid_for_stand_in_one_row() -> None:
    spent = [[name, 2, f"{20 - at}/1"] for at, name in enumerate("ABCDEF")]
    facts = {"held": "895/1", "supporters": 10, "share": "100/1", "spent": spent}
    made = sum_of("supporters-out-of-money", facts, 1000, POUNDS)
    assert made is not None
    assert [row.code for row in made.rows] == ["shares", *["paid-for"] * 4, "paid-for-others"]
    assert made.rows[-1].people == 2
    assert made.rows[-1].amount == -31


def test_a_project_that_costs_nothing_has_no_sum() -> None:
    facts = {"price": "0/1", "paid_in_full": [[1, 2, "0/1"]], "paid_all_left": [0, "0/1"], "supporters": 2}
    assert sum_of("won", facts, 0, POUNDS) is None


def test_what_the_pot_adds_is_nobodys_payment() -> None:
    """Two with £10 each pay for a third project of £30: they give £20, and the pot adds £10."""
    facts = {"paid_in_full": [], "paid_all_left": [2, "2000/1"], "supporters": 2, "overspent": "1000/1"}
    made = sum_of("won", facts, 3000, POUNDS)
    assert made is not None
    assert [(row.code, row.people, row.amount) for row in made.rows] == [
        ("all-left", 2, 2000),
        ("overspent", None, 1000),
    ]
    assert (made.total, made.without) == (3000, 0)


def test_points_that_were_not_needed_move_on() -> None:
    made = sum_of("won", {"support": "301/2", "excess": "101/2"}, 100, POUNDS)
    assert made is not None
    assert [(row.code, row.amount) for row in made.rows] == [("support", 151), ("moved-on", -51)]
