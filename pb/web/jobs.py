"""The page of a job: how far it is, a button to stop it, and the way on once it is done.

It runs no job and knows of a kind only where it was asked for and where it leads.
"""

from dataclasses import dataclass

from starlette.responses import Response

from pb.domain.jobs import JobKind, JobState
from pb.services import jobs
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way

HERE = "/manage/{round_id}/jobs/{job_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """Where a kind of job was asked for, where it leads, and what is said there once."""

    asked: str
    leads: str
    notice: str


ROADS = {
    JobKind.COUNT: Road(asked="/manage/{}/count", leads="/manage/{}/count", notice="votes-counted"),
    JobKind.COMPARE: Road(
        asked="/manage/{}/comparison", leads="/manage/{}/comparison", notice="comparison-made"
    ),
    JobKind.REHEARSE: Road(asked="/manage/{}/rehearsal", leads="/manage/{}/rehearsal", notice="rules-tried"),
    JobKind.PUBLISH: Road(asked="/manage/{}/publish", leads="/rounds/{}/results", notice="results-published"),
}


def go_to(visit: Visit, round_id: str, job_id: str) -> Response:
    """On to the page of a job that was just asked for."""
    return redirect(visit, HERE.format(round_id=round_id, job_id=job_id))


def show_job(visit: Visit) -> Response:
    """GET /manage/{round_id}/jobs/{job_id}: how far it is; once it is done, on to what came of it."""
    round_id = visit.params["round_id"]
    view = jobs.view_job(visit.deps, visit.viewer, round_id, visit.params["job_id"])
    road = ROADS[view.job.kind]
    if view.job.state is JobState.DONE:
        return _lead_on(visit, road.leads.format(round_id), road.notice)
    block = "progress" if visit.htmx else None
    return render(
        visit, "jobs/job.html", block=block, view=view, asked=visit.url(road.asked.format(round_id))
    )


def post_stop(visit: Visit) -> Response:
    """POST /manage/{round_id}/jobs/{job_id}: stop it."""
    round_id, job_id = visit.params["round_id"], visit.params["job_id"]
    jobs.stop_job(visit.deps, visit.viewer, round_id, job_id)
    return go_to(visit, round_id, job_id)


def _lead_on(visit: Visit, path: str, notice: str) -> Response:
    """A page is sent on; where a script asks for a part of one, it is told to leave."""
    response = redirect(visit, path, notice=notice)
    if visit.htmx:
        response.status_code = 200
        response.headers["hx-redirect"] = response.headers["location"]
        del response.headers["location"]
    return response


WAYS = [Way(HERE, show=show_job, post=post_stop)]
