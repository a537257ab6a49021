"""The one exception for "no" has a code, a kind and facts; that of a form has a fault for each field."""

import pytest

from pb.domain.refusals import Fault, Kind, Refusal, faults_of, refuse_faults


def test_a_refusal_says_what_and_why() -> None:
    refusal = Refusal("pot-has-proposals", Kind.WRONG_PHASE, count=3)
    assert (refusal.code, refusal.kind, refusal.facts) == (
        "pot-has-proposals",
        Kind.WRONG_PHASE,
        {"count": 3},
    )
    assert refusal.faults == ()
    assert str(refusal) == "pot-has-proposals"


def test_a_form_is_refused_with_every_fault_in_page_order() -> None:
    faults = [Fault(field="title", code="missing"), Fault(field="amount", code="not-an-amount")]
    refusal = Refusal.invalid(faults)
    assert (refusal.code, refusal.kind, refusal.faults) == ("invalid-form", Kind.INVALID, tuple(faults))


def test_one_field() -> None:
    refusal = Refusal.field("email", "too-long", most=254)
    assert refusal.kind is Kind.INVALID
    assert refusal.faults == (Fault(field="email", code="too-long", facts={"most": 254}),)
    assert refusal.facts == {}


def test_all_faults_are_told_at_once_in_order() -> None:
    first, second = Fault(field="b", code="missing"), Fault(field="a", code="too-long")
    assert faults_of([1, first, None, "x", second]) == [first, second]
    with pytest.raises(Refusal) as refused:
        refuse_faults(1, first, None, second)
    assert (refused.value.code, refused.value.faults) == ("invalid-form", (first, second))


def test_without_faults_nothing_is_refused() -> None:
    refuse_faults()
    refuse_faults(1, None, "x")
