"""Counted contests and turnout: rows to domain and back.

It counts nothing; what is read for pages leaves the ballots of the contest where they are.
"""

import json
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from pb.domain.counting import PotCount, ProofTurnout, Turnout
from pb.domain.ids import PersonId, PotId, RoundId
from pb.storage.tables.outcomes import OutcomeRow, TurnoutRow
from pb.storage.tables.rounds import PotRow


def put_turnout(tx: Session, round_id: str, turnout: Turnout) -> None:
    """Save what a closed box came to; once, at the close."""
    tx.add(
        TurnoutRow(
            round_id=round_id,
            codes_issued=turnout.codes_issued,
            codes_void=turnout.codes_void,
            codes_used=turnout.codes_used,
            counted=turnout.counted,
            superseded=turnout.superseded,
            root=turnout.root,
            by_proof=[[row.proof, row.issued, row.void, row.used, row.has_more] for row in turnout.by_proof],
        )
    )
    tx.flush()


def load_turnout(tx: Session, round_id: str) -> Turnout | None:
    """What the closed box came to; None while it is open."""
    row = tx.get(TurnoutRow, round_id)
    if row is None:
        return None
    return Turnout(
        codes_issued=row.codes_issued,
        codes_void=row.codes_void,
        codes_used=row.codes_used,
        counted=row.counted,
        superseded=row.superseded,
        root=row.root,
        by_proof=tuple(
            ProofTurnout(proof=proof, issued=issued, void=void, used=used, has_more=any(more))
            for proof, issued, void, used, *more in row.by_proof or ()
        ),
    )


def put_count(tx: Session, count: PotCount, *, contest: str, outcome: str) -> None:
    """Save a pot's count in place of an earlier one; `contest` and `outcome` are the texts as sealed."""
    row = tx.get(OutcomeRow, count.pot_id)
    values: dict[str, Any] = {
        "round_id": count.round_id,
        "contest": contest,
        "contest_digest": count.contest_digest,
        "outcome": outcome,
        "outcome_digest": count.outcome_digest,
        "seed": count.seed,
        "counted_at": count.counted_at,
        "counted_by": count.counted_by,
        "is_hidden": count.is_hidden,
        "blind": count.blind,
    }
    if row is None:
        row = OutcomeRow(pot_id=count.pot_id, **values)
    else:
        row.sqlmodel_update(values)
    tx.add(row)
    tx.flush()


def list_counts(tx: Session, round_id: str) -> list[PotCount]:
    """The counts of a round's pots, in the pots' order."""
    query = (
        select(OutcomeRow)
        .where(OutcomeRow.round_id == round_id, OutcomeRow.pot_id == PotRow.id)
        .order_by(col(PotRow.position), col(PotRow.id))
        .options(defer(OutcomeRow.contest, raiseload=True))  # type: ignore[arg-type] # a column by its class
    )
    return [
        PotCount(
            pot_id=PotId(row.pot_id),
            round_id=RoundId(row.round_id),
            contest_digest=row.contest_digest,
            outcome=json.loads(row.outcome),
            outcome_digest=row.outcome_digest,
            seed=row.seed,
            counted_at=row.counted_at,
            counted_by=PersonId(row.counted_by) if row.counted_by else None,
            is_hidden=row.is_hidden,
            blind=row.blind,
        )
        for row in tx.exec(query)
    ]


def list_contests(tx: Session, round_id: str) -> dict[str, str]:
    """The counted contests of a round by pot, as the texts that were sealed."""
    query = select(OutcomeRow.pot_id, OutcomeRow.contest).where(OutcomeRow.round_id == round_id)
    return dict(tx.exec(query).all())


def load_contest(tx: Session, pot_id: str) -> str | None:
    """A counted contest as the text that was sealed."""
    return tx.exec(select(OutcomeRow.contest).where(OutcomeRow.pot_id == pot_id)).first()
