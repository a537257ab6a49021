"""What every step of seeding one round needs, and its clock.

It makes nothing happen: the steps do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pb.cli.demo.model import DemoRound
from pb.domain.ids import WardId
from pb.domain.people import Viewer
from pb.i18n.formats import WALES
from pb.services.deps import Deps

Cast = dict[str, Viewer]  # by the keys of `people`
SetClock = Callable[[datetime], None]
OPENS, CLOSES = 9, 20  # hours of the day, in Wales


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every step of one round needs."""

    deps: Deps
    round: DemoRound
    cast: Cast
    wards: Mapping[str, WardId]
    today: datetime
    set_clock: SetClock

    def go(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Move the clock to a time of the day in Wales, never past the real present."""
        moment = min(at(self.today, day, hour, minute), self.today)
        self.set_clock(moment)
        return moment


def at(today: datetime, day: int, hour: int, minute: int = 0) -> datetime:
    """A time of the day in Wales, `day` days from `today`."""
    return (today.astimezone(WALES) + timedelta(days=day)).replace(
        hour=hour, minute=minute, second=0, microsecond=0
    )
