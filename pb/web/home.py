"""The home page in each language.

It shows what services tell it and keeps nothing.
"""

from starlette.responses import Response

from pb.web.render import render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_home(visit: Visit) -> Response:
    """GET / - what this is, and the rounds that are open now."""
    return render(visit, "home/home.html")


WAYS = [Way("/", show=show_home)]
