"""Casting a ballot and closing the box: the only place where the roll and the box are open at once.

It keeps no time of any vote, writes no event for one, and logs nothing: order would betray who voted what.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from pb.domain import merkle
from pb.domain.counting import AND, ProofTurnout, Turnout, told_by_way
from pb.domain.disclosure import FEWER, LEAST_SHOWN
from pb.domain.events import canonical
from pb.domain.ids import BallotId
from pb.domain.marking import Marked, marked
from pb.domain.proofs import CODE
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Round, is_due_to_close
from pb.domain.seals import root_of
from pb.domain.voting import (
    Ballot,
    BallotState,
    Choices,
    Paper,
    cast_token,
    handle_for,
    make_ballot,
    need_changeable,
)
from pb.services import chain, reminders, sealing
from pb.services.ballots import BLANK, handle_of, load_paper, mark_paper
from pb.services.deps import Deps
from pb.services.voters import Voter, need_voter, open_round
from pb.storage import (
    box,
    desk,
    electors,
    events,
    guesses,
    message_counts,
    outcomes,
    past,
    people,
    register,
    roll,
    rounds,
    sent_texts,
    voter_sessions,
)
from pb.storage import reminders as reminder_storage
from pb.storage.prepared import Tx
from pb.tally import Marks

LINK_DESTROYED = "link_destroyed"


def cast_ballot(deps: Deps, voter: Voter, *, token: str, paper_digest: str) -> str:
    """Cast what the voter has checked, and return its receipt. The same token again gives the same answer.

    `token` and `paper_digest` stand in the form of the check page. Raises `voting-closed`; `code-first` where
    the code is void by now; `paper-changed` or `choices-changed` where the form is not what was checked;
    invalid-form where a limit is broken. In every case the choices stay as they were.
    """
    with deps.db.write() as tx:
        round_ = open_round(deps, tx, voter.round_id)
        return cast_ballot_in(deps, tx, voter, round_, token=token, paper_digest=paper_digest)


def cast_ballot_in(deps: Deps, tx: Tx, voter: Voter, round_: Round, *, token: str, paper_digest: str) -> str:
    """The same within a transaction that holds the round open; the receipt may be told after its commit."""
    code = need_voter(tx, voter)  # locked: a second casting with the same code waits here
    handle = handle_of(deps, voter)
    draft, earlier = box.list_all(tx, round_.id, handle)
    if any(_token_of(handle, ballot) == token for ballot in earlier):
        return earlier[-1].receipt
    need_changeable(round_, has_voted=bool(earlier))
    paper = load_paper(tx, round_, code.pot_ids)
    if paper.digest != paper_digest:
        raise Refusal("paper-changed", Kind.INVALID)
    found = mark_paper(round_, paper, draft or BLANK)
    if draft is None or cast_token(handle, found.payload, revision=len(earlier)) != token:
        raise Refusal("choices-changed", Kind.INVALID)
    ballot = _ballot(deps, paper, found, revision=len(earlier) + 1)
    box.put_ballot(tx, round_.id, handle, ballot)
    box.remove_draft(tx, round_.id, handle)
    if not code.has_voted:
        roll.put_voted(tx, round_.id, code.selector)
        reminders.forget_in(deps, tx, round_.id, code.selector)
    return ballot.receipt


def cast_many(deps: Deps, round_id: str, votes: Iterable[tuple[Voter, Choices]]) -> list[str]:
    """Cast first votes of many voters at once, each judged as any other; their receipts, in the same order.

    For rehearsals and demonstrations: nobody waits for a page. Raises as `cast_ballot`, and then casts none.
    """
    receipts: list[str] = []
    with deps.db.write() as tx:
        round_ = open_round(deps, tx, round_id)
        papers: dict[tuple[str, ...], Paper] = {}
        for voter, choices in votes:
            if voter.pot_ids not in papers:
                papers[voter.pot_ids] = load_paper(tx, round_, voter.pot_ids)
            paper = papers[voter.pot_ids]
            ballot = _ballot(deps, paper, marked(paper, choices), revision=1)
            box.put_ballot(tx, round_.id, handle_of(deps, voter), ballot)
            roll.put_voted(tx, round_.id, voter.selector)
            receipts.append(ballot.receipt)
    return receipts


def _ballot(deps: Deps, paper: Paper, found: Marked, *, revision: int) -> Ballot:
    return make_ballot(
        paper,
        found.to_cast(),
        ballot_id=BallotId(deps.randomness.token_bytes(16).hex()),
        revision=revision,
        nonce=deps.randomness.token_bytes(32),
    )


def void_ballot(deps: Deps, tx: Session, round_id: str, selector: str) -> None:
    """End a void code's sessions, forget its reminder, and take what was cast with it out of the count."""
    voter_sessions.remove_sessions_of(tx, round_id, selector)
    reminders.forget_in(deps, tx, round_id, selector)
    key = deps.keys.link_key(round_id)
    if key is not None:  # before the vote opens there is neither key nor ballot
        box.void_ballots(tx, round_id, handle_for(key, selector))


def begin_anew(deps: Deps, tx: Session, round_id: str, selector: str) -> None:
    """End the sessions of a voter who has not cast, and erase the draft: nobody else is to look into it."""
    voter_sessions.remove_sessions_of(tx, round_id, selector)
    key = deps.keys.link_key(round_id)
    if key is not None:
        box.remove_draft(tx, round_id, handle_for(key, selector))


def close_voting(deps: Deps, tx: Session, round_: Round) -> None:
    """Seal the box of a round whose minute has come; nothing happens where it has been done.

    The link key is destroyed after the commit, by `destroy_link`.
    """
    now = deps.clock.now()
    locked = rounds.load_round(tx, round_.id, for_update=True)  # waits for every casting under way
    if locked is None or not is_due_to_close(locked, now):
        return
    batches = sealing.seal_rest(deps, tx, locked)
    counted, superseded = box.list_leaves(tx, locked.id)
    root = root_of(counted)
    box.seal_box(tx, locked.id)
    voter_sessions.remove_sessions_in(tx, locked.id)
    roll.erase_verifiers(tx, locked.id)
    register.erase(tx, locked.id)
    electors.erase(tx, locked.id)
    guesses.erase(tx, locked.id)
    message_counts.erase(tx, locked.id)
    message_counts.remove_old(tx, now=now)
    sent_texts.merge(tx, locked.id)
    reminder_storage.erase(tx, locked.id)
    sealed = _turnout(tx, locked.id, counted=len(counted), superseded=len(superseded), root=root)
    _record_admitted(deps, tx, locked.id, sealed)
    outcomes.put_turnout(tx, locked.id, sealed)
    done = replace(locked.milestones, voting_closed_at=now)
    rounds.put_round(tx, replace(locked, milestones=done), at=now)
    chain.record(
        deps,
        tx,
        locked.id,
        "voting_closed",
        root=root,
        counted=len(counted),
        superseded=len(superseded),
        superseded_root=root_of(superseded),
        batches=batches,
    )


def _record_admitted(deps: Deps, tx: Session, round_id: str, sealed: Turnout) -> None:
    """Say in the chain how many came by each proof other than a code, and to each teller.

    It is said at the close: before, it would tell the minute at which somebody came. Proofs by which few
    voted are told together, and of few who were let in only that they were. Where a teller let in few, that
    is all that is told of any teller.
    """
    said: dict[str, Any]
    counts = roll.count_by_proof(tx, round_id)
    for row in sealed.by_proof:
        names = [name for name in row.proofs if name != CODE]
        if names:
            issued = sum(counts[name].issued_count for name in names)
            said = {"count": None, FEWER: LEAST_SHOWN} if row.has_more else {"count": issued}
            chain.record(deps, tx, round_id, "codes_issued", proof=AND.join(names), **said)
    let_in = desk.list_counts(tx, round_id)
    for person_id, count in let_in.items():
        few = FEWER if count < LEAST_SHOWN else "at_least"
        said = {few: LEAST_SHOWN} if min(let_in.values()) < LEAST_SHOWN else {"count": count}
        teller = people.load_viewer(tx, person_id)
        chain.record(deps, tx, round_id, "people_let_in", viewer=teller, role="teller", **said)
    desk.erase(tx, round_id)


def is_link_left(deps: Deps, tx: Session, round_: Round) -> bool:
    """Whether a closed round's link still has to be destroyed, or its destruction to be recorded."""
    if round_.milestones.voting_closed_at is None or round_.is_imported:
        return False
    return deps.keys.link_key(round_.id) is not None or not events.has_event(tx, round_.id, LINK_DESTROYED)


def destroy_link(deps: Deps, round_id: str) -> None:
    """Destroy the link key of a closed round and record it, once; to be called after the close is committed.

    Whatever a crash leaves undone, the next call does: it is recorded last.
    """
    with deps.db.write() as tx:
        round_ = rounds.load_round(tx, round_id, for_update=True)
        if round_ is None or not is_link_left(deps, tx, round_):
            return
        deps.keys.destroy_link_key(round_id)
        deps.keys.destroy_proof_key(round_id)
    if not past.forget(deps.db):  # earlier states of rows still tell which were written together
        return  # who looks next tries again
    with deps.db.write() as tx:
        rounds.load_round(tx, round_id, for_update=True)
        if not events.has_event(tx, round_id, LINK_DESTROYED):
            chain.record(deps, tx, round_id, LINK_DESTROYED)


def turnout(tx: Session, round_id: str) -> Turnout:
    """Codes and ballots of a round as they stand: sealed once it is closed, until then without a root."""
    sealed = outcomes.load_turnout(tx, round_id)
    if sealed is not None:
        return sealed
    counted, superseded = box.count_ballots(tx, round_id)
    return _turnout(tx, round_id, counted=counted, superseded=superseded, root="")


def _turnout(tx: Session, round_id: str, *, counted: int, superseded: int, root: str) -> Turnout:
    rows = told_by_way(
        ProofTurnout(proof=proof, issued=counts.issued_count, void=counts.void_count, used=counts.used_count)
        for proof, counts in roll.count_by_proof(tx, round_id).items()
    )
    return Turnout(
        codes_issued=sum(row.issued for row in rows),
        codes_void=sum(row.void for row in rows),
        codes_used=sum(row.used for row in rows),
        counted=counted,
        superseded=superseded,
        root=root,
        by_proof=rows,
    )


def put_imported_ballots(
    deps: Deps, tx: Session, round_: Round, ballots: Iterable[tuple[str, Marks]]
) -> Turnout:
    """Put the ballots of an election held elsewhere, (pot id, marks) each, in the box as sealed.

    They have no codes, no handles and no receipts; their leaves are names only, and no record lists them.
    """
    sealed = sorted(canonical({pot_id: dict(marks)}) for pot_id, marks in ballots)
    made = (_imported(deps.randomness.token_bytes(16), payload.decode()) for payload in sealed)
    box.put_sealed(tx, round_.id, made)
    found = Turnout(
        codes_issued=None,
        codes_void=None,
        codes_used=None,
        counted=len(sealed),
        superseded=0,
        root=merkle.root([]).hex(),
    )
    outcomes.put_turnout(tx, round_.id, found)
    return found


def _imported(name: bytes, payload: str) -> Ballot:
    return Ballot(
        id=BallotId(name.hex()),
        revision=1,
        state=BallotState.CURRENT,
        payload=payload,
        nonce="",
        leaf=merkle.leaf_hash(name).hex(),
        receipt="",
    )


def _token_of(handle: str, ballot: Ballot) -> str:
    return cast_token(handle, ballot.payload, revision=ballot.revision - 1)
