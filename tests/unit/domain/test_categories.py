"""Categories as typed: kept, renamed, taken away where nothing depends on them, and refused kindly."""

from dataclasses import replace

import pytest

from pb.domain.categories import MOST_CATEGORIES, TypedCategory, decide_categories
from pb.domain.groups import group_names, name_of
from pb.domain.ids import CategoryId, ProposalId, WardId
from pb.domain.refusals import Refusal
from pb.domain.rounds import Category, ProposalStanding, Round, RuleChoice, Ward, missing_to_open_voting
from pb.domain.text import Bilingual
from pb.tally.model import BallotSpec
from tests.unit.domain.a_round import DRAFT, POT

SPORT = Category(id=CategoryId("sport"), name=Bilingual(cy="Chwaraeon", en="Sport"))
ART = Category(id=CategoryId("art"), name=Bilingual(cy="Celf", en="Art"))
HAS = replace(DRAFT, categories=(SPORT, ART))
NOTHING: TypedCategory = ("", Bilingual())


def decided(round_: Round, *typed: TypedCategory, in_use: tuple[str, ...] = ()) -> tuple[Category, ...]:
    return decide_categories(round_, typed, in_use=in_use, new_ids=iter(["new1", "new2", "new3"])).categories


def test_new_ones_get_ids_and_old_ones_keep_theirs() -> None:
    kept = decided(HAS, ("sport", Bilingual(cy="Campau", en="Games")), NOTHING, ("", ART.name))
    assert kept == (
        Category(id=CategoryId("sport"), name=Bilingual(cy="Campau", en="Games")),
        Category(id=CategoryId("new1"), name=ART.name),
    )


def test_one_that_nothing_names_can_be_taken_away() -> None:
    assert decided(HAS, ("sport", Bilingual()), ("art", ART.name)) == (ART,)


def used_by(where: str) -> Round:
    if where == "ballot":
        return replace(HAS, spec=BallotSpec(type="approval", limits={"max_count:category=sport": 1}))
    if where == "rule":
        terms = {"group_max": "ward=w:5;category=sport:#2"}
        return replace(HAS, rule=RuleChoice(id="most-votes", params=terms))
    return HAS


@pytest.mark.parametrize("where", ["proposal", "ballot", "rule"])
def test_one_that_something_names_is_kept(where: str) -> None:
    with pytest.raises(Refusal) as no:
        decided(used_by(where), ("sport", Bilingual()), in_use=("sport",) if where == "proposal" else ())
    assert [(fault.field, fault.code) for fault in no.value.faults] == [("category_1_cy", "category-in-use")]


def test_both_names_are_needed_and_no_two_may_be_the_same() -> None:
    with pytest.raises(Refusal) as no:
        decided(DRAFT, ("", SPORT.name), ("", Bilingual(cy="Chwaraeon", en="Games")), ("", Bilingual(cy="A")))
    assert [(fault.field, fault.code) for fault in no.value.faults] == [
        ("category_2_cy", "category-name-taken"),
        ("category_3_en", "missing"),
    ]


def test_an_unknown_id_is_refused_and_lines_beyond_the_most_are_left_out() -> None:
    with pytest.raises(Refusal):
        decided(DRAFT, ("sport", SPORT.name))
    many = [("", Bilingual(cy=f"C{n}", en=f"E{n}")) for n in range(MOST_CATEGORIES + 1)]
    made = decide_categories(DRAFT, many, in_use=(), new_ids=iter(f"n{n}" for n in range(50)))
    assert len(made.categories) == MOST_CATEGORIES


def test_every_accepted_proposal_needs_one_before_the_vote() -> None:
    def missing(round_: Round, *groups: tuple[str, str]) -> list[str]:
        standing = ProposalStanding(
            id=ProposalId("p"), pot_id=POT.id, status="accepted", has_both_languages=True, groups=groups
        )
        return [one.code for one in missing_to_open_voting(round_, (standing,))]

    assert missing(HAS, ("ward", "w")) == ["proposals-without-category"]
    assert missing(HAS, ("category", "sport")) == []
    assert missing(DRAFT) == []


def test_groups_go_by_their_names_and_else_by_their_ids() -> None:
    names = group_names(HAS, [Ward(id=WardId("w"), name=Bilingual(cy="Bryn", en="Hill"))])
    assert list(names) == [("category", "sport"), ("category", "art"), ("ward", "w")]
    assert name_of(names, ("ward", "w")).en == "Hill"
    assert name_of(names, ("ward", "gone")) == Bilingual(cy="gone", en="gone")
