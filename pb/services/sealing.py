"""Sealing ballots in batches while voting is open, and what is left at the close.

It stands apart from casting, so that nobody who votes waits for it, and it never sees what a ballot says.
"""

from sqlmodel import Session

from pb.domain.rounds import Phase, Round, phase_at
from pb.domain.seals import LEAST_SIZE, SealedBatch, is_hour_over, next_batch
from pb.services import chain
from pb.services.deps import Deps
from pb.storage import box_batches, events, rounds


def is_due(deps: Deps, tx: Session, round_: Round) -> bool:
    """Whether the hour of the last batch is over and enough ballots wait to be sealed."""
    now, opened_at = deps.clock.now(), round_.milestones.voting_opened_at
    if opened_at is None or phase_at(round_, now) is not Phase.VOTING:
        return False
    if not is_hour_over(opened_at, box_batches.load_last_batch(tx, round_.id), now):
        return False
    return box_batches.count_unsealed(tx, round_.id, most=LEAST_SIZE) == LEAST_SIZE


def seal_batch(deps: Deps, round_id: str) -> None:
    """Seal what waits, if that is due; else nothing happens. Votes go on meanwhile."""
    with deps.db.write() as tx:
        round_ = rounds.load_round(tx, round_id, for_share=True)  # the close waits; those who vote do not
        events.lock_stream(tx, round_id)  # of two who would seal, the second finds it done
        if round_ is not None and is_due(deps, tx, round_):
            _seal(deps, tx, round_, least=LEAST_SIZE)


def seal_rest(deps: Deps, tx: Session, round_: Round) -> int:
    """At the close, which holds the round: seal what is left as the last batch. The number of batches."""
    last = _seal(deps, tx, round_, least=1)
    return last.number if last else 0


def _seal(deps: Deps, tx: Session, round_: Round, *, least: int) -> SealedBatch | None:
    """The last batch afterwards. What a vote is just changing waits for the next one."""
    last = box_batches.load_last_batch(tx, round_.id)
    waiting = box_batches.list_unsealed(tx, round_.id)
    if len(waiting) < least:
        return last
    batch = next_batch(round_.id, last, [leaf for _, leaf in waiting], now=deps.clock.now())
    box_batches.put_sealed_batch(tx, round_.id, batch, [ballot_id for ballot_id, _ in waiting])
    # The minute would come close to the time of the last vote in the batch: the entry bears the hour alone.
    chain.record(
        deps,
        tx,
        round_.id,
        "batch_sealed",
        at=batch.sealed_hour,
        batch=batch.number,
        size=batch.size,
        root=batch.root,
        seal=batch.seal,
    )
    return batch
