"""Rules side by side: which stand beside which, under which terms, and how the answer is read."""

from fractions import Fraction

import pytest

from pb.domain.comparing import CHOSEN, MOST_BESIDE, costs_of, margin_lines, rules_beside, side_by_side
from pb.domain.rounds import RuleChoice
from pb.domain.text import Bilingual
from pb.tally import BALLOT_TYPES, RULES, BallotSpec, Contest, Profile, Project, contest_record, read_params
from pb.tally.compare import Choice, compare, comparison_record
from pb.tally.margins import margins, margins_record

SPEC = BallotSpec(type="approval", limits={"max_count": 3})
CONTEST = Contest(
    budget=100,
    projects=(Project(id="a", cost=80), Project(id="b", cost=60), Project(id="c", cost=40)),
    spec=SPEC,
    profile=Profile(weights={(("a", 1),): 5, (("b", 1), ("c", 1)): 4}),
)
TITLES = {name: Bilingual(cy=name.upper(), en=name) for name in "ab"}


@pytest.mark.parametrize("type_", BALLOT_TYPES)
def test_every_paper_has_rules_to_try(type_: str) -> None:
    listed = rules_beside(None, BallotSpec(type=type_, limits={}), unit=100)
    assert len(listed) >= 3
    for one in listed:
        assert one["label"] == one["rule"]
        assert type_ in RULES[one["rule"]].ballot_types
        read_params(one["rule"], one["params"], BallotSpec(type=type_, limits={}))


def test_the_chosen_rule_stands_first_and_only_once() -> None:
    chosen = RuleChoice(id="phragmen", params={"ties": "votes,cost,list"})
    listed = rules_beside(chosen, SPEC, unit=100)
    assert (listed[0]["label"], listed[0]["rule"], listed[0]["params"]) == (CHOSEN, "phragmen", chosen.params)
    assert [one["rule"] for one in listed[1:4]] == ["most-votes", "equal-shares", "value-for-money"]
    assert len(listed) == 1 + MOST_BESIDE
    assert "phragmen" not in [one["label"] for one in listed]


def test_terms_of_the_round_hold_under_the_other_rules() -> None:
    terms = {"ties": "votes,list", "minimum": "2", "conflicts": "a|b", "group_min": "ward=North:1"}
    listed = rules_beside(RuleChoice(id="most-votes", params={"fit": "stop", **terms}), SPEC, unit=1)
    shares = next(one["params"] for one in listed if one["rule"] == "equal-shares")
    assert (shares["ties"], shares["minimum"], shares["conflicts"]) == ("votes,list", "2", "a|b")
    assert (shares["step"], shares["completion"]) == ("1", "add-one-greedy")
    assert "group_min" not in shares, "equal shares does not take it"
    assert "fit" not in shares, "that is a term of the rule, not of the round"


def compared(*rules: tuple[str, str]) -> dict[str, object]:
    choices = [Choice(label=label, rule=rule, params={"ties": "votes,cost,list"}) for label, rule in rules]
    return comparison_record(compare(CONTEST, choices))


def test_the_answer_as_pages_read_it() -> None:
    record = compared((CHOSEN, "most-votes"), ("value-for-money", "value-for-money"))
    side = side_by_side(record, TITLES, costs_of(contest_record(CONTEST)["projects"]))
    first, second = side.columns
    # most votes buys a (80, 5 votes) and nothing else fits; per pound c (4/40) and b (4/60) come before a
    assert [(row.project_id, row.wins) for row in side.rows] == [
        ("a", (True, False)),
        ("b", (False, True)),
        ("c", (False, True)),
    ]
    assert (first.is_chosen, first.winners, first.cost, first.left, first.in_common) == (
        True,
        1,
        80,
        20,
        None,
    )
    assert (second.is_chosen, second.winners, second.cost, second.in_common) == (False, 2, 100, 0)
    assert (first.with_a_winner, first.ballots) == (5, 9)
    assert (second.winners_each, second.cost_each) == (Fraction(8, 9), Fraction(400, 9))
    assert second.money_each == 44
    assert side.rows[0].title.cy == "A"
    assert side.rows[2].title.en == "c", "a project without a title goes by its id"
    assert not side.all_agree
    same = side_by_side(
        compared((CHOSEN, "most-votes"), ("x", "most-votes")), {}, {"a": 80, "b": 60, "c": 40}
    )
    assert same.all_agree
    assert same.columns[1].in_common == 1


def test_margins_as_pages_read_them() -> None:
    found = margins_record(margins(CONTEST, "most-votes", {"ties": "votes,cost,list"}))
    won, *lost = margin_lines(found, TITLES, {"a": 80, "b": 60, "c": 40})
    # a leads by one vote: b wins with one more (the tie goes to the cheaper), and a loses with one fewer
    assert (won.title.en, won.won, won.ballots_found, won.cost_found) == ("a", True, 1, None)
    assert [(line.title.en, line.won) for line in lost] == [("b", False), ("c", False)]
    assert (lost[0].ballots_found, lost[0].cost, lost[0].cost_found) == (1, 60, 20)
