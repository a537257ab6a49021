"""The public board of a round: its page, and the lists on it as files.

It shows fingerprints only, and changes nothing.
"""

from starlette.responses import Response

from pb.services import board
from pb.web.forms import page_asked
from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_board(visit: Visit) -> Response:
    """GET /rounds/{round_id}/board - the batches while voting is open, every leaf after the close."""
    view = board.view_board(visit.deps, visit.viewer, visit.params["round_id"], page=page_asked(visit.query))
    return render(visit, "audit/board.html", view=view)


def show_counted(visit: Visit) -> Response:
    """GET /rounds/{round_id}/board/leaves.txt - the leaves that count."""
    content = board.list_leaves_text(visit.deps, visit.viewer, visit.params["round_id"], counted=True)
    return _file(content, "leaves.txt")


def show_superseded(visit: Visit) -> Response:
    """GET /rounds/{round_id}/board/superseded.txt - the leaves that do not count."""
    content = board.list_leaves_text(visit.deps, visit.viewer, visit.params["round_id"], counted=False)
    return _file(content, "superseded.txt")


def show_batches(visit: Visit) -> Response:
    """GET /rounds/{round_id}/board/batches.jsonl - the batches, after the close with their leaves."""
    content = board.list_batches_text(visit.deps, visit.viewer, visit.params["round_id"])
    return _file(content, "batches.jsonl")


def _file(content: bytes, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/plain; charset=utf-8", headers=headers)


WAYS = [
    Way("/rounds/{round_id}/board", show=show_board),
    Way("/rounds/{round_id}/board/leaves.txt", show=show_counted),
    Way("/rounds/{round_id}/board/superseded.txt", show=show_superseded),
    Way("/rounds/{round_id}/board/batches.jsonl", show=show_batches),
]
