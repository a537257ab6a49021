"""Who has which role in an organisation: changes of role, farewells; and the first owner.

Owners look after people, organisers after their tellers. The last owner cannot leave or be sent away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from pb.domain.ids import OrganisationId, RoundId
from pb.domain.people import (
    MAY_GOVERN,
    MAY_ORGANISE,
    MAY_SEE_STAFF_PAGES,
    Organisation,
    Role,
    Viewer,
    need_role,
    roles_to_give,
)
from pb.domain.refusals import Kind, Refusal, refuse_faults
from pb.domain.rounds import Phase, Round, phase_at
from pb.domain.text import Bilingual, Language, length_fault, read_email
from pb.services.chain import SITE, record
from pb.services.deps import Deps
from pb.services.rounds import load_organisation_or_refuse
from pb.services.signin import make_account
from pb.storage import people, rounds, signin

PAST = frozenset({Phase.COUNTING, Phase.PUBLISHED})  # nobody can be let in any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """`round` is that of a teller for one round alone."""

    person: Viewer
    role: Role
    round: Round | None
    is_you: bool
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    email: str
    role: Role
    sent_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """`may_give` are the roles that the viewer can give; `rounds` those that a teller can be for."""

    organisation: Organisation
    members: tuple[Member, ...]
    invitations: tuple[Invitation, ...]
    rounds: tuple[Round, ...]
    may_give: tuple[Role, ...]
    may_change: bool


def view_people(deps: Deps, viewer: Viewer | None, organisation_id: str) -> PeoplePage:
    """Everyone with a role, for everyone with a role; open invitations for those who may send such."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        organisation = load_organisation_or_refuse(tx, organisation_id)
        someone = need_role(viewer, organisation.id, MAY_SEE_STAFF_PAGES)
        may_give = roles_to_give(someone.role_in(organisation.id))
        sent = signin.list_open_invitations(tx, organisation.id, now=now) if may_give else []
        members = people.list_members(tx, organisation.id)
        found = rounds.list_rounds(tx, organisation_id=organisation.id, announced_only=False)
    return PeoplePage(
        organisation=organisation,
        members=tuple(_member(organisation, someone, person, role, found) for person, role in members),
        invitations=tuple(
            Invitation(
                email=token.email, role=token.role, sent_at=token.created_at, expires_at=token.expires_at
            )
            for token in sent
            if token.role in may_give
        ),
        rounds=tuple(round_ for round_ in found if phase_at(round_, now) not in PAST),
        may_give=may_give,
        may_change=Role.OWNER in may_give,
    )


def view_invite(deps: Deps, viewer: Viewer | None, organisation_id: str) -> PeoplePage:
    """The same for whoever may invite. Raises as `view_people`, and `not-your-role`."""
    page = view_people(deps, viewer, organisation_id)
    need_role(viewer, page.organisation.id, MAY_ORGANISE)
    return page


def view_member(
    deps: Deps, viewer: Viewer | None, organisation_id: str, person_id: str
) -> tuple[PeoplePage, Member]:
    """One member, for owners. Raises Refusal `not-found`, `not-your-role`."""
    page, member = view_ending(deps, viewer, organisation_id, person_id)
    need_role(viewer, page.organisation.id, MAY_GOVERN)
    return page, member


def view_ending(
    deps: Deps, viewer: Viewer | None, organisation_id: str, person_id: str
) -> tuple[PeoplePage, Member]:
    """One member, for whoever may end the role. Raises Refusal `not-found`, `not-your-role`."""
    page = view_invite(deps, viewer, organisation_id)
    member = next((member for member in page.members if member.person.id == person_id), None)
    if member is None:
        raise Refusal("not-found", Kind.NOT_FOUND)
    need_to_give(viewer, page.organisation.id, member.role)
    return page, member


def need_to_give(viewer: Viewer | None, organisation_id: OrganisationId, role: Role) -> Viewer:
    """The viewer, if they may give and end the role. Raises as `need_role`."""
    person = need_role(viewer, organisation_id, MAY_ORGANISE)
    if role not in roles_to_give(person.role_in(organisation_id)):
        raise Refusal("not-your-role", Kind.NOT_ALLOWED)
    return person


def read_role(text: str) -> Role:
    """The role of that name. Raises Refusal INVALID on `role`."""
    if text not in {role.value for role in Role}:
        raise Refusal.field("role", "not-a-choice")
    return Role(text)


def read_round(tx: Session, organisation_id: OrganisationId, role: Role, round_id: str) -> RoundId | None:
    """The round that a teller is for, None for every round. Raises Refusal INVALID on `round`."""
    if role is not Role.TELLER or not round_id:
        return None
    found = rounds.load_round(tx, round_id)
    if found is None or found.organisation_id != organisation_id:
        raise Refusal.field("round", "not-a-choice")
    return found.id


def change_role(
    deps: Deps,
    viewer: Viewer | None,
    organisation_id: str,
    *,
    person_id: str,
    role: str,
    round_id: str = "",
) -> None:
    """Give a member another role. Raises Refusal `last-owner` where nobody would own the organisation."""
    wanted = read_role(role)
    with deps.db.write() as tx:
        organisation, person = _load_member(tx, viewer, organisation_id, person_id)
        owner = need_role(viewer, organisation.id, MAY_GOVERN)
        if person.role_in(organisation.id) is Role.OWNER and wanted is not Role.OWNER:
            _need_another_owner(tx, organisation.id, person)
        people.put_membership(
            tx,
            organisation_id=organisation.id,
            person_id=person.id,
            role=wanted,
            at=deps.clock.now(),
            round_id=read_round(tx, organisation.id, wanted, round_id),
        )
        record(deps, tx, organisation.id, "role_changed", viewer=owner, role="owner", to=wanted.value)


def remove_member(deps: Deps, viewer: Viewer | None, organisation_id: str, *, person_id: str) -> None:
    """End a person's role and their sessions. Raises Refusal `last-owner`."""
    with deps.db.write() as tx:
        organisation, person = _load_member(tx, viewer, organisation_id, person_id)
        role = person.role_in(organisation.id) or Role.OWNER
        ender = need_to_give(viewer, organisation.id, role)
        if role is Role.OWNER:
            _need_another_owner(tx, organisation.id, person)
        people.remove_membership(tx, organisation_id=organisation.id, person_id=person.id)
        signin.remove_sessions_of(tx, person.id)
        mine = ender.role_in(organisation.id)
        record(deps, tx, organisation.id, "member_removed", viewer=ender, role=mine.value if mine else "")


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


def _member(
    organisation: Organisation, viewer: Viewer, person: Viewer, role: Role, found: Sequence[Round]
) -> Member:
    membership = person.membership_in(organisation.id)
    only = membership.round_id if membership else None
    return Member(
        person=person,
        role=role,
        round=next((round_ for round_ in found if round_.id == only), None),
        is_you=person.id == viewer.id,
        may_end=role in roles_to_give(viewer.role_in(organisation.id)),
    )


def _load_member(
    tx: Session, viewer: Viewer | None, organisation_id: str, person_id: str
) -> tuple[Organisation, Viewer]:
    organisation = load_organisation_or_refuse(tx, organisation_id)
    need_role(viewer, organisation.id, MAY_ORGANISE)
    person = people.load_viewer(tx, person_id)
    if person is None or person.role_in(organisation.id) is None:
        raise Refusal("not-found", Kind.NOT_FOUND)
    return organisation, person


def _need_another_owner(tx: Session, organisation_id: str, person: Viewer) -> None:
    people.lock_organisation(tx, organisation_id)  # two owners who leave at once must not both be let go
    owners = [member for member, role in people.list_members(tx, organisation_id) if role is Role.OWNER]
    if all(owner.id == person.id for owner in owners):
        raise Refusal("last-owner", Kind.NOT_ALLOWED)
