"""Published results as everybody may read them.

It reads sealed outcomes only: never a ballot, and it counts nothing.
"""

from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.counting import Turnout
from pb.domain.people import Organisation, Viewer
from pb.domain.proposals import ProposalFilter, Status
from pb.domain.refusals import Kind, Refusal
from pb.domain.results import PotResult, pot_result
from pb.domain.rounds import Phase, Round, phase_at
from pb.services.deps import Deps
from pb.services.rounds import (
    has_four_eyes,
    load_group_names,
    load_organisation_of,
    load_round_for_reader,
)
from pb.storage import outcomes, proposals

ON_PAPER = ProposalFilter(statuses=(Status.ACCEPTED,))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsView:
    """A round and its results; `pots` and `turnout` are empty until they are published."""

    round: Round
    organisation: Organisation
    phase: Phase
    four_eyes: bool
    turnout: Turnout | None
    pots: tuple[PotResult, ...]

    @property
    def is_published(self) -> bool:
        return self.phase is Phase.PUBLISHED

    def pot(self, pot_id: str) -> PotResult:
        """One pot's result. Raises Refusal `pot-not-found`."""
        for result in self.pots:
            if result.pot.id == pot_id:
                return result
        raise Refusal("pot-not-found", Kind.NOT_FOUND)


def view_results(deps: Deps, viewer: Viewer | None, round_id: str) -> ResultsView:
    """What is published of a round. Raises Refusal `round-not-found` (a draft is for its own people)."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        organisation = load_organisation_of(tx, round_)
        phase = phase_at(round_, deps.clock.now())
        is_published = phase is Phase.PUBLISHED
        return ResultsView(
            round=round_,
            organisation=organisation,
            phase=phase,
            four_eyes=has_four_eyes(round_, organisation),
            turnout=outcomes.load_turnout(tx, round_id) if is_published else None,
            pots=_pots(tx, round_) if is_published else (),
        )


def _pots(tx: Session, round_: Round) -> tuple[PotResult, ...]:
    papers = proposals.list_proposals(tx, round_.id, ON_PAPER)
    counts, names = outcomes.list_counts(tx, round_.id), load_group_names(tx, round_)
    return tuple(pot_result(round_.pot(count.pot_id), count, papers, names) for count in counts)
