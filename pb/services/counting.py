"""Counting a closed box, and publishing what a second person has looked at.

It holds no arithmetic: the tally counts, as a job, and is asked again before anything is published.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from pb.domain.counting import Turnout, may_publish
from pb.domain.jobs import Job, JobId, JobKind
from pb.domain.people import Organisation, Viewer
from pb.domain.refusals import Refusal
from pb.domain.results import PotResult, pot_result
from pb.domain.rounds import Phase, Round, phase_at
from pb.services import jobs
from pb.services.child import compute_here
from pb.services.counting_work import (
    ON_PAPER,
    need_closed_box,
    need_publishable,
    prepare_count,
    prepare_publication,
)
from pb.services.deps import Deps
from pb.services.jobs import Work
from pb.services.rounds import (
    has_four_eyes,
    load_group_names,
    load_organisation_of,
    load_round_or_refuse,
    need_organiser,
)
from pb.storage import jobs as job_storage
from pb.storage import outcomes, people, proposals

COUNTING = (JobKind.COUNT, JobKind.PUBLISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountView:
    """What an organiser sees before and after counting; `results` are empty until all pots are counted."""

    round: Round
    organisation: Organisation
    phase: Phase
    four_eyes: bool
    turnout: Turnout | None  # None until the box is closed
    results: tuple[PotResult, ...]
    counted_at: datetime | None
    counted_by: str | None  # the name of the person
    may_publish: bool  # whether this viewer is the second person, or one is enough
    job: Job | None  # the count or publication that was asked for last


def view_count(deps: Deps, viewer: Viewer | None, round_id: str) -> CountView:
    """A round at the count. Raises `round-not-found` and as `need_organiser`."""
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        person = need_organiser(viewer, round_)
        organisation = load_organisation_of(tx, round_)
        counts = outcomes.list_counts(tx, round_id)
        papers = proposals.list_proposals(tx, round_id, ON_PAPER)
        names = load_group_names(tx, round_)
        four_eyes = has_four_eyes(round_, organisation)
        return CountView(
            round=round_,
            organisation=organisation,
            phase=phase_at(round_, deps.clock.now()),
            four_eyes=four_eyes,
            turnout=outcomes.load_turnout(tx, round_id),
            results=tuple(pot_result(round_.pot(count.pot_id), count, papers, names) for count in counts),
            counted_at=counts[0].counted_at if counts else None,
            counted_by=_name_of(tx, counts[0].counted_by if counts else None),
            may_publish=bool(counts) and may_publish(counts, person.id, four_eyes=four_eyes),
            job=job_storage.find_latest_job(tx, round_id, COUNTING),
        )


def ask_for_count(deps: Deps, viewer: Viewer | None, round_id: str, *, is_sure: bool) -> JobId:
    """Put the count of a closed round in line, once however often it is asked for; again until published.

    Raises `wrong-phase`, `box-not-closed`, `invalid-form` unless `is_sure`, and as `need_organiser`.
    """
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        person = need_organiser(viewer, round_)
        need_closed_box(deps, tx, round_)
        _need_sure(is_sure)
        return jobs.queue(deps, tx, round_, person, kind=JobKind.COUNT)


def ask_for_publication(deps: Deps, viewer: Viewer | None, round_id: str, *, is_sure: bool) -> JobId:
    """Put in line that the sealed contests are counted once more and, where the digests agree, published.

    Raises `not-counted`, `second-person-needed`, `wrong-phase`, `invalid-form` unless `is_sure`, and as
    `need_organiser`.
    """
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        person = need_organiser(viewer, round_)
        need_publishable(deps, tx, round_, person)
        _need_sure(is_sure)
        return jobs.queue(deps, tx, round_, person, kind=JobKind.PUBLISH)


def count_round(deps: Deps, viewer: Viewer | None, round_id: str, *, is_sure: bool) -> None:
    """The same count, done at once and by the caller. Raises as `ask_for_count`."""
    work = prepare_count(deps, viewer, round_id)
    _need_sure(is_sure)
    _do(deps, work)


def publish_round(deps: Deps, viewer: Viewer | None, round_id: str, *, is_sure: bool) -> None:
    """The same publication, done at once and by the caller.

    Raises as `ask_for_publication`, and `recount-differs`.
    """
    work = prepare_publication(deps, viewer, round_id)
    _need_sure(is_sure)
    _do(deps, work)


def _do(deps: Deps, work: Work) -> None:
    answer = compute_here(work.task, lambda _: None)
    with deps.db.write() as tx:
        work.save(tx, answer)


def _need_sure(is_sure: bool) -> None:
    if not is_sure:
        raise Refusal.field("is_sure", "tick-to-confirm")


def _name_of(tx: Session, person_id: str | None) -> str | None:
    person = people.load_viewer(tx, person_id) if person_id else None
    return person.name if person else None
