"""What may happen to a proposal: an edit goes back to review, and the ballot paper needs both languages."""

from dataclasses import replace

import pytest

from pb.domain.ids import PersonId
from pb.domain.proposals import (
    REASON_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Proposal,
    Status,
    TypedVerdict,
    Verdict,
    decide_edit,
    decide_verdict,
    decide_withdraw,
    need_author,
)
from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Bilingual
from tests.unit.domain.a_proposal import BRYN, CONTENT, SUBMITTED
from tests.unit.domain.a_round import DAY, NOW

FFION = PersonId("ffion")
LATER = NOW + DAY
REASON = Bilingual(cy="Da", en="Good")
ACCEPTED = replace(
    SUBMITTED,
    status=Status.ACCEPTED,
    verdict=Verdict(cost_pence=450_00, reason=REASON, reviewed_at=NOW, reviewed_by=FFION),
)
TYPED = TypedVerdict(
    verdict="accept", cost="450", translated_title=" Garden ", translated_summary="For\nall", reason=REASON
)


def test_a_title_stands_in_the_language_it_was_written_in() -> None:
    assert SUBMITTED.title == Bilingual(cy="Gardd", en="Garden")
    assert SUBMITTED.summary == Bilingual(cy="Gardd i bawb", en="A garden for all")
    english = replace(SUBMITTED, content=replace(CONTENT, language="en"))
    assert english.title == Bilingual(cy="Garden", en="Gardd")
    assert SUBMITTED.has_both_languages
    assert not replace(SUBMITTED, translated_title="").has_both_languages
    assert not replace(SUBMITTED, translated_summary="").has_both_languages


def test_the_reviewers_cost_counts() -> None:
    assert (SUBMITTED.cost_pence, ACCEPTED.cost_pence) == (500_00, 450_00)


def test_an_imported_proposal_keeps_its_name_on_the_paper() -> None:
    assert SUBMITTED.project_id == "gardd"
    assert replace(SUBMITTED, paper_id="17").project_id == "17"


def test_a_proposal_is_its_authors() -> None:
    assert need_author(SUBMITTED, BRYN) is SUBMITTED
    for proposal in (SUBMITTED, replace(SUBMITTED, author_id=None)):
        with pytest.raises(Refusal) as refused:
            need_author(proposal, FFION)
        assert (refused.value.code, refused.value.kind) == ("not-found", Kind.NOT_FOUND)


def test_a_draft_stays_one_until_it_is_submitted() -> None:
    draft = replace(SUBMITTED, status=Status.DRAFT, submitted_at=None)
    changed = replace(CONTENT, title="Gardd fach")
    saved = decide_edit(draft, changed, submit=False, now=LATER)
    assert (saved.status, saved.submitted_at, saved.title.cy) == (Status.DRAFT, None, "Gardd fach")
    sent = decide_edit(draft, changed, submit=True, now=LATER)
    assert (sent.status, sent.submitted_at) == (Status.SUBMITTED, LATER)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED, Status.DECLINED])
@pytest.mark.parametrize("submit", [True, False])
def test_what_was_submitted_is_looked_at_again(status: Status, *, submit: bool) -> None:
    edited = decide_edit(replace(ACCEPTED, status=status), CONTENT, submit=submit, now=LATER)
    assert (edited.status, edited.verdict, edited.submitted_at) == (Status.SUBMITTED, None, NOW)


def test_withdrawing_takes_the_verdict_with_it_and_ends_it() -> None:
    withdrawn = decide_withdraw(ACCEPTED)
    assert (withdrawn.status, withdrawn.verdict) == (Status.WITHDRAWN, None)
    with pytest.raises(Refusal, match="proposal-withdrawn"):
        decide_withdraw(withdrawn)
    with pytest.raises(Refusal, match="proposal-withdrawn"):
        decide_edit(withdrawn, CONTENT, submit=True, now=LATER)


@pytest.mark.parametrize(("verdict", "status"), [("accept", Status.ACCEPTED), ("decline", Status.DECLINED)])
@pytest.mark.parametrize("before", [SUBMITTED, ACCEPTED, replace(ACCEPTED, status=Status.DECLINED)])
def test_a_verdict_can_be_given_and_changed(before: Proposal, verdict: str, status: Status) -> None:
    judged = _judge(before, replace(TYPED, verdict=verdict))
    assert (judged.status, judged.cost_pence) == (status, 450_00)
    assert (judged.translated_title, judged.translated_summary) == ("Garden", "For all")
    assert judged.verdict == Verdict(cost_pence=450_00, reason=REASON, reviewed_at=LATER, reviewed_by=FFION)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_what_is_not_public_is_not_under_review(status: Status) -> None:
    with pytest.raises(Refusal) as refused:
        _judge(replace(SUBMITTED, status=status), TYPED)
    assert (refused.value.code, refused.value.kind) == ("not-under-review", Kind.WRONG_PHASE)


def test_only_what_goes_on_the_paper_needs_both_languages() -> None:
    untranslated = replace(TYPED, translated_title=" ", translated_summary="")
    assert _judge(SUBMITTED, replace(untranslated, verdict="decline")).status is Status.DECLINED
    assert _faults(untranslated) == [("translated_title", "missing"), ("translated_summary", "missing")]


def test_a_cost_fits_its_pot() -> None:
    assert _judge(SUBMITTED, replace(TYPED, cost="1,000")).cost_pence == 1_000_00
    assert _faults(replace(TYPED, cost="1000.01")) == [("cost", "amount-too-large")]


def test_every_fault_of_a_review_in_page_order() -> None:
    typed = TypedVerdict(
        verdict="",
        cost="much",
        translated_title="a" * (TITLE_LENGTH + 1),
        translated_summary="a" * (SUMMARY_LENGTH + 1),
        reason=Bilingual(en="a" * (REASON_LENGTH + 1)),
    )
    assert _faults(typed) == [
        ("verdict", "not-a-choice"),
        ("translated_title", "too-long"),
        ("translated_summary", "too-long"),
        ("cost", "not-an-amount"),
        ("reason_cy", "missing"),
        ("reason_en", "too-long"),
    ]


def _judge(proposal: Proposal, typed: TypedVerdict) -> Proposal:
    return decide_verdict(proposal, typed, pot_amount_pence=1_000_00, now=LATER, by=FFION)


def _faults(typed: TypedVerdict) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as refused:
        _judge(SUBMITTED, typed)
    assert refused.value.kind is Kind.INVALID
    return [(fault.field, fault.code) for fault in refused.value.faults]
