"""Set-up pages: what is typed is taken whole or refused with every fault on its field."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pb.domain import setup
from pb.domain.ids import PotId
from pb.domain.paper_setup import MEASURES, TypedBallot, decide_ballot, grade_name
from pb.domain.refusals import Refusal
from pb.domain.rounds import BoxMode, RuleChoice
from pb.domain.setup import TypedNames, TypedPot
from pb.domain.text import Bilingual
from pb.tally.ballots import BALLOT_TYPES
from pb.tally.model import BallotSpec
from tests.unit.domain.a_round import ANNOUNCED, DRAFT, OPENED, POT

BOTH = Bilingual(cy="Enw", en="Name")


def faults_of(call: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as refused:
        call()
    return [(fault.field, fault.code) for fault in refused.value.faults]


def test_names_begin_in_one_language() -> None:
    typed = TypedNames(name=Bilingual(cy="Enw"), summary=Bilingual(), contact="x")
    assert setup.decide_names(typed, announced=False) == typed


def test_every_fault_of_the_names_is_told_at_once() -> None:
    empty = TypedNames(name=Bilingual(), summary=Bilingual(), contact="")
    assert faults_of(lambda: setup.decide_names(empty, announced=False)) == [
        ("name_cy", "missing-in-both"),
        ("contact", "missing"),
    ]
    assert faults_of(lambda: setup.decide_names(empty, announced=True)) == [
        ("name_cy", "missing"),
        ("name_en", "missing"),
        ("summary_cy", "missing"),
        ("summary_en", "missing"),
        ("contact", "missing"),
    ]
    long = TypedNames(name=Bilingual(cy="x" * 81, en="y"), summary=Bilingual(en="z" * 601), contact="c")
    assert faults_of(lambda: setup.decide_names(long, announced=False)) == [
        ("name_cy", "too-long"),
        ("summary_en", "too-long"),
    ]


def test_a_pot_is_read_in_pence() -> None:
    pot = setup.decide_pot(DRAFT, TypedPot(name=BOTH, amount="£1,250.50", largest_request="500"), PotId("n"))
    assert (pot.amount_pence, pot.largest_request_pence, pot.theme) == (1_250_50, 500_00, None)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            TypedPot(name=Bilingual(), amount=""),
            [("name_cy", "missing-in-both"), ("amount", "missing-amount")],
        ),
        (TypedPot(name=BOTH, amount="10", largest_request="10.01"), [("largest_request", "larger-than-pot")]),
        (
            TypedPot(name=BOTH, amount="-1", largest_request="lots"),
            [("amount", "negative-amount"), ("largest_request", "not-an-amount")],
        ),
        (TypedPot(name=BOTH, amount="9" * 100_000), [("amount", "amount-too-large")]),
        (TypedPot(name=BOTH, amount="0"), [("amount", "amount-too-small")]),
        (TypedPot(name=BOTH, amount="1", theme=Bilingual(cy="x" * 81)), [("theme_cy", "too-long")]),
    ],
)
def test_a_pot_is_refused_with_all_its_faults(typed: TypedPot, expected: list[tuple[str, str]]) -> None:
    assert faults_of(lambda: setup.decide_pot(DRAFT, typed, PotId("n"))) == expected


def test_an_announced_round_keeps_both_languages_in_its_pots() -> None:
    typed = TypedPot(name=Bilingual(cy="Enw"), amount="1", theme=Bilingual(en="Parks"))
    assert faults_of(lambda: setup.decide_pot(ANNOUNCED, typed, PotId("pot"))) == [
        ("name_en", "missing"),
        ("theme_cy", "missing"),
    ]


def test_pots_come_change_and_go() -> None:
    new = replace(POT, id=PotId("new"))
    two = setup.with_pot(DRAFT, new)
    assert [pot.id for pot in two.pots] == ["pot", "new"]
    dearer = setup.with_pot(two, replace(POT, amount_pence=5))
    assert [pot.amount_pence for pot in dearer.pots] == [5, POT.amount_pence]
    assert setup.without_pot(two, "pot", proposals=0).pots == (new,)


def test_pots_stay_where_they_are_needed() -> None:
    with pytest.raises(Refusal, match="pot-has-proposals"):
        setup.without_pot(DRAFT, "pot", proposals=1)
    with pytest.raises(Refusal, match="last-pot"):
        setup.without_pot(ANNOUNCED, "pot", proposals=0)
    assert setup.without_pot(DRAFT, "pot", proposals=0).pots == ()
    with pytest.raises(Refusal, match="pot-not-found"):
        setup.without_pot(DRAFT, "other", proposals=0)


def test_there_is_an_end_to_pots() -> None:
    full = replace(DRAFT, pots=tuple(replace(POT, id=PotId(str(n))) for n in range(setup.MOST_POTS)))
    with pytest.raises(Refusal, match="too-many-pots"):
        setup.decide_pot(full, TypedPot(name=BOTH, amount="1"), PotId("one more"))
    assert setup.decide_pot(full, TypedPot(name=BOTH, amount="1"), PotId("0")).amount_pence == 100


@pytest.mark.parametrize(
    ("typed", "limits", "age"),
    [
        (TypedBallot(type="approval", max_count="1"), {"max_count": 1}, None),
        (
            TypedBallot(type="approval", max_count="5", min_count="2", age="11"),
            {"max_count": 5, "min_count": 2},
            11,
        ),
        (
            TypedBallot(type="approval", max_count="5", min_count="0", age="other", other_age="18"),
            {"max_count": 5},
            18,
        ),
        (TypedBallot(type="basket"), {}, None),
        (TypedBallot(type="basket", max_count="4", age="16"), {"max_count": 4}, 16),
        (TypedBallot(type="points", own={"points.max_total": "10"}), {"max_total": 10}, None),
        (
            TypedBallot(type="points", max_count="3", own={"points.max_total": "10", "points.max_mark": "5"}),
            {"max_total": 10, "max_mark": 5, "max_count": 3},
            None,
        ),
        (TypedBallot(type="score", own={"score.scale": "1-5"}), {"lowest": 1, "highest": 5}, None),
        (TypedBallot(type="score", own={"score.scale": "0-10"}), {"lowest": 0, "highest": 10}, None),
        (
            TypedBallot(type="grades", own={"grades.grades": "4", "points.max_total": "9"}),
            {"grades": 4},
            None,
        ),
        (TypedBallot(type="ranking", max_count="3"), {"max_count": 3}, None),
    ],
)
def test_ballots_are_taken(typed: TypedBallot, limits: dict[str, int], age: int | None) -> None:
    round_ = decide_ballot(DRAFT, typed)
    assert (round_.spec, round_.minimum_age) == (BallotSpec(type=typed.type, limits=limits), age)


def test_the_box_is_sealed_unless_it_is_said_otherwise() -> None:
    assert decide_ballot(DRAFT, TypedBallot(type="basket")).box_mode is BoxMode.SEALED
    assert decide_ballot(DRAFT, TypedBallot(type="basket", box_mode="open")).box_mode is BoxMode.OPEN
    with pytest.raises(Refusal) as caught:
        decide_ballot(DRAFT, TypedBallot(type="basket", box_mode="ajar"))
    assert [fault.field for fault in caught.value.faults] == ["box_mode"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (TypedBallot(type="approval"), [("max_count", "missing-number")]),
        (TypedBallot(type="approval", max_count="2", min_count="3"), [("min_count", "more-than-most")]),
        (TypedBallot(type="approval", max_count="0"), [("max_count", "number-out-of-range")]),
        (TypedBallot(type="approval", max_count="9" * 100_000), [("max_count", "number-out-of-range")]),
        (
            TypedBallot(type="approval", max_count="three", min_count="-1", age="x"),
            [("max_count", "not-a-number"), ("min_count", "not-a-number"), ("age", "not-a-choice")],
        ),
        (TypedBallot(type="basket", age="other"), [("other_age", "missing-number")]),
        (TypedBallot(type="basket", age="other", other_age="4"), [("other_age", "number-out-of-range")]),
        (TypedBallot(type="points"), [("points.max_total", "missing-number")]),
        (
            TypedBallot(type="points", own={"points.max_total": "5", "points.max_mark": "6"}),
            [("points.max_mark", "number-out-of-range")],
        ),
        (
            TypedBallot(type="points", own={"points.max_total": "many", "points.max_mark": "1001"}),
            [("points.max_total", "not-a-number"), ("points.max_mark", "number-out-of-range")],
        ),
        (TypedBallot(type="score"), [("score.scale", "not-a-choice")]),
        (TypedBallot(type="score", own={"score.scale": "1-99"}), [("score.scale", "not-a-choice")]),
        (TypedBallot(type="grades", own={"grades.grades": "2"}), [("grades.grades", "not-a-choice")]),
        (TypedBallot(type="ranking"), [("max_count", "missing-number")]),
        (TypedBallot(type=""), [("ballot_type", "not-a-choice")]),
    ],
)
def test_ballots_are_refused_on_their_field(typed: TypedBallot, expected: list[tuple[str, str]]) -> None:
    assert faults_of(lambda: decide_ballot(DRAFT, typed)) == expected


def test_a_ballot_that_the_rule_cannot_count_is_refused() -> None:
    shares = replace(DRAFT, rule=RuleChoice(id="equal-shares", params={}))
    graded = TypedBallot(type="grades", own={"grades.grades": "4"})
    assert faults_of(lambda: decide_ballot(shares, graded)) == [("ballot_type", "rule-does-not-fit")]


def test_a_rule_counts_what_is_usual_on_a_new_paper() -> None:
    points = TypedBallot(type="points", own={"points.max_total": "9"})
    on_points = decide_ballot(
        replace(DRAFT, rule=RuleChoice(id="seats", params={"measure": "votes", "seats": "2"})), points
    )
    assert on_points.rule.params == {"measure": "points", "seats": "2"}
    by_votes = replace(on_points, rule=RuleChoice(id="most-votes", params={"measure": "votes"}))
    assert decide_ballot(by_votes, points).rule == by_votes.rule  # chosen on this paper, so it stays
    assert decide_ballot(by_votes, TypedBallot(type="basket")).rule.params == {"measure": "votes"}


@pytest.mark.parametrize(
    ("grades", "names"),
    [
        (3, ["good", "fair", "poor"]),
        (4, ["very-good", "good", "fair", "poor"]),
        (5, ["excellent", "very-good", "good", "fair", "poor"]),
        (6, ["excellent", "very-good", "good", "fair", "poor", "very-poor"]),
        (7, ["excellent", "very-good", "good", "fair", "poor", "very-poor", "7"]),
    ],
)
def test_grades_have_names(grades: int, names: list[str]) -> None:
    assert [grade_name(mark, grades) for mark in range(grades)] == names
    assert grade_name(grades, grades) == str(grades + 1)


def test_every_type_has_measures_that_its_ballots_yield() -> None:
    assert list(MEASURES) == list(BALLOT_TYPES)
    for kind, measures in MEASURES.items():
        assert set(measures) <= set(BALLOT_TYPES[kind].measures)


@pytest.mark.parametrize(
    ("rule", "params"),
    [
        ("most-votes", {"measure": "votes", "fit": "stop", "ties": "cost,lot"}),
        ("most-votes", {}),
        ("equal-shares", {"utility": "count", "completion": "greedy", "start": "integral"}),
        ("equal-shares", {"completion": "add-one-greedy"}),
        ("phragmen", {}),
        ("seats", {"seats": "3"}),
        ("best-total", {"utility": "cost"}),
        ("value-for-money", {"fit": "stop"}),
    ],
)
def test_a_rule_is_kept_with_all_its_parameters(rule: str, params: dict[str, str]) -> None:
    chosen = setup.decide_rule(DRAFT, rule, params).rule
    assert chosen.id == rule
    assert params.items() <= chosen.params.items()
    assert chosen.params["ties"].endswith("lot")
    assert setup.decide_rule(DRAFT, rule, chosen.params).rule == chosen  # what is stored can be run as it is


def test_shares_grow_by_a_pound() -> None:
    assert setup.decide_rule(DRAFT, "equal-shares", {"completion": "add-one"}).rule.params["step"] == "100"


@pytest.mark.parametrize(
    ("rule", "params", "expected"),
    [
        ("most-votes", {"ties": "votes,list"}, [("most-votes.ties", "ties-end-in-lot")]),
        ("most-votes", {"ties": "votes"}, [("most-votes.ties", "not-a-choice")]),
        ("most-votes", {"fit": "sideways"}, [("most-votes.fit", "not-a-choice")]),
        ("most-votes", {"magic": "1"}, [("most-votes.magic", "not-with-these-settings")]),
        ("seats", {}, [("seats.seats", "missing-number")]),
        ("seats", {"seats": "two"}, [("seats.seats", "not-a-number")]),
        ("coin-toss", {}, [("rule", "not-a-choice")]),
        ("most-votes", {"conflicts": "x" * 100_000}, [("rule", "not-a-choice")]),
        ("most-votes", {str(n): "1" for n in range(99)}, [("rule", "not-a-choice")]),
    ],
)
def test_rules_are_refused_on_their_field(
    rule: str, params: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert faults_of(lambda: setup.decide_rule(DRAFT, rule, params)) == expected


def test_a_rule_for_other_ballots_is_refused() -> None:
    graded = replace(DRAFT, spec=BallotSpec(type="grades", limits={}))
    in_seats = {"fit": "seats"}
    assert faults_of(lambda: setup.decide_rule(graded, "majority-judgment", in_seats)) == [
        ("majority-judgment.seats", "missing-number")
    ]
    assert faults_of(lambda: setup.decide_rule(graded, "equal-shares", {})) == [
        ("rule", "rule-not-for-ballot")
    ]
    unheard = replace(DRAFT, spec=BallotSpec(type="smoke", limits={}))
    assert faults_of(lambda: setup.decide_rule(unheard, "most-votes", {})) == [("rule", "not-a-choice")]


def test_nothing_changes_once_voting_has_opened() -> None:
    setup.need_unlocked(ANNOUNCED)
    with pytest.raises(Refusal, match="setup-locked"):
        setup.need_unlocked(OPENED)
    with pytest.raises(Refusal, match="round-imported"):
        setup.need_unlocked(replace(DRAFT, imported_from="a.pb"))
