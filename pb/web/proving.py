"""Pages for people who prove in another way than by a voter code that they can vote.

It judges nothing and keeps nothing: what was typed goes to the services, and a token to the browser.
"""

from starlette.responses import Response

from pb.services import proving
from pb.web import cookies
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way

SENT_CODE_SECONDS = 15 * 60


def show_proof(visit: Visit) -> Response:
    """GET /rounds/{round_id}/vote/{proof} - what this proof asks for."""
    entry = proving.view_proof(visit.deps, visit.params["round_id"], visit.params["proof"])
    return render(visit, f"proofs/{visit.params['proof']}.html", entry=entry)


def post_proof(visit: Visit) -> Response:
    """POST /rounds/{round_id}/vote/{proof} - sends a code, or opens the paper."""
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
    response = redirect(visit, _path(visit, f"/vote/{visit.params['proof']}/code"))
    cookies.put(response, cookies.PROVING, entered.token, secure=visit.secure, seconds=SENT_CODE_SECONDS)
    return response


def show_code(visit: Visit) -> Response:
    """GET /rounds/{round_id}/vote/{proof}/code - asks for the code that was sent."""
    entry = proving.view_proof(visit.deps, visit.params["round_id"], visit.params["proof"])
    return render(visit, "proofs/code.html", entry=entry, proof=visit.params["proof"])


def post_code(visit: Visit) -> Response:
    """POST /rounds/{round_id}/vote/{proof}/code - opens the paper."""
    token = proving.answer(
        visit.deps,
        visit.params["round_id"],
        visit.params["proof"],
        visit.form.raw("sent_code"),
        token=cookies.read(visit.request, cookies.PROVING, secure=visit.secure),
        network=visit.network,
    )
    response = _to_the_paper(visit, token)
    cookies.drop(response, cookies.PROVING, secure=visit.secure)
    return response


def _to_the_paper(visit: Visit, token: str) -> Response:
    response = redirect(visit, _path(visit, "/ballot"))
    cookies.put(response, cookies.VOTER, token, secure=visit.secure)
    return response


def _path(visit: Visit, rest: str) -> str:
    return f"/rounds/{visit.params['round_id']}{rest}"


WAYS = [
    Way("/rounds/{round_id}/vote/{proof}", show=show_proof, post=post_proof, private=True),
    Way("/rounds/{round_id}/vote/{proof}/code", show=show_code, post=post_code, private=True),
]
