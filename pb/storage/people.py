"""People, organisations and roles: rows to domain and back.

It decides nothing and sends nothing.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from pb.domain.ids import OrganisationId, PersonId, RoundId, WardId
from pb.domain.people import Membership, Organisation, Role, Viewer
from pb.domain.rounds import Ward
from pb.domain.text import Bilingual, Language
from pb.storage.editions import renew_rounds_of
from pb.storage.tables.people import MembershipRow, OrganisationRow, PersonRow, WardRow
from pb.storage.tables.proposals import ProposalRow
from pb.storage.tables.rounds import PotRow


def put_organisation(tx: Session, organisation: Organisation, *, at: datetime) -> None:
    """Save an organisation, new or changed."""
    row = tx.get(OrganisationRow, organisation.id) or OrganisationRow(
        id=organisation.id, name_cy="", name_en="", created_at=at
    )
    row.name_cy, row.name_en, row.four_eyes = (
        organisation.name.cy,
        organisation.name.en,
        organisation.four_eyes,
    )
    tx.add(row)
    tx.flush()


def load_organisation(tx: Session, organisation_id: str) -> Organisation | None:
    row = tx.get(OrganisationRow, organisation_id)
    return None if row is None else _organisation(row)


def lock_organisation(tx: Session, organisation_id: str) -> None:
    """Make other writers that lock the organisation wait until this transaction ends."""
    tx.exec(select(OrganisationRow.id).where(OrganisationRow.id == organisation_id).with_for_update()).all()


def list_organisations(tx: Session) -> list[Organisation]:
    return [_organisation(row) for row in tx.exec(select(OrganisationRow).order_by(OrganisationRow.name_en))]


def put_ward(tx: Session, organisation_id: OrganisationId, ward: Ward) -> None:
    """Save a ward, new or renamed."""
    row = tx.get(WardRow, ward.id) or WardRow(
        id=ward.id, organisation_id=organisation_id, name_cy="", name_en=""
    )
    row.name_cy, row.name_en = ward.name.cy, ward.name.en
    tx.add(row)
    tx.flush()
    renew_rounds_of(tx, organisation_id)


def remove_ward(tx: Session, ward_id: str) -> None:
    """Take a ward off the list. The database refuses while a pot or proposal names it."""
    row = tx.get(WardRow, ward_id)
    if row is not None:
        tx.delete(row)
        tx.flush()


def list_wards(tx: Session, organisation_id: str) -> list[Ward]:
    """The organisation's wards in no particular order: each language sorts its own list."""
    rows = tx.exec(select(WardRow).where(WardRow.organisation_id == organisation_id).order_by(WardRow.id))
    return [Ward(id=WardId(row.id), name=Bilingual(cy=row.name_cy, en=row.name_en)) for row in rows]


def list_ward_ids_in_use(tx: Session, organisation_id: str) -> frozenset[WardId]:
    """The organisation's wards that a pot or a proposal names."""
    own = select(WardRow.id).where(WardRow.organisation_id == organisation_id)
    pots = select(PotRow.ward_id).where(col(PotRow.ward_id).in_(own))
    proposals = select(ProposalRow.ward_id).where(col(ProposalRow.ward_id).in_(own))
    found = {*tx.exec(pots), *tx.exec(proposals)}
    return frozenset(WardId(ward_id) for ward_id in found if ward_id)


def put_person(
    tx: Session, *, person_id: PersonId, email: str, name: str, language: Language, at: datetime
) -> None:
    """Save a new person, not yet confirmed and without a password."""
    tx.add(PersonRow(id=person_id, email=email, name=name, language=language, created_at=at))
    tx.flush()


def load_viewer(tx: Session, person_id: str) -> Viewer | None:
    """A person with all memberships."""
    row = tx.get(PersonRow, person_id)
    return None if row is None else _viewer(tx, row)


def load_viewer_by_email(tx: Session, email: str) -> Viewer | None:
    row = tx.exec(select(PersonRow).where(PersonRow.email == email)).first()
    return None if row is None else _viewer(tx, row)


def load_password_hash(tx: Session, person_id: str) -> str | None:
    row = tx.get(PersonRow, person_id)
    return row.password_hash if row else None


def put_password_hash(tx: Session, person_id: str, password_hash: str) -> None:
    row = tx.get_one(PersonRow, person_id)
    row.password_hash = password_hash
    tx.add(row)


def put_confirmed(tx: Session, person_id: str, *, at: datetime) -> None:
    """Record that the person's address is theirs; the first time counts."""
    row = tx.get_one(PersonRow, person_id)
    row.confirmed_at = row.confirmed_at or at
    tx.add(row)


def put_name_and_language(tx: Session, person_id: str, *, name: str, language: Language) -> None:
    row = tx.get_one(PersonRow, person_id)
    row.name, row.language = name, language
    tx.add(row)


def put_membership(
    tx: Session,
    *,
    organisation_id: OrganisationId,
    person_id: PersonId,
    role: Role,
    at: datetime,
    round_id: RoundId | None = None,
) -> None:
    """Give a person a role in an organisation, in place of any other there."""
    row = tx.get(MembershipRow, (organisation_id, person_id))
    if row is None:
        row = MembershipRow(organisation_id=organisation_id, person_id=person_id, role=role, created_at=at)
    row.role, row.round_id = role.value, round_id
    tx.add(row)
    tx.flush()


def remove_membership(tx: Session, *, organisation_id: OrganisationId, person_id: PersonId) -> None:
    row = tx.get(MembershipRow, (organisation_id, person_id))
    if row is not None:
        tx.delete(row)
        tx.flush()


def list_members(tx: Session, organisation_id: str) -> list[tuple[Viewer, Role]]:
    """Everyone with a role, by name."""
    rows = tx.exec(
        select(PersonRow, MembershipRow)
        .where(MembershipRow.organisation_id == organisation_id, MembershipRow.person_id == PersonRow.id)
        .order_by(col(PersonRow.name), col(PersonRow.id))
    ).all()
    return [(_viewer(tx, person), Role(membership.role)) for person, membership in rows]


def _organisation(row: OrganisationRow) -> Organisation:
    name = Bilingual(cy=row.name_cy, en=row.name_en)
    return Organisation(id=OrganisationId(row.id), name=name, four_eyes=row.four_eyes)


def _viewer(tx: Session, row: PersonRow) -> Viewer:
    memberships = tx.exec(
        select(OrganisationRow, MembershipRow)
        .where(MembershipRow.person_id == row.id, MembershipRow.organisation_id == OrganisationRow.id)
        .order_by(col(OrganisationRow.name_en), col(OrganisationRow.id))
    ).all()
    return Viewer(
        id=PersonId(row.id),
        name=row.name,
        email=row.email,
        language="cy" if row.language == "cy" else "en",
        email_confirmed=row.confirmed_at is not None,
        memberships=tuple(
            Membership(
                organisation=_organisation(o),
                role=Role(m.role),
                round_id=RoundId(m.round_id) if m.round_id else None,
            )
            for o, m in memberships
        ),
    )
