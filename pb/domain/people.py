"""People, their roles in an organisation, and what each role may do.

It knows nothing of passwords or sessions: a Viewer is whoever the sign-in service says is looking.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from pb.domain.ids import OrganisationId, PersonId
from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Bilingual, Language


class Role(StrEnum):
    """What a person is to an organisation. Owners are organisers who also look after people and settings."""

    OWNER = "owner"
    ORGANISER = "organiser"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who runs rounds. Without `four_eyes` one person may count and publish, and public pages say so."""

    id: OrganisationId
    name: Bilingual
    four_eyes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    organisation: Organisation
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A signed-in person as pages and services see them."""

    id: PersonId
    name: str
    email: str
    language: Language
    email_confirmed: bool
    memberships: tuple[Membership, ...] = field(default=())

    def role_in(self, organisation_id: OrganisationId) -> Role | None:
        return next((m.role for m in self.memberships if m.organisation.id == organisation_id), None)


MAY_GOVERN = frozenset({Role.OWNER})  # people and settings
MAY_ORGANISE = frozenset({Role.OWNER, Role.ORGANISER})
MAY_REVIEW = frozenset({Role.OWNER, Role.ORGANISER, Role.REVIEWER})
MAY_AUDIT = frozenset({Role.OWNER, Role.ORGANISER, Role.AUDITOR})
MAY_SEE_STAFF_PAGES = frozenset(Role)


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
