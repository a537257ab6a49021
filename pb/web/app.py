"""The site as one application: every feature's ways in one table, served by the endpoint.

It holds no handlers and no settings of its own.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from pb.services import clockwork
from pb.services import signin as signin_service
from pb.services.deps import Deps
from pb.web import (
    audit,
    checking,
    comparing,
    counting,
    home,
    information,
    jobs,
    people,
    proposals,
    refused,
    rehearsing,
    results,
    reviews,
    rounds,
    signin,
    voting,
)
from pb.web.endpoint import Endpoint
from pb.web.express import Express
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
        *comparing.WAYS,
        *rehearsing.WAYS,
        *jobs.WAYS,
        *results.WAYS,
        *audit.WAYS,
        *checking.WAYS,
    ]


Beside = Callable[[], AbstractContextManager[None]]
"""What runs as long as the site does, such as a worker."""


def create_app(deps: Deps, *, keep_public_seconds: float = 0, beside: Beside = nullcontext) -> ASGIApp:
    """The ASGI application over `deps`; public pages may be up to `keep_public_seconds` old."""
    refused.prepare()
    endpoint = Endpoint(
        deps,
        WayTable(ways()),
        signin_service.load_viewer,
        clockwork.settle,
        keep_public_seconds=keep_public_seconds,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with beside():
            yield

    return Express(Starlette(routes=[Mount("/", endpoint)], lifespan=lifespan), deps)
