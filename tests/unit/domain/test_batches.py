"""Orders of voter codes: judged whole, for pots of this round only, and only while they can be of use."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from pb.domain.batches import LABEL_LENGTH, MOST_CODES, BatchOrder, may_issue, need_issuing, order_batch
from pb.domain.ids import PotId
from pb.domain.refusals import Fault, Kind, Refusal
from pb.domain.rounds import Milestones, Round, Schedule
from tests.unit.domain.a_round import ANNOUNCED, DAY, DRAFT, NOW, OPENED, POT

IMPORTED = replace(
    DRAFT,
    schedule=Schedule(),
    milestones=Milestones(announced_at=NOW, voting_closed_at=NOW),
    imported_from="town.pb",
)
TWO_POTS = replace(ANNOUNCED, pots=(POT, replace(POT, id=PotId("ail"))))


def test_an_order_for_some_pots_keeps_the_order_of_the_round() -> None:
    found = order_batch(TWO_POTS, label="  Neuadd\nbentref ", count=30, pot_ids=["ail", "pot", "ail"])
    assert found == BatchOrder(label="Neuadd bentref", count=30, pot_ids=(PotId("pot"), PotId("ail")))


@pytest.mark.parametrize("count", [1, MOST_CODES])
def test_the_least_and_the_most(count: int) -> None:
    assert order_batch(ANNOUNCED, label="a" * LABEL_LENGTH, count=count, pot_ids=["pot"]).count == count


@pytest.mark.parametrize("count", [0, -1, MOST_CODES + 1])
def test_too_few_or_too_many(count: int) -> None:
    assert _faults(label="a", count=count, pot_ids=["pot"]) == (
        Fault(field="count", code="code-count", facts={"most": MOST_CODES}),
    )


@pytest.mark.parametrize("pot_ids", [[], ["arall"], ["pot", "arall"]])
def test_only_pots_of_this_round(pot_ids: list[str]) -> None:
    assert _faults(label="a", count=1, pot_ids=pot_ids) == (Fault(field="pots", code="choose-a-pot"),)


def test_every_fault_at_once_in_page_order() -> None:
    assert [(fault.field, fault.code) for fault in _faults(label=" ", count=None, pot_ids=[])] == [
        ("label", "missing"),
        ("count", "missing"),
        ("pots", "choose-a-pot"),
    ]


@pytest.mark.parametrize(
    ("round_", "now"),
    [(ANNOUNCED, NOW), (ANNOUNCED, NOW + DAY), (ANNOUNCED, NOW + 2 * DAY), (OPENED, NOW + 3 * DAY)],
)
def test_codes_are_issued_from_the_announcement_to_the_close(round_: Round, now: datetime) -> None:
    need_issuing(round_, now)  # would raise
    assert may_issue(round_, now)


@pytest.mark.parametrize(("round_", "now"), [(DRAFT, NOW), (OPENED, NOW + 4 * DAY), (IMPORTED, NOW)])
def test_no_codes_before_or_after(round_: Round, now: datetime) -> None:
    assert not may_issue(round_, now)
    with pytest.raises(Refusal) as refused:
        need_issuing(round_, now)
    assert (refused.value.code, refused.value.kind) == ("wrong-phase", Kind.WRONG_PHASE)


def _faults(*, label: str, count: int | None, pot_ids: Sequence[str]) -> tuple[Fault, ...]:
    with pytest.raises(Refusal) as refused:
        order_batch(ANNOUNCED, label=label, count=count, pot_ids=pot_ids)
    assert refused.value.kind is Kind.INVALID
    return refused.value.faults
