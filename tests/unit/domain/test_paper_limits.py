"""Limits by group as typed, contradictions among limits, and papers that nobody could fill."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pb.domain.ids import CategoryId, ProposalId
from pb.domain.paper_groups import group_totals, limits_by_group
from pb.domain.paper_limits import missing_to_vote
from pb.domain.paper_setup import TypedBallot, decide_ballot
from pb.domain.refusals import Refusal
from pb.domain.rounds import Category, Group, ProposalStanding, Round
from pb.domain.text import Bilingual
from pb.tally.model import BallotSpec, Project
from tests.unit.domain.a_round import DRAFT, POT

SPORT: Group = ("category", "sport")
ART: Group = ("category", "art")
WARD: Group = ("ward", "w")
GROUPS = (SPORT, ART, WARD)
CATEGORIES = tuple(
    Category(id=CategoryId(name), name=Bilingual(cy=f"{name} cy", en=name)) for name in ("sport", "art")
)
ROUND = replace(DRAFT, categories=CATEGORIES)


def decided(round_: Round, own: Mapping[str, str], **typed: str) -> Mapping[str, int]:
    given: dict[str, str] = {"type": "basket", **typed}
    return decide_ballot(round_, TypedBallot(own=own, **given), GROUPS).spec.limits


def refused(own: Mapping[str, str], **typed: str) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as no:
        decided(ROUND, own, **typed)
    return [(fault.field, fault.code) for fault in no.value.faults]


def test_limits_by_group_take_the_names_of_the_tally() -> None:
    own = {
        "max_count.category.sport": "2", "min_count.ward.w": "1", "max_cost.category.art": "12.50",
        "min_cost.category.art": "10", "min_count.category.art": "0", "max_count.category.art": "0",
        "max_count.category.gone": "3",
    }  # fmt: skip
    assert decided(ROUND, own) == {
        "max_count:category=sport": 2, "min_count:ward=w": 1, "max_cost:category=art": 12_50,
        "min_cost:category=art": 10_00, "max_count:category=art": 0,
    }  # fmt: skip


def test_money_by_group_is_for_baskets_alone() -> None:
    own = {"max_cost.category.sport": "x", "max_count.category.sport": "2"}
    assert decided(ROUND, own, type="approval", max_count="3") == {
        "max_count": 3,
        "max_count:category=sport": 2,
    }


@pytest.mark.parametrize(
    ("own", "typed", "expected"),
    [
        (
            {"max_count.category.sport": "1", "min_count.category.sport": "2"},
            {},
            [("min_count.category.sport", "more-than-most")],
        ),
        (
            {"max_cost.ward.w": "5", "min_cost.ward.w": "5.01"},
            {},
            [("min_cost.ward.w", "more-than-most-money")],
        ),
        ({"max_count.ward.w": "many"}, {}, [("max_count.ward.w", "not-a-number")]),
        (
            {"min_count.category.sport": "2", "min_count.category.art": "2", "min_count.ward.w": "3"},
            {"max_count": "3"},
            [("max_count", "less-than-groups-need")],
        ),
        (
            {"max_count.category.sport": "1", "max_count.category.art": "1"},
            {"min_count": "3"},
            [("min_count", "more-than-groups-allow")],
        ),
        ({"basket.max_cost": "5", "basket.min_cost": "6"}, {}, [("basket.min_cost", "more-than-most-money")]),
    ],
)
def test_limits_against_one_another_are_refused_on_their_field(
    own: Mapping[str, str], typed: Mapping[str, str], expected: list[tuple[str, str]]
) -> None:
    assert refused(own, **typed) == expected


def test_where_every_proposal_is_marked_there_is_no_most() -> None:
    own = {"marks.complete": "1", "score.scale": "1-5"}
    assert decided(ROUND, own, type="score") == {"lowest": 1, "highest": 5, "complete": 1}
    assert "complete" not in decided(ROUND, own, type="basket")
    assert refused({**own, "max_count.ward.w": "1"}, type="score", max_count="3") == [
        ("max_count", "not-with-every-mark"),
        ("max_count.ward.w", "not-with-every-mark"),
    ]


def test_all_points_is_a_least_and_a_most() -> None:
    assert decided(ROUND, {"points.max_total": "9", "points.all": "1"}, type="points") == {
        "max_total": 9,
        "min_total": 9,
    }


@pytest.mark.parametrize(
    ("limits", "is_enough"),
    [
        ({"min_count": 2}, True),
        ({"min_count": 3}, False),
        ({"min_count:category=sport": 1}, True),
        ({"min_count:category=sport": 2}, False),
        ({"min_cost": 30}, True),
        ({"min_cost": 31}, False),
        ({"min_cost:ward=w": 20}, True),
        ({"min_cost:ward=w": 21}, False),
        ({"max_count:category=art": 9}, True),
    ],
)
def test_the_vote_waits_while_nobody_could_fill_the_paper(limits: Mapping[str, int], is_enough: bool) -> None:
    listed = tuple(
        ProposalStanding(
            id=ProposalId(str(cost)), pot_id=POT.id, status="accepted", has_both_languages=True,
            groups=groups, cost_pence=cost,
        )
        for cost, groups in ((10, (SPORT,)), (20, (ART, WARD)))
    )  # fmt: skip
    round_ = replace(DRAFT, spec=BallotSpec(type="basket", limits=limits))
    assert [one.code for one in missing_to_vote(round_, listed)] == (
        [] if is_enough else ["too-few-for-the-limits"]
    )


def test_what_is_chosen_of_each_group_is_told_beside_its_limits() -> None:
    spec = BallotSpec(type="basket", limits={"max_count:category=sport": 1, "min_cost:ward=w": 50})
    projects = [Project(id="a", cost=30, groups=(SPORT, WARD)), Project(id="b", cost=10, groups=(SPORT,))]
    assert limits_by_group(spec) == {SPORT: {"max_count": 1}, WARD: {"min_cost": 50}}
    names = {WARD: Bilingual(cy="Bryn", en="Hill")}
    ward, sport = group_totals(spec, projects, {"a": 1, "b": 1}, names)
    assert (ward.name.en, ward.chosen_count, ward.cost_pence, ward.short_pence) == ("Hill", 1, 30, 20)
    assert (sport.name.en, sport.chosen_count, sport.over_count, sport.is_broken) == ("sport", 2, 1, True)
    ward, sport = group_totals(spec, projects, {}, names)
    assert (ward.is_broken, sport.is_broken) == (False, False), "a blank vote misses nothing"
    assert group_totals(spec, [Project(id="c", cost=1)], {"c": 1}, names) == ()
