"""The home page in each language.

It shows what services tell it and keeps nothing.
"""

from starlette.responses import Response

from pb.services import clockwork, rounds
from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way

MOST_CARDS = 6


def show_home(visit: Visit) -> Response:
    """GET / - what this is, the rounds one can take part in now, and the latest results."""
    clockwork.settle_all(visit.deps)
    listed = rounds.view_rounds(visit.deps)
    return render(
        visit, "home/home.html", open=listed.open[:MOST_CARDS], published=listed.published[: MOST_CARDS // 2]
    )


WAYS = [Way("/", show=show_home)]
