"""The ballot paper before it is cast: what a voter sees, ticks and checks, kept as a draft under a handle.

It never touches the roll; casting, which needs both, is the voting service's work.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pb.domain.paper_order import in_voters_order
from pb.domain.proposals import GOALS, Proposal
from pb.domain.refusals import Fault, Kind, Refusal, refuse_faults
from pb.domain.rounds import Category, Pot, Round, Ward
from pb.domain.text import Bilingual
from pb.domain.timeline import seconds_left
from pb.domain.voting import (
    Ballot,
    BallotState,
    Choices,
    Paper,
    PotTotal,
    cast_token,
    handle_for,
    is_blank,
    judge,
    keep_known,
    paper_for,
    read_payload,
    totals,
    write_payload,
)
from pb.services.deps import Deps
from pb.services.rounds import load_round_or_refuse
from pb.services.voters import Voter, open_round
from pb.storage import box, people, proposals
from pb.storage.editions import Kept, NotKept, edition_of
from pb.storage.prepared import Bare, Tx

_PAPERS: Kept[Paper] = Kept()
SOON_SECONDS = 600  # before the close, voters are told


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPart:
    """One pot of a paper as its voter sees it: proposals in the voter's own order, and the marks given."""

    pot: Pot
    proposals: tuple[Proposal, ...]
    marks: Mapping[str, int]
    total: PotTotal

    @property
    def chosen(self) -> tuple[Proposal, ...]:
        """Those with a mark; in a ranking by their places."""
        chosen = (each for each in self.proposals if each.project_id in self.marks)
        if self.total.spec.type == "ranking":
            return tuple(sorted(chosen, key=lambda each: self.marks[each.project_id]))
        return tuple(chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A voter's paper. `receipt` is of the vote cast before, `is_kept` says that choices wait uncast."""

    round: Round
    parts: tuple[PaperPart, ...]
    receipt: str | None
    is_kept: bool
    is_blank: bool
    gone: tuple[Bilingual, ...]  # titles of what was chosen and has left the paper
    faults: tuple[Fault, ...]  # limits that the choices break
    paper_digest: str
    cast_token: str
    wards: tuple[Ward, ...]  # of its proposals
    left_seconds: int  # until the close, by the clock that closes the box

    @property
    def closes_soon(self) -> bool:
        return self.left_seconds <= SOON_SECONDS

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories of the round that its proposals are in."""
        used = {each.content.category_id for part in self.parts for each in part.proposals}
        return tuple(each for each in self.round.categories if each.id in used)

    @property
    def goals(self) -> tuple[str, ...]:
        """The well-being goals that its proposals serve, in their order."""
        served = {goal for part in self.parts for each in part.proposals for goal in each.content.goals}
        return tuple(goal for goal in GOALS if goal in served)


def view_paper(deps: Deps, voter: Voter, typed: Choices | None = None) -> PaperView:
    """The paper of a voter, with what was ticked last, or with `typed` in its place.

    Raises `voting-closed` and the like.
    """
    with deps.db.read() as tx:
        return view_paper_in(deps, tx, voter, typed)


def view_paper_in(deps: Deps, tx: Tx, voter: Voter, typed: Choices | None = None) -> PaperView:
    """The same within a transaction."""
    round_ = open_round(deps, tx, voter.round_id)
    paper = load_paper(tx, round_, voter.pot_ids)
    handle = handle_of(deps, voter)
    draft = box.load_draft(tx, round_.id, handle)
    cast = box.list_ballots(tx, round_.id, handle)
    current = _current(cast)
    payload = draft if draft is not None else current.payload if current else "{}"
    choices, gone = keep_known(paper, read_payload(payload) if typed is None else typed)
    titles = _titles(tx, gone)
    order = {part.pot.id: in_voters_order(handle, part.proposals) for part in paper.pots}
    return PaperView(
        round=round_,
        parts=tuple(
            PaperPart(pot=sum_.pot, proposals=order[sum_.pot.id], marks=choices[sum_.pot.id], total=sum_)
            for sum_ in totals(paper, choices)
        ),
        receipt=current.receipt if current else None,
        is_kept=draft is not None,
        is_blank=is_blank(choices),
        gone=titles,
        faults=_faults(paper, choices),
        paper_digest=paper.digest,
        cast_token=cast_token(handle, write_payload(choices), revision=len(cast)),
        wards=paper.wards,
        left_seconds=seconds_left(round_, deps.clock.now()),
    )


def keep_choices(deps: Deps, voter: Voter, choices: Choices) -> None:
    """Keep choices as ticked, even where they break a limit; what is not on the paper is left out.

    Where they are what was cast already, nothing is left to cast. Raises `voting-closed` and the like.
    """
    with deps.db.write() as tx:
        keep_choices_in(deps, tx, voter, choices)


def keep_choices_in(deps: Deps, tx: Tx, voter: Voter, choices: Choices) -> None:
    """The same within a transaction."""
    round_ = open_round(deps, tx, voter.round_id)
    known, _ = keep_known(load_paper(tx, round_, voter.pot_ids), choices)
    handle, payload = handle_of(deps, voter), write_payload(known)
    current = _current(box.list_ballots(tx, round_.id, handle))
    if current is not None and current.payload == payload:
        box.remove_draft(tx, round_.id, handle)
    else:
        box.put_draft(tx, round_.id, handle, payload)


def check_choices(deps: Deps, voter: Voter, choices: Choices) -> None:
    """Keep choices, then judge them: raises invalid-form with a fault for each pot whose limits are broken.

    Something that is not on the paper (any more) gives the fault `ballot-unknown-project`; the rest is kept.
    """
    keep_choices(deps, voter, choices)
    with deps.db.read() as tx:
        paper = load_paper(tx, load_round_or_refuse(tx, voter.round_id), voter.pot_ids)
    refuse_faults(*_faults_of(paper, choices))


def are_within_limits(tx: Tx, voter: Voter, choices: Choices) -> bool:
    """Whether `check_choices` would let them pass."""
    paper = load_paper(tx, load_round_or_refuse(tx, voter.round_id), voter.pot_ids)
    return not _faults_of(paper, choices)


def _faults_of(paper: Paper, choices: Choices) -> tuple[Fault, ...]:
    known, gone = keep_known(paper, choices)
    faults = _faults(paper, known)
    return (*faults, Fault(field="paper", code="ballot-unknown-project")) if gone else faults


def load_paper(tx: Tx, round_: Round, pot_ids: tuple[str, ...]) -> Paper:
    """The paper of the given pots, as it stands now; each edition of it is put together once."""
    edition = f"{round_.edition} {' '.join(pot_ids)}" if round_.edition else ""
    known = _PAPERS.find(edition)
    if known is not None:
        return known
    accepted = proposals.list_accepted(tx, round_.id)
    if isinstance(tx, Bare):
        raise NotKept
    made = paper_for(round_, accepted, pot_ids, people.list_wards(tx, round_.organisation_id))
    return _PAPERS.keep(edition, made) if edition_of(tx, round_.id) == round_.edition else made


def handle_of(deps: Deps, voter: Voter) -> str:
    """The voter's handle in the box. Raises `voting-unavailable` where the round's link key is missing."""
    key = deps.keys.link_key(voter.round_id)
    if key is None:
        raise Refusal("voting-unavailable", Kind.UNAVAILABLE)
    return handle_for(key, voter.selector)


def _current(cast: list[Ballot]) -> Ballot | None:
    return next((ballot for ballot in cast if ballot.state is BallotState.CURRENT), None)


def _faults(paper: Paper, choices: Choices) -> tuple[Fault, ...]:
    try:
        judge(paper, choices)
    except Refusal as refusal:
        return refusal.faults
    return ()


def _titles(tx: Tx, gone: tuple[str, ...]) -> tuple[Bilingual, ...]:
    if not gone:
        return ()
    if isinstance(tx, Bare):
        raise NotKept
    found = (proposals.load_proposal(tx, project_id) for project_id in gone)
    return tuple(proposal.title for proposal in found if proposal is not None)
