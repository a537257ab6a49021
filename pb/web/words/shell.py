"""Words of the shell itself: the kinds of refusal, and what the endpoint refuses before any feature is asked.

Features keep their own tables beside this one; a code stands in one table only.
"""

from pb.i18n.marks import N_, Mark

REFUSALS: dict[str, Mark] = {
    "kind.not-found": N_("We could not find what you are looking for."),
    "kind.not-allowed": N_("You are not able to do this."),
    "kind.wrong-phase": N_("This is not possible at this stage of the round."),
    "kind.invalid": N_("Something here is not right. Check it and try again."),
    "kind.unavailable": N_(
        "This part of the service is not answering now. Nothing has been lost: try again in a few minutes."
    ),
    "kind.too-many": N_("This has been tried too often. Wait a while, then try again."),
    "not-found": N_(
        "If you typed the address, check that it is right. The page may also have been moved or closed."
    ),
    "wrong-method": N_(
        "If you typed the address, check that it is right. The page may also have been moved or closed."
    ),
    "cross-site": N_("This request came from another website, so nothing has been done."),
    "form-out-of-date": N_(
        "This page was open for a long time. Nothing has been lost: check the page and send it again."
    ),
    "records-unreachable": N_(
        "Our records cannot be opened or saved just now. What was saved before is safe. "
        "Try again in a minute."
    ),
    "form-too-large": N_("What you sent is too large. Make it shorter, or choose smaller files."),
    "form-unreadable": N_("What was sent could not be read. Go back and try again."),
    "invalid-form": N_("Something here is not right. Check it and try again."),
    "sign-in-first": N_("You need to sign in before you can do this."),
    "not-your-role": N_("Your role does not allow this. Ask an owner of your organisation."),
    "confirm-email-first": N_("Confirm your email address before you can do this."),
    "missing": N_("Fill in this field."),
    "too-short": N_("This is too short. Letters needed at least: %(least)s."),
    "too-long": N_("This is too long. Letters allowed at most: %(most)s. Letters now: %(length)s."),
    "missing-amount": N_("Enter an amount."),
    "negative-amount": N_("The amount cannot be less than zero."),
    "not-an-amount": N_("Enter an amount in pounds, such as 250 or 1,250.50."),
    "part-of-a-penny": N_("Enter whole pence: at most two figures after the point."),
    "amount-too-large": N_("The amount is too large. The most allowed: %(most_pence)s."),
    "amount-too-small": N_("The amount is too small. The least allowed: %(least_pence)s."),
    "not-a-number": N_("Enter a whole number in figures, such as 3."),
    "not-a-date": N_("Enter a date, such as 1/3/2026."),
    "not-a-time": N_("Enter a time on the 24-hour clock, such as 17:30."),
    "no-such-time": N_(
        "The clocks go forward that night, so this time does not come. "
        "Choose a time an hour earlier or later."
    ),
    "not-an-email": N_("Enter an email address, such as name@example.org."),
    "not-a-choice": N_("Choose one of the answers."),
}

NOTICES: dict[str, Mark] = {
    "saved": N_("Your changes have been saved."),
}

LABELS: dict[str, Mark] = {}
