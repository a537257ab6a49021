"""Residents' proposals: drafting, submitting, editing, withdrawing, and entering them for somebody offline.

Verdicts are the reviewers' work and stand in `reviews`; what pages show is read in `proposal_views`.
"""

from dataclasses import replace

from sqlmodel import Session

from pb.domain.ids import ProposalId
from pb.domain.people import Viewer, need_resident
from pb.domain.proposal_form import TypedProposal, read_content
from pb.domain.proposals import Content, Proposal, Status, decide_edit, decide_withdraw, need_author
from pb.domain.refusals import Fault, Kind, Refusal, faults_of, refuse_faults
from pb.domain.rounds import Phase, Round, Ward, need_phase
from pb.domain.text import length_fault, one_line
from pb.i18n.sorting import fold
from pb.services.chain import record
from pb.services.deps import Deps
from pb.services.rounds import load_round_or_refuse, need_reviewer
from pb.storage import people, proposals

STAFF_PHASES = (Phase.ANNOUNCED, Phase.PROPOSING, Phase.REVIEWING)
WITHDRAW_PHASES = (Phase.PROPOSING, Phase.REVIEWING)


def save(
    deps: Deps,
    viewer: Viewer | None,
    round_id: str,
    proposal_id: str | None,
    typed: TypedProposal,
    *,
    submit: bool,
) -> Proposal:
    """Keep a draft, or submit: for a new proposal (`proposal_id` None) or one's own.

    Raises Refusal `wrong-phase`, `sign-in-first`, `confirm-email-first`, `not-found`, `proposal-withdrawn`,
    or `invalid-form` with every fault. A proposal once submitted stays submitted and must stay complete.
    """
    now = deps.clock.now()
    with deps.db.write() as tx:
        # The round is locked for a new one only: its number is the next.
        round_ = load_round_or_refuse(tx, round_id, for_update=proposal_id is None)
        need_phase(round_, now, Phase.PROPOSING)
        author = need_resident(viewer)
        wards = people.list_wards(tx, round_.organisation_id)
        if proposal_id is None:
            before = _new(deps, tx, round_, author_name=author.name)
            before = replace(before, author_id=author.id)
        else:
            before = need_author(load_proposal_or_refuse(tx, round_, proposal_id, for_update=True), author.id)
        complete = submit or before.status is not Status.DRAFT
        content = read_content(typed, round_, wards, complete=complete)
        proposal = decide_edit(before, content, submit=complete, now=now)
        put(tx, proposal)
        record(
            deps,
            tx,
            round_.id,
            _event(before, proposal),
            viewer=author,
            role="resident",
            proposal_id=proposal.id,
        )
        return proposal


def enter(
    deps: Deps, viewer: Viewer | None, round_id: str, typed: TypedProposal, *, author_name: str
) -> Proposal:
    """Submit a proposal for somebody offline, in their name. Raises as `save`, and `not-your-role`."""
    now, name = deps.clock.now(), one_line(author_name)
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        staff = need_reviewer(viewer, round_)
        need_phase(round_, now, *STAFF_PHASES)
        name_fault = length_fault("author_name", name, most=80)
        content = _read_with(name_fault, typed, round_, people.list_wards(tx, round_.organisation_id))
        proposal = decide_edit(_new(deps, tx, round_, author_name=name), content, submit=True, now=now)
        put(tx, proposal)
        record(
            deps, tx, round_.id, "proposal_entered", viewer=staff, role="reviewer", proposal_id=proposal.id
        )
        return proposal


def withdraw(deps: Deps, viewer: Viewer | None, round_id: str, proposal_id: str) -> None:
    """Take one's own proposal back, until voting opens. Raises Refusal as `save`."""
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        author = need_resident(viewer)
        proposal = need_author(load_proposal_or_refuse(tx, round_, proposal_id, for_update=True), author.id)
        need_phase(round_, deps.clock.now(), *WITHDRAW_PHASES)
        put(tx, decide_withdraw(proposal))
        record(
            deps, tx, round_.id, "proposal_withdrawn", viewer=author, role="resident", proposal_id=proposal.id
        )


def load_proposal_or_refuse(
    tx: Session, round_: Round, proposal_id: str, *, for_update: bool = False
) -> Proposal:
    """A proposal of this very round. Raises Refusal `proposal-not-found`."""
    proposal = proposals.load_proposal(tx, proposal_id, for_update=for_update)
    if proposal is None or proposal.round_id != round_.id:
        raise Refusal("proposal-not-found", Kind.NOT_FOUND)
    return proposal


def put(tx: Session, proposal: Proposal) -> None:
    """Save a proposal with its words folded for search."""
    content = proposal.content
    words = (
        content.title, content.summary, content.description, proposal.translated_title,
        proposal.translated_summary, str(proposal.number),
    )  # fmt: skip
    proposals.put_proposal(tx, proposal, search=fold(" ".join(words)))


def _new(deps: Deps, tx: Session, round_: Round, *, author_name: str) -> Proposal:
    from_nothing = read_content(TypedProposal(), round_, (), complete=False)
    return Proposal(
        id=ProposalId(deps.randomness.id()),
        round_id=round_.id,
        number=proposals.next_number(tx, round_.id),
        author_id=None,
        author_name=author_name,
        status=Status.DRAFT,
        content=from_nothing,
        created_at=deps.clock.now(),
    )


def _read_with(fault: Fault | None, typed: TypedProposal, round_: Round, wards: list[Ward]) -> Content:
    """The content, its faults told together with one found before."""
    try:
        content = read_content(typed, round_, wards, complete=True)
    except Refusal as refusal:
        raise Refusal.invalid(faults_of([fault, *refusal.faults])) from None
    refuse_faults(fault)
    return content


def _event(before: Proposal, after: Proposal) -> str:
    if after.status is Status.DRAFT:
        return "proposal_draft_saved"
    return "proposal_submitted" if before.status is Status.DRAFT else "proposal_edited"
