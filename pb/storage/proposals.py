"""Proposals: rows to domain and back, and finding them.

It decides nothing about what may happen to a proposal.
"""

from typing import Any, TypeVar

from sqlalchemy import Table, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from pb.domain.ids import CategoryId, PersonId, PotId, ProposalId, RoundId, WardId
from pb.domain.proposals import Content, CostLine, Proposal, ProposalFilter, Status, Verdict
from pb.domain.text import Bilingual
from pb.storage.editions import Kept, NotKept, edition_of, renew_round
from pb.storage.prepared import Bare, Tx
from pb.storage.tables.proposals import ProposalRow
from pb.storage.tables.row import Row

T = TypeVar("T")
_PROPOSAL: Table = Row.metadata.tables[str(ProposalRow.__tablename__)]
_ACCEPTED: Kept[tuple[Proposal, ...]] = Kept()


def next_number(tx: Session, round_id: str) -> int:
    """The number that the next proposal of a round gets, from 1."""
    return (
        int(
            tx.exec(
                select(func.coalesce(func.max(ProposalRow.number), 0)).where(ProposalRow.round_id == round_id)
            ).one()
        )
        + 1
    )


def put_proposal(tx: Session, proposal: Proposal, *, search: str) -> None:
    """Save a proposal, new or changed; `search` is its folded text in both languages."""
    values = _values(proposal) | {"search": search}
    row = tx.get(ProposalRow, proposal.id)
    if row is None:
        row = ProposalRow(id=proposal.id, **values)
    else:
        row.sqlmodel_update(values)
    tx.add(row)
    tx.flush()
    renew_round(tx, proposal.round_id)


def load_proposal(tx: Session, proposal_id: str, *, for_update: bool = False) -> Proposal | None:
    query = select(ProposalRow).where(ProposalRow.id == proposal_id)
    row = tx.exec(query.with_for_update() if for_update else query).first()
    return None if row is None else _proposal(row)


def list_proposals(
    tx: Session, round_id: str | None, wanted: ProposalFilter, *, offset: int = 0, limit: int | None = None
) -> list[Proposal]:
    """Proposals that pass `wanted`, by number; of all rounds where `round_id` is None."""
    query = _narrow(select(ProposalRow), round_id, wanted).order_by(
        col(ProposalRow.round_id), col(ProposalRow.number)
    )
    return [_proposal(row) for row in tx.exec(query.offset(offset).limit(limit))]


def list_accepted(tx: Tx, round_id: str) -> tuple[Proposal, ...]:
    """The accepted proposals of a round, by number; each edition of them is read once.

    Raises NotKept for an edition not read before where `tx` is bare.
    """
    edition = edition_of(tx, round_id) or ""
    known = _ACCEPTED.find(edition)
    if known is not None:
        return known
    if isinstance(tx, Bare):
        raise NotKept
    query = select_columns(_PROPOSAL).where(
        _PROPOSAL.c.round_id == round_id, _PROPOSAL.c.status == Status.ACCEPTED.value
    )
    read = tuple(_proposal(row) for row in tx.connection().execute(query.order_by(_PROPOSAL.c.number)))
    return _ACCEPTED.keep(edition, read) if edition_of(tx, round_id) == edition else read


def list_category_ids_in_use(tx: Session, round_id: str) -> frozenset[str]:
    """The categories that proposals of the round belong to, drafts and withdrawn ones included."""
    found = tx.exec(select(ProposalRow.category_id).where(ProposalRow.round_id == round_id).distinct())
    return frozenset(name for name in found if name)


def count_proposals(tx: Session, round_id: str | None, wanted: ProposalFilter) -> int:
    return int(tx.exec(_narrow(select(func.count(col(ProposalRow.id))), round_id, wanted)).one())


def _narrow(query: SelectOfScalar[T], round_id: str | None, wanted: ProposalFilter) -> SelectOfScalar[T]:
    query = query.where(col(ProposalRow.status).in_([status.value for status in wanted.statuses]))
    if round_id is not None:
        query = query.where(ProposalRow.round_id == round_id)
    if wanted.pot_id:
        query = query.where(ProposalRow.pot_id == wanted.pot_id)
    if wanted.ward_id:
        query = query.where(ProposalRow.ward_id == wanted.ward_id)
    if wanted.category_id:
        query = query.where(ProposalRow.category_id == wanted.category_id)
    if wanted.author_id:
        query = query.where(ProposalRow.author_id == wanted.author_id)
    for word in wanted.words.split():
        query = query.where(col(ProposalRow.search).contains(word, autoescape=True))
    return query


def _values(proposal: Proposal) -> dict[str, Any]:
    content, verdict = proposal.content, proposal.verdict
    return {
        "round_id": proposal.round_id,
        "number": proposal.number,
        "author_id": proposal.author_id,
        "author_name": proposal.author_name,
        "status": proposal.status.value,
        "language": content.language,
        "title": content.title,
        "summary": content.summary,
        "description": content.description,
        "amount_pence": content.amount_pence,
        "breakdown": [[line.label, line.amount_pence] for line in content.breakdown],
        "pot_id": content.pot_id,
        "ward_id": content.ward_id,
        "category_id": content.category_id,
        "goals": list(content.goals),
        "translated_title": proposal.translated_title,
        "translated_summary": proposal.translated_summary,
        "cost_pence": verdict.cost_pence if verdict else None,
        "reason_cy": verdict.reason.cy if verdict else "",
        "reason_en": verdict.reason.en if verdict else "",
        "reviewed_at": verdict.reviewed_at if verdict else None,
        "reviewed_by": verdict.reviewed_by if verdict else None,
        "paper_id": proposal.paper_id,
        "created_at": proposal.created_at,
        "submitted_at": proposal.submitted_at,
    }


def _proposal(row: Any) -> Proposal:
    verdict = None
    if row.cost_pence is not None and row.reviewed_at is not None:
        verdict = Verdict(
            cost_pence=row.cost_pence,
            reason=Bilingual(cy=row.reason_cy, en=row.reason_en),
            reviewed_at=row.reviewed_at,
            reviewed_by=PersonId(row.reviewed_by) if row.reviewed_by else None,
        )
    return Proposal(
        id=ProposalId(row.id),
        round_id=RoundId(row.round_id),
        number=row.number,
        author_id=PersonId(row.author_id) if row.author_id else None,
        author_name=row.author_name,
        status=Status(row.status),
        content=Content(
            language="cy" if row.language == "cy" else "en",
            title=row.title,
            summary=row.summary,
            description=row.description,
            amount_pence=row.amount_pence,
            breakdown=tuple(CostLine(label=label, amount_pence=amount) for label, amount in row.breakdown),
            pot_id=PotId(row.pot_id) if row.pot_id else None,
            ward_id=WardId(row.ward_id) if row.ward_id else None,
            category_id=CategoryId(row.category_id) if row.category_id else None,
            goals=tuple(row.goals),
        ),
        translated_title=row.translated_title,
        translated_summary=row.translated_summary,
        verdict=verdict,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        paper_id=row.paper_id,
    )
