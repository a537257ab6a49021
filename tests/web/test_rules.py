"""Every rule with every kind of ballot: chosen, saved, explained to residents, and its results told.

What a rule decides is for the tests of the tally.
"""

import html
import re
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from pb.domain.rounds import RuleChoice
from pb.domain.text import Language
from pb.services import counting
from pb.tally.ballots import BALLOT_TYPES
from pb.tally.model import BallotSpec
from pb.tally.rules import RULES
from pb.web.render import environment
from tests.elections import GREEN, ROUND, YOUNG, Ballots, close_a_round
from tests.rounds import make_round, reload
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.world import World

SPECS = {
    "approval": BallotSpec(type="approval", limits={"max_count": 3}),
    "basket": BallotSpec(type="basket", limits={}),
    "points": BallotSpec(type="points", limits={"max_total": 10}),
    "score": BallotSpec(type="score", limits={"lowest": 1, "highest": 5}),
    "grades": BallotSpec(type="grades", limits={"grades": 4}),
    "ranking": BallotSpec(type="ranking", limits={"max_count": 3}),
}
PAIRS = [(rule, kind) for rule, made in RULES.items() for kind in made.ballot_types]
MISFITS = [pair for pair in product(RULES, BALLOT_TYPES) if pair not in PAIRS]
TYPED: Mapping[str, dict[str, str]] = {"seats": {"seats.seats": "2"}}
LANGUAGES: tuple[Language, ...] = ("cy", "en")

# Five voters in the green pot (£5,000): Pond £2,000, Trees £2,500, Bench £800, Shed £1,500.
MARKS: Mapping[str, tuple[dict[str, int], ...]] = {
    "approval": ({"pwll": 1, "coed": 1}, {"pwll": 1, "mainc": 1}, {"pwll": 1}, {"coed": 1}, {}),
    "basket": ({"pwll": 1, "coed": 1}, {"pwll": 1, "mainc": 1}, {"pwll": 1}, {"coed": 1}, {}),
    "points": ({"pwll": 6, "coed": 4}, {"coed": 10}, {"mainc": 3, "pwll": 7}, {"pwll": 1}, {}),
    "score": ({"pwll": 5, "coed": 4}, {"coed": 5}, {"mainc": 3, "pwll": 4}, {"pwll": 1}, {}),
    "grades": ({"pwll": 0, "coed": 3}, {"pwll": 1, "coed": 0}, {"pwll": 1}, {"mainc": 2}, {}),
    "ranking": ({"pwll": 1, "coed": 2}, {"coed": 1}, {"mainc": 1, "pwll": 2}, {"pwll": 1}, {}),
}


def kit(rule: str, language: Language) -> Any:
    return environment(language).get_template(f"rules/{rule}.html").module


def sentences(rule: RuleChoice, language: Language) -> list[str]:
    """What the rule's own template says of itself to residents."""
    lines = re.findall(r"<p>(.*?)</p>", str(kit(rule.id, language).explain(rule.params)), re.S)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in lines]


def published(world: World, rule: RuleChoice, kind: str) -> None:
    ballots: Ballots = [{GREEN: marks, YOUNG: {}} for marks in MARKS[kind]]
    close_a_round(world, rule=rule, spec=SPECS[kind], ballots=[*ballots] * 10)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
def test_a_rule_is_chosen_saved_and_explained(
    world: World, as_person: AsPerson, page: Page, rule: str, kind: str
) -> None:
    round_ = make_round(world, spec=SPECS[kind])
    elin = as_person(world.elin)
    elin.get(f"/manage/{round_.id}/rule")
    elin.submit({"rule": rule, **TYPED.get(rule, {})})
    stored = reload(world, round_).rule
    assert (stored.id, stored.params["ties"]) == (rule, "votes,cost,lot")
    shown = elin.get(f"/manage/{round_.id}/rule")
    assert {name: shown.value(name) for name in TYPED.get(rule, {})} == TYPED.get(rule, {})
    for language in LANGUAGES:
        page.language = language
        main = page.get(f"/rounds/{round_.id}").main
        said = sentences(stored, language)
        assert len(said) >= 3
        assert [line for line in said if line not in main] == []


@pytest.mark.parametrize(("rule", "kind"), MISFITS)
def test_a_rule_that_cannot_count_the_ballot_is_neither_offered_nor_taken(
    world: World, as_person: AsPerson, rule: str, kind: str
) -> None:
    round_ = make_round(world, spec=SPECS[kind])
    elin = as_person(world.elin, language="en")
    shown = elin.get(f"/manage/{round_.id}/rule")
    offered = {field.get("value") for field in shown.all(".//input[@name='rule']")}
    assert rule not in offered
    assert kit(rule, "en").name() in html.escape(shown.main, quote=False)
    shown = elin.submit({"rule": rule}, status=422)
    assert shown.faults == ["This rule cannot count the kind of ballot that is set. Change the ballot first."]
    assert reload(world, round_).rule == round_.rule


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_results_tell_what_counted_and_why(
    world: World, page: Page, rule: str, kind: str, language: Language
) -> None:
    params = {"ties": "votes,cost,lot", **{k.split(".")[1]: v for k, v in TYPED.get(rule, {}).items()}}
    published(world, RuleChoice(id=rule, params=params), kind)
    page.language = language
    shown = page.get(f"/rounds/{ROUND}/results/{GREEN}")
    notes = shown.all(".//span[@class='result-note']")
    assert len(notes) == 4
    assert "The record of the count says why" not in shown.main
    assert "Mae cofnod y cyfrif yn dweud pam" not in shown.main
    assert page.get(f"/rounds/{ROUND}/results/{YOUNG}").status == 200


def going_by(rule: str, **params: str) -> RuleChoice:
    return RuleChoice(id=rule, params={"ties": "votes,cost,lot", **params})


@pytest.mark.parametrize(
    ("rule", "kind", "shown"),
    [
        (going_by("most-votes", measure="points"), "points", ("Points", "140")),
        (going_by("most-votes", measure="votes"), "points", ("Votes", "30")),
        (going_by("cumulative-transfer"), "points", ("Points", "140")),
        (going_by("seats", measure="mean", seats="1"), "score", ("Average mark", "3.33")),
        (going_by("value-for-money", measure="sum"), "score", ("Marks added together", "100")),
        (going_by("most-votes", measure="first"), "ranking", ("First choices", "20")),
        (going_by("most-votes", measure="borda"), "ranking", ("Points from rankings", "40")),
        (going_by("expanding-approvals"), "ranking", ("Votes", "30")),
        (going_by("best-total", utility="points"), "points", ("Points", "140")),
        (going_by("majority-judgment"), "grades", ("Middle grade", "Good")),
    ],
)
def test_results_show_the_measure_of_the_rule(
    world: World, page: Page, rule: RuleChoice, kind: str, shown: tuple[str, str]
) -> None:
    published(world, rule, kind)
    page.language = "en"
    tables = page.get(f"/rounds/{ROUND}/results/{GREEN}").all(".//table")
    lines = [(table, row) for table in tables for row in table.iterfind(".//tbody/tr")]
    table, pond = next((table, row) for table, row in lines if "Wildlife pond" in "".join(row.itertext()))
    heads = [head.text for head in table.iterfind(".//thead//th")]
    figure = pond.find("td")
    assert figure is not None
    assert (heads[1], figure.text) == shown


@pytest.mark.parametrize(
    ("choice", "fields", "fault"),
    [
        (("seats", "approval"), {"seats.seats": ""}, "Enter a number."),
        (("seats", "approval"), {"seats.seats": "a few"}, "Enter a whole number"),
        (("majority-judgment", "grades"), {"majority-judgment.fit": "seats"}, "Enter a number."),
        (
            ("majority-judgment", "grades"),
            {"majority-judgment.seats": "2"},
            "This does not go with the other settings. Leave it empty.",
        ),
        (("most-votes", "points"), {"most-votes.measure": "borda"}, "Choose one of"),
    ],
)
def test_settings_are_refused_where_they_are_typed(
    world: World, as_person: AsPerson, choice: tuple[str, str], fields: dict[str, str], fault: str
) -> None:
    rule, kind = choice
    round_ = make_round(world, spec=SPECS[kind])
    elin = as_person(world.elin, language="en")
    elin.get(f"/manage/{round_.id}/rule")
    shown = elin.submit({"rule": rule, **fields}, status=422)
    (said,) = shown.faults
    assert said.startswith(fault)
    assert {name: shown.value(name) for name in fields} == fields or "borda" in fields.values()
    assert reload(world, round_).rule == round_.rule
