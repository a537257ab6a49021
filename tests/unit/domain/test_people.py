"""Roles: each may do what it is for, strangers learn nothing, and an unconfirmed address is not enough."""

from dataclasses import replace

import pytest

from pb.domain.ids import OrganisationId, PersonId
from pb.domain.people import (
    MAY_AUDIT,
    MAY_ORGANISE,
    MAY_REVIEW,
    MAY_SEE_STAFF_PAGES,
    Membership,
    Organisation,
    Role,
    Viewer,
    need_resident,
    need_role,
)
from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Bilingual

CYNGOR, ARALL = OrganisationId("cyngor"), OrganisationId("arall")
BRYN = Viewer(id=PersonId("bryn"), name="Bryn", email="b@cwm.example", language="cy", email_confirmed=True)


def _with_role(role: Role) -> Viewer:
    council = Organisation(id=CYNGOR, name=Bilingual(cy="Cyngor", en="Council"))
    return replace(BRYN, memberships=(Membership(organisation=council, role=role),))


@pytest.mark.parametrize(
    ("role", "organises", "reviews", "audits"),
    [
        (Role.OWNER, True, True, True),
        (Role.ORGANISER, True, True, True),
        (Role.REVIEWER, False, True, False),
        (Role.AUDITOR, False, False, True),
    ],
)
def test_what_each_role_may_do(role: Role, organises: bool, reviews: bool, audits: bool) -> None:
    viewer = _with_role(role)
    wanted = {MAY_ORGANISE: organises, MAY_REVIEW: reviews, MAY_AUDIT: audits, MAY_SEE_STAFF_PAGES: True}
    for allowed, may in wanted.items():
        if may:
            assert need_role(viewer, CYNGOR, allowed) is viewer
        else:
            assert _refused(viewer, CYNGOR, allowed) == ("not-your-role", Kind.NOT_ALLOWED)


def test_strangers_are_told_that_there_is_nothing() -> None:
    assert _refused(BRYN, CYNGOR, MAY_SEE_STAFF_PAGES) == ("not-found", Kind.NOT_FOUND)
    assert _refused(_with_role(Role.OWNER), ARALL, MAY_SEE_STAFF_PAGES) == ("not-found", Kind.NOT_FOUND)


def test_who_is_not_signed_in_is_asked_to() -> None:
    assert _refused(None, CYNGOR, MAY_AUDIT) == ("sign-in-first", Kind.NOT_ALLOWED)


def test_a_role_is_in_one_organisation() -> None:
    assert _with_role(Role.AUDITOR).role_in(CYNGOR) is Role.AUDITOR
    assert _with_role(Role.AUDITOR).role_in(ARALL) is None


def test_a_resident_has_a_confirmed_address() -> None:
    assert need_resident(BRYN) is BRYN
    for viewer, code in (
        (None, "sign-in-first"),
        (replace(BRYN, email_confirmed=False), "confirm-email-first"),
    ):
        with pytest.raises(Refusal) as refused:
            need_resident(viewer)
        assert (refused.value.code, refused.value.kind) == (code, Kind.NOT_ALLOWED)


def test_two_pairs_of_eyes_are_usual() -> None:
    assert Organisation(id=CYNGOR, name=Bilingual()).four_eyes


def _refused(
    viewer: Viewer | None, organisation_id: OrganisationId, allowed: frozenset[Role]
) -> tuple[str, Kind]:
    with pytest.raises(Refusal) as refused:
        need_role(viewer, organisation_id, allowed)
    return refused.value.code, refused.value.kind
