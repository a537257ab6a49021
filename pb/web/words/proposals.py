"""Words of proposals: what is wrong with a form, statuses, well-being goals."""

from pb.i18n.marks import N_, Mark, pgettext

REFUSALS: dict[str, Mark] = {
    "proposal-not-found": N_("This proposal is not here. It may have been withdrawn."),
    "proposal-withdrawn": N_("This proposal has been withdrawn, so it cannot be changed."),
    "choose-a-category": N_("Choose the category that fits best."),
    "choose-a-pot": N_("Choose a pot."),
    "over-largest-request": N_("This is more than this pot gives to one proposal. The most: %(most_pence)s."),
    "a-cost-line-needed": N_("Say what the money is for, in at least one line."),
    "lines-do-not-add-up": N_(
        "The lines do not add up to the amount. Lines: %(total_pence)s. Amount: %(amount_pence)s."
    ),
    "too-many-goals": N_("Choose fewer goals. The most: %(most)s."),
    "title.missing": N_("Give your proposal a title."),
    "summary.missing": N_("Say in one or two sentences what you would do."),
    "description.missing": N_("Describe what you would do, and for whom."),
    "language.not-a-choice": N_("Say which language you are writing in."),
    "author_name.missing": N_("Enter the name of the person or group."),
}

NOTICES: dict[str, Mark] = {
    "proposal-draft-saved": N_("Your draft has been kept. Nobody else can see it until you submit it."),
    "proposal-submitted": N_("Your proposal has been submitted. Thank you."),
    "proposal-withdrawn": N_("Your proposal has been withdrawn."),
    "proposal-entered": N_("The proposal has been entered."),
}

LABELS: dict[str, Mark] = {
    "proposal-status.draft": pgettext("proposal", "Draft"),
    "proposal-status.submitted": pgettext("proposal", "Waiting for review"),
    "proposal-status.withdrawn": pgettext("proposal", "Withdrawn"),
    "proposal-status.accepted": pgettext("proposal", "Accepted for the vote"),
    "proposal-status.declined": pgettext("proposal", "Not accepted"),
    "goal.WFG1": N_("A prosperous Wales"),
    "goal.WFG2": N_("A resilient Wales"),
    "goal.WFG3": N_("A healthier Wales"),
    "goal.WFG4": N_("A more equal Wales"),
    "goal.WFG5": N_("A Wales of cohesive communities"),
    "goal.WFG6": N_("A Wales of vibrant culture and thriving Welsh language"),
    "goal.WFG7": N_("A globally responsible Wales"),
}
