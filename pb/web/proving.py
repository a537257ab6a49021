"""Pages for people who prove in another way than by a voter code that they can vote.

It judges nothing and keeps nothing: what was typed goes to the services, and a token to the browser. Choices
that were ticked before the session ended pass through its forms unseen, and are kept once the voter is known.
"""

from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from pb.services import ballots, proving, voters
from pb.web import cookies
from pb.web.choices import CARRIED, CARRY, carried_fields, read_choices
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way

SENT_CODE_SECONDS = 15 * 60


def show_proof(visit: Visit) -> Response:
    """GET /rounds/{round_id}/vote/{proof} - what this proof asks for."""
    entry = proving.view_proof(visit.deps, visit.params["round_id"], visit.params["proof"])
    kept = carried_fields(visit.typed)
    return render(visit, f"proofs/{visit.params['proof']}.html", entry=entry, kept=kept)


def post_proof(visit: Visit) -> Response:
    """POST /rounds/{round_id}/vote/{proof} - sends a code, or opens the paper."""
    if CARRY in visit.form:
        return show_proof(replace(visit, typed=visit.form))
    typed = {name: visit.form.text(name) for name in visit.form.fields}
    entered = proving.ask(
        visit.deps,
        visit.params["round_id"],
        visit.params["proof"],
        typed,
        language=visit.language,
        network=visit.network,
    )
    if entered.is_in:
        return _to_the_paper(visit, entered.token)
    response = _on(visit, _path(visit, f"/vote/{visit.params['proof']}/code"))
    cookies.put(response, cookies.PROVING, entered.token, secure=visit.secure, seconds=SENT_CODE_SECONDS)
    return response


def show_code(visit: Visit) -> Response:
    """GET /rounds/{round_id}/vote/{proof}/code - asks for the code that was sent."""
    entry = proving.view_answer(visit.deps, visit.params["round_id"], visit.params["proof"])
    kept = carried_fields(visit.typed)
    return render(visit, "proofs/code.html", entry=entry, proof=visit.params["proof"], kept=kept)


def post_code(visit: Visit) -> Response:
    """POST /rounds/{round_id}/vote/{proof}/code - opens the paper; or asks, where choices come along."""
    if "sent_code" not in visit.form and CARRIED in visit.form:
        return show_code(replace(visit, typed=visit.form))
    round_id = visit.params["round_id"]
    asked = cookies.read(visit.request, cookies.PROVING, secure=visit.secure)
    session = proving.answer(
        visit.deps,
        round_id,
        visit.params["proof"],
        visit.form.raw("sent_code"),
        token=asked,
        network=visit.network,
    )
    if visit.form.checked("remind_me"):
        proving.remind(visit.deps, round_id, session, asked, visit.language)
    response = _to_the_paper(visit, session)
    cookies.drop(response, cookies.PROVING, secure=visit.secure)
    return response


def _on(visit: Visit, path: str) -> Response:
    """To the next page; choices on their way are sent there with the rest of the form (307)."""
    if CARRIED in visit.form:
        return RedirectResponse(visit.url(path), status_code=307)
    return redirect(visit, path)


def _to_the_paper(visit: Visit, token: str) -> Response:
    voter = voters.load_voter(visit.deps, visit.params["round_id"], token)
    if voter is not None and CARRIED in visit.form:
        ballots.keep_choices(visit.deps, voter, read_choices(visit.form))
    response = redirect(visit, _path(visit, "/ballot"))
    cookies.put(response, cookies.VOTER, token, secure=visit.secure)
    return response


def _path(visit: Visit, rest: str) -> str:
    return f"/rounds/{visit.params['round_id']}{rest}"


WAYS = [
    Way("/rounds/{round_id}/vote/{proof}", show=show_proof, post=post_proof, private=True),
    Way("/rounds/{round_id}/vote/{proof}/code", show=show_code, post=post_code, private=True),
]
