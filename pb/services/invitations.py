"""Invitations to a role in an organisation: sent by e-mail, taken up, taken back.

Owners invite to any role, organisers their tellers. What roles people have is `people`'s.
"""

from dataclasses import dataclass

from sqlmodel import Session

from pb.domain.people import MAY_ORGANISE, Organisation, Role, Viewer, need_role
from pb.domain.refusals import Kind, Refusal
from pb.domain.signin import LIFETIME, Purpose
from pb.domain.text import LANGUAGES, Bilingual, Language, read_email
from pb.i18n.catalog import words
from pb.i18n.marks import pgettext, say
from pb.services import letters
from pb.services.chain import record
from pb.services.deps import Deps
from pb.services.people import need_to_give, read_role, read_round
from pb.services.rounds import load_organisation_or_refuse
from pb.services.signin import load_mail_token, make_account, new_token, token_hash
from pb.storage import people, rounds, signin
from pb.storage.signin import MailToken

ROLE_WORDS = {
    Role.OWNER: pgettext("role", "owner"),
    Role.ORGANISER: pgettext("role", "organiser"),
    Role.REVIEWER: pgettext("role", "reviewer"),
    Role.AUDITOR: pgettext("role", "auditor"),
    Role.TELLER: pgettext("role", "teller"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPage:
    organisation: Organisation
    role: Role
    round_name: Bilingual | None  # of a teller for one round alone
    email: str
    has_account: bool


def invite(
    deps: Deps, viewer: Viewer | None, organisation_id: str, *, email: str, role: str, round_id: str = ""
) -> None:
    """Send an invitation by e-mail, in place of any earlier one to the same address; `round_id` for tellers.

    The letter goes out after the transaction, so that a slow mail server keeps no voter waiting; where it
    cannot be sent the invitation is taken back, and Refusal `letter-not-sent` is raised.
    """
    address = read_email(email)
    if address is None:
        raise Refusal.field("email", "not-an-email")
    wanted = read_role(role)
    token, now = new_token(deps), deps.clock.now()
    with deps.db.write() as tx:
        organisation = load_organisation_or_refuse(tx, organisation_id)
        person = need_to_give(viewer, organisation.id, wanted)
        only = read_round(tx, organisation.id, wanted, round_id)
        known = people.load_viewer_by_email(tx, address)
        if known is not None and known.role_in(organisation.id) is not None:
            raise Refusal.field("email", "already-a-member")
        deps.limits.invitations.check(person.id, now)
        deps.limits.invitations.failed(person.id, now)  # every invitation counts
        _need_given(deps, tx, viewer, organisation, address)
        signin.remove_invitations(tx, organisation.id, address)
        sent = MailToken(
            purpose=Purpose.INVITE, email=address, organisation_id=organisation.id, role=wanted,
            round_id=only, created_at=now, expires_at=now + LIFETIME[Purpose.INVITE],
        )  # fmt: skip
        signin.put_mail_token(tx, token_hash(token), sent)
        mine = _role_of(person, organisation)
        record(deps, tx, organisation.id, "person_invited", viewer=person, role=mine, invited_as=wanted.value)
    try:
        _send_invitation(deps, organisation, sent, token, known)
    except Refusal:
        withdraw_invitation(deps, viewer, organisation_id, email=address)
        raise


def withdraw_invitation(deps: Deps, viewer: Viewer | None, organisation_id: str, *, email: str) -> None:
    """Take back an invitation that nobody has taken up; nothing happens where there is none."""
    with deps.db.write() as tx:
        organisation = load_organisation_or_refuse(tx, organisation_id)
        person = need_role(viewer, organisation.id, MAY_ORGANISE)
        address = read_email(email) or ""
        _need_given(deps, tx, viewer, organisation, address)
        signin.remove_invitations(tx, organisation.id, address)
        mine = _role_of(person, organisation)
        record(deps, tx, organisation.id, "invitation_withdrawn", viewer=person, role=mine)


def view_invitation(deps: Deps, token: str) -> InvitationPage:
    """What somebody is invited to. Raises Refusal `link-expired`."""
    with deps.db.read() as tx:
        organisation, role, sent = _load_invitation(deps, tx, token)
        known = people.load_viewer_by_email(tx, sent.email)
        has_account = known is not None and people.load_password_hash(tx, known.id) is not None
        only = rounds.load_round(tx, sent.round_id) if sent.round_id else None
    return InvitationPage(
        organisation=organisation,
        role=role,
        round_name=only.name if only else None,
        email=sent.email,
        has_account=has_account,
    )


def take_up_invitation(deps: Deps, token: str, *, name: str, password: str, language: Language) -> None:
    """Give the invited person the role; a new person gets an account with `name` and `password`."""
    now = deps.clock.now()
    with deps.db.write() as tx:
        organisation, role, sent = _load_invitation(deps, tx, token)
        person = people.load_viewer_by_email(tx, sent.email)
        if person is None or people.load_password_hash(tx, person.id) is None:
            person = make_account(deps, tx, sent.email, name=name, password=password, language=language)
        people.put_membership(
            tx,
            organisation_id=organisation.id,
            person_id=person.id,
            role=role,
            at=now,
            round_id=sent.round_id,
        )
        signin.put_used(tx, token_hash(token), at=now)
        record(deps, tx, organisation.id, "invitation_taken_up", viewer=person, role=role.value)


def _load_invitation(deps: Deps, tx: Session, token: str) -> tuple[Organisation, Role, MailToken]:
    sent = load_mail_token(deps, tx, token, Purpose.INVITE)
    if sent.organisation_id is None or sent.role is None:
        raise Refusal("link-expired", Kind.NOT_FOUND)
    return load_organisation_or_refuse(tx, sent.organisation_id), sent.role, sent


def _need_given(
    deps: Deps, tx: Session, viewer: Viewer | None, organisation: Organisation, address: str
) -> None:
    """Raises `not-your-role` where an open invitation to the address is to a role the viewer cannot give."""
    for sent in signin.list_open_invitations(tx, organisation.id, now=deps.clock.now()):
        if sent.email == address and sent.role is not None:
            need_to_give(viewer, organisation.id, sent.role)


def _role_of(person: Viewer, organisation: Organisation) -> str:
    role = person.role_in(organisation.id)
    return role.value if role else ""


def _send_invitation(
    deps: Deps, organisation: Organisation, sent: MailToken, token: str, known: Viewer | None
) -> None:
    languages: tuple[Language, ...] = (known.language,) if known else LANGUAGES
    facts = {
        language: {
            "organisation": organisation.name.in_language(language)[0],
            "role": say(ROLE_WORDS[sent.role], words(language)) if sent.role else "",
        }
        for language in languages
    }
    path = f"/invitations/{token}"
    letters.send(deps, letters.INVITE, to=sent.email, path=path, languages=languages, facts=facts)
