"""Pages of council sign-on: leaving for the council's provider, and coming back from it.

It judges nothing and keeps nothing. People are sent to the provider or to a page of the site, nowhere else.
Choices that were ticked before the session ended wait in the browser until the journey has come to its end.
"""

from dataclasses import replace

from starlette.responses import Response

from pb.domain.proofs import CODE_LIFE
from pb.domain.refusals import Kind, Refusal
from pb.services import ballots, sign_on, voters
from pb.services.sign_on import Answer
from pb.web import cookies, labels
from pb.web.choices import CARRIED, CARRY, carried_fields, pack_choices, read_choices, unpack_choices
from pb.web.forms import Form
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.voter_session import find_voter
from pb.web.ways import Way

# Why somebody came back without having proved anything; the rest are pages of their own.
WHY = (
    "sign-on-over", "sign-on-mismatch", "sign-on-cancelled", "sign-on-unavailable", "sign-on-failed",
    "sign-on-not-eligible", "sign-on-no-ward", "ward-without-pot",
)  # fmt: skip


def show_sign_on(visit: Visit) -> Response:
    """GET /rounds/{round_id}/vote/sign-on - what is asked for first, and why it did not work."""
    round_id, why = visit.params["round_id"], visit.query.text("why")
    view = sign_on.view_sign_on(visit.deps, round_id)
    said = labels.refusal_text(Refusal(why, Kind.NOT_ALLOWED), visit.language) if why in WHY else ""
    has_session = find_voter(visit) is not None
    kept = carried_fields(visit.typed)
    if kept is None and said:
        kept = _waiting(visit)
    return render(visit, "proofs/sign-on.html", view=view, said=said, has_session=has_session, kept=kept)


def post_sign_on(visit: Visit) -> Response:
    """POST /rounds/{round_id}/vote/sign-on - begins the journey."""
    if CARRY in visit.form:
        return show_sign_on(replace(visit, typed=visit.form))
    round_id = visit.params["round_id"]
    typed = {name: visit.form.text(name) for name in visit.form.fields}
    token = sign_on.begin(visit.deps, round_id, typed, network=visit.network)
    response = redirect(visit, f"{_path(round_id)}/go")
    _put(visit, response, cookies.SIGN_ON, f"{round_id}.{token}")
    waiting = pack_choices(carried_fields(visit.form) or [])
    if CARRIED in visit.form and waiting:
        _put(visit, response, cookies.CARRIED, f"{round_id}.{waiting}")
    else:
        cookies.drop(response, cookies.CARRIED, secure=visit.secure)
    return response


def show_go(visit: Visit) -> Response:
    """GET /rounds/{round_id}/vote/sign-on/go - a page of ours that leads on to the provider.

    A redirect would be part of the form's sending, which may lead to this site alone (form-action).
    """
    round_id = visit.params["round_id"]
    view = sign_on.view_sign_on(visit.deps, round_id)
    begun_in, token = _journey(visit)
    address = None
    if begun_in == round_id:
        address = sign_on.view_departure(visit.deps, round_id, token, visit.language)
    if address is None:
        return redirect(visit, _path(round_id))
    return render(visit, "proofs/sign_on_go.html", view=view, address=address)


def show_return(visit: Visit) -> Response:
    """GET /sign-on - where the provider sends people back to; opens the paper."""
    round_id, token = _journey(visit)
    if not round_id:
        return redirect(visit, "/rounds", notice="sign-on-lost")
    asked = visit.query
    answer = Answer(
        state=asked.raw("state"), code=asked.raw("code"), error=asked.raw("error"), issuer=asked.raw("iss")
    )
    try:
        session = sign_on.come_back(visit.deps, round_id, token, answer)
    except Refusal as no:
        if no.code not in WHY:
            raise
        return redirect(visit, f"{_path(round_id)}?why={no.code}")
    response = redirect(visit, f"/rounds/{round_id}/ballot")
    cookies.put(response, cookies.VOTER, session, secure=visit.secure)
    voter, waiting = voters.load_voter(visit.deps, round_id, session), _waiting(visit)
    if voter is not None and waiting is not None:
        ballots.keep_choices(visit.deps, voter, read_choices(Form.of(waiting)))
    cookies.drop(response, cookies.CARRIED, secure=visit.secure)
    return response  # the other cookie stays: whoever goes back and signs in again is led to the paper


def _put(visit: Visit, response: Response, name: str, value: str) -> None:
    cookies.put(response, name, value, secure=visit.secure, seconds=int(CODE_LIFE.total_seconds()))


def _waiting(visit: Visit) -> list[tuple[str, str]] | None:
    """Choices that wait in this browser for the journey that it is on."""
    kept = cookies.read(visit.request, cookies.CARRIED, secure=visit.secure) or ""
    begun_in, _, packed = kept.partition(".")
    return unpack_choices(packed) if begun_in == _journey(visit)[0] else None


def _journey(visit: Visit) -> tuple[str, str]:
    """The round in which this browser's last journey began, and its token; both empty where there is none."""
    kept = cookies.read(visit.request, cookies.SIGN_ON, secure=visit.secure) or ""
    round_id, _, token = kept.partition(".")
    return (round_id, token) if round_id.isalnum() and round_id.isascii() and token else ("", "")


def _path(round_id: str) -> str:
    return f"/rounds/{round_id}/vote/sign-on"


WAYS = [
    Way("/rounds/{round_id}/vote/sign-on", show=show_sign_on, post=post_sign_on, private=True),
    Way("/rounds/{round_id}/vote/sign-on/go", show=show_go, private=True),
    Way("/sign-on", show=show_return, private=True),
]
