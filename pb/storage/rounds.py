"""Rounds and pots: rows to domain and back.

It decides nothing: phases follow in the domain from what stands here. One round is read on every page of
a vote, so its edition is read first, and the rest only where that edition has not been read before.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from pb.domain.ids import CategoryId, OrganisationId, PotId, RoundId, WardId
from pb.domain.rounds import (
    BoxMode,
    Category,
    Currency,
    Milestones,
    Pot,
    Round,
    RuleChoice,
    Schedule,
    Ward,
    WhichCounts,
)
from pb.domain.text import Bilingual
from pb.storage.editions import Kept, NotKept, edition_of, new_edition
from pb.storage.prepared import Bare, Tx
from pb.storage.tables.people import WardRow
from pb.storage.tables.rounds import PotRow, RoundRow
from pb.storage.tables.row import Row
from pb.tally.model import BallotSpec

_ROUND: Table = Row.metadata.tables[str(RoundRow.__tablename__)]
_POT: Table = Row.metadata.tables[str(PotRow.__tablename__)]
_WARD: Table = Row.metadata.tables[str(WardRow.__tablename__)]
_READ: Kept[Round] = Kept()


def put_round(tx: Session, round_: Round, *, at: datetime) -> None:
    """Save a round and its pots, new or changed; `at` is when a new one came to be."""
    row = tx.get(RoundRow, round_.id)
    values = _values(round_)
    if row is None:
        tx.add(RoundRow(id=round_.id, created_at=at, **values))
    else:
        row.sqlmodel_update(values)
        tx.add(row)
    tx.flush()
    _put_pots(tx, round_)


def load_round(
    tx: Tx, round_id: str, *, for_update: bool = False, for_share: bool = False, edition: str | None = None
) -> Round | None:
    """A round with its pots in order, as it stands once the lock is had.

    `for_update` makes other writers of the round wait; `for_share` makes only those wait who would change it.
    Whoever wants no lock, and has just read the round's `edition` beside something else, need not ask again.
    Raises NotKept for an edition not read before where `tx` is bare.
    """
    if for_update or for_share or not edition:
        edition = edition_of(tx, round_id, lock="update" if for_update else "share" if for_share else "")
    if edition is None:
        return None
    known = _READ.find(edition)
    if known is not None:
        return known
    if isinstance(tx, Bare):
        raise NotKept
    row = tx.connection().execute(select_columns(_ROUND).where(_ROUND.c.id == round_id)).one()
    read = _round(row, _load_pots(tx, [row.id]).get(row.id, ()))
    # Another transaction may have changed the pots in between: then what was read is of no single edition.
    return _READ.keep(read.edition, read) if edition_of(tx, round_id) == read.edition else read


def list_rounds(
    tx: Session, *, organisation_id: str | None = None, announced_only: bool = True
) -> list[Round]:
    """Rounds, latest first."""
    query = select(RoundRow).order_by(col(RoundRow.created_at).desc(), col(RoundRow.id))
    if organisation_id is not None:
        query = query.where(RoundRow.organisation_id == organisation_id)
    if announced_only:
        query = query.where(col(RoundRow.announced_at).is_not(None))
    rows = tx.exec(query).all()
    pots = _load_pots(tx, [row.id for row in rows])
    return [_round(row, pots.get(row.id, ())) for row in rows]


def list_due_round_ids(tx: Session, now: datetime) -> list[str]:
    """Rounds whose minute to open or to close the vote has come, and where it is not yet recorded."""
    opened, closed = col(RoundRow.voting_opened_at), col(RoundRow.voting_closed_at)
    opens_at, closes_at = col(RoundRow.voting_open_at), col(RoundRow.voting_close_at)
    to_open = and_(opened.is_(None), opens_at <= now, closes_at > now)
    to_close = and_(opened.is_not(None), closed.is_(None), closes_at <= now)
    query = select(RoundRow.id).where(col(RoundRow.announced_at).is_not(None), or_(to_open, to_close))
    return list(tx.exec(query.order_by(col(RoundRow.id))))


def _values(round_: Round) -> dict[str, Any]:
    plan, done = round_.schedule, round_.milestones
    return {
        "edition": new_edition(),
        "organisation_id": round_.organisation_id,
        "name_cy": round_.name.cy,
        "name_en": round_.name.en,
        "summary_cy": round_.summary.cy,
        "summary_en": round_.summary.en,
        "contact": round_.contact,
        "minimum_age": round_.minimum_age,
        "proposals_open_at": plan.proposals_open_at,
        "proposals_close_at": plan.proposals_close_at,
        "voting_open_at": plan.voting_open_at,
        "voting_close_at": plan.voting_close_at,
        "ballot_type": round_.spec.type,
        "ballot_limits": dict(round_.spec.limits),
        "rule_id": round_.rule.id,
        "rule_params": dict(round_.rule.params),
        "currency": round_.currency.code,
        "minor_digits": round_.currency.minor_digits,
        "categories": [[one.id, one.name.cy, one.name.en] for one in round_.categories],
        "imported_from": round_.imported_from,
        "box_mode": round_.box_mode.value,
        "which_counts": round_.which_counts.value,
        "proofs": ",".join(round_.proofs),
        "ties": ",".join(round_.ties),
        "four_eyes": round_.four_eyes,
        "config_digest": round_.config_digest,
        "seed_commitment": round_.seed_commitment,
        "announced_at": done.announced_at,
        "voting_opened_at": done.voting_opened_at,
        "voting_closed_at": done.voting_closed_at,
        "counted_at": done.counted_at,
        "published_at": done.published_at,
    }


def _put_pots(tx: Session, round_: Round) -> None:
    rows = {row.id: row for row in tx.exec(select(PotRow).where(PotRow.round_id == round_.id))}
    kept = {pot.id for pot in round_.pots}
    for pot_id, row in rows.items():
        if pot_id not in kept:
            tx.delete(row)
    for position, pot in enumerate(round_.pots):
        row = rows.get(pot.id) or PotRow(
            id=pot.id, round_id=round_.id, position=position, name_cy="", name_en="", amount_pence=1
        )
        row.position, row.amount_pence, row.largest_request_pence = (
            position,
            pot.amount_pence,
            pot.largest_request_pence,
        )
        row.name_cy, row.name_en = pot.name.cy, pot.name.en
        row.ward_id = pot.ward.id if pot.ward else None
        row.theme_cy, row.theme_en = (pot.theme.cy, pot.theme.en) if pot.theme else ("", "")
        tx.add(row)
    tx.flush()


def _load_pots(tx: Session, round_ids: list[str]) -> dict[str, tuple[Pot, ...]]:
    of_these = _POT.c.round_id.in_(round_ids)
    rows = (
        tx.connection()
        .execute(select_columns(_POT).where(of_these).order_by(_POT.c.position, _POT.c.id))
        .all()
    )
    wards = _load_wards(tx, {row.ward_id for row in rows if row.ward_id})
    found: dict[str, list[Pot]] = {}
    for row in rows:
        theme = Bilingual(cy=row.theme_cy, en=row.theme_en)
        pot = Pot(
            id=PotId(row.id),
            name=Bilingual(cy=row.name_cy, en=row.name_en),
            amount_pence=row.amount_pence,
            ward=wards.get(row.ward_id or ""),
            theme=theme if theme.cy or theme.en else None,
            largest_request_pence=row.largest_request_pence,
        )
        found.setdefault(row.round_id, []).append(pot)
    return {round_id: tuple(pots) for round_id, pots in found.items()}


def _load_wards(tx: Session, ward_ids: set[str]) -> dict[str, Ward]:
    if not ward_ids:
        return {}
    found = tx.connection().execute(select_columns(_WARD).where(_WARD.c.id.in_(sorted(ward_ids))))
    return {row.id: Ward(id=WardId(row.id), name=Bilingual(cy=row.name_cy, en=row.name_en)) for row in found}


def _round(row: Any, pots: tuple[Pot, ...]) -> Round:
    return Round(
        id=RoundId(row.id),
        organisation_id=OrganisationId(row.organisation_id),
        name=Bilingual(cy=row.name_cy, en=row.name_en),
        summary=Bilingual(cy=row.summary_cy, en=row.summary_en),
        contact=row.contact,
        minimum_age=row.minimum_age,
        schedule=Schedule(
            proposals_open_at=row.proposals_open_at,
            proposals_close_at=row.proposals_close_at,
            voting_open_at=row.voting_open_at,
            voting_close_at=row.voting_close_at,
        ),
        spec=BallotSpec(type=row.ballot_type, limits=row.ballot_limits),
        rule=RuleChoice(id=row.rule_id, params=row.rule_params),
        pots=pots,
        milestones=Milestones(
            announced_at=row.announced_at,
            voting_opened_at=row.voting_opened_at,
            voting_closed_at=row.voting_closed_at,
            counted_at=row.counted_at,
            published_at=row.published_at,
        ),
        currency=Currency(code=row.currency, minor_digits=row.minor_digits),
        categories=tuple(
            Category(id=CategoryId(name), name=Bilingual(cy=cy, en=en))
            for name, cy, en in row.categories or ()
        ),
        imported_from=row.imported_from,
        box_mode=BoxMode(row.box_mode),
        which_counts=WhichCounts(row.which_counts),
        proofs=tuple(row.proofs.split(",")),
        ties=tuple(row.ties.split(",")),
        four_eyes=row.four_eyes,
        config_digest=row.config_digest,
        seed_commitment=row.seed_commitment,
        edition=row.edition or "",
    )
