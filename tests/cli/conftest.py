"""A data folder of its own for each test, which commands find through the environment as in earnest.

It fakes nothing.
"""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo switches texts on for its own process, which a test must not do for the others."""
    monkeypatch.setenv("PB_TEXTS", "")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that the commands will find; not there yet."""
    folder = tmp_path / "data"
    monkeypatch.setenv("PB_DATA_DIR", str(folder))
    return folder
