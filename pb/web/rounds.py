"""The public pages of rounds: the list, and one round with what can be done in it now.

They change nothing; staff pages stand in `manage`, `setup` and `organisations`.
"""

from starlette.responses import Response

from pb.services import clockwork, rounds
from pb.web import manage, organisations, setup
from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_rounds(visit: Visit) -> Response:
    """GET /rounds: every announced round."""
    clockwork.settle_all(visit.deps)
    return render(visit, "rounds/list.html", page=rounds.view_rounds(visit.deps))


def show_round(visit: Visit) -> Response:
    """GET /rounds/{round_id}: what the round is, where it stands, and the next thing a resident can do."""
    page = rounds.view_round(visit.deps, visit.viewer, visit.params["round_id"])
    return render(visit, "rounds/round.html", page=page, round=page.round)


WAYS = (
    Way("/rounds", show_rounds),
    Way("/rounds/{round_id}", show_round),
    *organisations.WAYS,
    *manage.WAYS,
    *setup.WAYS,
)
