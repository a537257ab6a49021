"""Terms of a rule by category and ward: read from their fields, refused on them, and told again."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pb.domain.group_terms import decide_rule_with_terms, terms_by_group
from pb.domain.refusals import Refusal
from pb.domain.rounds import Group
from pb.tally.model import BallotSpec
from tests.unit.domain.a_round import DRAFT

SPORT: Group = ("category", "sport")
WARD: Group = ("ward", "w")
GROUPS = (SPORT, WARD)


def decided(rule: str, params: Mapping[str, str], **typed: str) -> Mapping[str, str]:
    fields = {name.replace("__", "."): text for name, text in typed.items()}
    return decide_rule_with_terms(DRAFT, rule, params, fields, GROUPS).rule.params


def refused(rule: str, params: Mapping[str, str], **typed: str) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as no:
        decided(rule, params, **typed)
    return [(fault.field, fault.code) for fault in no.value.faults]


def test_terms_become_parameters_and_can_be_told_again() -> None:
    params = decided(
        "most-votes",
        {},
        most_cost__category__sport="50",
        most_count__category__sport="2",
        least_cost__ward__w="12.50",
        least_count__ward__gone="3",
    )
    assert (params["group_max"], params["group_min"]) == (
        "category=sport:5000;category=sport:#2",
        "ward=w:1250",
    )
    assert terms_by_group(params) == {
        SPORT: {"most_cost": 50_00, "most_count": 2},
        WARD: {"least_cost": 12_50},
    }
    assert "group_max" not in decided("most-votes", {})
    assert terms_by_group({}) == {}


@pytest.mark.parametrize(
    ("rule", "typed", "expected"),
    [
        ("phragmen", {"least_count__ward__w": "1"}, [("terms.least_count.ward.w", "not-with-this-rule")]),
        ("best-total", {"most_cost__ward__w": "1"}, [("terms.most_cost.ward.w", "not-with-this-rule")]),
        ("most-votes", {"most_cost__ward__w": "x"}, [("terms.most_cost.ward.w", "not-an-amount")]),
        (
            "most-votes",
            {"most_cost__ward__w": "1", "least_cost__ward__w": "2"},
            [("terms.least_cost.ward.w", "more-than-most-money")],
        ),
        (
            "most-votes",
            {"most_count__ward__w": "1", "least_count__ward__w": "2"},
            [("terms.least_count.ward.w", "more-than-most")],
        ),
    ],
)
def test_a_term_is_refused_on_its_own_field(
    rule: str, typed: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert refused(rule, {}, **typed) == expected


def test_a_number_of_winners_for_each_group() -> None:
    params = decided("seats", {"group_kind": "ward", "group_seats": "3"})
    assert params["per_group"] == "ward:3"
    assert "per_group" not in decided("seats", {"seats": "2", "group_kind": "none", "group_seats": "3"})
    assert refused("seats", {"seats": "2", "group_kind": "ward"}) == [("seats.group_seats", "missing-number")]
    assert refused("seats", {"seats": "2", "group_kind": "size", "group_seats": "1"}) == [
        ("seats.group_kind", "not-a-choice")
    ]
    assert refused("seats", {"group_kind": "ward", "group_seats": "0"}) == [
        ("seats.group_seats", "number-out-of-range")
    ]


def test_other_faults_stay_where_they_were() -> None:
    assert refused("most-votes", {"fit": "never"}, most_count__ward__w="1") == [
        ("most-votes.fit", "not-a-choice")
    ]
    grades = replace(DRAFT, spec=BallotSpec(type="grades", limits={}))
    with pytest.raises(Refusal):
        decide_rule_with_terms(grades, "phragmen", {}, {}, GROUPS)
