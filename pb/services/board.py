"""The public board of a round: the sealed batches while voting is open, every leaf once it is closed.

It shows fingerprints only; neither a ballot nor a person can be found from here.
"""

from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.events import canonical
from pb.domain.people import Viewer
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase, Round, phase_at
from pb.domain.seals import SealedBatch, root_of
from pb.services.deps import Deps
from pb.services.rounds import load_round_for_reader
from pb.storage import box, box_batches, events, outcomes

LEAVES_A_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedBox:
    """What lies in a closed box: how many leaves, their roots, one page of those that count, the others."""

    root: str
    counted_count: int
    counted: tuple[str, ...]
    superseded_root: str
    superseded: tuple[str, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """A round's board; `closed` is None until the box is closed."""

    round: Round
    phase: Phase
    batches: tuple[SealedBatch, ...]
    signing_key: str | None  # as the log named it when voting opened
    closed: ClosedBox | None


def view_board(deps: Deps, viewer: Viewer | None, round_id: str, *, page: int = 1) -> BoardView:
    """The board, with the page of leaves that is nearest to `page`, from 1. Raises `round-not-found`."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        return BoardView(
            round=round_,
            phase=phase_at(round_, deps.clock.now()),
            batches=tuple(box_batches.list_sealed_batches(tx, round_id)),
            signing_key=_signing_key(tx, round_id),
            closed=_closed(tx, round_, page),
        )


def list_leaves_text(deps: Deps, viewer: Viewer | None, round_id: str, *, counted: bool) -> bytes:
    """The leaves that count, or those that do not, a line each, as they stand in the record.

    Raises `round-not-found`, and `box-still-open` before the close.
    """
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        if not _is_closed(round_):
            raise Refusal("box-still-open", Kind.WRONG_PHASE)
        leaves = box.list_leaves(tx, round_id)[0 if counted else 1]
    return "".join(f"{leaf}\n" for leaf in leaves).encode()


def list_batches_text(deps: Deps, viewer: Viewer | None, round_id: str) -> bytes:
    """The batches as lines of JSON; once the box is closed, with their leaves. Raises `round-not-found`."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, viewer)
        return batch_lines(tx, round_id, with_leaves=_is_closed(round_))


def batch_lines(tx: Session, round_id: str, *, with_leaves: bool) -> bytes:
    """A line of JSON for each batch, the first sealed first."""
    lines = []
    for batch in box_batches.list_sealed_batches(tx, round_id):
        record = batch.as_record()
        if with_leaves:
            record["leaves"] = box_batches.list_leaves_in_batch(tx, round_id, batch.number)
        lines.append(canonical(record) + b"\n")
    return b"".join(lines)


def _signing_key(tx: Session, round_id: str) -> str | None:
    opened = events.load_event(tx, round_id, "voting_opened")
    return None if opened is None else opened.payload.get("signing_key")


def _is_closed(round_: Round) -> bool:
    return round_.milestones.voting_closed_at is not None and not round_.is_imported


def _closed(tx: Session, round_: Round, page: int) -> ClosedBox | None:
    sealed = outcomes.load_turnout(tx, round_.id)
    if sealed is None or not _is_closed(round_):
        return None
    counted, superseded = box.list_leaves(tx, round_.id)
    pages = max(1, -(-len(counted) // LEAVES_A_PAGE))
    page = min(max(page, 1), pages)
    return ClosedBox(
        root=sealed.root,
        counted_count=len(counted),
        counted=tuple(counted[(page - 1) * LEAVES_A_PAGE : page * LEAVES_A_PAGE]),
        superseded_root=root_of(superseded),
        superseded=tuple(superseded),
        page=page,
        pages=pages,
    )
