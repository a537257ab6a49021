"""Ballot papers to print: what stands on them, for a hall where people vote on paper.

It takes no vote: a printed paper is counted with the others only once somebody has keyed it.
"""

from dataclasses import dataclass

from pb.domain.marking import PotTotal, totals
from pb.domain.people import MAY_ORGANISE, Viewer, need_teller
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Round
from pb.domain.voting import PaperPot, paper_for
from pb.services.deps import Deps
from pb.services.opening import list_paper
from pb.services.rounds import load_round_or_refuse, role_of
from pb.storage import people


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """Every pot's paper with nothing on it, proposals in the order of their numbers.

    `is_frozen` is False while proposals can still change: such a paper is a draft.
    """

    round: Round
    parts: tuple[tuple[PaperPot, PotTotal], ...]
    is_frozen: bool
    may_organise: bool


def view_printed(deps: Deps, viewer: Viewer | None, round_id: str) -> PrintedPaper:
    """The papers of a round, for whoever organises it or helps people vote in person.

    Raises `round-not-found`, `round-imported`, and as `need_teller`.
    """
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_teller(viewer, round_.organisation_id, round_.id)
        if round_.is_imported:
            raise Refusal("round-imported", Kind.WRONG_PHASE)
        listed, wards = list_paper(tx, round_), people.list_wards(tx, round_.organisation_id)
    paper = paper_for(round_, listed, [pot.id for pot in round_.pots], wards)
    return PrintedPaper(
        round=round_,
        parts=tuple(zip(paper.pots, totals(paper, {}), strict=True)),
        is_frozen=round_.config_digest is not None,
        may_organise=role_of(viewer, round_) in MAY_ORGANISE,
    )
