"""The one exception for "no" has a code, a kind and facts; that of a form has a fault for each field."""

from pb.domain.refusals import Fault, Kind, Refusal


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
