"""The page on which a voter asks to be reminded of a vote that is not cast, or takes that back at one press.

It keeps nothing and never shows an address again.
"""

from starlette.responses import Response

from pb.services import reminders
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.voter_session import code_first, find_voter, need_voter
from pb.web.ways import Way

BUTTON = "remind"  # on the ballot paper: what is ticked is kept, and this page comes next
PAGE = "/rounds/{round_id}/ballot/reminder"


def show_reminder(visit: Visit) -> Response:
    """GET /rounds/{round_id}/ballot/reminder - asks for an address, or says that a reminder will come."""
    voter = find_voter(visit)
    if voter is None:
        return code_first(visit)
    return render(visit, "voting/reminder.html", view=reminders.view_reminder(visit.deps, voter))


def post_reminder(visit: Visit) -> Response:
    """POST /rounds/{round_id}/ballot/reminder - keeps an address until then, or forgets it."""
    round_id = visit.params["round_id"]
    voter = need_voter(visit)
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
