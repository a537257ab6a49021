"""Organisers' pages for voter codes: batches and counts, issuing, making void.

Codes in the clear pass through here once, as a download or on one page, and are kept nowhere.
"""

from starlette.responses import Response

from pb.domain.batches import MOST_CODES
from pb.services import codes
from pb.services.code_sheet import write_code_sheet
from pb.web.forms import whole_number
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_codes(visit: Visit) -> Response:
    """GET /manage/{round_id}/codes - batches with their counts."""
    return render(visit, "codes/codes.html", page=_page(visit))


def show_new(visit: Visit) -> Response:
    """GET /manage/{round_id}/codes/new - how many codes, for which pots."""
    return render(visit, "codes/new.html", page=_page(visit), most=MOST_CODES)


def post_new(visit: Visit) -> Response:
    """POST /manage/{round_id}/codes/new - issues a batch and answers with its only copy."""
    form, count = visit.form, whole_number(visit.form, "count")
    issued = codes.issue_batch(
        visit.deps,
        visit.viewer,
        visit.params["round_id"],
        label=form.text("label"),
        count=count if count is None or isinstance(count, int) else 0,  # 0: a number, but no good one
        pot_ids=form.all("pots"),
        batch_id=form.raw("batch"),
    )
    sheet = write_code_sheet(issued, base_url=visit.deps.settings.base_url)
    name = f"codes-{issued.batch.id}.csv"
    return Response(
        sheet,
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )


def show_void(visit: Visit) -> Response:
    """GET /manage/{round_id}/codes/void - asks for the code."""
    return render(visit, "codes/void.html", page=_page(visit))


def post_void(visit: Visit) -> Response:
    """POST /manage/{round_id}/codes/void - makes it void; shows a replacement once, if asked for."""
    form, round_id = visit.form, visit.params["round_id"]
    made = codes.void_code(
        visit.deps, visit.viewer, round_id, form.raw("code"), replace=form.checked("replace")
    )
    if made is None:
        return redirect(visit, f"/manage/{round_id}/codes", notice="code-voided")
    return render(visit, "codes/replaced.html", made=made)


def show_void_batch(visit: Visit) -> Response:
    """GET /manage/{round_id}/codes/{batch_id}/void - asks before a whole batch goes."""
    view = codes.view_batch(visit.deps, visit.viewer, visit.params["round_id"], visit.params["batch_id"])
    return render(visit, "codes/void_batch.html", page=_page(visit), view=view)


def post_void_batch(visit: Visit) -> Response:
    """POST /manage/{round_id}/codes/{batch_id}/void - makes every code of the batch void."""
    round_id, batch_id = visit.params["round_id"], visit.params["batch_id"]
    codes.void_batch(visit.deps, visit.viewer, round_id, batch_id, is_sure=visit.form.checked("is_sure"))
    return redirect(visit, f"/manage/{round_id}/codes", notice="batch-voided")


def _page(visit: Visit) -> codes.CodesView:
    return codes.view_codes(visit.deps, visit.viewer, visit.params["round_id"])


WAYS = [
    Way("/manage/{round_id}/codes", show=show_codes, private=True),
    Way("/manage/{round_id}/codes/new", show=show_new, post=post_new, private=True),
    Way("/manage/{round_id}/codes/void", show=show_void, post=post_void, private=True),
    Way("/manage/{round_id}/codes/{batch_id}/void", show=show_void_batch, post=post_void_batch, private=True),
]
