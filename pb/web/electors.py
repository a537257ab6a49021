"""Organisers' pages for a round's register of voters: bringing one in, and putting it in use.

They show how long it is and where it comes from, never who is on it.
"""

from starlette.responses import Response

from pb.services import electors
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way

FILE_BYTES = 8 * 1024 * 1024


def show_register(visit: Visit) -> Response:
    """GET /manage/{round_id}/register - the register in use, and a new one."""
    return render(visit, "proofs/electors.html", view=_view(visit))


def post_register(visit: Visit) -> Response:
    """POST /manage/{round_id}/register - tries a file; or shows what is wrong in it."""
    round_id, form, given = visit.params["round_id"], visit.form, visit.form.upload("file")
    wrong = electors.try_electors(
        visit.deps,
        visit.viewer,
        round_id,
        given.content if given else None,
        fields=form.all("fields"),
        source=form.text("source"),
    )
    if wrong is None:
        return redirect(visit, f"/manage/{round_id}/register/check")
    view = _view(visit)
    name, back = view.page.round.name, f"/manage/{round_id}/register"
    return render(visit, "proofs/file_wrong.html", name=name, back=back, wrong=wrong)


def show_check(visit: Visit) -> Response:
    """GET /manage/{round_id}/register/check - what the register on trial would change."""
    view = _view(visit)
    if view.tried is None or not view.may_change:
        return redirect(visit, f"/manage/{visit.params['round_id']}/register")
    return render(visit, "proofs/electors_check.html", view=view)


def post_check(visit: Visit) -> Response:
    """POST /manage/{round_id}/register/check - puts it in use."""
    round_id = visit.params["round_id"]
    electors.use_electors(visit.deps, visit.viewer, round_id, visit.form.text("table"))
    return redirect(visit, f"/manage/{round_id}/register", notice="register-loaded")


def _view(visit: Visit) -> electors.ElectorsView:
    return electors.view_electors(visit.deps, visit.viewer, visit.params["round_id"])


WAYS = [
    Way("/manage/{round_id}/register", show=show_register, post=post_register, body_bytes=FILE_BYTES),
    Way("/manage/{round_id}/register/check", show=show_check, post=post_check),
]
