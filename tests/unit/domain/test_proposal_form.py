"""The proposal form: a draft may be unfinished but not unreadable, and what is submitted adds up."""

from dataclasses import replace

import pytest

from pb.domain.ids import PotId, WardId
from pb.domain.proposal_form import TypedProposal, read_content
from pb.domain.proposals import (
    DESCRIPTION_LENGTH,
    GOALS,
    LABEL_LENGTH,
    MOST_LINES,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Content,
    CostLine,
)
from pb.domain.refusals import Fault, Kind, Refusal
from pb.domain.rounds import Round, Ward
from pb.domain.text import Bilingual
from tests.unit.domain.a_round import ANNOUNCED, POT

HARBWR = Ward(id=WardId("harbwr"), name=Bilingual(cy="Yr Harbwr", en="Harbour"))
PENTRE = Ward(id=WardId("pentre"), name=Bilingual(cy="Y Pentre", en="The Village"))
OF_A_WARD = replace(POT, id=PotId("ward"), ward=HARBWR)
TWO_POTS = replace(ANNOUNCED, pots=(POT, OF_A_WARD))
WHOLE = TypedProposal(
    language="en",
    title=" A  garden ",
    summary="For\nall",
    description="One.\n\n\n\nTwo.",
    amount="£500",
    lines=(("Soil", "300"), ("", " "), ("Seeds", "200.00")),
    pot_id="pot",
    ward_id="pentre",
    goals=("WFG3", "WFG1"),
)


def test_a_whole_proposal() -> None:
    assert _read(WHOLE) == Content(
        language="en",
        title="A garden",
        summary="For all",
        description="One.\n\nTwo.",
        amount_pence=500_00,
        breakdown=(CostLine(label="Soil", amount_pence=300_00), CostLine(label="Seeds", amount_pence=200_00)),
        pot_id=PotId("pot"),
        ward_id=WardId("pentre"),
        goals=("WFG1", "WFG3"),
    )


def test_an_empty_draft_is_a_draft() -> None:
    assert _read(TypedProposal(), complete=False) == Content(language="cy")


def test_all_that_is_missing_is_said_at_once() -> None:
    assert _faults(TypedProposal()) == [
        ("language", "not-a-choice"),
        ("title", "missing"),
        ("summary", "missing"),
        ("description", "missing"),
        ("pot_id", "choose-a-pot"),
        ("amount", "missing-amount"),
    ]


def test_what_is_in_a_draft_must_be_readable() -> None:
    unreadable = TypedProposal(
        title="a" * (TITLE_LENGTH + 1),
        summary="a" * (SUMMARY_LENGTH + 1),
        description="a" * (DESCRIPTION_LENGTH + 1),
        amount="lots",
        lines=(("", "5"), ("Soil", "dear")),
        pot_id="arall",
        ward_id="arall",
        goals=GOALS[:4],
    )
    assert _faults(unreadable, complete=False) == [
        ("title", "too-long"),
        ("summary", "too-long"),
        ("description", "too-long"),
        ("pot_id", "choose-a-pot"),
        ("amount", "not-an-amount"),
        ("line_label_1", "missing"),
        ("line_amount_2", "not-an-amount"),
        ("ward_id", "not-a-choice"),
        ("goals", "too-many-goals"),
    ]


@pytest.mark.parametrize("typed", ["de", "", "CY"])
def test_only_two_languages(typed: str) -> None:
    assert _faults(replace(WHOLE, language=typed)) == [("language", "not-a-choice")]
    assert _read(replace(WHOLE, language=typed), complete=False).language == "cy"


def test_a_round_with_one_pot_leaves_nothing_to_choose() -> None:
    assert _read(replace(WHOLE, pot_id=""), round_=ANNOUNCED).pot_id == "pot"
    assert _faults(replace(WHOLE, pot_id="arall"), round_=ANNOUNCED) == [("pot_id", "choose-a-pot")]


def test_a_pot_of_a_ward_says_the_ward() -> None:
    assert _read(replace(WHOLE, pot_id="ward", ward_id="pentre")).ward_id == "harbwr"
    assert _read(replace(WHOLE, ward_id="")).ward_id is None
    assert _faults(replace(WHOLE, ward_id="arall")) == [("ward_id", "not-a-choice")]


@pytest.mark.parametrize(("largest", "most"), [(None, 1_000_00), (400_00, 400_00)])
def test_nobody_asks_for_more_than_the_pot_allows(largest: int | None, most: int) -> None:
    round_ = replace(ANNOUNCED, pots=(replace(POT, largest_request_pence=largest),))
    fits = replace(WHOLE, amount=f"{most // 100}", lines=(("All", f"{most // 100}"),))
    assert _read(fits, round_=round_).amount_pence == most
    with pytest.raises(Refusal) as refused:
        _read(replace(WHOLE, amount=f"{most // 100}.01", lines=()), round_=round_, complete=False)
    assert refused.value.faults == (
        Fault(field="amount", code="over-largest-request", facts={"most_pence": most}),
    )


def test_lines_add_up() -> None:
    with pytest.raises(Refusal) as refused:
        _read(replace(WHOLE, amount="501"))
    facts = {"total_pence": 500_00, "amount_pence": 501_00}
    assert refused.value.faults == (Fault(field="amount", code="lines-do-not-add-up", facts=facts),)
    assert _read(replace(WHOLE, amount="501"), complete=False).amount_pence == 501_00


def test_a_cost_is_broken_down() -> None:
    for lines in ((), (("", ""), (" ", "\t"))):
        assert _faults(replace(WHOLE, lines=lines)) == [("line_label_1", "a-cost-line-needed")]


def test_a_line_that_cannot_be_read_is_not_also_a_wrong_sum() -> None:
    assert _faults(replace(WHOLE, lines=(("a" * (LABEL_LENGTH + 1), "1"), ("Soil", "0")))) == [
        ("line_label_1", "too-long"),
        ("line_amount_2", "amount-too-small"),
    ]
    assert _faults(replace(WHOLE, amount="x")) == [("amount", "not-an-amount")]


def test_lines_beyond_those_of_the_form_are_not_read() -> None:
    lines = (("Soil", "1"),) * MOST_LINES
    read = _read(replace(WHOLE, amount="12", lines=(*lines, ("More", "unreadable"))))
    assert len(read.breakdown) == MOST_LINES


def test_goals_are_known_ones_and_few() -> None:
    assert _read(replace(WHOLE, goals=("WFG9", "WFG7", "WFG7"))).goals == ("WFG7",)
    with pytest.raises(Refusal) as refused:
        _read(replace(WHOLE, goals=GOALS))
    assert refused.value.faults == (Fault(field="goals", code="too-many-goals", facts={"most": 3}),)


def _read(typed: TypedProposal, *, round_: Round = TWO_POTS, complete: bool = True) -> Content:
    return read_content(typed, round_, (PENTRE, HARBWR), complete=complete)


def _faults(
    typed: TypedProposal, *, round_: Round = TWO_POTS, complete: bool = True
) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as refused:
        _read(typed, round_=round_, complete=complete)
    assert refused.value.kind is Kind.INVALID
    return [(fault.field, fault.code) for fault in refused.value.faults]
