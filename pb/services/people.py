"""Who has which role in an organisation: invitations, changes of role, farewells; and the first owner.

Only owners look after people. The last owner cannot leave or be sent away.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from pb.domain.ids import OrganisationId
from pb.domain.people import MAY_GOVERN, MAY_SEE_STAFF_PAGES, Organisation, Role, Viewer, need_role
from pb.domain.refusals import Kind, Refusal, refuse_faults
from pb.domain.signin import LIFETIME, Purpose
from pb.domain.text import LANGUAGES, Bilingual, Language, length_fault, read_email
from pb.i18n.catalog import words
from pb.i18n.marks import pgettext, say
from pb.services import letters
from pb.services.chain import SITE, record
from pb.services.deps import Deps
from pb.services.rounds import load_organisation_or_refuse
from pb.services.signin import load_mail_token, make_account, new_token, token_hash
from pb.storage import people, signin
from pb.storage.signin import MailToken

ROLE_WORDS = {
    Role.OWNER: pgettext("role", "owner"),
    Role.ORGANISER: pgettext("role", "organiser"),
    Role.REVIEWER: pgettext("role", "reviewer"),
    Role.AUDITOR: pgettext("role", "auditor"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    person: Viewer
    role: Role
    is_you: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    email: str
    role: Role
    sent_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    organisation: Organisation
    members: tuple[Member, ...]
    invitations: tuple[Invitation, ...]
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPage:
    organisation: Organisation
    role: Role
    email: str
    has_account: bool


def view_people(deps: Deps, viewer: Viewer | None, organisation_id: str) -> PeoplePage:
    """Everyone with a role, for everyone with a role; open invitations for owners only."""
    with deps.db.read() as tx:
        organisation = load_organisation_or_refuse(tx, organisation_id)
        someone = need_role(viewer, organisation.id, MAY_SEE_STAFF_PAGES)
        is_owner = someone.role_in(organisation.id) is Role.OWNER
        sent = signin.list_open_invitations(tx, organisation.id, now=deps.clock.now()) if is_owner else []
        members = people.list_members(tx, organisation.id)
    return PeoplePage(
        organisation=organisation,
        members=tuple(
            Member(person=person, role=role, is_you=person.id == someone.id) for person, role in members
        ),
        invitations=tuple(
            Invitation(
                email=token.email, role=token.role, sent_at=token.created_at, expires_at=token.expires_at
            )
            for token in sent
            if token.role is not None
        ),
        may_change=is_owner,
    )


def view_invite(deps: Deps, viewer: Viewer | None, organisation_id: str) -> PeoplePage:
    """The same for whoever may invite: owners. Raises as `view_people`, and `not-your-role`."""
    page = view_people(deps, viewer, organisation_id)
    need_role(viewer, page.organisation.id, MAY_GOVERN)
    return page


def view_member(
    deps: Deps, viewer: Viewer | None, organisation_id: str, person_id: str
) -> tuple[PeoplePage, Member]:
    """One member, for owners. Raises Refusal `not-found`."""
    page = view_people(deps, viewer, organisation_id)
    need_role(viewer, page.organisation.id, MAY_GOVERN)
    member = next((member for member in page.members if member.person.id == person_id), None)
    if member is None:
        raise Refusal("not-found", Kind.NOT_FOUND)
    return page, member


def invite(deps: Deps, viewer: Viewer | None, organisation_id: str, *, email: str, role: str) -> None:
    """Send an invitation by e-mail, in place of any earlier one to the same address.

    The letter goes out after the transaction, so that a slow mail server keeps no voter waiting; where it
    cannot be sent the invitation is taken back, and Refusal `letter-not-sent` is raised.
    """
    address = read_email(email)
    if address is None:
        raise Refusal.field("email", "not-an-email")
    wanted = _role(role)
    token, now = new_token(deps), deps.clock.now()
    with deps.db.write() as tx:
        organisation = load_organisation_or_refuse(tx, organisation_id)
        owner = need_role(viewer, organisation.id, MAY_GOVERN)
        known = people.load_viewer_by_email(tx, address)
        if known is not None and known.role_in(organisation.id) is not None:
            raise Refusal.field("email", "already-a-member")
        deps.limits.invitations.check(owner.id, now)
        deps.limits.invitations.failed(owner.id, now)  # every invitation counts
        signin.remove_invitations(tx, organisation.id, address)
        sent = MailToken(
            purpose=Purpose.INVITE, email=address, organisation_id=organisation.id, role=wanted,
            created_at=now, expires_at=now + LIFETIME[Purpose.INVITE],
        )  # fmt: skip
        signin.put_mail_token(tx, token_hash(token), sent)
        record(
            deps, tx, organisation.id, "person_invited", viewer=owner, role="owner", invited_as=wanted.value
        )
    try:
        _send_invitation(deps, organisation, sent, token, known)
    except Refusal:
        withdraw_invitation(deps, viewer, organisation_id, email=address)
        raise


def withdraw_invitation(deps: Deps, viewer: Viewer | None, organisation_id: str, *, email: str) -> None:
    """Take back an invitation that nobody has taken up; nothing happens where there is none."""
    with deps.db.write() as tx:
        organisation = load_organisation_or_refuse(tx, organisation_id)
        owner = need_role(viewer, organisation.id, MAY_GOVERN)
        signin.remove_invitations(tx, organisation.id, read_email(email) or "")
        record(deps, tx, organisation.id, "invitation_withdrawn", viewer=owner, role="owner")


def view_invitation(deps: Deps, token: str) -> InvitationPage:
    """What somebody is invited to. Raises Refusal `link-expired`."""
    with deps.db.read() as tx:
        organisation, role, sent = _load_invitation(deps, tx, token)
        known = people.load_viewer_by_email(tx, sent.email)
        has_account = known is not None and people.load_password_hash(tx, known.id) is not None
    return InvitationPage(organisation=organisation, role=role, email=sent.email, has_account=has_account)


def take_up_invitation(deps: Deps, token: str, *, name: str, password: str, language: Language) -> None:
    """Give the invited person the role; a new person gets an account with `name` and `password`."""
    now = deps.clock.now()
    with deps.db.write() as tx:
        organisation, role, sent = _load_invitation(deps, tx, token)
        person = people.load_viewer_by_email(tx, sent.email)
        if person is None or people.load_password_hash(tx, person.id) is None:
            person = make_account(deps, tx, sent.email, name=name, password=password, language=language)
        people.put_membership(tx, organisation_id=organisation.id, person_id=person.id, role=role, at=now)
        signin.put_used(tx, token_hash(token), at=now)
        record(deps, tx, organisation.id, "invitation_taken_up", viewer=person, role=role.value)


def change_role(
    deps: Deps, viewer: Viewer | None, organisation_id: str, *, person_id: str, role: str
) -> None:
    """Give a member another role. Raises Refusal `last-owner` where nobody would own the organisation."""
    wanted = _role(role)
    with deps.db.write() as tx:
        organisation, owner, person = _load_member(deps, tx, viewer, organisation_id, person_id)
        if person.role_in(organisation.id) is Role.OWNER and wanted is not Role.OWNER:
            _need_another_owner(tx, organisation.id, person)
        people.put_membership(
            tx, organisation_id=organisation.id, person_id=person.id, role=wanted, at=deps.clock.now()
        )
        record(deps, tx, organisation.id, "role_changed", viewer=owner, role="owner", to=wanted.value)


def remove_member(deps: Deps, viewer: Viewer | None, organisation_id: str, *, person_id: str) -> None:
    """End a person's role and their sessions. Raises Refusal `last-owner`."""
    with deps.db.write() as tx:
        organisation, owner, person = _load_member(deps, tx, viewer, organisation_id, person_id)
        if person.role_in(organisation.id) is Role.OWNER:
            _need_another_owner(tx, organisation.id, person)
        people.remove_membership(tx, organisation_id=organisation.id, person_id=person.id)
        signin.remove_sessions_of(tx, person.id)
        record(deps, tx, organisation.id, "member_removed", viewer=owner, role="owner")


def add_owner(
    deps: Deps, *, email: str, name: str, password: str, language: Language, organisation: Bilingual
) -> OrganisationId:
    """An owner's account, and the organisation if no organisation has that name; for the command line.

    Raises Refusal `invalid-form` with faults on `email`, `name`, `password`, `organisation`.
    """
    address = read_email(email)
    if address is None:
        raise Refusal.field("email", "not-an-email")
    for text in (organisation.cy, organisation.en):
        refuse_faults(length_fault("organisation", text, most=120))
    with deps.db.write() as tx:
        now = deps.clock.now()
        known = next((o for o in people.list_organisations(tx) if o.name == organisation), None)
        home = known or Organisation(id=OrganisationId(deps.randomness.id()), name=organisation)
        if known is None:
            people.put_organisation(tx, home, at=now)
            record(deps, tx, home.id, "organisation_made", name=organisation.as_record())
        person = make_account(deps, tx, address, name=name, password=password, language=language)
        people.put_membership(tx, organisation_id=home.id, person_id=person.id, role=Role.OWNER, at=now)
        record(deps, tx, home.id, "owner_added")
        record(deps, tx, SITE, "owner_added")
    return home.id


def _role(text: str) -> Role:
    if text not in {role.value for role in Role}:
        raise Refusal.field("role", "not-a-choice")
    return Role(text)


def _load_invitation(deps: Deps, tx: Session, token: str) -> tuple[Organisation, Role, MailToken]:
    sent = load_mail_token(deps, tx, token, Purpose.INVITE)
    if sent.organisation_id is None or sent.role is None:
        raise Refusal("link-expired", Kind.NOT_FOUND)
    return load_organisation_or_refuse(tx, sent.organisation_id), sent.role, sent


def _load_member(
    deps: Deps, tx: Session, viewer: Viewer | None, organisation_id: str, person_id: str
) -> tuple[Organisation, Viewer, Viewer]:
    organisation = load_organisation_or_refuse(tx, organisation_id)
    owner = need_role(viewer, organisation.id, MAY_GOVERN)
    person = people.load_viewer(tx, person_id)
    if person is None or person.role_in(organisation.id) is None:
        raise Refusal("not-found", Kind.NOT_FOUND)
    return organisation, owner, person


def _need_another_owner(tx: Session, organisation_id: str, person: Viewer) -> None:
    people.lock_organisation(tx, organisation_id)  # two owners who leave at once must not both be let go
    owners = [member for member, role in people.list_members(tx, organisation_id) if role is Role.OWNER]
    if all(owner.id == person.id for owner in owners):
        raise Refusal("last-owner", Kind.NOT_ALLOWED)


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
