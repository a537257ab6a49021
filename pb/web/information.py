"""Pages that explain the service itself: honesty of the vote, accessibility, privacy, and a teller's work.

They promise only what the rest of the program does; a change there is a change here.
"""

from datetime import date

from starlette.responses import Response

from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way

STATEMENT_ON = date(2026, 11, 23)  # when the accessibility statement was last gone through


def show_honest(visit: Visit) -> Response:
    """GET /honest - how the vote is kept secret and the count checkable, and what is not promised."""
    return render(visit, "information/honest.html")


def show_accessibility(visit: Visit) -> Response:
    """GET /accessibility - the statement the law asks for."""
    return render(visit, "information/accessibility.html", statement_on=STATEMENT_ON)


def show_privacy(visit: Visit) -> Response:
    """GET /privacy - what is kept about people, why, how long, and the cookies."""
    return render(visit, "information/privacy.html")


def show_tellers(visit: Visit) -> Response:
    """GET /tellers - the guide for tellers, one sheet to print."""
    return render(visit, "information/tellers.html")


WAYS = [
    Way("/honest", show=show_honest),
    Way("/accessibility", show=show_accessibility),
    Way("/privacy", show=show_privacy),
    Way("/tellers", show=show_tellers),
]
