"""Jobs: long work that is asked for on a page and done beside the site, by whoever claims it first.

It runs nothing and reads no clock; what a kind of job computes is for its service to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NewType

from pb.domain.ids import PersonId, RoundId
from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Bilingual

JobId = NewType("JobId", str)

LEASE = timedelta(seconds=20)
"""How long a claimed job is its worker's without a sign of life; after that anybody may claim it again."""

MOST_ATTEMPTS = 3
"""How often a job is begun: work that ends its worker every time must not end it for ever."""


class JobKind(StrEnum):
    """What is computed. One job of a kind at a time for each round."""

    COUNT = "count"
    PUBLISH = "publish"
    COMPARE = "compare"
    REHEARSE = "rehearse"


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


LIVE = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job is: a stage of the tally, `done` of `total` turns (None: nobody knows), in which pot."""

    stage: str
    done: int
    total: int | None
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work: `task` is what was asked for, as JSON values; `failure` why it came to nothing."""

    id: JobId
    round_id: RoundId
    kind: JobKind
    state: JobState
    asked_by: PersonId
    asked_at: datetime
    task: Mapping[str, Any] = field(default_factory=dict)
    started_at: datetime | None = None
    finished_at: datetime | None = None
    attempts: int = 0
    progress: Progress | None = None
    failure: Refusal | None = None

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


def crashed() -> Refusal:
    """Why a job failed that ended its worker time after time, or that the program itself got wrong."""
    return Refusal("job-crashed", Kind.UNAVAILABLE)


def failure_record(refusal: Refusal) -> dict[str, Any]:
    """A refusal as JSON values, to be shown later in the reader's language; faults of fields are left out."""
    facts = {name: _plain(value) for name, value in refusal.facts.items()}
    return {"code": refusal.code, "kind": refusal.kind.value, "facts": facts}


def read_failure(record: Mapping[str, Any]) -> Refusal:
    """The refusal out of its JSON values."""
    facts = {name: _fact(value) for name, value in record["facts"].items()}
    return Refusal(record["code"], Kind(record["kind"]), **facts)


def _plain(value: Any) -> Any:
    return {"cy": value.cy, "en": value.en} if isinstance(value, Bilingual) else value


def _fact(value: Any) -> Any:
    return Bilingual(**value) if isinstance(value, dict) else value
