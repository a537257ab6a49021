"""Rules side by side on the votes of a round: for its organisers from the count on, later for everybody.

It works nothing out: a job does, and these pages show what it kept.
"""

from starlette.responses import Response

from pb.services import comparing
from pb.web import jobs
from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_comparison(visit: Visit) -> Response:
    """GET /manage/{round_id}/comparison: every pot by several rules, and how close it was."""
    view = comparing.view_comparison(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "comparing/comparison.html", view=view)


def post_comparison(visit: Visit) -> Response:
    """POST /manage/{round_id}/comparison: have it worked out."""
    round_id = visit.params["round_id"]
    return jobs.go_to(visit, round_id, comparing.ask_for_comparison(visit.deps, visit.viewer, round_id))


def show_published(visit: Visit) -> Response:
    """GET /rounds/{round_id}/results/{pot_id}/rules: what other rules would have done in one pot."""
    view = comparing.view_published_comparison(visit.deps, visit.viewer, visit.params["round_id"])
    pot = view.round.pot(visit.params["pot_id"])
    found = next((one for one in view.pots if one.pot.id == pot.id), None)
    return render(visit, "comparing/published.html", view=view, pot=pot, found=found)


WAYS = [
    Way("/manage/{round_id}/comparison", show=show_comparison, post=post_comparison),
    Way("/rounds/{round_id}/results/{pot_id}/rules", show=show_published),
]
