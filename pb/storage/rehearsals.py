"""The last rehearsal of each round: rows to domain and back.

It keeps figures and what was on the paper, and no ballot.
"""

import json
from typing import Any

from sqlmodel import Session

from pb.domain.events import canonical
from pb.domain.rehearsal import KeptRehearsal
from pb.storage.tables.comparisons import RehearsalRow


def put_rehearsal(tx: Session, round_id: str, kept: KeptRehearsal) -> None:
    """Save a rehearsal in place of an earlier one."""
    row = tx.get(RehearsalRow, round_id)
    values: dict[str, Any] = {
        "asked": dict(kept.asked),
        "projects": [dict(one) for one in kept.projects],
        "comparison": canonical(kept.comparison).decode(),
        "made_at": kept.made_at,
    }
    if row is None:
        row = RehearsalRow(round_id=round_id, **values)
    else:
        row.sqlmodel_update(values)
    tx.add(row)
    tx.flush()


def load_rehearsal(tx: Session, round_id: str) -> KeptRehearsal | None:
    row = tx.get(RehearsalRow, round_id)
    if row is None:
        return None
    return KeptRehearsal(
        asked=row.asked,
        projects=row.projects,
        comparison=json.loads(row.comparison),
        made_at=row.made_at,
    )
