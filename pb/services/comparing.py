"""What other rules would have done with a round's ballots, and how close it was: asked for, kept, shown.

It decides no outcome: what it keeps stands beside the sealed one and changes nothing of it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain import comparing
from pb.domain.comparing import CHOSEN, KeptComparison, MarginLine, SideBySide
from pb.domain.counting import need_whole_count, on_the_paper, sealed
from pb.domain.groups import GroupNames
from pb.domain.jobs import Job, JobId, JobKind
from pb.domain.people import Organisation, Viewer
from pb.domain.proposals import Proposal, ProposalFilter, Status
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase, Pot, Round, phase_at
from pb.services import jobs
from pb.services.deps import Deps
from pb.services.jobs import Work
from pb.services.rounds import (
    load_group_names,
    load_organisation_of,
    load_round_for_reader,
    load_round_or_refuse,
    need_organiser,
)
from pb.storage import comparisons, outcomes, proposals
from pb.storage import jobs as job_storage
from pb.tally.tasks import Answer

ON_PAPER = ProposalFilter(statuses=(Status.ACCEPTED,))


@dataclass(frozen=True, slots=True, kw_only=True)
class PotComparison:
    """A pot under several rules; `digests` of the comparison and the margins as they are kept."""

    pot: Pot
    side: SideBySide
    margins: tuple[MarginLine, ...]
    digests: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """A round's comparisons: `pots` is empty until they are made; `job` is the one asked for last."""

    round: Round
    organisation: Organisation
    phase: Phase
    is_counted: bool
    hidden: frozenset[str]  # pots in which too few voted to compare anything in public
    pots: tuple[PotComparison, ...]
    job: Job | None


def ask_for_comparison(deps: Deps, viewer: Viewer | None, round_id: str) -> JobId:
    """Put the comparison of a counted round in line. Raises `not-counted`, and as `need_organiser`."""
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        person = need_organiser(viewer, round_)
        need_whole_count(round_, outcomes.list_counts(tx, round_id))
        return jobs.queue(deps, tx, round_, person, kind=JobKind.COMPARE)


def prepare_comparison(deps: Deps, viewer: Viewer | None, round_id: str) -> Work:
    """The comparison of every pot whose figures may be seen, from the sealed contests.

    Raises `not-counted`, and as `need_organiser`; saving raises `counted-again`.
    """
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_organiser(viewer, round_)
        every = outcomes.list_counts(tx, round_id)
        need_whole_count(round_, every)
        counts = [count for count in every if not count.is_hidden]
        contests = outcomes.list_contests(tx, round_id)
    choices = comparing.rules_beside(round_.rule, round_.spec, unit=10**round_.currency.minor_digits)
    asked = [
        {
            "contest": json.loads(contests[count.pot_id]),
            "seed": count.seed,
            "choices": choices,
            "margins_of": CHOSEN,
        }
        for count in counts
    ]

    def save(tx: Session, answer: Answer) -> None:
        now = outcomes.list_counts(tx, round_id)
        if [one.outcome_digest for one in now] != [one.outcome_digest for one in every]:
            raise Refusal("counted-again", Kind.WRONG_PHASE)
        for count, compared in zip(counts, answer["compared"], strict=True):
            kept = KeptComparison(
                pot_id=count.pot_id,
                round_id=round_.id,
                outcome_digest=count.outcome_digest,
                comparison=compared["comparison"],
                comparison_digest=sealed(compared["comparison"])[1],
                margins=compared["margins"],
                margins_digest=sealed(compared["margins"])[1],
                made_at=deps.clock.now(),
            )
            comparisons.put_comparison(tx, kept)

    return Work(task={"do": "compare", "contests": asked}, save=save)


def view_comparison(deps: Deps, viewer: Viewer | None, round_id: str) -> ComparisonView:
    """For organisers, from the count on. Raises `round-not-found`, and as `need_organiser`."""
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_organiser(viewer, round_)
        return _view(deps, tx, round_)


def view_published_comparison(deps: Deps, viewer: Viewer | None, round_id: str) -> ComparisonView:
    """For everybody, once results are published; `pots` is empty before. Raises `round-not-found`."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        return _view(deps, tx, round_, only_published=True)


def _view(deps: Deps, tx: Session, round_: Round, *, only_published: bool = False) -> ComparisonView:
    phase = phase_at(round_, deps.clock.now())
    shown = phase is Phase.PUBLISHED or not only_published
    counts = {count.pot_id: count for count in outcomes.list_counts(tx, round_.id)} if shown else {}
    hidden = frozenset(pot_id for pot_id, count in counts.items() if count.is_hidden)
    kept = comparisons.list_comparisons(tx, round_.id) if counts else []
    fresh = [
        one
        for one in kept
        if one.pot_id not in hidden and one.outcome_digest == counts[one.pot_id].outcome_digest
    ]
    papers = proposals.list_proposals(tx, round_.id, ON_PAPER) if fresh else []
    names = load_group_names(tx, round_) if fresh else {}
    return ComparisonView(
        round=round_,
        organisation=load_organisation_of(tx, round_),
        phase=phase,
        is_counted=bool(counts),
        hidden=hidden,
        pots=tuple(_pot(round_.pot(one.pot_id), one, papers, names) for one in fresh),
        job=None if only_published else job_storage.find_latest_job(tx, round_.id, (JobKind.COMPARE,)),
    )


def _pot(pot: Pot, kept: KeptComparison, papers: Sequence[Proposal], names: GroupNames) -> PotComparison:
    listed = on_the_paper(papers, pot.id)
    titles = {paper.project_id: paper.title for paper in listed}
    costs = {paper.project_id: paper.cost_pence for paper in listed}
    return PotComparison(
        pot=pot,
        side=comparing.side_by_side(kept.comparison, titles, costs, names),
        margins=comparing.margin_lines(kept.margins, titles, costs),
        digests=(kept.comparison_digest, kept.margins_digest),
    )
