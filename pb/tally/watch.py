"""Watching a long computation: it says how far it is, and may be stopped there.

Must not keep time or show anything: whoever watches does that.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Stopped(Exception):
    """Raised by a watch to end the computation it watches. Nothing was decided, and nothing is kept."""


class Stage(StrEnum):
    """What a computation is busy with, in the order in which a count goes through them."""

    CHECK = "check"  # the ballots, each against its type
    ALLOCATE = "allocate"  # the rule at work: projects settled
    RAISE = "raise"  # equal shares: ever larger shares tried
    TIES = "ties"  # counting again with a tie the other way
    COMPARE = "compare"  # other rules on the same ballots
    MARGINS = "margins"  # counting again with other ballots or costs


Watch = Callable[[Stage, int, int | None], None]
"""What a computation calls at the turns of a long loop, so rarely that it costs nothing beside the work.

It hears the stage, how many turns are made, and of how many (None where nobody can say). It raises Stopped to
end the computation.
"""


def unwatched(stage: Stage, done: int, total: int | None) -> None:
    """The watch of a computation that nobody watches."""


def inside(watch: Watch, stage: Stage, done: int, total: int | None) -> Watch:
    """A watch for one turn of a longer loop: whatever the turn reports, the loop's own place is heard."""

    def told(_stage: Stage, _done: int, _total: int | None) -> None:
        watch(stage, done, total)

    return told
