"""The organisers' desk: letting somebody in who has come in person.

A code passes through here once, on one page, and is kept nowhere.
"""

from starlette.responses import Response

from pb.services import in_person
from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_desk(visit: Visit) -> Response:
    """GET /manage/{round_id}/person - who is being let in."""
    view = in_person.view_desk(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "proofs/desk.html", view=view, round=view.page.round)


def post_desk(visit: Visit) -> Response:
    """POST /manage/{round_id}/person - shows a code, once."""
    form = visit.form
    made = in_person.let_in(
        visit.deps,
        visit.viewer,
        visit.params["round_id"],
        area=form.text("area"),
        is_sure=form.checked("is_sure"),
        typed={name: form.text(name) for name in form.fields},
    )
    return render(visit, "proofs/let_in.html", made=made)


WAYS = [Way("/manage/{round_id}/person", show=show_desk, post=post_desk, private=True)]
