"""The page on which a voter asks to be reminded of a vote that is not cast, or takes that back at one press.

It keeps nothing and never shows an address again.
"""

from starlette.responses import Response

from pb.domain.refusals import Kind, Refusal
from pb.services import reminders, voters
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way

BUTTON = "remind"  # on the ballot paper: what is ticked is kept, and this page comes next
PAGE = "/rounds/{round_id}/ballot/reminder"


def show_reminder(visit: Visit) -> Response:
    """GET /rounds/{round_id}/ballot/reminder - asks for an address, or says that a reminder will come."""
    round_id = visit.params["round_id"]
    voter = voters.load_voter(visit.deps, round_id, visit.voter_token)
    if voter is None:
        return redirect(visit, f"/rounds/{round_id}/vote", notice="code-first")
    return render(visit, "voting/reminder.html", view=reminders.view_reminder(visit.deps, voter))


def post_reminder(visit: Visit) -> Response:
    """POST /rounds/{round_id}/ballot/reminder - keeps an address until then, or forgets it."""
    round_id = visit.params["round_id"]
    voter = voters.load_voter(visit.deps, round_id, visit.voter_token)
    if voter is None:
        raise Refusal("code-first", Kind.NOT_ALLOWED)
    if "forget" in visit.form:
        reminders.forget_reminder(visit.deps, voter)
        return redirect(visit, f"/rounds/{round_id}/ballot/reminder", notice="reminder-forgotten")
    reminders.ask_reminder(
        visit.deps,
        voter,
        email=visit.form.raw("email"),
        phone=visit.form.raw("phone"),
        language=visit.language,
        network=visit.network,
    )
    return redirect(visit, f"/rounds/{round_id}/ballot/reminder", notice="reminder-kept")


WAYS = [Way(PAGE, show=show_reminder, post=post_reminder, private=True)]
