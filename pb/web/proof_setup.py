"""Organisers' pages for proofs of eligibility: which a round takes, and the postcodes of the area.

They show how many people came by each proof, never who.
"""

from starlette.responses import Response

from pb.services import postcodes, proof_setup
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way

FILE_BYTES = 8 * 1024 * 1024


def show_proofs(visit: Visit) -> Response:
    """GET /manage/{round_id}/proofs - how people may show that they can vote, and how many did."""
    view = proof_setup.view_proofs(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "proofs/setup.html", view=view, page=view.page, round=view.page.round)


def post_proofs(visit: Visit) -> Response:
    """POST /manage/{round_id}/proofs - which proofs the round takes, and from whom."""
    round_id = visit.params["round_id"]
    proof_setup.save_proofs(
        visit.deps, visit.viewer, round_id, visit.form.all("proofs"), visit.form.all("ties")
    )
    return redirect(visit, f"/manage/{round_id}", notice="saved")


def show_postcodes(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/postcodes - the table in use, and a new one."""
    return render(visit, "proofs/postcodes.html", view=_view(visit))


def post_postcodes(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/postcodes - tries a file; or shows what is wrong in it."""
    organisation_id, given = visit.params["organisation_id"], visit.form.upload("file")
    codes = {code: ward for ward, code in visit.form.marks(prefix="ward.").items()}
    wrong = postcodes.try_postcodes(
        visit.deps, visit.viewer, organisation_id, given.content if given else None, codes
    )
    if wrong is not None:
        name, back = _view(visit).organisation.name, f"/organisations/{organisation_id}/postcodes"
        return render(visit, "proofs/file_wrong.html", name=name, back=back, wrong=wrong)
    return redirect(visit, f"/organisations/{organisation_id}/postcodes/check")


def show_check(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/postcodes/check - what the table on trial would change."""
    view = _view(visit)
    if view.tried is None:
        return redirect(visit, f"/organisations/{view.organisation.id}/postcodes")
    return render(visit, "proofs/postcodes_check.html", view=view)


def post_check(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/postcodes/check - puts it in use."""
    organisation_id = visit.params["organisation_id"]
    postcodes.use_postcodes(visit.deps, visit.viewer, organisation_id, visit.form.text("table"))
    return redirect(visit, f"/organisations/{organisation_id}/postcodes", notice="postcodes-loaded")


def _view(visit: Visit) -> postcodes.PostcodesView:
    return postcodes.view_postcodes(visit.deps, visit.viewer, visit.params["organisation_id"])


_POSTCODES = "/organisations/{organisation_id}/postcodes"
WAYS = [
    Way("/manage/{round_id}/proofs", show=show_proofs, post=post_proofs),
    Way(_POSTCODES, show=show_postcodes, post=post_postcodes, body_bytes=FILE_BYTES),
    Way(f"{_POSTCODES}/check", show=show_check, post=post_check),
]
