"""Casting and closing: one ballot for a code whatever happens, kind refusals, a box that keeps no link."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.domain import merkle
from pb.domain.codes import receipt_code
from pb.domain.refusals import Kind, Refusal
from pb.services import ballots, codes, voters, voting
from pb.services.receipts import look_up_receipt
from pb.storage import box, outcomes, roll, rounds
from pb.storage.events import list_events
from tests.votes import (
    APPROVAL,
    BASKET,
    CAMP,
    CHOIR,
    CLOSES_AT,
    GARDEN,
    GREEN,
    PATHS,
    ROUND,
    TREES,
    YOUNG,
    cast,
    close,
    issue,
    open_vote,
    race_with_the_close,
    take_off,
    voter_of,
)
from tests.world import World

Choices = Mapping[str, Mapping[str, int]]


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


def faults(act: Callable[[], object]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refused(act).faults]


def counted(world: World) -> list[Choices]:
    with world.db.read() as tx:
        return [dict(payload) for payload in box.list_counted_payloads(tx, ROUND)]


def event_types(world: World) -> list[str]:
    with world.db.read() as tx:
        return [event.type for event in list_events(tx, ROUND)]


def test_a_vote_is_cast_and_its_receipt_is_the_beginning_of_its_leaf(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    receipt = cast(world, voter, {GREEN: {GARDEN: 1, TREES: 1}})
    assert counted(world) == [{GREEN: {TREES: 1, GARDEN: 1}, YOUNG: {}}]
    with world.db.read() as tx:
        leaves, _ = box.list_leaves(tx, ROUND)
    assert receipt == receipt_code(bytes.fromhex(leaves[0]))
    assert "ballot" not in " ".join(event_types(world))  # an event would tell when


def test_the_last_vote_with_a_code_counts(world: World) -> None:
    open_vote(world)
    code = issue(world)[0]
    first = cast(world, voter_of(world, code), {GREEN: {GARDEN: 1}})
    again = voter_of(world, code)
    seen = ballots.view_paper(world.deps, again)
    assert [dict(part.marks) for part in seen.parts] == [
        {GARDEN: 1},
        {},
    ]  # the form shows the earlier choices
    assert seen.receipt == first
    second = cast(world, again, {GREEN: {TREES: 1}, YOUNG: {CAMP: 1}})
    assert first != second
    assert counted(world) == [{GREEN: {TREES: 1}, YOUNG: {CAMP: 1}}]
    close(world)
    answer = [look_up_receipt(world.deps, ROUND, receipt).state for receipt in (first, second)]
    assert answer == ["replaced", "counted"]


def test_while_the_vote_is_open_a_receipt_does_not_tell_that_it_was_replaced(world: World) -> None:
    open_vote(world)
    code = issue(world)[0]
    first = cast(world, voter_of(world, code), {GREEN: {GARDEN: 1}})
    cast(world, voter_of(world, code), {GREEN: {TREES: 1}})
    answer = look_up_receipt(world.deps, ROUND, first.lower().replace("-", " "))
    assert (answer.state, answer.leaf, answer.receipt) == ("in-box", None, first)


def test_an_unknown_or_mistyped_receipt(world: World) -> None:
    open_vote(world)
    known = cast(world, voter_of(world, issue(world)[0]), {})
    other = "0000-0000-0000-0000"
    assert look_up_receipt(world.deps, ROUND, other).state == "not-found"
    assert faults(lambda: look_up_receipt(world.deps, ROUND, known[:-1])) == [("receipt", "receipt-mistyped")]
    assert faults(lambda: look_up_receipt(world.deps, ROUND, "\0" * 9 + "🗳" * 99_999)) == [
        ("receipt", "receipt-mistyped")
    ]


def test_a_blank_vote_counts(world: World) -> None:
    open_vote(world, replace(APPROVAL, limits={"min_count": 2, "max_count": 2}))
    voter = voter_of(world, issue(world)[0])
    ballots.check_choices(world.deps, voter, {})
    assert ballots.view_paper(world.deps, voter).is_blank
    cast(world, voter, {})
    assert counted(world) == [{GREEN: {}, YOUNG: {}}]


def test_the_same_form_sent_twice_gives_one_ballot_and_one_receipt(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    seen = ballots.view_paper(world.deps, voter)
    receipts = {
        voting.cast_ballot(world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)
        for _ in range(3)
    }
    assert len(receipts) == 1
    assert len(counted(world)) == 1


def test_twelve_threads_sending_the_same_form_give_one_ballot(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    seen = ballots.view_paper(world.deps, voter)
    gate = threading.Barrier(12)

    def send(_: int) -> str:
        gate.wait()
        return voting.cast_ballot(world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)

    with ThreadPoolExecutor(12) as pool:
        receipts = set(pool.map(send, range(12)))
    assert len(receipts) == 1
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (1, 0)


def test_an_old_form_does_not_bring_an_old_vote_back(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    old = ballots.view_paper(world.deps, voter)
    voting.cast_ballot(world.deps, voter, token=old.cast_token, paper_digest=old.paper_digest)
    second = cast(world, voter, {GREEN: {TREES: 1}})
    again = voting.cast_ballot(world.deps, voter, token=old.cast_token, paper_digest=old.paper_digest)
    assert again == second
    assert counted(world) == [{GREEN: {TREES: 1}, YOUNG: {}}]
    third = cast(world, voter, {GREEN: {GARDEN: 1}})  # the first choices once more, meant
    assert third != second
    assert counted(world) == [{GREEN: {GARDEN: 1}, YOUNG: {}}]


def test_choices_changed_in_another_tab_are_checked_again(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    seen = ballots.view_paper(world.deps, voter)
    ballots.check_choices(world.deps, voter, {GREEN: {TREES: 1}})
    no = refused(
        lambda: voting.cast_ballot(world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)
    )
    assert (no.code, no.kind) == ("choices-changed", Kind.INVALID)
    assert counted(world) == []
    assert ballots.view_paper(world.deps, voter).parts[0].marks == {TREES: 1}


def test_choices_that_are_what_was_cast_leave_nothing_to_cast(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    cast(world, voter, {GREEN: {GARDEN: 1}})
    ballots.keep_choices(world.deps, voter, {GREEN: {TREES: 1}})
    assert ballots.view_paper(world.deps, voter).is_kept
    ballots.keep_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    assert not ballots.view_paper(world.deps, voter).is_kept


def test_limits_are_named_with_their_pot_and_the_choices_are_kept(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    too_many: Choices = {GREEN: {GARDEN: 1, TREES: 1, PATHS: 1}, YOUNG: {CAMP: 1}}
    no = refused(lambda: ballots.check_choices(world.deps, voter, too_many))
    (fault,) = no.faults
    assert (fault.field, fault.code) == (f"pot-{GREEN}", "ballot-too-many")
    assert (fault.facts["most"], fault.facts["has"], fault.facts["pot"].en) == (2, 3, "Green pot")
    seen = ballots.view_paper(world.deps, voter)
    assert {part.pot.id: dict(part.marks) for part in seen.parts} == too_many
    assert [fault.code for fault in seen.faults] == ["ballot-too-many"]
    cast_anyway = refused(
        lambda: voting.cast_ballot(world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)
    )
    assert [fault.code for fault in cast_anyway.faults] == ["ballot-too-many"]
    assert counted(world) == []


def test_a_basket_over_the_pot_says_by_how_much(world: World) -> None:
    open_vote(world, BASKET)
    voter = voter_of(world, issue(world)[0])
    both: Choices = {GREEN: {GARDEN: 1}, YOUNG: {CAMP: 1, CHOIR: 1}}
    (fault,) = refused(lambda: ballots.check_choices(world.deps, voter, both)).faults
    assert (fault.field, fault.code) == (f"pot-{YOUNG}", "ballot-over-pot")
    assert (fault.facts["cost_pence"], fault.facts["most_pence"], fault.facts["over_pence"]) == (
        2_000_50,
        1_500_00,
        500_50,
    )
    total = ballots.view_paper(world.deps, voter).parts[1].total
    assert (total.cost_pence, total.left_pence) == (2_000_50, -500_50)


def test_a_proposal_of_another_pot_is_taken_out_and_the_rest_kept(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world, pots=(GREEN,))[0])
    ticked: Choices = {GREEN: {GARDEN: 1, CAMP: 1}, YOUNG: {CHOIR: 1}}
    assert faults(lambda: ballots.check_choices(world.deps, voter, ticked)) == [
        ("paper", "ballot-unknown-project")
    ]
    (part,) = ballots.view_paper(world.deps, voter).parts
    assert (part.pot.id, dict(part.marks)) == (GREEN, {GARDEN: 1})


def test_a_proposal_withdrawn_a_second_ago_is_said_plainly_and_the_rest_kept(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1, TREES: 1}})
    seen = ballots.view_paper(world.deps, voter)
    take_off(world, TREES)
    no = refused(
        lambda: voting.cast_ballot(world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)
    )
    assert (no.code, no.kind) == ("paper-changed", Kind.INVALID)
    now = ballots.view_paper(world.deps, voter)
    assert [title.en for title in now.gone] == ["Street trees"]
    assert now.parts[0].marks == {GARDEN: 1}
    voting.cast_ballot(world.deps, voter, token=now.cast_token, paper_digest=now.paper_digest)
    assert counted(world) == [{GREEN: {GARDEN: 1}, YOUNG: {}}]


def test_after_the_minute_of_the_close_nothing_is_cast(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    seen = ballots.view_paper(world.deps, voter)
    world.clock.moment = CLOSES_AT

    def send() -> str:
        return voting.cast_ballot(world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)

    assert refused(send).code == "voting-closed"
    close(world)
    assert refused(send).code == "voting-closed"
    assert refused(lambda: ballots.keep_choices(world.deps, voter, {})).code == "voting-closed"
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (0, 0)


def test_nothing_is_kept_for_a_code_that_has_just_been_made_void(world: World) -> None:
    open_vote(world)
    code = issue(world)[0]
    voter = voter_of(world, code)  # as a request read it a moment ago
    codes.void_code(world.deps, world.elin, ROUND, code)
    with pytest.raises(Refusal) as caught:
        ballots.keep_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    assert caught.value.code == "code-first"
    with world.db.read() as tx:
        assert box.list_all(tx, ROUND, ballots.handle_of(world.deps, voter))[0] is None


def test_a_voter_whose_code_was_made_void_cannot_cast(world: World) -> None:
    open_vote(world)
    code = issue(world)[0]
    voter = voter_of(world, code)
    ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    seen = ballots.view_paper(world.deps, voter)
    codes.void_code(world.deps, world.elin, ROUND, code)
    no = refused(
        lambda: voting.cast_ballot(world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)
    )
    assert no.code == "code-first"


def test_proposals_come_in_an_order_of_the_voters_own_that_stays(world: World) -> None:
    open_vote(world)
    orders = set()
    for code in issue(world, 40):
        voter = voter_of(world, code)
        first, second = (ballots.view_paper(world.deps, voter).parts[0] for _ in range(2))
        assert first.proposals == second.proposals
        orders.add(tuple(proposal.id for proposal in first.proposals))
    assert len(orders) > 3  # of six


def test_without_the_link_key_nothing_is_cast(world: World) -> None:
    open_vote(world)
    voter = voter_of(world, issue(world)[0])
    world.deps.keys.destroy_link_key(ROUND)
    no = refused(lambda: ballots.view_paper(world.deps, voter))
    assert (no.code, no.kind) == ("voting-unavailable", Kind.UNAVAILABLE)


def test_the_close_seals_counts_and_forgets(world: World) -> None:
    open_vote(world)
    first, second, third = issue(world, 3)
    receipts = [cast(world, voter_of(world, first), {GREEN: {GARDEN: 1}})]
    receipts.append(cast(world, voter_of(world, first), {GREEN: {TREES: 1}}))
    receipts.append(cast(world, voter_of(world, second), {YOUNG: {CHOIR: 1}}))
    ballots.keep_choices(world.deps, voter_of(world, third), {GREEN: {PATHS: 1}})
    token = voters.enter_code(world.deps, ROUND, third)
    close(world)
    with world.db.read() as tx:
        counted_leaves, superseded = box.list_leaves(tx, ROUND)
        turnout = outcomes.load_turnout(tx, ROUND)
        round_ = rounds.load_round(tx, ROUND)
        codes_left = [roll.load_code(tx, ROUND, selector) for selector in roll.list_selectors(tx, ROUND)]
        events = {event.type: event.payload for event in list_events(tx, ROUND)}
        rows = tx.connection().exec_driver_sql("SELECT handle, state, payload, nonce FROM ballot").all()
        drafts = tx.connection().exec_driver_sql("SELECT count(*) FROM draft_ballot").scalar()
    assert turnout is not None
    assert round_ is not None
    assert (len(counted_leaves), len(superseded)) == (2, 1)
    root = merkle.root([bytes.fromhex(leaf) for leaf in sorted(counted_leaves)]).hex()
    assert (turnout.root, turnout.counted, turnout.superseded) == (root, 2, 1)
    assert (turnout.codes_issued, turnout.codes_void, turnout.codes_used) == (3, 0, 2)
    assert events["voting_closed"] == {
        "root": root,
        "counted": 2,
        "superseded": 1,
        "superseded_root": superseded[0],
        "batches": 1,
    }
    assert [*events][-1] == "link_destroyed"
    assert round_.milestones.voting_closed_at == CLOSES_AT
    assert world.deps.keys.link_key(ROUND) is None
    assert {row.handle for row in rows} == {None}
    assert all(bool(row.payload) == bool(row.nonce) == (row.state == "current") for row in rows)
    assert drafts == 0
    assert all(code is not None and code.verifier == "" for code in codes_left)
    assert voters.load_voter(world.deps, ROUND, token) is None
    states = sorted(look_up_receipt(world.deps, ROUND, receipt).state for receipt in receipts)
    assert states == ["counted", "counted", "replaced"]


def test_closing_again_changes_nothing(world: World) -> None:
    open_vote(world)
    cast(world, voter_of(world, issue(world)[0]), {GREEN: {GARDEN: 1}})
    close(world)
    before = event_types(world)
    close(world)
    assert event_types(world) == before


def test_nothing_closes_before_its_minute(world: World) -> None:
    round_ = open_vote(world)
    world.clock.moment = CLOSES_AT - timedelta(seconds=1)
    with world.db.write() as tx:
        voting.close_voting(world.deps, tx, round_)
    voting.destroy_link(world.deps, ROUND)
    assert event_types(world) == []
    assert world.deps.keys.link_key(ROUND) is not None


def test_a_crash_after_the_close_is_finished_by_the_next_call(world: World) -> None:
    round_ = open_vote(world)
    world.clock.moment = CLOSES_AT
    with world.db.write() as tx:
        voting.close_voting(world.deps, tx, round_)
    assert world.deps.keys.link_key(ROUND) is not None  # here the power went
    with world.db.read() as tx:
        closed = rounds.load_round(tx, ROUND)
        assert closed is not None
        assert voting.is_link_left(world.deps, tx, closed)
    world.deps.keys.destroy_link_key(ROUND)  # and here again, before the event was written
    with world.db.read() as tx:
        assert voting.is_link_left(world.deps, tx, closed)
    voting.destroy_link(world.deps, ROUND)
    voting.destroy_link(world.deps, ROUND)
    assert event_types(world) == ["voting_closed", "link_destroyed"]
    with world.db.read() as tx:
        assert not voting.is_link_left(world.deps, tx, closed)


def test_fifty_votes_racing_with_the_close(world: World) -> None:
    """Each either has a receipt that the closed box answers for, or was told that voting is over."""
    open_vote(world)
    receipts = race_with_the_close(world)
    with world.db.read() as tx:
        turnout = voting.turnout(tx, ROUND)
    assert turnout.counted + turnout.superseded == len(receipts) == len(set(receipts))
    assert turnout.codes_used == turnout.counted
    assert all(look_up_receipt(world.deps, ROUND, each).state == "counted" for each in receipts)


def test_ballots_come_in_order_of_content(world: World) -> None:
    open_vote(world)
    picks: list[Choices] = [
        {GREEN: {TREES: 1}},
        {},
        {GREEN: {GARDEN: 1}, YOUNG: {CAMP: 1}},
        {GREEN: {GARDEN: 1}},
    ]
    for code, choices in zip(issue(world, 4), picks, strict=True):
        cast(world, voter_of(world, code), choices)
    assert counted(world) == [
        {GREEN: {TREES: 1}, YOUNG: {}},
        {GREEN: {GARDEN: 1}, YOUNG: {CAMP: 1}},
        {GREEN: {GARDEN: 1}, YOUNG: {}},
        {GREEN: {}, YOUNG: {}},
    ]


def test_imported_ballots_lie_in_the_box_as_sealed(world: World) -> None:
    round_ = open_vote(world, imported_from="poland.pb")
    given = [(GREEN, ((TREES, 1),)), (GREEN, ()), (GREEN, ((TREES, 1),)), (YOUNG, ((CAMP, 1),))]
    with world.db.write() as tx:
        turnout = voting.put_imported_ballots(world.deps, tx, round_, given)
    assert (turnout.codes_issued, turnout.counted) == (None, 4)
    with world.db.read() as tx:
        assert voting.turnout(tx, ROUND) == turnout
        assert not voting.is_link_left(world.deps, tx, round_)
    assert counted(world) == [{GREEN: {TREES: 1}}, {GREEN: {TREES: 1}}, {GREEN: {}}, {YOUNG: {CAMP: 1}}]
