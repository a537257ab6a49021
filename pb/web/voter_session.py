"""Who the voter of a request is, by the session in its cookie, and what to say where there is none.

It lets nobody in: proofs and codes do.
"""

from starlette.responses import Response

from pb.domain.refusals import Kind, Refusal
from pb.services import voters
from pb.services.voters import Voter
from pb.web.render import redirect
from pb.web.visit import Visit


def find_voter(visit: Visit) -> Voter | None:
    """The voter of the session, in the round of the address; None where it has ended."""
    return voters.load_voter(visit.deps, visit.params["round_id"], visit.voter_token)


def need_voter(visit: Visit) -> Voter:
    """The same. Raises `code-first` where the session has ended."""
    voter = find_voter(visit)
    if voter is None:
        raise Refusal("code-first", Kind.NOT_ALLOWED)
    return voter


def code_first(visit: Visit) -> Response:
    """Leads to where a code is entered, and says so there."""
    return redirect(visit, f"/rounds/{visit.params['round_id']}/vote", notice="code-first")
