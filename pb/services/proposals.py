"""Residents' proposals: drafting, submitting, editing, withdrawing, and the public list.

Verdicts are the reviewers' work and stand in `reviews`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from pb.domain.ids import ProposalId
from pb.domain.people import Viewer, need_resident
from pb.domain.proposal_form import TypedProposal, read_content
from pb.domain.proposals import (
    PUBLIC,
    Content,
    Proposal,
    ProposalFilter,
    Status,
    decide_edit,
    decide_withdraw,
    need_author,
)
from pb.domain.refusals import Fault, Kind, Refusal
from pb.domain.rounds import Phase, Pot, Round, Ward, need_phase, phase_at
from pb.domain.text import length_fault, one_line
from pb.i18n.sorting import fold
from pb.services.chain import record
from pb.services.deps import Deps
from pb.services.rounds import is_staff, load_round_for_reader, load_round_or_refuse, need_reviewer
from pb.storage import people, proposals

PAGE_SIZE = 20
STAFF_PHASES = (Phase.ANNOUNCED, Phase.PROPOSING, Phase.REVIEWING)
WITHDRAW_PHASES = (Phase.PROPOSING, Phase.REVIEWING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalItem:
    """A proposal with the names of where it belongs."""

    proposal: Proposal
    pot: Pot | None
    ward: Ward | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalList:
    """One page of a round's public proposals."""

    round: Round
    phase: Phase
    items: tuple[ProposalItem, ...]
    total: int
    page: int
    pages: int
    wards: tuple[Ward, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPage:
    """One proposal as its reader may see it."""

    round: Round
    phase: Phase
    item: ProposalItem
    is_author: bool
    may_edit: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalForm:
    """What the form needs: the round, its wards, and the proposal so far (None for a new one)."""

    round: Round
    wards: tuple[Ward, ...]
    proposal: Proposal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProposal:
    round: Round
    phase: Phase
    proposal: Proposal


def view_list(
    deps: Deps, viewer: Viewer | None, round_id: str, *, words: str = "", pot_id: str = "", ward_id: str = "",
    page: int = 1,
) -> ProposalList:  # fmt: skip
    """A round's public proposals, twenty a page, narrowed by words, pot and ward."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        wards = tuple(people.list_wards(tx, round_.organisation_id))
        wanted = ProposalFilter(pot_id=pot_id or None, ward_id=ward_id or None, words=fold(words[:200]))
        total = proposals.count_proposals(tx, round_.id, wanted)
        pages = max(1, -(-total // PAGE_SIZE))
        page = min(max(1, page), pages)
        found = proposals.list_proposals(
            tx, round_.id, wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE
        )
    items = tuple(place(round_, wards, proposal) for proposal in found)
    phase = phase_at(round_, deps.clock.now())
    return ProposalList(
        round=round_, phase=phase, items=items, total=total, page=page, pages=pages, wards=wards
    )


def view_proposal(deps: Deps, viewer: Viewer | None, round_id: str, proposal_id: str) -> ProposalPage:
    """One proposal: public ones for everybody, the rest for their author and the round's people."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        proposal = load_proposal_or_refuse(tx, round_, proposal_id)
        wards = tuple(people.list_wards(tx, round_.organisation_id))
    is_author = viewer is not None and proposal.author_id == viewer.id
    if proposal.status not in PUBLIC and not is_author and not is_staff(viewer, round_):
        raise Refusal("proposal-not-found", Kind.NOT_FOUND)
    phase = phase_at(round_, deps.clock.now())
    alive = is_author and proposal.status is not Status.WITHDRAWN
    return ProposalPage(
        round=round_,
        phase=phase,
        item=place(round_, wards, proposal),
        is_author=is_author,
        may_edit=alive and phase is Phase.PROPOSING,
        may_withdraw=alive and phase in WITHDRAW_PHASES,
    )


def view_form(
    deps: Deps, viewer: Viewer | None, round_id: str, proposal_id: str | None = None
) -> ProposalForm:
    """The form for a new proposal or for one's own, while proposing is open."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        need_phase(round_, deps.clock.now(), Phase.PROPOSING)
        author = need_resident(viewer)
        proposal = None
        if proposal_id is not None:
            proposal = need_author(load_proposal_or_refuse(tx, round_, proposal_id), author.id)
        wards = tuple(people.list_wards(tx, round_.organisation_id))
    if proposal is not None and proposal.status is Status.WITHDRAWN:
        raise Refusal("proposal-withdrawn", Kind.WRONG_PHASE)
    return ProposalForm(round=round_, wards=wards, proposal=proposal)


def view_staff_form(deps: Deps, viewer: Viewer | None, round_id: str) -> ProposalForm:
    """The form for staff who enter a proposal for somebody offline."""
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_reviewer(viewer, round_)
        need_phase(round_, deps.clock.now(), *STAFF_PHASES)
        wards = tuple(people.list_wards(tx, round_.organisation_id))
    return ProposalForm(round=round_, wards=wards, proposal=None)


def view_mine(deps: Deps, viewer: Viewer | None) -> tuple[OwnProposal, ...]:
    """Everything a resident has written, latest first, drafts and withdrawn ones included."""
    author, now = need_resident(viewer), deps.clock.now()
    with deps.db.read() as tx:
        found = proposals.list_proposals(
            tx, None, ProposalFilter(statuses=tuple(Status), author_id=author.id)
        )
        rounds = {round_id: load_round_or_refuse(tx, round_id) for round_id in {p.round_id for p in found}}
    found.sort(key=lambda proposal: (proposal.created_at, proposal.id), reverse=True)
    return tuple(
        OwnProposal(round=rounds[p.round_id], phase=phase_at(rounds[p.round_id], now), proposal=p)
        for p in found
    )


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


def place(round_: Round, wards: Iterable[Ward], proposal: Proposal) -> ProposalItem:
    """A proposal with its pot and ward."""
    pot = next((pot for pot in round_.pots if pot.id == proposal.content.pot_id), None)
    ward = next((ward for ward in wards if ward.id == proposal.content.ward_id), None)
    return ProposalItem(proposal=proposal, pot=pot, ward=ward)


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
        raise Refusal.invalid([*([fault] if fault else []), *refusal.faults]) from None
    if fault:
        raise Refusal.invalid([fault])
    return content


def _event(before: Proposal, after: Proposal) -> str:
    if after.status is Status.DRAFT:
        return "proposal_draft_saved"
    return "proposal_submitted" if before.status is Status.DRAFT else "proposal_edited"
