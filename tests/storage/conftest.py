"""Both databases for every test of storage: SQLite in a file, and a real PostgreSQL.

It puts nothing in them but what World does.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb.storage.db import Database
from tests.world import World

BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'pb.db'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database, without tables."""
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """The usual people in either database, migrated from nothing."""
    made = World(tmp_path, database_url=database_url)
    yield made
    made.close()
