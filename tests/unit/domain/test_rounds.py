"""Phases follow from dates and milestones; what is missing is listed in the order of the pages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pb.domain.ids import PotId, ProposalId
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import (
    Phase,
    ProposalStanding,
    Schedule,
    is_due_to_close,
    is_due_to_open,
    missing_to_announce,
    missing_to_open_voting,
    need_phase,
    phase_at,
)
from pb.domain.text import Bilingual
from tests.unit.domain.a_round import ANNOUNCED, DAY, DRAFT, NOW, OPENED, POT

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "phase"),
    [
        (0 * DAY, Phase.ANNOUNCED),
        (DAY - SECOND, Phase.ANNOUNCED),
        (DAY, Phase.PROPOSING),
        (2 * DAY - SECOND, Phase.PROPOSING),
        (2 * DAY, Phase.REVIEWING),
        (3 * DAY, Phase.REVIEWING),  # due, but nobody has recorded the opening
    ],
)
def test_an_announced_round_moves_by_the_minute(after: timedelta, phase: Phase) -> None:
    assert phase_at(ANNOUNCED, NOW + after) is phase


def test_voting_ends_at_its_minute_even_before_the_box_is_sealed() -> None:
    assert phase_at(OPENED, NOW + 4 * DAY - SECOND) is Phase.VOTING
    assert phase_at(OPENED, NOW + 4 * DAY) is Phase.COUNTING
    sealed = replace(OPENED, milestones=replace(OPENED.milestones, voting_closed_at=NOW))
    assert phase_at(sealed, NOW) is Phase.COUNTING
    published = replace(OPENED, milestones=replace(OPENED.milestones, counted_at=NOW, published_at=NOW))
    assert phase_at(published, NOW) is Phase.PUBLISHED


def test_a_draft_stays_one_and_a_round_without_proposal_dates_is_in_review() -> None:
    assert phase_at(DRAFT, NOW + 9 * DAY) is Phase.DRAFT
    staffed = replace(ANNOUNCED, schedule=Schedule(voting_open_at=NOW + DAY, voting_close_at=NOW + 2 * DAY))
    assert phase_at(staffed, NOW) is Phase.REVIEWING


def test_need_phase_says_which_phase_it_is() -> None:
    assert need_phase(ANNOUNCED, NOW, Phase.ANNOUNCED) is Phase.ANNOUNCED
    with pytest.raises(Refusal) as refused:
        need_phase(ANNOUNCED, NOW, Phase.VOTING)
    assert (refused.value.code, refused.value.kind) == ("wrong-phase", Kind.WRONG_PHASE)
    assert refused.value.facts == {"phase": "announced"}


def test_opening_and_closing_are_due_at_their_minute_once() -> None:
    assert not is_due_to_open(ANNOUNCED, NOW + 3 * DAY - SECOND)
    assert is_due_to_open(ANNOUNCED, NOW + 3 * DAY)
    assert not is_due_to_open(ANNOUNCED, NOW + 4 * DAY)  # nobody could vote any more
    assert not is_due_to_open(DRAFT, NOW + 3 * DAY)
    assert not is_due_to_open(OPENED, NOW + 3 * DAY)
    assert not is_due_to_close(OPENED, NOW + 4 * DAY - SECOND)
    assert is_due_to_close(OPENED, NOW + 4 * DAY)
    assert not is_due_to_close(ANNOUNCED, NOW + 4 * DAY)


def test_nothing_is_missing_from_a_whole_draft() -> None:
    assert missing_to_announce(DRAFT, NOW) == ()


def test_everything_missing_is_listed_in_page_order() -> None:
    half = replace(POT, name=Bilingual(cy="Cronfa"), theme=Bilingual(en="Parks"))
    bare = replace(DRAFT, summary=Bilingual(cy="Crynodeb"), pots=(half,), schedule=Schedule())
    assert [one.code for one in missing_to_announce(bare, NOW)] == [
        "names-in-both-languages",
        "pot-name-in-both-languages",
        "pot-theme-in-both-languages",
        "voting-dates",
    ]
    assert "a-pot" in [one.code for one in missing_to_announce(replace(DRAFT, pots=()), NOW)]


def test_dates_that_have_gone_by_are_missing() -> None:
    codes = [one.code for one in missing_to_announce(DRAFT, NOW + 3 * DAY)]
    assert codes == ["proposal-dates-passed", "voting-dates-passed"]


def test_the_vote_waits_for_reviews_translations_and_a_proposal_a_pot() -> None:
    def standing(status: str, *, both: bool = True, pot: str = "pot") -> ProposalStanding:
        return ProposalStanding(id=ProposalId("p"), pot_id=PotId(pot), status=status, has_both_languages=both)

    assert missing_to_open_voting(ANNOUNCED, (standing("accepted"),)) == ()
    found = missing_to_open_voting(
        ANNOUNCED, (standing("submitted"), standing("accepted", both=False, pot="other"))
    )
    assert [(one.code, dict(one.facts)) for one in found] == [
        ("proposals-to-review", {"count": 1}),
        ("proposals-in-one-language", {"count": 1}),
        ("pot-without-proposals", {"pot": POT.name}),
    ]


def test_a_round_knows_its_pots() -> None:
    assert DRAFT.pot("pot") == POT
    with pytest.raises(Refusal, match="pot-not-found"):
        DRAFT.pot("other")


def test_a_round_is_locked_once_voting_has_opened_or_where_it_came_from_elsewhere() -> None:
    assert (DRAFT.is_announced, ANNOUNCED.is_announced) == (False, True)
    assert (DRAFT.is_imported, replace(DRAFT, imported_from="a.pb").is_imported) == (False, True)
    assert not DRAFT.is_locked
    assert not ANNOUNCED.is_locked
    assert OPENED.is_locked
    assert replace(DRAFT, imported_from="a.pb").is_locked
