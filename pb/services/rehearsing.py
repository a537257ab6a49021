"""A rehearsal in set-up: every rule that fits the ballots, on invented or past ones, before one is chosen.

It changes nothing of the round. Of past ballots only what was published is used, and a file that was brought
along is gone when the figures are there.
"""

from dataclasses import dataclass

from sqlmodel import Session

from pb.domain import comparing
from pb.domain.comparing import SideBySide
from pb.domain.counting import on_the_paper
from pb.domain.jobs import Job, JobId, JobKind
from pb.domain.people import Viewer
from pb.domain.refusals import Refusal
from pb.domain.rehearsal import KeptRehearsal, TypedRehearsal
from pb.domain.rounds import Round
from pb.domain.setup import need_unlocked
from pb.domain.text import Bilingual
from pb.services import jobs
from pb.services.deps import Deps
from pb.services.jobs import Work
from pb.services.rehearsal_ballots import ON_PAPER, file_task, list_past, own_task, past_task
from pb.services.rounds import load_group_names, load_round_or_refuse, need_organiser
from pb.storage import jobs as job_storage
from pb.storage import proposals, rehearsals
from pb.tally.tasks import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPot:
    """A published pot whose ballots may be tried on: its round's name, its own, and how many ballots."""

    pot_id: str
    round_name: Bilingual
    pot_name: Bilingual
    ballots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalView:
    """The page: what may be tried, and the last rehearsal, if there was one."""

    round: Round
    own_proposals: dict[str, int]  # accepted ones, by pot
    past: tuple[PastPot, ...]
    last: KeptRehearsal | None
    side: SideBySide | None
    job: Job | None


def view_rehearsal(deps: Deps, viewer: Viewer | None, round_id: str) -> RehearsalView:
    """For organisers; once voting has opened there is nothing left to try. Raises as `need_organiser`."""
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_organiser(viewer, round_)
        papers = proposals.list_proposals(tx, round_id, ON_PAPER)
        last = rehearsals.load_rehearsal(tx, round_id)
        return RehearsalView(
            round=round_,
            own_proposals={pot.id: len(on_the_paper(papers, pot.id)) for pot in round_.pots},
            past=() if round_.is_locked else tuple(_past(deps, tx, round_)),
            last=last,
            side=_side(tx, round_, last) if last else None,
            job=job_storage.find_latest_job(tx, round_id, (JobKind.REHEARSE,)),
        )


def ask_for_rehearsal(deps: Deps, viewer: Viewer | None, round_id: str, typed: TypedRehearsal) -> JobId:
    """Put a rehearsal on invented or past ballots in line; one that waits already is given up for it.

    Raises Refusal INVALID, `no-pot-yet`, as `need_unlocked` and as `need_organiser`.
    """
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        person = need_organiser(viewer, round_)
        need_unlocked(round_)
        past = typed.source == "past"
        task = past_task(deps, tx, round_, typed) if past else own_task(tx, round_, typed)
        return jobs.queue_anew(deps, tx, round_, person, kind=JobKind.REHEARSE, task=task)


def ask_for_rehearsal_on_file(
    deps: Deps, viewer: Viewer | None, round_id: str, content: bytes | None
) -> JobId:
    """The same on the ballots of a Pabulib file, read at once. Raises Refusal INVALID on `file` too."""
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_organiser(viewer, round_)
        need_unlocked(round_)
    if not content:
        raise Refusal.field("file", "missing-file")
    task = file_task(content)
    with deps.db.write() as tx:
        round_ = load_round_or_refuse(tx, round_id, for_update=True)
        person = need_organiser(viewer, round_)
        need_unlocked(round_)
        return jobs.queue_anew(deps, tx, round_, person, kind=JobKind.REHEARSE, task=task)


def prepare_rehearsal(deps: Deps, viewer: Viewer | None, job: Job) -> Work:
    """What the tally is asked for a rehearsal, out of what was put in line."""
    task = job.task

    def save(tx: Session, answer: Answer) -> None:
        need_organiser(viewer, load_round_or_refuse(tx, job.round_id))
        kept = KeptRehearsal(
            asked=task["asked"],
            projects=task["projects"],
            comparison=answer["compared"][0]["comparison"],
            made_at=deps.clock.now(),
        )
        rehearsals.put_rehearsal(tx, job.round_id, kept)

    return Work(task={"do": "compare", "contests": [task["contest"]]}, save=save)


def _side(tx: Session, round_: Round, last: KeptRehearsal) -> SideBySide:
    names = load_group_names(tx, round_)
    return comparing.side_by_side(last.comparison, last.titles, last.costs, names)


def _past(deps: Deps, tx: Session, round_: Round) -> list[PastPot]:
    return [
        PastPot(
            pot_id=count.pot_id,
            round_name=past.name,
            pot_name=past.pot(count.pot_id).name,
            ballots=count.outcome["ballots"],
        )
        for past, count in list_past(deps, tx, round_)
    ]
