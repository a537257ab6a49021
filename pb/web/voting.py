"""Voting pages: the code, the ballot paper, the check, and leaving a shared computer clean.

It judges nothing and keeps nothing: choices go to the services as they were ticked.
"""

from dataclasses import replace
from urllib.parse import urlencode

from starlette.responses import Response

from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase
from pb.services import ballots, voters, voting
from pb.web import (
    board,
    codes,
    cookies,
    electors,
    in_person,
    narrowing,
    printing,
    proof_setup,
    proving,
    receipts,
    refused,
    reminders,
    sign_on,
    voiding,
)
from pb.web.choices import kept_fields, read_choices
from pb.web.forms import Form
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.voter_session import code_first, find_voter, need_voter
from pb.web.ways import Way

CODE = "code"  # the field that a code is typed into
CODE_BYTES = 128 * 1024  # of a form with it, which may wait in line with hundreds of others


def show_vote(visit: Visit) -> Response:
    """GET /rounds/{round_id}/vote - asks for the code, or how somebody wants to show that they can vote."""
    entry = voters.view_entry(visit.deps, visit.params["round_id"])
    return render(visit, "voting/vote.html", entry=entry, has_session=find_voter(visit) is not None)


def post_vote(visit: Visit) -> Response:
    """POST /rounds/{round_id}/vote - takes the code and opens the paper."""
    visit = _enter(visit)
    return _keeping_session(visit, redirect(visit, _path(visit, "/ballot")))


def show_ballot(visit: Visit) -> Response:
    """GET /rounds/{round_id}/ballot - the paper; or the code again, where ticks came without a session."""
    voter = find_voter(visit)
    if voter is None:
        if visit.typed is None:
            return code_first(visit)
        return _late(visit) or _ask_again(visit, visit.typed)
    typed = None if visit.typed is None else read_choices(visit.typed)
    paper = ballots.view_paper(visit.deps, voter, typed)
    if paper.stands:
        return redirect(visit, _path(visit, "/ballot/receipt"), notice="vote-stands")
    return render(visit, "voting/ballot.html", paper=paper)


def post_ballot(visit: Visit) -> Response:
    """POST /rounds/{round_id}/ballot - keeps the ticks; with scripts, after each one, for the tally."""
    if visit.htmx:
        return _show_tally(visit)
    if find_voter(visit) is None:
        late = _late(visit)
        if late is not None:
            return late
        if CODE not in visit.form:
            raise Refusal("proof-again", Kind.INVALID)
        visit = _enter(visit)
    return _keeping_session(visit, _kept(visit))


def _kept(visit: Visit) -> Response:
    voter, choices = need_voter(visit), read_choices(visit.form)
    try:
        if reminders.BUTTON in visit.form:
            ballots.keep_choices(visit.deps, voter, choices)
            return redirect(visit, _path(visit, "/ballot/reminder"))
        if narrowing.BUTTON in visit.form:
            ballots.keep_choices(visit.deps, voter, choices)
            return _narrowed(visit)
        ballots.check_choices(visit.deps, voter, choices)
    except Refusal as refusal:
        return _stands(visit, refusal)
    return redirect(visit, _path(visit, "/ballot/check"))


def _stands(visit: Visit, refusal: Refusal) -> Response:
    """Where the first vote counts and was cast: the receipt instead of a refusal."""
    if refusal.code != "vote-stands":
        raise refusal
    return redirect(visit, _path(visit, "/ballot/receipt"), notice="vote-stands")


def _narrowed(visit: Visit) -> Response:
    asked = {name: visit.form.text(name) for name in narrowing.FIELDS if visit.form.text(name)}
    return redirect(visit, _path(visit, "/ballot") + (f"?{urlencode(asked)}" if asked else ""))


def _ask_again(visit: Visit, typed: Form) -> Response:
    entry = voters.view_entry(visit.deps, visit.params["round_id"])
    return render(visit, "voting/again.html", entry=entry, kept=kept_fields(typed))


def _late(visit: Visit) -> Response | None:
    """Where the close has ended every session: that nothing was cast by what came after it."""
    entry = voters.view_entry(visit.deps, visit.params["round_id"])
    if entry.phase not in (Phase.COUNTING, Phase.PUBLISHED):
        return None
    return render(visit, "voting/late.html", entry=entry, status=refused.STATUS[Kind.WRONG_PHASE])


def _show_tally(visit: Visit) -> Response:
    """What is chosen so far; or, in the same place, why nothing could be kept."""
    try:
        voter = need_voter(visit)
        ballots.keep_choices(visit.deps, voter, read_choices(visit.form))
    except Refusal as refusal:
        entry = voters.view_entry(visit.deps, visit.params["round_id"])
        return render(visit, "voting/not_kept.html", entry=entry, refusal=refusal)
    paper = ballots.view_paper(visit.deps, voter)
    return render(visit, "voting/tally.html", paper=paper, marked_in=visit.form.raw("marked_in"))


def show_check(visit: Visit) -> Response:
    """GET /rounds/{round_id}/ballot/check - everything chosen, before it is cast."""
    voter = find_voter(visit)
    if voter is None:
        return code_first(visit)
    paper = ballots.view_paper(visit.deps, voter)
    if not paper.is_kept:
        return redirect(visit, _path(visit, "/ballot/receipt" if paper.receipt else "/ballot"))
    return render(visit, "voting/check.html", paper=paper)


def post_check(visit: Visit) -> Response:
    """POST /rounds/{round_id}/ballot/check - casts the vote; twice is once."""
    voter = find_voter(visit)
    if voter is None:
        return _late(visit) or code_first(visit)
    token, paper_digest = visit.form.raw("cast"), visit.form.raw("paper")
    try:
        voting.cast_ballot(visit.deps, voter, token=token, paper_digest=paper_digest)
    except Refusal as refusal:
        return _stands(visit, refusal)
    return redirect(visit, _path(visit, "/ballot/receipt"))


def show_finish(visit: Visit) -> Response:
    """GET /rounds/{round_id}/ballot/finish - asks before the session ends."""
    entry = voters.view_entry(visit.deps, visit.params["round_id"])
    voter = find_voter(visit)
    is_open = entry.phase is Phase.VOTING
    paper = ballots.view_paper(visit.deps, voter) if voter is not None and is_open else None
    return render(visit, "voting/finish.html", entry=entry, paper=paper)


def post_finish(visit: Visit) -> Response:
    """POST /rounds/{round_id}/ballot/finish - ends the session; a device that was handed over goes back."""
    voters.finish(visit.deps, visit.voter_token)
    response = in_person.take_back(visit) or redirect(visit, _path(visit, ""), notice="voting-finished")
    cookies.clear_voter(response, secure=visit.secure)
    if visit.desk_token:
        cookies.drop(response, cookies.DESK, secure=visit.secure)
    response.headers["clear-site-data"] = '"cache"'
    return response


def _path(visit: Visit, rest: str) -> str:
    return f"/rounds/{visit.params['round_id']}{rest}"


def _enter(visit: Visit) -> Visit:
    """The visit as whoever the typed code lets in."""
    round_id, typed = visit.params["round_id"], visit.form.raw(CODE)
    token = voters.enter_code(visit.deps, round_id, typed, network=visit.network, tried=visit.tried)
    return replace(visit, voter_token=token)


def _keeping_session(visit: Visit, response: Response) -> Response:
    if visit.voter_token:
        cookies.put(response, cookies.VOTER, visit.voter_token, secure=visit.secure)
    return response


WAYS = [
    Way(
        "/rounds/{round_id}/vote",
        show=show_vote,
        post=post_vote,
        private=True,
        body_bytes=CODE_BYTES,
        hashes=CODE,
    ),
    Way(
        "/rounds/{round_id}/ballot",
        show=show_ballot,
        post=post_ballot,
        private=True,
        body_bytes=CODE_BYTES,
        hashes=CODE,
    ),
    Way("/rounds/{round_id}/ballot/check", show=show_check, post=post_check, private=True),
    Way("/rounds/{round_id}/ballot/finish", show=show_finish, post=post_finish, private=True),
    *receipts.WAYS,
    *reminders.WAYS,
    *board.WAYS,
    *codes.WAYS,
    *proving.WAYS,
    *sign_on.WAYS,
    *proof_setup.WAYS,
    *electors.WAYS,
    *in_person.WAYS,
    *printing.WAYS,
    *voiding.WAYS,
]
