"""Fixtures for tests of pages: a fresh world, the site over it, and a visitor in Welsh.

`as_person` gives a visitor who has signed in already; the sign-in pages have tests of their own.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from pb.domain.people import Viewer
from pb.domain.text import Language
from pb.services import signin as signin_service
from pb.services.deps import Settings
from pb.storage import signin
from pb.web import cookies
from pb.web.app import create_app
from tests.web import echo
from tests.web.page import Page
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def app(world: World) -> ASGIApp:
    return create_app(world.deps)


@pytest.fixture
def page(app: ASGIApp) -> Page:
    """Nobody in particular, looking in Welsh."""
    return Page(app)


AsPerson = Callable[..., Page]


@pytest.fixture
def as_person(world: World, app: ASGIApp) -> AsPerson:
    """`as_person(world.alys, language="en")`: that person's own visitor, signed in."""

    def sign_in(person: Viewer, *, language: Language = "cy") -> Page:
        token = signin_service.new_token(world.deps)
        with world.db.write() as tx:
            signin.put_session(tx, signin_service.token_hash(token), person.id, at=world.clock.now())
        visitor = Page(app, language)
        name = cookies.full_name(cookies.SESSION, secure=False)
        visitor.client.cookies.set(name, token, domain="testserver.local")  # as if the site had set it
        return visitor

    return sign_in


@pytest.fixture
def client(world: World) -> TestClient:
    """A client of the made-up page at /echo."""
    return echo.client(world)


@pytest.fixture
def secure_page(world: World) -> Page:
    """The same site, as a deployment on https."""
    return Page(create_app(replace(world.deps, settings=Settings(base_url="https://testserver"))))
