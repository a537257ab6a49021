"""Fixtures of browser tests: a live site, and pictures kept where a test fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.site import Site, running_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path) as running:
        yield running
