"""What the clock brings: voting opens and closes at its minute, ballots are sealed at most hourly.

Whoever looks first brings it about. It decides nothing about readiness, and never fails a reader because
something is missing.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from pb.domain.rounds import Round, is_due_to_close, is_due_to_open
from pb.domain.timeline import next_moment
from pb.services import opening, sealing, voting
from pb.services.deps import Deps
from pb.storage import rounds as round_storage

QUIET = timedelta(seconds=20)  # ballots are sealed hourly: nobody minds a few seconds


def settle(deps: Deps, round_id: str) -> None:
    """Bring a round to where the clock says it is; safe at any time, also for an unknown round."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        round_ = round_storage.load_round(tx, round_id)
        if round_ is None:
            return
        must_seal, has_work = sealing.is_due(deps, tx, round_), _has_work(deps, tx, round_)
    if must_seal:
        sealing.seal_batch(deps, round_id)
    if not has_work:
        deps.quiet[round_.edition] = _quiet_until(round_, now)
        return
    with deps.db.write() as tx:
        # Another request may have done it while this one waited for the row.
        round_ = round_storage.load_round(tx, round_id, for_update=True)
        if round_ is not None and is_due_to_open(round_, now):
            round_ = opening.open_voting(deps, tx, round_)
        if round_ is not None and is_due_to_close(round_, now):
            voting.close_voting(deps, tx, round_)
    # Only once the close is safe on disk; what a crash leaves undone here, the next reader does.
    voting.destroy_link(deps, round_id)


def is_quiet(deps: Deps, round_: Round, now: datetime) -> bool:
    """Whether this edition was settled less than `QUIET` ago, and no minute has come since."""
    return now < deps.quiet.get(round_.edition, now)


def _quiet_until(round_: Round, now: datetime) -> datetime:
    next_at = next_moment(round_, now)
    return min(now + QUIET, next_at) if next_at is not None else now + QUIET


def settle_all(deps: Deps) -> None:
    """Bring every round that is due to where the clock says it is."""
    with deps.db.read() as tx:
        due = round_storage.list_due_round_ids(tx, deps.clock.now())
    for round_id in due:
        settle(deps, round_id)


def _has_work(deps: Deps, tx: Session, round_: Round) -> bool:
    """Judged on a reading first, so that a round waiting for its organiser costs no reader a write."""
    now = deps.clock.now()
    if is_due_to_close(round_, now) or voting.is_link_left(deps, tx, round_):
        return True
    return is_due_to_open(round_, now) and not opening.missing_to_open(tx, round_)
