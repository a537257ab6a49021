"""Pages of reviewing: the queue, and one proposal with its verdict.

They judge nothing typed: the domain does.
"""

from starlette.responses import Response

from pb.domain.money import as_typed
from pb.domain.proposals import TypedVerdict
from pb.services import reviews
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_queue(visit: Visit) -> Response:
    """GET /manage/{round_id}/reviews: proposals by status, those that wait first."""
    queue = reviews.view_queue(
        visit.deps, visit.viewer, visit.params["round_id"], status=visit.query.raw("status")
    )
    return render(visit, "reviews/queue.html", queue=queue)


def show_review(visit: Visit) -> Response:
    """GET /manage/{round_id}/reviews/{proposal_id}."""
    page = reviews.view_review(
        visit.deps, visit.viewer, visit.params["round_id"], visit.params["proposal_id"]
    )
    cost = as_typed(page.item.proposal.cost_pence)
    return render(visit, "reviews/review.html", page=page, cost=cost)


def post_review(visit: Visit) -> Response:
    """POST /manage/{round_id}/reviews/{proposal_id}: accept or decline."""
    form, round_id = visit.form, visit.params["round_id"]
    typed = TypedVerdict(
        verdict=form.raw("verdict"),
        cost=form.raw("cost"),
        translated_title=form.raw("translated_title"),
        translated_summary=form.raw("translated_summary"),
        category_id=form.raw("category_id"),
        reason=form.bilingual("reason", paragraphs=True),
    )
    decided = reviews.decide(visit.deps, visit.viewer, round_id, visit.params["proposal_id"], typed)
    return redirect(visit, f"/manage/{round_id}/reviews", notice=f"proposal-{decided.status.value}")


WAYS = (
    Way("/manage/{round_id}/reviews", show_queue, private=True),
    Way("/manage/{round_id}/reviews/{proposal_id}", show_review, post_review, private=True),
)
