"""How many examples a test tries: few and the same in `make test`, many and new ones in `make test-long`.

Must not let a change be judged by luck: what fails in `make test` fails again for everybody who runs it.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

LONG = os.environ.get("PB_TEST_EFFORT") == "long"
patience = pytest.mark.timeout(7200 if LONG else 180)
"""How long one test may take: twenty thousand contests take minutes, and more on a busy machine."""


def effort(quick: int, long: int) -> settings:
    """Settings for a test over generated contests."""
    return settings(
        max_examples=long if LONG else quick,
        derandomize=not LONG,
        deadline=None,
        print_blob=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
