"""The rehearsal of a round in set-up: the rules tried on invented or past ballots, and set side by side.

It tries nothing itself: a job does; and it keeps no file.
"""

from starlette.responses import Response

from pb.domain.rehearsal import USUAL_VOTERS, TypedRehearsal
from pb.services import rehearsing
from pb.tally.invent import TASTES
from pb.web import jobs
from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way

FILE_BYTES = 8 * 1024 * 1024


def show_rehearsal(visit: Visit) -> Response:
    """GET /manage/{round_id}/rehearsal: what can be tried, and the last rehearsal."""
    view = rehearsing.view_rehearsal(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "rehearsing/rehearsal.html", view=view, tastes=tuple(TASTES), usual=USUAL_VOTERS)


def post_rehearsal(visit: Visit) -> Response:
    """POST /manage/{round_id}/rehearsal: try the rules on invented or past ballots."""
    round_id, form = visit.params["round_id"], visit.form
    typed = TypedRehearsal(
        source=form.text("source"),
        pot_id=form.text("pot"),
        taste=form.text("taste"),
        voters=form.text("voters"),
        draw=form.text("draw"),
        past=form.text("past"),
    )
    return jobs.go_to(
        visit, round_id, rehearsing.ask_for_rehearsal(visit.deps, visit.viewer, round_id, typed)
    )


def show_file(visit: Visit) -> Response:
    """GET /manage/{round_id}/rehearsal/file: bring a Pabulib file along."""
    view = rehearsing.view_rehearsal(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "rehearsing/file.html", view=view, most_bytes=FILE_BYTES)


def post_file(visit: Visit) -> Response:
    """POST /manage/{round_id}/rehearsal/file: try the rules on the ballots of the file."""
    round_id, given = visit.params["round_id"], visit.form.upload("file")
    content = given.content if given else None
    job_id = rehearsing.ask_for_rehearsal_on_file(visit.deps, visit.viewer, round_id, content)
    return jobs.go_to(visit, round_id, job_id)


WAYS = [
    Way("/manage/{round_id}/rehearsal", show=show_rehearsal, post=post_rehearsal),
    Way("/manage/{round_id}/rehearsal/file", show=show_file, post=post_file, body_bytes=FILE_BYTES),
]
