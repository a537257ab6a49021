"""What an auditor sees: everything there is to see of a round, and the record to take away.

It changes nothing but the chain itself, which notes that a record was taken.
"""

import hashlib
from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.counting import Turnout
from pb.domain.events import SealedEvent, first_break
from pb.domain.people import Organisation, Role, Viewer, need_role
from pb.domain.proposals import ProposalFilter
from pb.domain.refusals import Kind, Refusal
from pb.domain.results import PotResult, pot_result
from pb.domain.rounds import Phase, Round, phase_at
from pb.services import chain, openings, voting
from pb.services.deps import Deps
from pb.services.packing import hidden_counts, record_of
from pb.services.record import pack
from pb.services.rounds import (
    has_four_eyes,
    load_group_names,
    load_organisation_of,
    load_round_or_refuse,
    need_auditor,
)
from pb.storage import outcomes, proposals
from pb.storage.events import list_events, load_head

EVENTS_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The event chain as it was just checked: how long it is, its last hash, and where it first breaks."""

    length: int
    last_hash: str | None
    broken_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """A round as an auditor sees it. Until the box is closed, `turnout` is as it stands and has no root."""

    round: Round
    organisation: Organisation
    phase: Phase
    four_eyes: bool
    accepted_count: int
    declined_count: int
    turnout: Turnout
    results: tuple[PotResult, ...]
    chain: Chain


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsView:
    """One page of the chain, in order."""

    round: Round
    events: tuple[SealedEvent, ...]
    page: int
    pages: int
    chain: Chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A record as a file to take away."""

    name: str
    content: bytes
    sha256: str


def view_audit(deps: Deps, viewer: Viewer | None, round_id: str) -> AuditView:
    """Everything about a round. Raises `round-not-found` and as `need_auditor`."""
    with deps.db.read() as tx:
        round_ = _round_for(tx, viewer, round_id)
        organisation = load_organisation_of(tx, round_)
        public = proposals.list_proposals(tx, round_id, ProposalFilter())
        names = load_group_names(tx, round_)
        return AuditView(
            round=round_,
            organisation=organisation,
            phase=phase_at(round_, deps.clock.now()),
            four_eyes=has_four_eyes(round_, organisation),
            accepted_count=sum(one.status.value == "accepted" for one in public),
            declined_count=sum(one.status.value == "declined" for one in public),
            turnout=voting.turnout(tx, round_id),
            results=tuple(
                pot_result(round_.pot(count.pot_id), count, public, names)
                for count in outcomes.list_counts(tx, round_id)
            ),
            chain=_chain(tx, round_id)[1],
        )


def view_events(deps: Deps, viewer: Viewer | None, round_id: str, *, page: int) -> EventsView:
    """A page of the chain, from 1; a page that is not there is the nearest one. Raises as `view_audit`."""
    with deps.db.read() as tx:
        round_ = _round_for(tx, viewer, round_id)
        events, checked = _chain(tx, round_id)
    pages = max(1, -(-len(events) // EVENTS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = events[(page - 1) * EVENTS_A_PAGE : page * EVENTS_A_PAGE]
    return EventsView(round=round_, events=tuple(shown), page=page, pages=pages, chain=checked)


def export_record(deps: Deps, viewer: Viewer | None, round_id: str) -> Export:
    """The record of a counted round; taking it is then noted in the chain, with the digest of what was taken.

    Raises `not-counted` and as `view_audit`.
    """
    with deps.db.read() as tx:
        _round_for(tx, viewer, round_id)
    return _export(deps, viewer, round_id)


def export_annex(deps: Deps, viewer: Viewer | None, round_id: str) -> Export:
    """What auditors alone get: the opening of every counted ballot, and every hidden pot's count in full.

    Taking it is noted in the chain.

    Raises `round-not-found`, `box-still-open`, and as `need_role` for whoever is not an auditor of the round.
    """
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        auditor = need_role(viewer, round_.organisation_id, frozenset({Role.AUDITOR}))
        if round_.milestones.voting_closed_at is None or round_.is_imported:
            raise Refusal("box-still-open", Kind.WRONG_PHASE)
        content = pack({openings.FILE: openings.opening_lines(tx, round_), **hidden_counts(tx, round_id)})
    digest = hashlib.sha256(content).hexdigest()
    with deps.db.write() as tx:
        chain.record(
            deps, tx, round_id, "annex_exported", viewer=auditor, role="auditor",
            sha256=digest, bytes=len(content),
        )  # fmt: skip
    return Export(name=f"annex-{round_id}.zip", content=content, sha256=digest)


def export_on_the_machine(deps: Deps, round_id: str) -> Export:
    """The same for whoever works on the machine itself. Raises `round-not-found` and `not-counted`."""
    return _export(deps, None, round_id)


def _export(deps: Deps, viewer: Viewer | None, round_id: str) -> Export:
    with deps.db.read() as tx:
        content = record_of(deps, tx, round_id)
    digest = hashlib.sha256(content).hexdigest()
    with deps.db.write() as tx:
        chain.record(
            deps,
            tx,
            round_id,
            "record_exported",
            viewer=viewer,
            role="auditor" if viewer else "system",
            sha256=digest,
            bytes=len(content),
        )
    return Export(name=f"record-{round_id}.zip", content=content, sha256=digest)


def _round_for(tx: Session, viewer: Viewer | None, round_id: str) -> Round:
    round_ = load_round_or_refuse(tx, round_id)
    need_auditor(viewer, round_)
    return round_


def _chain(tx: Session, round_id: str) -> tuple[list[SealedEvent], Chain]:
    """The chain and what checking it gave. One that is cut short breaks where its next entry would stand."""
    length, last_hash = load_head(tx, round_id)  # first: entries that come meanwhile are no break
    events = list_events(tx, round_id)
    broken_at = first_break(round_id, events)
    if broken_at is None and length and (len(events) < length or events[length - 1].hash != last_hash):
        broken_at = len(events) + 1 if len(events) < length else length
    last = events[-1].hash if events else None
    return events, Chain(length=len(events), last_hash=last, broken_at=broken_at)
