"""How many examples a test tries: few in `make test`, many in `make test-long`.

Must not fix the examples: each run tries others, and prints how to repeat one that fails.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

LONG = os.environ.get("PB_TEST_EFFORT") == "long"


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
