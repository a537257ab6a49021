"""Pages of the people of an organisation: roles, invitations, farewells.

They decide nothing about who may change what: the service does.
"""

from starlette.responses import Response

from pb.domain.people import Role, need_resident
from pb.services import invitations, people
from pb.web.render import redirect, render
from pb.web.visit import Visit
from pb.web.ways import Way


def show_organise(visit: Visit) -> Response:
    """GET /organise: the organisations one has a role in; straight on where there is one."""
    memberships = need_resident(visit.viewer).memberships
    if len(memberships) == 1:
        rest = "/desk" if memberships[0].role is Role.TELLER else ""
        return redirect(visit, f"/organisations/{memberships[0].organisation.id}{rest}")
    return render(visit, "people/organise.html", memberships=memberships)


def show_people(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/people: who has which role."""
    page = people.view_people(visit.deps, visit.viewer, visit.params["organisation_id"])
    return render(visit, "people/people.html", page=page)


def show_invite(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/people/invite: an address and a role."""
    page = people.view_invite(visit.deps, visit.viewer, visit.params["organisation_id"])
    return render(visit, "people/invite.html", page=page)


def post_invite(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/people/invite: send it."""
    organisation_id = visit.params["organisation_id"]
    invitations.invite(
        visit.deps,
        visit.viewer,
        organisation_id,
        email=visit.form.raw("email"),
        role=visit.form.raw("role"),
        round_id=visit.form.raw("round"),
    )
    return redirect(visit, f"/organisations/{organisation_id}/people", notice="invitation-sent")


def post_withdraw_invitation(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/people/withdraw: take an invitation back."""
    organisation_id = visit.params["organisation_id"]
    invitations.withdraw_invitation(visit.deps, visit.viewer, organisation_id, email=visit.form.raw("email"))
    return redirect(visit, f"/organisations/{organisation_id}/people", notice="invitation-withdrawn")


def show_member(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/people/{person_id}: another role."""
    page, member = people.view_member(
        visit.deps, visit.viewer, visit.params["organisation_id"], visit.params["person_id"]
    )
    return render(visit, "people/member.html", page=page, member=member)


def post_member(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/people/{person_id}: change the role."""
    organisation_id = visit.params["organisation_id"]
    people.change_role(
        visit.deps,
        visit.viewer,
        organisation_id,
        person_id=visit.params["person_id"],
        role=visit.form.raw("role"),
        round_id=visit.form.raw("round"),
    )
    return redirect(visit, f"/organisations/{organisation_id}/people", notice="role-changed")


def show_remove(visit: Visit) -> Response:
    """GET /organisations/{organisation_id}/people/{person_id}/remove: asks once."""
    page, member = people.view_ending(
        visit.deps, visit.viewer, visit.params["organisation_id"], visit.params["person_id"]
    )
    return render(visit, "people/remove.html", page=page, member=member)


def post_remove(visit: Visit) -> Response:
    """POST /organisations/{organisation_id}/people/{person_id}/remove: end the role."""
    organisation_id = visit.params["organisation_id"]
    people.remove_member(visit.deps, visit.viewer, organisation_id, person_id=visit.params["person_id"])
    return redirect(visit, f"/organisations/{organisation_id}/people", notice="member-removed")


def show_invitation(visit: Visit) -> Response:
    """GET /invitations/{token}: what one is invited to; a new person gives a name and a password."""
    page = invitations.view_invitation(visit.deps, visit.params["token"])
    return render(visit, "people/invitation.html", page=page)


def post_invitation(visit: Visit) -> Response:
    """POST /invitations/{token}: take it up."""
    invitations.take_up_invitation(
        visit.deps,
        visit.params["token"],
        name=visit.form.raw("name"),
        password=visit.form.raw("password"),
        language=visit.language,
    )
    return redirect(visit, "/sign-in", notice="invitation-taken-up")


WAYS = (
    Way("/organise", show_organise, private=True),
    Way("/organisations/{organisation_id}/people", show_people),
    Way("/organisations/{organisation_id}/people/invite", show_invite, post_invite),
    Way("/organisations/{organisation_id}/people/withdraw", None, post_withdraw_invitation),
    Way("/organisations/{organisation_id}/people/{person_id}", show_member, post_member),
    Way("/organisations/{organisation_id}/people/{person_id}/remove", show_remove, post_remove),
    Way("/invitations/{token}", show_invitation, post_invitation, private=True),
)
