"""The ballot paper before it is cast: what a voter sees, ticks and checks, kept as a draft under a handle.

It never touches the roll; casting, which needs both, is the voting service's work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pb.domain.marking import Marked, PotTotal, marked
from pb.domain.paper_order import in_voters_order
from pb.domain.proposals import GOALS, Proposal
from pb.domain.refusals import Fault, Kind, Refusal, refuse_faults
from pb.domain.reminders import may_ask_reminder
from pb.domain.rounds import Category, Pot, Round, Ward, WhichCounts
from pb.domain.text import Bilingual
from pb.domain.timeline import seconds_left
from pb.domain.voting import (
    Ballot,
    BallotState,
    Choices,
    Paper,
    PaperPot,
    cast_token,
    handle_for,
    is_blank,
    need_changeable,
    paper_for,
    read_payload,
    write_payload,
)
from pb.services.deps import Deps
from pb.services.voters import Voter, need_voter, open_round
from pb.storage import box, people, proposals
from pb.storage.editions import Kept, NotKept, edition_of
from pb.storage.prepared import Bare, Tx

_PAPERS: Kept[Paper] = Kept()
_MARKED: Kept[Marked] = Kept(4_000)
_MOST_CHARACTERS = 4_000  # of choices that are kept in memory; whoever sends more is no hurried voter
BLANK = "{}"
SOON_SECONDS = 600  # before the close, voters are told


@dataclass(frozen=True, kw_only=True)
class PaperPart:
    """One pot of a paper as its voter sees it, and the marks given."""

    pot: Pot
    marks: Mapping[str, int]
    total: PotTotal
    listed: PaperPot = field(repr=False)
    handle: str = field(repr=False)

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """In the voter's own order."""
        return in_voters_order(self.handle, self.listed.proposals)

    @property
    def chosen(self) -> tuple[Proposal, ...]:
        """Those with a mark; in a ranking by their places."""
        if not self.marks:
            return ()
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
    can_be_reminded: bool  # nothing is cast, and the day before the close has not begun

    @property
    def stands(self) -> bool:
        """Whether a vote is cast that cannot be changed any more."""
        return self.receipt is not None and self.round.which_counts is WhichCounts.FIRST

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
        return view_paper_in(deps, tx, voter, open_round(deps, tx, voter.round_id, held=False), typed)


def view_paper_in(deps: Deps, tx: Tx, voter: Voter, round_: Round, typed: Choices | None = None) -> PaperView:
    """The same within a transaction, for a round that is open."""
    paper = load_paper(tx, round_, voter.pot_ids)
    handle = handle_of(deps, voter)
    draft, cast = box.list_all(tx, round_.id, handle)
    current = _current(cast)
    payload = draft if draft is not None else current.payload if current else BLANK
    found = mark_paper(round_, paper, payload if typed is None else write_payload(typed))
    return PaperView(
        round=round_,
        parts=tuple(
            PaperPart(pot=own.pot, marks=found.known[own.pot.id], total=total, listed=own, handle=handle)
            for own, total in zip(paper.pots, found.totals, strict=True)
        ),
        receipt=current.receipt if current else None,
        is_kept=draft is not None,
        is_blank=is_blank(found.known),
        gone=_titles(tx, found.gone),
        faults=found.faults,
        paper_digest=paper.digest,
        cast_token=cast_token(handle, found.payload, revision=len(cast)),
        wards=paper.wards,
        left_seconds=seconds_left(round_, deps.clock.now()),
        can_be_reminded=not cast and may_ask_reminder(round_, deps.clock.now()),
    )


def mark_paper(round_: Round, paper: Paper, payload: str) -> Marked:
    """Choices (as JSON) held against a paper of a round; the same ones are judged once for each edition."""
    is_kept = round_.edition and len(payload) <= _MOST_CHARACTERS
    edition = f"{round_.edition} {paper.digest} {payload}" if is_kept else ""
    return _MARKED.find(edition) or _MARKED.keep(edition, marked(paper, read_payload(payload)))


def keep_choices(deps: Deps, voter: Voter, choices: Choices) -> Marked:
    """Keep choices as ticked, even where they break a limit; what is not on the paper is left out.

    Where they are what was cast already, nothing is left to cast. Raises `voting-closed` and the like,
    `code-first` where the code is void by now, `vote-stands` where the first vote counts.
    """
    with deps.db.write() as tx:
        return keep_choices_in(deps, tx, voter, open_round(deps, tx, voter.round_id), choices)


def keep_choices_in(deps: Deps, tx: Tx, voter: Voter, round_: Round, choices: Choices) -> Marked:
    """The same within a transaction that holds the round open."""
    code = need_voter(tx, voter)  # locked: whoever makes it void comes first, or drops what is kept here
    found = mark_paper(round_, load_paper(tx, round_, code.pot_ids), write_payload(choices))
    handle = handle_of(deps, voter)
    current = _current(box.list_ballots(tx, round_.id, handle))
    need_changeable(round_, has_voted=current is not None)
    if current is not None and current.payload == found.payload:
        box.remove_draft(tx, round_.id, handle)
    else:
        box.put_draft(tx, round_.id, handle, found.payload)
    return found


def check_choices(deps: Deps, voter: Voter, choices: Choices) -> None:
    """Keep choices, then judge them: raises invalid-form with a fault for each pot whose limits are broken.

    Something that is not on the paper (any more) gives the fault `ballot-unknown-project`; the rest is kept.
    """
    refuse_faults(*faults_of(keep_choices(deps, voter, choices)))


def faults_of(found: Marked) -> tuple[Fault, ...]:
    """Why choices may not be cast as they were ticked."""
    unknown = (Fault(field="paper", code="ballot-unknown-project"),) if found.gone else ()
    return (*found.faults, *unknown)


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


def _titles(tx: Tx, gone: tuple[str, ...]) -> tuple[Bilingual, ...]:
    if not gone:
        return ()
    if isinstance(tx, Bare):
        raise NotKept
    found = (proposals.load_proposal(tx, project_id) for project_id in gone)
    return tuple(proposal.title for proposal in found if proposal is not None)
