"""Every reason in words: exact sums, never rounded so that somebody seems to have had enough."""

import ast
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from pb.domain.counting import PotCount, contest_of
from pb.domain.ids import ProposalId
from pb.domain.results import Line, PotResult, pot_result
from pb.domain.rounds import Currency
from pb.domain.text import Bilingual
from pb.tally import BALLOT_TYPES, outcome_record, run
from pb.tally.ties import TIE_KEYS
from pb.web import labels
from pb.web.reasons import Why, decimal, why
from tests.elections import GREEN, ROUND, a_round, the_proposals
from tests.house.tree import calls, python_files

POUNDS = Currency()


def a_line(code: str, **facts: Any) -> Line:
    return Line(
        proposal_id=ProposalId("sied"),
        project_id="sied",
        number=4,
        title=Bilingual(cy="Sied offer", en="Tool shed"),
        cost=1_500_00,
        paid=0,
        votes=1,
        score=None,
        place=facts.get("place"),
        code=code,
        facts=facts,
    )


def a_result() -> PotResult:
    round_ = a_round()
    contest = contest_of(round_, round_.pot(GREEN), the_proposals(), [])
    count = PotCount(
        pot_id=GREEN,
        round_id=ROUND,
        contest_digest="",
        outcome=outcome_record(run(contest, "most-votes", {"ties": "votes,cost,list"}, seed=None)),
        outcome_digest="",
        seed=None,
        counted_at=datetime(2026, 3, 2, tzinfo=UTC),
        counted_by=None,
    )
    return pot_result(round_.pot(GREEN), count, the_proposals())


def said(line: Line, currency: Currency = POUNDS) -> Why:
    return why(line, a_result(), currency, "en")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (a_line("won", place=2, measure="votes", score=3), "Place in the order: 2."),
        (a_line("won", place=1, utility=7), "the most support in total of all that the pot can pay for"),
        (a_line("won", place=1, support="20001/2", excess="1/2"), "Money for it: £100."),
        (a_line("won", place=1, reserved=True), "Money was set aside for it"),
        (a_line("won", place=1, for_group=True), "keep some of the money for its group"),
        (
            # seven share 100.00: 14.2857..., shown as 14.29 for the one who paid most
            a_line(
                "won", place=1, price="10000/7", paid_in_full=[[1, 7, "10000/7"]], paid_all_left=[0, "0/1"]
            ),
            "The most that any one of them paid: £14.29.",
        ),
        (a_line("won", place=1, price="500/1", paid_in_full=[]), "The most that any one of them paid: £5."),
        (
            a_line("not-enough-money-left", left=100, cost=250, short_by=150),
            "Cost: £2.50. Left: £1. Short by: £1.50.",
        ),
        (a_line("part-funded", paid=100, cost=250, left=100), "Cost: £2.50. It gets: £1."),
        (a_line("below-minimum", has=3, needs=5, measure="votes"), "It had: 3. Needed: 5."),
        (a_line("below-minimum", has="7/2", needs=5, measure="mean"), "It had: 3.50. Needed: 5."),
        (
            a_line("group-full", dimension="ward", group="North", limit=5000, used=4000, counted=False),
            "Group: North. Most allowed: £50.",
        ),
        (
            a_line("group-full", dimension="ward", group="North", limit=2, used=2, counted=True),
            "Group: North. Most allowed: 2.",
        ),
        (
            # they held 99.99 and two thirds of a penny: never shown as the 100.00 that it costs
            a_line("supporters-out-of-money", held="29999/3", cost=10000, short_by="1/3"),
            "They had: £99.99. Cost: £100. Missing: £0.01.",
        ),
        (a_line("no-seat-left", seats=3), "Most allowed: 3."),
        (a_line("not-in-best-set"), "has more support in total"),
        (a_line("not-needed-by-anyone"), "Nobody chose it."),
        (a_line("eaten-by-moths"), "The reason there: eaten-by-moths."),
    ],
)
def test_reasons_in_words(line: Line, words: str) -> None:
    told = said(line)
    assert words in told.text
    assert told.about is None


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (a_line("count-stopped-before", stopped_at="coed", left=100), "The proposal that did not fit:"),
        (a_line("next-does-not-fit", next="coed", left=100, cost=200), "The proposal that was next in line:"),
        (a_line("conflict-with", winner="coed"), "The one that won:"),
        (a_line("needs-project", needs="coed"), "The one it needs:"),
    ],
)
def test_reasons_about_other_proposals(line: Line, label: str) -> None:
    told = said(line)
    assert (told.label, told.about) == (label, Bilingual(cy="Coed ar y stryd", en="Street trees"))
    in_welsh = why(line, a_result(), POUNDS, "cy")
    assert in_welsh.text != told.text
    assert in_welsh.label != told.label


@pytest.mark.parametrize(("rule", "fit"), [("seats", ""), ("majority-judgment", "seats")])
def test_seats_are_not_told_as_money(rule: str, fit: str) -> None:
    result = replace(a_result(), rule=rule, params={"fit": fit})
    told = why(a_line("won", place=2, measure="votes", score=3), result, POUNDS, "en")
    assert "up to the number of winners that the rules set. Place in the order: 2." in told.text


def test_sums_are_in_the_currency_of_the_round() -> None:
    line = a_line("not-enough-money-left", left=1000, cost=2500, short_by=1500)
    assert "Left: 1,000\u00a0PLN." in said(line, Currency(code="PLN", minor_digits=0)).text


def test_fractions_are_never_rounded_the_flattering_way() -> None:
    line = a_line("supporters-out-of-money", held="7999/2", cost=4000, short_by="1/2")
    assert "They had: £39.99. Cost: £40. Missing: £0.01." in said(line).text
    zloty = said(line, Currency(code="PLN", minor_digits=0)).text
    assert "They had: 3,999.50\u00a0PLN. Cost: 4,000\u00a0PLN. Missing: 0.50\u00a0PLN." in zloty


@pytest.mark.parametrize(
    ("value", "shown"), [(1204, "1,204"), ("8/4", "2"), ("1/3", "0.33"), ("1/8", "0.13"), ("399/200", "2.00")]
)
def test_scores_as_readers_write_them(value: int | str, shown: str) -> None:
    assert decimal(value) == shown


def test_a_title_in_one_language_is_still_named() -> None:
    result = a_result()
    only_welsh = replace(result.lines[1], title=Bilingual(cy="Coed"))
    result = replace(result, lines=(only_welsh,))
    told = why(a_line("conflict-with", winner=only_welsh.project_id), result, POUNDS, "en")
    assert told.about == Bilingual(cy="Coed")


def test_every_reason_and_tie_of_the_tally_has_words() -> None:
    codes = {
        str(word.value.value)
        for path in python_files("pb/tally")
        for name, call in calls(path)
        for word in call.keywords
        if name == "Reason" and word.arg == "code" and isinstance(word.value, ast.Constant)
    }
    known = labels.labels()
    assert "supporters-out-of-money" in codes
    assert {code for code in codes if f"reason.{code}" not in known} == set(), "say these in words/results.py"
    assert {key for key in TIE_KEYS if f"tie.{key}" not in known} == set()
    measures = {measure for kind in BALLOT_TYPES.values() for measure in kind.measures}
    assert {measure for measure in measures if f"measure.{measure}" not in known} == set()
