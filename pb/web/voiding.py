"""Pages of a voter's own reference, and of organisers who make an entry void by it.

A reference comes in forms only, never in an address.
"""

from starlette.responses import Response

from pb.services import voiding, voters
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.voter_session import code_first, find_voter
from pb.web.ways import Way


def show_reference(visit: Visit) -> Response:
    """GET /rounds/{round_id}/ballot/reference - what a voter can tell the organisers."""
    round_id = visit.params["round_id"]
    voter = find_voter(visit)
    if voter is None:
        return code_first(visit)
    entry = voters.view_entry(visit.deps, round_id)
    return render(
        visit, "voting/reference.html", entry=entry, reference=voiding.reference_of(visit.deps, voter)
    )


def show_void(visit: Visit) -> Response:
    """GET /manage/{round_id}/void - asks for the reference and a reason."""
    view = voiding.view_voiding(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "proofs/void.html", view=view, round=view.page.round)


def post_void(visit: Visit) -> Response:
    """POST /manage/{round_id}/void - makes the entry void; shows a new code once, if that is needed."""
    form, round_id = visit.form, visit.params["round_id"]
    done = voiding.void_voter(
        visit.deps,
        visit.viewer,
        round_id,
        form.raw("reference"),
        reason=form.raw("reason"),
        replace=form.checked("replace"),
    )
    if done.code is not None:
        return render(visit, "proofs/replaced.html", done=done)
    notice = "voter-replaced" if done.is_replaced else "voter-voided"
    return redirect(visit, f"/manage/{round_id}/proofs", notice=notice)


WAYS = [
    Way("/rounds/{round_id}/ballot/reference", show=show_reference, private=True),
    Way("/manage/{round_id}/void", show=show_void, post=post_void, private=True),
]
