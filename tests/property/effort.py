"""How many examples a test tries: few in `make test`, many in `make test-long`.

Must not fix the examples: each run tries others, and prints how to repeat one that fails.
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
        derandomize=False,
        deadline=None,
        print_blob=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
