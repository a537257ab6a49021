"""Words of signing in: accounts, links sent by e-mail, passwords."""

from pb.i18n.marks import N_, Mark

REFUSALS: dict[str, Mark] = {
    "sign-in-failed": N_("The email address or the password is not right. Check both."),
    "too-many-attempts": N_("There have been too many attempts. Minutes to wait: %(minutes)s."),
    "too-busy": N_(
        "Very many people are here just now. Nothing has been changed. Try again in a few seconds."
    ),
    "link-expired": N_("This link has been used already, or is too old. You can ask for a new one."),
    "letter-not-sent": N_("The email could not be sent just now. Try again in a few minutes."),
    "password-too-short": N_("The password is too short. Letters or figures needed at least: %(least)s."),
    "password-too-long": N_("The password is too long. Letters or figures allowed at most: %(most)s."),
    "password-too-common": N_(
        "Many people would think of this password. Three or four words make a good one."
    ),
    "wrong-password": N_("This is not your present password."),
}

NOTICES: dict[str, Mark] = {
    "signed-in": N_("You have signed in."),
    "signed-out": N_("You have signed out."),
    "account-made": N_("Your account is ready, and you have signed in."),
    "password-changed": N_("Your password has been changed. You have been signed out everywhere else."),
}

LABELS: dict[str, Mark] = {}
