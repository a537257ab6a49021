"""The organiser's overview of a round, and announcing it.

It shows what the services found missing; it judges nothing itself.
"""

from collections.abc import Iterable

from starlette.responses import Response

from pb.domain.refusals import Fault
from pb.domain.rounds import Missing
from pb.services import overview, setup
from pb.web import labels
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_manage(visit: Visit) -> Response:
    """GET /manage/{round_id}: sections, what is missing, dates and next steps."""
    page = overview.view_manage(visit.deps, visit.viewer, visit.params["round_id"])
    first, vote = _said(visit, page, page.missing_first), _said(visit, page, page.missing_vote)
    return render(
        visit, "rounds/manage.html", page=page, round=page.round, missing_first=first, missing_vote=vote
    )


def show_announce(visit: Visit) -> Response:
    """GET /manage/{round_id}/announce: what will be made public, and a button."""
    page = overview.view_setup(visit.deps, visit.viewer, visit.params["round_id"])
    first = _said(visit, page, page.missing_first)
    return render(visit, "rounds/announce.html", page=page, round=page.round, missing_first=first)


def post_announce(visit: Visit) -> Response:
    """POST /manage/{round_id}/announce: make the round public."""
    round_id = visit.params["round_id"]
    setup.announce(visit.deps, visit.viewer, round_id)
    return redirect(visit, f"/manage/{round_id}", notice="round-announced")


def _said(visit: Visit, page: overview.ManageView, missing: Iterable[Missing]) -> list[tuple[str, str]]:
    """What is missing, in words, each with the address of the page that mends it."""
    here = f"/manage/{page.round.id}"
    lines = []
    for one in missing:
        fault = Fault(field="missing", code=one.code, facts=one.facts)
        section = overview.MENDED_IN.get(one.code)
        path = f"{here}/{section.value}" if section else f"{here}/reviews"
        lines.append((labels.fault_text(fault, visit.language), visit.url(path)))
    return lines


WAYS = (
    Way("/manage/{round_id}", show_manage),
    Way("/manage/{round_id}/announce", show_announce, post_announce),
)
