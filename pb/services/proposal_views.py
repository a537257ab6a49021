"""Proposals as pages show them: the public list, one proposal, the forms, and one's own.

It changes nothing: writing is done in `proposals`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pb.domain.people import Viewer, need_resident
from pb.domain.proposals import PUBLIC, Proposal, ProposalFilter, Status, need_author
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Category, Phase, Pot, Round, Ward, need_phase, phase_at
from pb.i18n.sorting import fold
from pb.services.deps import Deps
from pb.services.proposals import STAFF_PHASES, WITHDRAW_PHASES, load_proposal_or_refuse
from pb.services.rounds import is_staff, load_round_for_reader, load_round_or_refuse, need_reviewer
from pb.storage import people, proposals

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalItem:
    """A proposal with the names of where it belongs."""

    proposal: Proposal
    pot: Pot | None
    ward: Ward | None
    category: Category | None


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
    category_id: str = "", page: int = 1,
) -> ProposalList:  # fmt: skip
    """A round's public proposals, twenty a page, narrowed by words, pot, ward and category."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        wards = tuple(people.list_wards(tx, round_.organisation_id))
        wanted = ProposalFilter(
            pot_id=pot_id or None,
            ward_id=ward_id or None,
            category_id=category_id or None,
            words=fold(words[:200]),
        )
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


def place(round_: Round, wards: Iterable[Ward], proposal: Proposal) -> ProposalItem:
    """A proposal with its pot, ward and category."""
    pot = next((pot for pot in round_.pots if pot.id == proposal.content.pot_id), None)
    ward = next((ward for ward in wards if ward.id == proposal.content.ward_id), None)
    category = next((each for each in round_.categories if each.id == proposal.content.category_id), None)
    return ProposalItem(proposal=proposal, pot=pot, ward=ward, category=category)
