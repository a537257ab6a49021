"""The pages on which an organiser counts, and a second one publishes.

They decide nothing: who may do what, and when, is for the service to say.
"""

from typing import Any

from starlette.responses import Response

from pb.services import counting
from pb.services.counting import CountView
from pb.web import jobs
from pb.web.render import render
from pb.web.results import chart
from pb.web.visit import Visit
from pb.web.ways import Way


def show_count(visit: Visit) -> Response:
    """GET /manage/{round_id}/count: the closed box, and the result once counted."""
    view = counting.view_count(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "counting/count.html", view=view, charts=_charts(visit, view))


def post_count(visit: Visit) -> Response:
    """POST /manage/{round_id}/count: have it counted, or counted again; on to how far that is."""
    round_id, is_sure = visit.params["round_id"], visit.form.checked("is_sure")
    job_id = counting.ask_for_count(visit.deps, visit.viewer, round_id, is_sure=is_sure)
    return jobs.go_to(visit, round_id, job_id)


def show_publish(visit: Visit) -> Response:
    """GET /manage/{round_id}/publish: the result as it would be published."""
    view = counting.view_count(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "counting/publish.html", view=view, charts=_charts(visit, view))


def post_publish(visit: Visit) -> Response:
    """POST /manage/{round_id}/publish: confirm as the second person, and have it published."""
    round_id, is_sure = visit.params["round_id"], visit.form.checked("is_sure")
    job_id = counting.ask_for_publication(visit.deps, visit.viewer, round_id, is_sure=is_sure)
    return jobs.go_to(visit, round_id, job_id)


def _charts(visit: Visit, view: CountView) -> list[dict[str, Any]]:
    """What the public page will show of each pot, told in the same words."""
    return [chart(visit, view.round, result) for result in view.results]


WAYS = [
    Way("/manage/{round_id}/count", show=show_count, post=post_count),
    Way("/manage/{round_id}/publish", show=show_publish, post=post_publish),
]
