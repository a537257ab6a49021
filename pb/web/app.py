"""The site as one application: every feature's ways in one table, served by the endpoint.

It holds no handlers and no settings of its own.
"""

import importlib
import importlib.util

from starlette.applications import Starlette
from starlette.routing import Mount

from pb.domain.people import Viewer
from pb.services.deps import Deps
from pb.web import refused
from pb.web.endpoint import Endpoint
from pb.web.ways import Way, WayTable

FEATURES = (
    "home", "information", "signin", "people", "rounds", "proposals", "reviews", "voting", "counting",
    "results", "audit", "messages",
)  # fmt: skip


def ways() -> list[Way]:
    """Every way of every feature."""
    found: list[Way] = []
    for feature in FEATURES:
        if importlib.util.find_spec(f"pb.web.{feature}") is not None:
            found += importlib.import_module(f"pb.web.{feature}").WAYS
    return found


def load_viewer(deps: Deps, token: str) -> Viewer | None:
    """Who a session belongs to, by the sign-in service."""
    signin = importlib.import_module("pb.services.signin")
    viewer: Viewer | None = signin.load_viewer(deps, token)
    return viewer


def settle(deps: Deps, round_id: str) -> None:
    """Bring a round to where the clock says it is, by the service that does so."""
    importlib.import_module("pb.services.clockwork").settle(deps, round_id)


def create_app(deps: Deps, *, keep_public_seconds: float = 0) -> Starlette:
    """The ASGI application over `deps`; public pages may be up to `keep_public_seconds` old."""
    refused.prepare()

    endpoint = Endpoint(deps, WayTable(ways()), load_viewer, settle, keep_public_seconds=keep_public_seconds)
    return Starlette(routes=[Mount("/", endpoint)])
