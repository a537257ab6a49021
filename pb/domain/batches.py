"""Batches of voter codes: what may be issued, for which pots, and until when.

It makes no codes and hashes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pb.domain.ids import PotId
from pb.domain.refusals import Fault, Refusal, faults_of
from pb.domain.rounds import Phase, Round, need_phase, phase_at
from pb.domain.text import length_fault, one_line

MOST_CODES = 5_000  # a batch; a little under a minute of hashing on a small machine
LABEL_LENGTH = 80
ISSUING = (Phase.ANNOUNCED, Phase.PROPOSING, Phase.REVIEWING, Phase.VOTING)


class CodeStatus(StrEnum):
    ISSUED = "issued"
    VOID = "void"
    REPLACED = "replaced"  # void, and a new code was issued in its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Codes issued together for the same pots; `issued_at` is UTC."""

    id: str
    label: str
    pot_ids: tuple[PotId, ...]
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrder:
    """What an organiser asks for, judged."""

    label: str
    count: int
    pot_ids: tuple[PotId, ...]


def may_issue(round_: Round, now: datetime) -> bool:
    """Whether codes may be issued or made void now: announced and not closed."""
    return phase_at(round_, now) in ISSUING


def need_issuing(round_: Round, now: datetime) -> None:
    """Raises Refusal `wrong-phase` unless `may_issue`."""
    need_phase(round_, now, *ISSUING)


def order_batch(round_: Round, *, label: str, count: int | None, pot_ids: Sequence[str]) -> BatchOrder:
    """Judge what was asked for. Raises Refusal.invalid with all faults (fields label, count, pots)."""
    label = one_line(label)
    known = tuple(pot.id for pot in round_.pots if pot.id in set(pot_ids))
    faults = [
        length_fault("label", label, most=LABEL_LENGTH),
        None if count is None or 1 <= count <= MOST_CODES else _count_fault(),
        Fault(field="count", code="missing") if count is None else None,
        None if known and len(known) == len(set(pot_ids)) else Fault(field="pots", code="choose-a-pot"),
    ]
    if count is None or any(faults):
        raise Refusal.invalid(faults_of(faults))
    return BatchOrder(label=label, count=count, pot_ids=known)


def _count_fault() -> Fault:
    return Fault(field="count", code="code-count", facts={"most": MOST_CODES})
