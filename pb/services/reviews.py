"""Reviewing: the queue, and accepting or declining a proposal with a public reason in both languages.

Nothing can be decided once voting has opened: the ballot paper is frozen then.
"""

from dataclasses import dataclass

from pb.domain.people import MAY_REVIEW, Viewer
from pb.domain.proposals import Proposal, ProposalFilter, Status, TypedVerdict, decide_verdict
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase, Round, need_phase, phase_at
from pb.services import letters
from pb.services.chain import record
from pb.services.deps import Deps
from pb.services.proposal_views import ProposalItem, place
from pb.services.proposals import load_proposal_or_refuse, put
from pb.services.rounds import load_round_or_refuse, need_reviewer, need_staff, role_of
from pb.storage import people, proposals

REVIEW_PHASES = (Phase.PROPOSING, Phase.REVIEWING)
STATUSES = (Status.SUBMITTED, Status.ACCEPTED, Status.DECLINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQueue:
    """The proposals of one status, and how many there are of each."""

    round: Round
    phase: Phase
    status: Status
    items: tuple[ProposalItem, ...]
    counts: tuple[tuple[Status, int], ...]
    may_decide: bool
    may_enter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """A proposal before its reviewer."""

    round: Round
    item: ProposalItem
    may_decide: bool
    next_id: str | None


def view_queue(deps: Deps, viewer: Viewer | None, round_id: str, *, status: str = "") -> ReviewQueue:
    """The review queue, waiting proposals first; everybody with a role may read it."""
    chosen = Status(status) if status in {s.value for s in STATUSES} else Status.SUBMITTED
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_staff(viewer, round_)
        counts = tuple(
            (s, proposals.count_proposals(tx, round_.id, ProposalFilter(statuses=(s,)))) for s in STATUSES
        )
        found = proposals.list_proposals(tx, round_.id, ProposalFilter(statuses=(chosen,)))
        wards = people.list_wards(tx, round_.organisation_id)
    phase = phase_at(round_, deps.clock.now())
    items = tuple(place(round_, wards, proposal) for proposal in found)
    may_decide = _may_decide(viewer, round_, phase)
    return ReviewQueue(
        round=round_, phase=phase, status=chosen, items=items, counts=counts, may_decide=may_decide,
        may_enter=may_decide or (phase is Phase.ANNOUNCED and _is_reviewer(viewer, round_)),
    )  # fmt: skip


def view_review(deps: Deps, viewer: Viewer | None, round_id: str, proposal_id: str) -> ReviewPage:
    """One proposal with its review form. Raises Refusal `not-under-review` for drafts and withdrawn ones."""
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_staff(viewer, round_)
        proposal = load_proposal_or_refuse(tx, round_, proposal_id)
        if proposal.status not in STATUSES:
            raise Refusal("not-under-review", Kind.WRONG_PHASE)
        waiting = proposals.list_proposals(tx, round_.id, ProposalFilter(statuses=(Status.SUBMITTED,)))
        wards = people.list_wards(tx, round_.organisation_id)
    later = [p.id for p in waiting if p.number > proposal.number] + [
        p.id for p in waiting if p.id != proposal.id
    ]
    item = place(round_, wards, proposal)
    may_decide = _may_decide(viewer, round_, phase_at(round_, deps.clock.now()))
    return ReviewPage(round=round_, item=item, may_decide=may_decide, next_id=later[0] if later else None)


def decide(
    deps: Deps, viewer: Viewer | None, round_id: str, proposal_id: str, typed: TypedVerdict
) -> Proposal:
    """Accept or decline; the author is told by letter.

    Raises Refusal `not-your-role`, `wrong-phase`, `not-under-review`, or `invalid-form` with every fault.
    """
    now = deps.clock.now()
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        reviewer = need_reviewer(viewer, round_)
        need_phase(round_, now, *REVIEW_PHASES)
        proposal = load_proposal_or_refuse(tx, round_, proposal_id, for_update=True)
        amount = round_.pot(proposal.content.pot_id or "").amount_pence
        decided = decide_verdict(
            proposal,
            typed,
            pot_amount_pence=amount,
            now=now,
            by=reviewer.id,
            categories=tuple(each.id for each in round_.categories),
        )
        put(tx, decided)
        record(
            deps, tx, round_.id, f"proposal_{decided.status.value}", viewer=reviewer, role="reviewer",
            proposal_id=decided.id, cost_pence=decided.cost_pence,
        )  # fmt: skip
        author = people.load_viewer(tx, proposal.author_id) if proposal.author_id else None
    if author is not None:
        _tell(deps, author, decided)
    return decided


def _tell(deps: Deps, author: Viewer, decided: Proposal) -> None:
    """A letter to the author. The verdict stands whether or not the letter can be sent."""
    wording = letters.ACCEPTED if decided.status is Status.ACCEPTED else letters.DECLINED
    path = f"/rounds/{decided.round_id}/proposals/{decided.id}"
    title = decided.title.in_language(author.language)[0]
    try:
        letters.send(
            deps, wording, to=author.email, path=path, languages=(author.language,),
            facts={author.language: {"title": title}},
        )  # fmt: skip
    except Refusal:
        return


def _is_reviewer(viewer: Viewer | None, round_: Round) -> bool:
    return role_of(viewer, round_) in MAY_REVIEW


def _may_decide(viewer: Viewer | None, round_: Round, phase: Phase) -> bool:
    return phase in REVIEW_PHASES and _is_reviewer(viewer, round_)
