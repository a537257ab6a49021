"""What a test needs from the machine it runs on: a browser, a database server, a folder of elections.

It hides nothing: where something is missing the test is skipped with the reason, and on CI it fails.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing(what: str) -> NoReturn:
    """Say that `what` is missing here: a skip for people, a failure on CI, where all of it must be."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and CI needs it", pytrace=False)
    pytest.skip(f"{what} is missing on this machine")


def chromium_path() -> str:
    """Where the browser's program is."""
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    missing("a Chromium browser (on Debian: apt install chromium)")


def pabulib_folder() -> Path:
    """The folder of real elections."""
    named = os.environ.get("PB_PABULIB_DIR", "")
    folder = Path(named)
    if not named or not any(folder.glob("*.pb")):
        missing("the folder of real elections (set PB_PABULIB_DIR to a folder of Pabulib files)")
    return folder
