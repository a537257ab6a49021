"""Words for codes: whose they are, what they say of a field, and how their facts are written."""

from datetime import UTC, date, datetime

import pytest

from pb.domain.refusals import Fault, Kind, Refusal
from pb.domain.text import Bilingual
from pb.i18n.marks import Mark
from pb.web import labels


@pytest.mark.parametrize("name", ["REFUSALS", "NOTICES", "LABELS"])
def test_no_two_features_give_a_code_different_words(name: str) -> None:
    said: dict[str, Mark] = {}
    clashes = [
        f"{feature.__name__}: {code}"
        for feature in labels.FEATURES
        for code, mark in getattr(feature, name, {}).items()
        if said.setdefault(code, mark) != mark
    ]
    assert clashes == [], "give one of them a name of its own, or put the field before it: field.code"


def test_every_kind_has_words() -> None:
    assert [kind for kind in Kind if f"kind.{kind}" not in labels.refusals()] == []


def test_a_fault_says_its_facts() -> None:
    fault = Fault(field="amount", code="amount-too-large", facts={"most_pence": 500_000})
    assert labels.fault_text(fault, "cy") == "Mae'r swm yn rhy fawr. Yr uchafswm: £5,000."
    assert labels.fault_text(fault, "en") == "The amount is too large. The most allowed: £5,000."


def test_a_code_without_words_still_says_something() -> None:
    refusal = Refusal("nobody-wrote-this", Kind.TOO_MANY)
    assert (
        labels.refusal_text(refusal, "en") == "This has been tried too often. Wait a while, then try again."
    )
    assert labels.fault_text(Fault(field="x", code="nobody-wrote-this"), "cy").startswith(
        "Mae rhywbeth o'i le"
    )


def test_facts_are_written_by_the_ending_of_their_names() -> None:
    facts = {
        "pot_pence": 450_000,
        "ballot_count": 1204,
        "closes_at": datetime(2026, 7, 1, 16, 0, tzinfo=UTC),
        "closes_on": date(2026, 7, 1),
        "round": Bilingual(cy="Rownd", en="Round"),
        "is_open": True,
        "name": "x",
    }
    assert labels.said_facts(facts, "cy") == {
        "pot_pence": "£4,500",
        "ballot_count": "1,204",
        "closes_at": "Dydd Mercher 1 Gorffennaf 2026, 17:00",
        "closes_on": "Dydd Mercher 1 Gorffennaf 2026",
        "round": "Rownd",
        "is_open": True,
        "name": "x",
    }


def test_a_notice_nobody_wrote_has_no_words() -> None:
    assert labels.notice_text("saved", "en") == "Your changes have been saved."
    assert labels.notice_text("<script>", "en") is None
