"""The record for everybody, once results are published, and what a resident needs in order to check it.

It hands out exactly what auditors get of the public part, and nothing of what is for them alone.
"""

import hashlib
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.people import Viewer
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase, Round, phase_at
from pb.services.audit import Export
from pb.services.deps import Deps
from pb.services.limits import network_name
from pb.services.packing import record_of
from pb.services.record import TAKINGS
from pb.services.rounds import load_round_for_reader
from pb.storage import outcomes
from pb.storage.editions import Kept, edition_of
from pb.storage.events import load_last_but

_RECORDS: Kept[Export] = Kept(most=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """What there is to check of a round now; `record` only once the results are published."""

    round: Round
    phase: Phase
    root: str | None  # of the closed box
    record: Export | None


def view_check(deps: Deps, viewer: Viewer | None, round_id: str) -> CheckView:
    """For everybody. Raises `round-not-found`."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        phase = phase_at(round_, deps.clock.now())
        turnout = None if round_.is_imported else outcomes.load_turnout(tx, round_id)
        return CheckView(
            round=round_,
            phase=phase,
            root=turnout.root if turnout else None,
            record=_record(deps, tx, round_id) if phase is Phase.PUBLISHED else None,
        )


def download_record(deps: Deps, viewer: Viewer | None, round_id: str, *, network: str = "") -> Export:
    """The record of a published round. No entry is made: the log would grow with every passer-by.

    Raises `round-not-found`, `record-not-public` before publication, and `too-many-attempts`.
    """
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        now = deps.clock.now()
        if phase_at(round_, now) is not Phase.PUBLISHED:
            raise Refusal("record-not-public", Kind.WRONG_PHASE)
        place = network_name(network)
        deps.limits.downloads.check(place, now)
        deps.limits.downloads.failed(place, now)  # every download counts
        return _record(deps, tx, round_id)


def _record(deps: Deps, tx: Session, round_id: str) -> Export:
    """Packed once until the round or its log changes; a taking noted there changes nothing."""
    edition = edition_of(tx, round_id)
    mark = f"{edition} {load_last_but(tx, round_id, TAKINGS)}" if edition else ""
    found = _RECORDS.find(mark)
    if found is not None:
        return found
    content = record_of(deps, tx, round_id)
    made = Export(name=f"record-{round_id}.zip", content=content, sha256=hashlib.sha256(content).hexdigest())
    return _RECORDS.keep(mark, made)
