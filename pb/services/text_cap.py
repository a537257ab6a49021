"""What texts may cost: so many in an hour for each round, over all processes, and organisers see the count.

It knows neither numbers nor messages.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from pb.domain.guessing import slot_of
from pb.domain.refusals import Kind, Refusal
from pb.services.deps import Deps
from pb.storage import sent_texts

SPAN = timedelta(hours=1)
WAIT_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCounts:
    """Texts of a round: in the last hour (and in what is left of its first ten minutes), ever, at most."""

    of_late: int
    in_all: int
    most_per_hour: int

    @property
    def is_full(self) -> bool:
        return self.of_late >= self.most_per_hour


def take_one(deps: Deps, round_id: str) -> None:
    """Count a text that is about to be sent. Raises `texts-at-cap` (UNAVAILABLE) where no more may go now."""
    now = deps.clock.now()
    with deps.db.write() as tx:
        sent_texts.add_text(tx, round_id, slot_of(now))
        if sent_texts.count_texts(tx, round_id, after=slot_of(now - SPAN)) > deps.settings.texts_per_hour:
            raise Refusal("texts-at-cap", Kind.UNAVAILABLE, retry_after_seconds=WAIT_SECONDS)


def note_one(deps: Deps, round_id: str) -> None:
    """Count a text that goes whatever has gone before: a reminder that somebody has asked for."""
    with deps.db.write() as tx:
        sent_texts.add_text(tx, round_id, slot_of(deps.clock.now()))


def count_texts(deps: Deps, tx: Session, round_id: str) -> TextCounts:
    """For organisers."""
    after = slot_of(deps.clock.now() - SPAN)
    return TextCounts(
        of_late=sent_texts.count_texts(tx, round_id, after=after),
        in_all=sent_texts.count_texts(tx, round_id),
        most_per_hour=deps.settings.texts_per_hour,
    )
