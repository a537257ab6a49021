"""Sessions and the single-use links sent by e-mail: rows to domain and back.

It sees only digests of tokens, never a token.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from pb.domain.ids import OrganisationId, PersonId, RoundId
from pb.domain.people import Role
from pb.domain.signin import Purpose
from pb.storage.tables.people import MailTokenRow, SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    person_id: PersonId
    started_at: datetime
    seen_at: datetime
    desk_round_id: RoundId | None = None  # good for the desk of that round alone


@dataclass(frozen=True, slots=True, kw_only=True)
class MailToken:
    """What a sent link stands for."""

    purpose: Purpose
    email: str
    organisation_id: OrganisationId | None
    role: Role | None
    created_at: datetime
    expires_at: datetime
    round_id: RoundId | None = None  # of a teller for one round alone


def put_session(tx: Session, token_hash: str, person_id: PersonId, *, at: datetime) -> None:
    tx.add(SessionRow(token_hash=token_hash, person_id=person_id, started_at=at, seen_at=at))
    tx.flush()


def load_session(tx: Session, token_hash: str) -> StoredSession | None:
    row = tx.get(SessionRow, token_hash)
    if row is None:
        return None
    return StoredSession(
        person_id=PersonId(row.person_id),
        started_at=row.started_at,
        seen_at=row.seen_at,
        desk_round_id=RoundId(row.desk_round_id) if row.desk_round_id else None,
    )


def put_seen(tx: Session, token_hash: str, *, at: datetime) -> None:
    """Note that a session was used; nothing happens where it has ended meanwhile."""
    row = tx.get(SessionRow, token_hash)
    if row is not None:
        row.seen_at = at
        tx.add(row)


def put_desk(tx: Session, token_hash: str, round_id: RoundId) -> None:
    """From now on the session is good for the desk of a round alone; nothing happens where it has ended."""
    row = tx.get(SessionRow, token_hash)
    if row is not None:
        row.desk_round_id = round_id
        tx.add(row)


def remove_session(tx: Session, token_hash: str) -> None:
    tx.exec(delete(SessionRow).where(col(SessionRow.token_hash) == token_hash))


def remove_sessions_of(tx: Session, person_id: str) -> None:
    """End every session of a person, as after a new password or a lost role."""
    tx.exec(delete(SessionRow).where(col(SessionRow.person_id) == person_id))


def remove_old_sessions(tx: Session, *, started_before: datetime) -> None:
    tx.exec(delete(SessionRow).where(col(SessionRow.started_at) < started_before))


def put_mail_token(tx: Session, token_hash: str, token: MailToken) -> None:
    tx.add(
        MailTokenRow(
            token_hash=token_hash,
            purpose=token.purpose.value,
            email=token.email,
            organisation_id=token.organisation_id,
            role=token.role.value if token.role else None,
            round_id=token.round_id,
            created_at=token.created_at,
            expires_at=token.expires_at,
        )
    )
    tx.flush()


def load_mail_token(tx: Session, token_hash: str, *, now: datetime) -> MailToken | None:
    """What an unused link stands for; None where it is unknown, used or too old."""
    query = select(MailTokenRow).where(MailTokenRow.token_hash == token_hash).with_for_update()
    row = tx.exec(query).first()
    return None if row is None or row.used_at is not None or row.expires_at <= now else _mail_token(row)


def put_used(tx: Session, token_hash: str, *, at: datetime) -> None:
    row = tx.get_one(MailTokenRow, token_hash)
    row.used_at = at
    tx.add(row)


def remove_account_links(tx: Session, email: str) -> None:
    """Let no link to make an account or choose a password work for an address any more, used or not."""
    purposes = (Purpose.CONFIRM.value, Purpose.RESET.value)
    tx.exec(
        delete(MailTokenRow).where(col(MailTokenRow.email) == email, col(MailTokenRow.purpose).in_(purposes))
    )


def remove_old_links(tx: Session, *, expired_before: datetime) -> None:
    """Forget links that work no more, and with them the addresses of people who never joined."""
    tx.exec(delete(MailTokenRow).where(col(MailTokenRow.expires_at) <= expired_before))


def list_open_invitations(tx: Session, organisation_id: str, *, now: datetime) -> list[MailToken]:
    """Invitations not yet taken up, latest first."""
    rows = tx.exec(
        select(MailTokenRow)
        .where(
            MailTokenRow.organisation_id == organisation_id,
            MailTokenRow.purpose == Purpose.INVITE.value,
            col(MailTokenRow.used_at).is_(None),
            col(MailTokenRow.expires_at) > now,
        )
        .order_by(col(MailTokenRow.created_at).desc(), col(MailTokenRow.token_hash))
    )
    return [_mail_token(row) for row in rows]


def remove_invitations(tx: Session, organisation_id: str, email: str) -> None:
    """Take back every open invitation to an address."""
    tx.exec(
        delete(MailTokenRow).where(
            col(MailTokenRow.organisation_id) == organisation_id,
            col(MailTokenRow.email) == email,
            col(MailTokenRow.used_at).is_(None),
        )
    )


def _mail_token(row: MailTokenRow) -> MailToken:
    return MailToken(
        purpose=Purpose(row.purpose),
        email=row.email,
        organisation_id=OrganisationId(row.organisation_id) if row.organisation_id else None,
        role=Role(row.role) if row.role else None,
        round_id=RoundId(row.round_id) if row.round_id else None,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
