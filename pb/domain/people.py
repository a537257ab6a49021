"""People, their roles in an organisation, and what each role may do.

It knows nothing of passwords or sessions: a Viewer is whoever the sign-in service says is looking.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from pb.domain.ids import OrganisationId, PersonId, RoundId
from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Bilingual, Language


class Role(StrEnum):
    """What a person is to an organisation. Owners are organisers who also look after people and settings."""

    OWNER = "owner"
    ORGANISER = "organiser"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    TELLER = "teller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who runs rounds. Without `four_eyes` one person may count and publish, and public pages say so."""

    id: OrganisationId
    name: Bilingual
    four_eyes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A role in an organisation; a teller's may be for one round alone."""

    organisation: Organisation
    role: Role
    round_id: RoundId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A signed-in person as pages and services see them."""

    id: PersonId
    name: str
    email: str
    language: Language
    email_confirmed: bool
    memberships: tuple[Membership, ...] = field(default=())

    def membership_in(self, organisation_id: OrganisationId) -> Membership | None:
        return next((m for m in self.memberships if m.organisation.id == organisation_id), None)

    def role_in(self, organisation_id: OrganisationId) -> Role | None:
        found = self.membership_in(organisation_id)
        return found.role if found else None


MAY_GOVERN = frozenset({Role.OWNER})  # people and settings
MAY_ORGANISE = frozenset({Role.OWNER, Role.ORGANISER})
MAY_REVIEW = frozenset({Role.OWNER, Role.ORGANISER, Role.REVIEWER})
MAY_AUDIT = frozenset({Role.OWNER, Role.ORGANISER, Role.AUDITOR})
MAY_SEE_STAFF_PAGES = frozenset(Role) - {Role.TELLER}
MAY_LET_IN = frozenset({Role.OWNER, Role.ORGANISER, Role.TELLER})


def need_role(viewer: Viewer | None, organisation_id: OrganisationId, allowed: frozenset[Role]) -> Viewer:
    """The viewer, if signed in with one of the `allowed` roles.

    Raises Refusal `sign-in-first` or `not-your-role` (both NOT_ALLOWED); a stranger is told `not-found`.
    """
    if viewer is None:
        raise Refusal("sign-in-first", Kind.NOT_ALLOWED)
    role = viewer.role_in(organisation_id)
    if role is None:
        raise Refusal("not-found", Kind.NOT_FOUND)
    if role not in allowed:
        raise Refusal("not-your-role", Kind.NOT_ALLOWED)
    return viewer


def need_resident(viewer: Viewer | None) -> Viewer:
    """The viewer, if signed in with a confirmed address. Raises `sign-in-first` or `confirm-email-first`."""
    if viewer is None:
        raise Refusal("sign-in-first", Kind.NOT_ALLOWED)
    if not viewer.email_confirmed:
        raise Refusal("confirm-email-first", Kind.NOT_ALLOWED)
    return viewer


def need_teller(viewer: Viewer | None, organisation_id: OrganisationId, round_id: RoundId) -> Viewer:
    """Who may let people in at a round's desk. Raises as `need_role`, also for another round's teller."""
    teller = need_role(viewer, organisation_id, MAY_LET_IN)
    mine = teller.membership_in(organisation_id)
    if mine is not None and mine.round_id not in (None, round_id):
        raise Refusal("not-your-role", Kind.NOT_ALLOWED)
    return teller


def roles_to_give(role: Role | None) -> tuple[Role, ...]:
    """The roles that somebody may give and end: owners all of them, organisers those of their tellers."""
    if role is Role.OWNER:
        return tuple(Role)
    return (Role.TELLER,) if role is Role.ORGANISER else ()


def at_desk(viewer: Viewer, organisation_id: OrganisationId, round_id: RoundId) -> Viewer:
    """The same person where the device has been in voters' hands: no more than a teller of that round."""
    mine = viewer.membership_in(organisation_id)
    if mine is None or mine.role not in MAY_LET_IN or mine.round_id not in (None, round_id):
        return replace(viewer, memberships=())
    return replace(viewer, memberships=(replace(mine, role=Role.TELLER, round_id=round_id),))
