"""Fixtures for tests of pages: a fresh world, the site over it, and a visitor in Welsh.

It signs nobody in; tests of features do that through the pages themselves.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from pb.web.app import create_app
from tests.web.page import Page
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def app(world: World) -> Starlette:
    return create_app(world.deps)


@pytest.fixture
def page(app: Starlette) -> Page:
    """Nobody in particular, looking in Welsh."""
    return Page(app)
