"""Comparisons of rules: rows to domain and back.

It compares nothing, and keeps one for each pot.
"""

import json
from typing import Any

from sqlmodel import Session, col, select

from pb.domain.comparing import KeptComparison
from pb.domain.events import canonical
from pb.domain.ids import PotId, RoundId
from pb.storage.tables.comparisons import ComparisonRow
from pb.storage.tables.rounds import PotRow


def put_comparison(tx: Session, kept: KeptComparison) -> None:
    """Save a pot's comparison in place of an earlier one."""
    row = tx.get(ComparisonRow, kept.pot_id)
    values: dict[str, Any] = {
        "round_id": kept.round_id,
        "outcome_digest": kept.outcome_digest,
        "comparison": canonical(kept.comparison).decode(),
        "comparison_digest": kept.comparison_digest,
        "margins": canonical(kept.margins).decode(),
        "margins_digest": kept.margins_digest,
        "made_at": kept.made_at,
    }
    if row is None:
        row = ComparisonRow(pot_id=kept.pot_id, **values)
    else:
        row.sqlmodel_update(values)
    tx.add(row)
    tx.flush()


def list_comparisons(tx: Session, round_id: str) -> list[KeptComparison]:
    """The comparisons of a round's pots, in the pots' order."""
    query = (
        select(ComparisonRow)
        .where(ComparisonRow.round_id == round_id, ComparisonRow.pot_id == PotRow.id)
        .order_by(col(PotRow.position), col(PotRow.id))
    )
    return [
        KeptComparison(
            pot_id=PotId(row.pot_id),
            round_id=RoundId(row.round_id),
            outcome_digest=row.outcome_digest,
            comparison=json.loads(row.comparison),
            comparison_digest=row.comparison_digest,
            margins=json.loads(row.margins),
            margins_digest=row.margins_digest,
            made_at=row.made_at,
        )
        for row in tx.exec(query)
    ]
