"""Receipts: the page shown once a vote is cast, a receipt sent on, and what became of a vote.

A receipt is a person's own matter: it comes in forms only, never in an address.
"""

import json

from starlette.responses import Response

from pb.services import ballots, receipts, voters
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.voter_session import code_first, find_voter, need_voter
from pb.web.ways import Way


def show_cast(visit: Visit) -> Response:
    """GET /rounds/{round_id}/ballot/receipt - that the vote is cast, and its receipt."""
    round_id = visit.params["round_id"]
    voter = find_voter(visit)
    if voter is None:
        return code_first(visit)
    paper = ballots.view_paper(visit.deps, voter)
    if paper.receipt is None:
        return redirect(visit, f"/rounds/{round_id}/ballot")
    return render(visit, "voting/cast.html", paper=paper)


def post_cast(visit: Visit) -> Response:
    """POST /rounds/{round_id}/ballot/receipt - sends the receipt to an address or a number."""
    round_id = visit.params["round_id"]
    voter = need_voter(visit)
    receipts.send_receipt(
        visit.deps,
        voter,
        email=visit.form.raw("email"),
        phone=visit.form.raw("phone"),
        language=visit.language,
        network=visit.network,
    )
    notice = "receipt-texted" if visit.form.raw("phone").strip() else "receipt-sent"
    return redirect(visit, f"/rounds/{round_id}/ballot/receipt", notice=notice)


def show_receipt(visit: Visit) -> Response:
    """GET /rounds/{round_id}/receipt - asks for a receipt."""
    entry = voters.view_entry(visit.deps, visit.params["round_id"])
    return render(visit, "voting/receipt.html", entry=entry, answer=None)


def post_receipt(visit: Visit) -> Response:
    """POST /rounds/{round_id}/receipt and /check - what became of a vote, as a page or a file of proofs."""
    round_id = visit.params["round_id"]
    answer = receipts.look_up_receipt(visit.deps, round_id, visit.form.raw("receipt"))
    if visit.form.raw("as") == "proof":
        content = json.dumps(answer.as_record(), indent=1, sort_keys=True) + "\n"
        name = f'attachment; filename="receipt-{answer.receipt}.json"'
        return Response(content, media_type="application/json", headers={"content-disposition": name})
    entry = voters.view_entry(visit.deps, round_id)
    return render(visit, "voting/receipt.html", entry=entry, answer=answer)


WAYS = [
    Way("/rounds/{round_id}/ballot/receipt", show=show_cast, post=post_cast, private=True),
    Way("/rounds/{round_id}/receipt", show=show_receipt, post=post_receipt, private=True),
]
