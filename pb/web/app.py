"""The site as one application: every feature's ways in one table, served by the endpoint.

It holds no handlers and no settings of its own.
"""

from starlette.applications import Starlette
from starlette.routing import Mount

from pb.services import clockwork
from pb.services import signin as signin_service
from pb.services.deps import Deps
from pb.web import (
    audit,
    counting,
    home,
    information,
    people,
    proposals,
    refused,
    results,
    reviews,
    rounds,
    signin,
    voting,
)
from pb.web.endpoint import Endpoint
from pb.web.ways import Way, WayTable


def ways() -> list[Way]:
    """Every way of every feature."""
    return [
        *home.WAYS,
        *information.WAYS,
        *signin.WAYS,
        *people.WAYS,
        *rounds.WAYS,
        *proposals.WAYS,
        *reviews.WAYS,
        *voting.WAYS,
        *counting.WAYS,
        *results.WAYS,
        *audit.WAYS,
    ]


def create_app(deps: Deps, *, keep_public_seconds: float = 0) -> Starlette:
    """The ASGI application over `deps`; public pages may be up to `keep_public_seconds` old."""
    refused.prepare()
    endpoint = Endpoint(
        deps,
        WayTable(ways()),
        signin_service.load_viewer,
        clockwork.settle,
        keep_public_seconds=keep_public_seconds,
    )
    return Starlette(routes=[Mount("/", endpoint)])
