"""Reviewing: accepting and declining with a public reason, and the letter to the author."""

from dataclasses import replace

import pytest

from pb.domain.proposals import Status, TypedVerdict
from pb.domain.text import Bilingual
from pb.services import proposal_views, reviews
from pb.services.mail import Letter
from pb.storage.events import list_events
from tests.rounds import make_proposal, make_round, with_milestones
from tests.services.test_signin import refused
from tests.world import World

ACCEPT = TypedVerdict(
    verdict="accept",
    cost="900",
    translated_title="Choir",
    translated_summary="Singing for all.",
    reason=Bilingual(cy="Syniad da.", en="A good idea."),
)


def test_accepting_fixes_the_cost_and_tells_the_author(world: World) -> None:
    round_ = make_round(world)
    waiting = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)
    decided = reviews.decide(world.deps, world.ffion, round_.id, waiting.id, ACCEPT)
    assert (decided.status, decided.cost_pence, decided.title.en) == (Status.ACCEPTED, 90000, "Choir")
    letter = world.letters.letters[-1]
    assert letter.to == world.bryn.email
    assert f"/en/rounds/{round_.id}/proposals/{waiting.id}" in letter.body
    with world.db.read() as tx:
        event = list_events(tx, round_.id)[-1]
    assert (event.type, event.payload, event.role) == (
        "proposal_accepted", {"proposal_id": waiting.id, "cost_pence": 90000}, "reviewer",
    )  # fmt: skip


def test_declining_needs_no_translation_but_both_reasons(world: World) -> None:
    round_ = make_round(world)
    waiting = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)
    typed = replace(ACCEPT, verdict="decline", translated_title="", translated_summary="")
    assert reviews.decide(world.deps, world.ffion, round_.id, waiting.id, typed).status is Status.DECLINED
    page = proposal_views.view_proposal(world.deps, None, round_.id, waiting.id)
    assert page.item.proposal.verdict is not None
    assert page.item.proposal.verdict.reason.cy == "Syniad da."


@pytest.mark.parametrize(("change", "fields"), [
    ({"verdict": ""}, ["verdict"]),
    ({"translated_title": ""}, ["translated_title"]),
    ({"translated_summary": "x" * 201}, ["translated_summary"]),
    ({"reason": Bilingual(cy="", en="Yes")}, ["reason_cy"]),
    ({"reason": Bilingual(cy="Ie", en="")}, ["reason_en"]),
    ({"cost": "1,2,3"}, ["cost"]),
    ({"cost": "10000.01"}, ["cost"]),
    ({"cost": "", "verdict": "x"}, ["verdict", "cost"]),
])  # fmt: skip
def test_an_unfinished_verdict_is_told_whole(
    world: World, change: dict[str, object], fields: list[str]
) -> None:
    round_ = make_round(world)
    waiting = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)
    typed = replace(ACCEPT, **change)  # type: ignore[arg-type] # the fields stand in the table above
    refusal = refused(reviews.decide, world.deps, world.ffion, round_.id, waiting.id, typed)
    assert [fault.field for fault in refusal.faults] == fields
    assert world.letters.letters == []


@pytest.mark.parametrize(
    ("who", "code"), [("carys", "not-your-role"), ("bryn", "not-found"), (None, "sign-in-first")]
)
def test_who_may_not_decide(world: World, who: str | None, code: str) -> None:
    round_ = make_round(world)
    waiting = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)
    viewer = getattr(world, who) if who else None
    assert refused(reviews.decide, world.deps, viewer, round_.id, waiting.id, ACCEPT).code == code


def test_nothing_is_decided_once_voting_has_opened(world: World) -> None:
    round_ = make_round(world)
    waiting = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)
    with_milestones(world, round_, voting_opened_at=world.clock.now())
    assert (
        refused(reviews.decide, world.deps, world.ffion, round_.id, waiting.id, ACCEPT).code == "wrong-phase"
    )
    assert not reviews.view_review(world.deps, world.ffion, round_.id, waiting.id).may_decide


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_drafts_and_withdrawn_ones_are_not_reviewed(world: World, status: Status) -> None:
    round_ = make_round(world)
    other = make_proposal(world, round_, "Côr", status=status)
    assert (
        refused(reviews.decide, world.deps, world.ffion, round_.id, other.id, ACCEPT).code
        == "not-under-review"
    )
    assert (
        refused(reviews.view_review, world.deps, world.ffion, round_.id, other.id).code == "not-under-review"
    )


def test_the_queue_counts_each_status_and_leads_on(world: World) -> None:
    round_ = make_round(world)
    first = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)
    second = make_proposal(world, round_, "Parc", status=Status.SUBMITTED)
    make_proposal(world, round_, "Bws", status=Status.DECLINED)
    queue = reviews.view_queue(world.deps, world.carys, round_.id)
    assert [number for _, number in queue.counts] == [2, 0, 1]
    assert (queue.may_decide, len(queue.items)) == (False, 2)
    assert reviews.view_review(world.deps, world.ffion, round_.id, first.id).next_id == second.id
    assert reviews.view_review(world.deps, world.ffion, round_.id, second.id).next_id == first.id


def test_a_verdict_stands_when_the_letter_cannot_be_sent(world: World) -> None:
    round_ = make_round(world)
    waiting = make_proposal(world, round_, "Côr", status=Status.SUBMITTED)

    def broken(letter: Letter) -> None:
        raise OSError("no mail server")

    world.letters.send = broken  # type: ignore[method-assign] # a mail server that is away
    assert reviews.decide(world.deps, world.ffion, round_.id, waiting.id, ACCEPT).status is Status.ACCEPTED
