"""Words of people in an organisation: roles and invitations."""

from pb.i18n.marks import N_, Mark, pgettext

REFUSALS: dict[str, Mark] = {
    "already-a-member": N_("This person has a role here already. You can change the role in the list."),
    "last-owner": N_("An organisation needs at least one owner. Make somebody else an owner first."),
}

NOTICES: dict[str, Mark] = {
    "invitation-sent": N_("The invitation has been sent."),
    "invitation-withdrawn": N_("The invitation has been taken back."),
    "invitation-taken-up": N_("You have taken up the invitation. Sign in to begin."),
    "role-changed": N_("The role has been changed."),
    "member-removed": N_("The person no longer has a role here."),
}

LABELS: dict[str, Mark] = {
    "role.owner": pgettext("role", "owner"),
    "role.organiser": pgettext("role", "organiser"),
    "role.reviewer": pgettext("role", "reviewer"),
    "role.auditor": pgettext("role", "auditor"),
    "role.teller": pgettext("role", "teller"),
    "role-can.owner": N_("Looks after people and settings, and everything an organiser does."),
    "role-can.organiser": N_("Sets up rounds, issues voter codes, counts and publishes."),
    "role-can.reviewer": N_("Reads proposals and accepts or declines them with a reason."),
    "role-can.auditor": N_("Sees everything, changes nothing, downloads the record to check it."),
    "role-can.teller": N_("Lets people in who come to vote in person, and sees nothing else."),
}
