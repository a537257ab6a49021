"""Check it yourself: what a resident can check of a round, and its record as a file for everybody.

It shows and hands out; nothing is changed or noted.
"""

from starlette.responses import Response

from pb.services import checking
from pb.web.receipts import post_receipt
from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_check(visit: Visit) -> Response:
    """GET /rounds/{round_id}/check - what can be checked, how, and with which files."""
    view = checking.view_check(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "audit/check.html", view=view)


def show_record(visit: Visit) -> Response:
    """GET /rounds/{round_id}/record.zip - the record of a published round, for everybody."""
    export = checking.download_record(
        visit.deps, visit.viewer, visit.params["round_id"], network=visit.network
    )
    name = f'attachment; filename="{export.name}"'
    return Response(export.content, media_type="application/zip", headers={"content-disposition": name})


WAYS = [
    Way("/rounds/{round_id}/check", show=show_check, post=post_receipt),
    Way("/rounds/{round_id}/record.zip", show=show_record),
]
