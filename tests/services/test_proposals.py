"""Proposals: drafts, submitting, editing, withdrawing, finding; and who may do which, when."""

from dataclasses import replace

import pytest

from pb.domain.proposal_form import TypedProposal
from pb.domain.proposals import Status
from pb.domain.refusals import Kind
from pb.services import proposal_views, proposals
from pb.storage.events import list_events
from tests.rounds import COUNTY_POT, HARBOUR_POT, make_proposal, make_round, with_milestones
from tests.services.test_signin import refused
from tests.world import World

GOOD = TypedProposal(
    language="cy",
    title="Oergell gymunedol",
    summary="Rhannu bwyd dros ben.",
    description="Oergell i bawb.",
    amount="£1,250.50",
    lines=[("Oergell", "1000"), ("Trydan", "250.50"), ("", "")],
    pot_id=COUNTY_POT.id,
    ward_id="harbwr",
    goals=["WFG3", "WFG5"],
)


def events_of(world: World) -> list[str]:
    with world.db.read() as tx:
        return [event.type for event in list_events(tx, "cronfa26")]


def test_a_draft_is_kept_unfinished_and_seen_by_nobody_else(world: World) -> None:
    make_round(world)
    draft = proposals.save(
        world.deps, world.bryn, "cronfa26", None, TypedProposal(title="Hanner"), submit=False
    )
    assert draft.status is Status.DRAFT
    assert (
        refused(proposal_views.view_proposal, world.deps, world.dai, "cronfa26", draft.id).kind
        is Kind.NOT_FOUND
    )
    assert proposal_views.view_list(world.deps, None, "cronfa26").total == 0
    assert [own.proposal.id for own in proposal_views.view_mine(world.deps, world.bryn)] == [draft.id]
    assert events_of(world) == ["proposal_draft_saved"]


def test_submitting_reads_the_whole_form(world: World) -> None:
    make_round(world)
    saved = proposals.save(world.deps, world.bryn, "cronfa26", None, GOOD, submit=True)
    page = proposal_views.view_proposal(world.deps, None, "cronfa26", saved.id)
    content = page.item.proposal.content
    assert (content.amount_pence, [line.amount_pence for line in content.breakdown]) == (
        125050,
        [100000, 25050],
    )
    assert content.goals == ("WFG3", "WFG5")
    assert page.item.ward is not None
    assert not page.may_edit
    assert events_of(world) == ["proposal_submitted"]


def test_a_wards_pot_decides_the_ward(world: World) -> None:
    make_round(world)
    saved = proposals.save(
        world.deps,
        world.bryn,
        "cronfa26",
        None,
        replace(GOOD, pot_id=HARBOUR_POT.id, ward_id="pentre"),
        submit=True,
    )
    assert saved.content.ward_id == "harbwr"


@pytest.mark.parametrize(("change", "faults"), [
    ({"title": ""}, [("title", "missing")]),
    ({"title": "x" * 100_000}, [("title", "too-long")]),
    ({"summary": "x" * 201}, [("summary", "too-long")]),
    ({"description": "\0\u202e \n "}, [("description", "missing")]),
    ({"amount": "£1,000.005"}, [("amount", "part-of-a-penny")]),
    ({"amount": "-1"}, [("amount", "negative-amount")]),
    ({"amount": "1e9"}, [("amount", "not-an-amount")]),
    ({"amount": "１００"}, [("amount", "not-an-amount")]),
    ({"amount": "9" * 100_000}, [("amount", "amount-too-large")]),
    ({"amount": "5000.01"}, [("amount", "over-largest-request")]),
    ({"amount": "1250"}, [("amount", "lines-do-not-add-up")]),
    ({"lines": []}, [("line_label_1", "a-cost-line-needed")]),
    ({"lines": [("", "5")]}, [("line_label_1", "missing")]),
    ({"lines": [("Bwrdd", "pump")]}, [("line_amount_1", "not-an-amount")]),
    ({"pot_id": "elsewhere"}, [("pot_id", "choose-a-pot")]),
    ({"ward_id": "elsewhere"}, [("ward_id", "not-a-choice")]),
    ({"goals": ["WFG1", "WFG2", "WFG3", "WFG4"]}, [("goals", "too-many-goals")]),
    ({"language": "fr"}, [("language", "not-a-choice")]),
    ({"title": "", "amount": "x"}, [("title", "missing"), ("amount", "not-an-amount")]),
])  # fmt: skip
def test_every_fault_is_told_and_nothing_is_saved(
    world: World, change: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    make_round(world)
    typed = replace(GOOD, **change)  # type: ignore[arg-type] # the fields stand in the table above
    refusal = refused(proposals.save, world.deps, world.bryn, "cronfa26", None, typed, submit=True)
    assert [(fault.field, fault.code) for fault in refusal.faults] == faults
    assert proposal_views.view_mine(world.deps, world.bryn) == ()
    assert events_of(world) == []


def test_script_and_right_to_left_text_are_kept_as_text(world: World) -> None:
    make_round(world)
    typed = replace(GOOD, title="<script>alert(1)</script> שלום 👩🏽‍🚒\0")
    saved = proposals.save(world.deps, world.bryn, "cronfa26", None, typed, submit=True)
    assert saved.content.title == "<script>alert(1)</script> שלום 👩🏽‍🚒"


def test_editing_after_a_verdict_asks_for_a_new_one(world: World) -> None:
    round_ = make_round(world)
    accepted = make_proposal(world, round_, "Côr", status=Status.ACCEPTED)
    edited = proposals.save(world.deps, world.bryn, "cronfa26", accepted.id, GOOD, submit=False)
    assert (edited.status, edited.verdict) == (Status.SUBMITTED, None)
    refusal = refused(
        proposals.save, world.deps, world.bryn, "cronfa26", accepted.id, TypedProposal(), submit=False
    )
    assert refusal.code == "invalid-form", "what was submitted never falls back to a draft"


def test_only_the_author_edits_and_withdraws(world: World) -> None:
    round_ = make_round(world)
    own = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)
    for other in (world.alys, world.carys):
        assert (
            refused(proposals.save, world.deps, other, "cronfa26", own.id, GOOD, submit=True).kind
            is Kind.NOT_FOUND
        )
        assert refused(proposals.withdraw, world.deps, other, "cronfa26", own.id).kind is Kind.NOT_FOUND
    assert (
        refused(proposals.save, world.deps, None, "cronfa26", None, GOOD, submit=True).code == "sign-in-first"
    )
    unconfirmed = refused(proposals.save, world.deps, world.dai, "cronfa26", None, GOOD, submit=True)
    assert unconfirmed.code == "confirm-email-first"
    assert (
        refused(proposals.save, world.deps, world.bryn, "elsewhere", own.id, GOOD, submit=True).kind
        is Kind.NOT_FOUND
    )


def test_withdrawing_is_final_and_ends_when_voting_opens(world: World) -> None:
    round_ = make_round(world)
    first, second = (make_proposal(world, round_, title) for title in ("Côr", "Parc"))
    proposals.withdraw(world.deps, world.bryn, "cronfa26", first.id)
    again = refused(proposals.withdraw, world.deps, world.bryn, "cronfa26", first.id)
    assert (again.code, again.kind) == ("proposal-withdrawn", Kind.WRONG_PHASE)
    assert events_of(world) == ["proposal_withdrawn"]
    world.clock.go(days=12)
    proposal_views.view_proposal(world.deps, None, "cronfa26", second.id)
    with_milestones(world, round_, voting_opened_at=round_.schedule.voting_open_at or world.clock.now())
    world.clock.go(days=3)
    late = refused(proposals.withdraw, world.deps, world.bryn, "cronfa26", second.id)
    assert (late.code, late.facts["phase"]) == ("wrong-phase", "voting")


@pytest.mark.parametrize("days", [-3, 10])
def test_proposals_come_in_only_while_proposing_is_open(world: World, days: int) -> None:
    make_round(world)
    world.clock.go(days=days)
    assert (
        refused(proposals.save, world.deps, world.bryn, "cronfa26", None, GOOD, submit=True).code
        == "wrong-phase"
    )
    assert refused(proposal_views.view_form, world.deps, world.bryn, "cronfa26").code == "wrong-phase"


def test_search_folds_accents_and_reads_both_languages(world: World) -> None:
    round_ = make_round(world)
    make_proposal(world, round_, "Tŷ cwrdd a chôr")
    make_proposal(world, round_, "Parc", pot=HARBOUR_POT)
    found = [
        [
            item.proposal.title.cy
            for item in proposal_views.view_list(world.deps, None, "cronfa26", words=words).items
        ]
        for words in ("ty CHOR", "summary parc", "nothing", "100%")
    ]
    assert found == [["Tŷ cwrdd a chôr"], ["Parc"], [], []]
    assert proposal_views.view_list(world.deps, None, "cronfa26", pot_id=HARBOUR_POT.id).total == 1


def test_the_list_has_pages(world: World) -> None:
    round_ = make_round(world)
    for number in range(21):
        make_proposal(world, round_, f"Cynnig {number}")
    assert [
        len(proposal_views.view_list(world.deps, None, "cronfa26", page=page).items) for page in (1, 2, 99)
    ] == [20, 1, 1]


def test_staff_enter_for_somebody_offline(world: World) -> None:
    make_round(world)
    entered = proposals.enter(world.deps, world.ffion, "cronfa26", GOOD, author_name="Mrs Price")
    assert (entered.author_id, entered.author_name, entered.status) == (None, "Mrs Price", Status.SUBMITTED)
    assert (
        refused(proposals.enter, world.deps, world.carys, "cronfa26", GOOD, author_name="X").code
        == "not-your-role"
    )
    refusal = refused(
        proposals.enter, world.deps, world.ffion, "cronfa26", replace(GOOD, title=""), author_name=" "
    )
    assert [fault.field for fault in refusal.faults] == ["author_name", "title"]


def test_no_name_stands_in_the_log(world: World) -> None:
    make_round(world)
    proposals.save(world.deps, world.bryn, "cronfa26", None, GOOD, submit=True)
    with world.db.read() as tx:
        told = str([event.as_record() for event in list_events(tx, "cronfa26")])
    assert "bryn" not in told.lower()


def test_proposals_are_numbered_as_they_come(world: World) -> None:
    make_round(world)
    numbers = [
        proposals.save(world.deps, world.bryn, "cronfa26", None, GOOD, submit=True).number for _ in range(3)
    ]
    assert numbers == [1, 2, 3]
