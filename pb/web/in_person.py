"""The desk: tellers let people in who have come in person, with a code or on this very device.

A code passes through here once, on one page, and is kept nowhere; a device that is handed over leaves the
teller's own session in a cookie that opens nothing but the way back.
"""

from starlette.responses import Response

from pb.services import in_person, voters
from pb.web import cookies
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way

HERE = "here"  # what the button says that hands the device over


def show_desks(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/desk - the rounds in which one may let people in now."""
    view = in_person.view_desks(visit.deps, visit.viewer, visit.params["organisation_id"])
    return render(visit, "proofs/desks.html", view=view)


def show_desk(visit: Visit) -> Response:
    """GET /manage/{round_id}/person - who is being let in."""
    view = in_person.view_desk(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "proofs/desk.html", view=view, round=view.round)


def post_desk(visit: Visit) -> Response:
    """POST /manage/{round_id}/person - opens the paper on this device, or shows a code, once."""
    round_id, form = visit.params["round_id"], visit.form
    typed = {name: form.text(name) for name in form.fields}
    # The second of two taps may come from a device that bears the voter's cookies already.
    desk_token = visit.session_token or visit.desk_token
    if form.raw("how") != HERE or not desk_token:
        made = in_person.let_in(visit.deps, visit.viewer, round_id, typed)
        return render(visit, "proofs/let_in.html", made=made)
    token = in_person.hand_over(visit.deps, visit.viewer, round_id, typed, desk_token=desk_token)
    if visit.voter_token != token:
        voters.finish(visit.deps, visit.voter_token)  # of whoever voted on this device before
    response = redirect(visit, f"/rounds/{round_id}/ballot")
    cookies.clear_voter(response, secure=visit.secure)
    cookies.put(response, cookies.VOTER, token, secure=visit.secure)
    cookies.put(response, cookies.DESK, desk_token, secure=visit.secure)
    cookies.drop(response, cookies.SESSION, secure=visit.secure)
    response.headers["clear-site-data"] = CLEARED
    return response


def take_back(visit: Visit) -> Response | None:
    """The way of a handed-over device back to its desk; None where it is none, or the teller's time is up."""
    round_id = in_person.take_back(visit.deps, visit.desk_token) if visit.desk_token else None
    if round_id is None or visit.desk_token is None:
        return None
    response = redirect(visit, f"/manage/{round_id}/person", notice="handed-back")
    cookies.put(response, cookies.SESSION, visit.desk_token, secure=visit.secure)
    return response


CLEARED = '"cache"'
WAYS = [
    Way("/organisations/{organisation_id}/desk", show=show_desks, private=True),
    Way("/manage/{round_id}/person", show=show_desk, post=post_desk, private=True),
]
