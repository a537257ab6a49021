"""Words of reviewing: refusals and faults.

Reasons that reviewers give are their own words and do not stand here.
"""

from pb.i18n.marks import N_, Mark

REFUSALS: dict[str, Mark] = {
    "not-under-review": N_("This proposal is a draft or has been withdrawn, so there is nothing to review."),
    "verdict.not-a-choice": N_("Choose whether to accept or decline."),
    "reason_cy.missing": N_("Give the reason in Welsh."),
    "reason_en.missing": N_("Give the reason in English."),
    "translated_title.missing": N_("Give the title in the other language, for the ballot paper."),
    "translated_summary.missing": N_("Give the summary in the other language, for the ballot paper."),
}

NOTICES: dict[str, Mark] = {
    "proposal-accepted": N_("The proposal has been accepted, and its author has been told."),
    "proposal-declined": N_("The proposal has been declined, and its author has been told."),
}

LABELS: dict[str, Mark] = {}
