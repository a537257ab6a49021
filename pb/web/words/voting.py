"""Words of voting and of voter codes: why something was refused, notices, and what a receipt stands for."""

from pb.i18n.marks import N_, Mark, pgettext

REFUSALS: dict[str, Mark] = {
    "voting-not-open": N_("Voting is not open yet."),
    "voting-closed": N_(
        "Voting has closed, so nothing more can be cast. A vote that you cast before stands. "
        "Closed: %(closed_at)s."
    ),
    "voting-unavailable": N_(
        "Votes cannot be taken just now. Nothing has been lost: try again in a few minutes."
    ),
    "code-first": N_("Enter your voter code first."),
    "reminder-too-late": N_("It is too late for a reminder: less than a day is left."),
    "reminder-not-needed": N_("You have cast your vote, so there is nothing to remind you of."),
    "proof-again": N_("Show once more that you can vote. Your choices are kept."),
    "code.missing": N_("Enter the code."),
    "code-mistyped": N_("There is a slip in this code. Compare it with your letter, letter by letter."),
    "code-wrong": N_("This code is not known in this round. Check that it is the code for this vote."),
    "code-void": N_(
        "This code has been made void, so it cannot be used. Ask the organisers for another one."
    ),
    "code-void-already": N_("This code is void already."),
    "paper-changed": N_(
        "The ballot paper has just changed. Your vote has not been cast: check your choices once more."
    ),
    "choices-changed": N_(
        "Your choices were changed in another window. Your vote has not been cast: check them once more."
    ),
    "ballot-too-many": N_(
        "You have chosen too many. Pot: %(pot)s. At most: %(most)s. You have chosen: %(has)s."
    ),
    "ballot-too-few": N_(
        "You have chosen too few. Pot: %(pot)s. At least: %(least)s. You have chosen: %(has)s. "
        "You may also choose none at all."
    ),
    "ballot-not-complete": N_(
        "Mark every proposal in this pot, or none at all. Pot: %(pot)s. Proposals: %(needs)s. "
        "You have marked: %(has)s."
    ),
    "ballot-too-many-in-group": N_(
        "You have chosen too many of one kind. Pot: %(pot)s. Kind: %(group)s. At most: %(most)s. "
        "You have chosen: %(has)s."
    ),
    "ballot-too-few-in-group": N_(
        "You have chosen too few of one kind. Pot: %(pot)s. Kind: %(group)s. At least: %(least)s. "
        "You have chosen: %(has)s."
    ),
    "ballot-too-many-doubled": N_(
        "You have too many favourites. Pot: %(pot)s. At most: %(most)s. You have: %(has)s."
    ),
    "ballot-boost-outside-group": N_(
        "This extra vote can be given only to proposals of one kind. Pot: %(pot)s. Kind: %(group)s."
    ),
    "ballot-over-group-cost": N_(
        "Your choices of one kind cost too much. Pot: %(pot)s. Kind: %(group)s. At most: %(limit_pence)s. "
        "They cost: %(cost_pence)s."
    ),
    "ballot-under-group-cost": N_(
        "Your choices of one kind cost too little. Pot: %(pot)s. Kind: %(group)s. At least: %(limit_pence)s. "
        "They cost: %(cost_pence)s. You may also choose none at all."
    ),
    "ballot-over-pot": N_(
        "Your choices cost too much. Pot: %(pot)s. At most: %(most_pence)s. They cost: %(cost_pence)s. "
        "Too much by: %(over_pence)s."
    ),
    "ballot-under-spent": N_(
        "Your choices cost too little. Pot: %(pot)s. At least: %(least_pence)s. They cost: %(cost_pence)s. "
        "You may also choose none at all."
    ),
    "ballot-too-many-points": N_(
        "You have given too many points. Pot: %(pot)s. At most: %(most)s. You have given: %(has)s."
    ),
    "ballot-too-few-points": N_(
        "You have given too few points. Pot: %(pot)s. At least: %(least)s. You have given: %(has)s."
    ),
    "ballot-gap-in-order": N_(
        "Number your choices 1, 2, 3 and so on: no number twice, and none left out. Pot: %(pot)s."
    ),
    "ballot-bad-mark": N_(
        "One of the marks cannot be used. Pot: %(pot)s. Proposal: %(proposal)s. "
        "Give a whole number from %(least)s to %(most)s, or none."
    ),
    "ballot-unknown-project": N_(
        "Something you chose is not on this ballot paper any more. "
        "It has been taken out; your other choices are kept."
    ),
    "vote-stands": N_(
        "You have voted already. In this round the first vote counts, so it cannot be changed."
    ),
    "nothing-cast": N_("You have not cast a vote, so there is no receipt."),
    "receipt.missing": N_("Enter the receipt."),
    "receipt-mistyped": N_("There is a slip in this receipt. It has 16 letters and figures."),
    "code-count": N_("Enter how many codes, as a whole number from 1 to %(most)s."),
    "pots.choose-a-pot": N_("Choose at least one pot."),
    "label.missing": N_("Give the batch a name."),
    "count.missing": N_("Enter how many codes."),
    "batch-issued": N_(
        "These codes have been issued already, and the file was their only copy. "
        "If it did not reach you, make the batch void and issue another."
    ),
    "batch-not-found": N_("There is no such batch of codes in this round."),
    "try-again": N_("This did not work, and nothing has been changed. Try again."),
}

NOTICES: dict[str, Mark] = {
    "code-first": N_("Enter your voter code to go on. Choices that you made before are kept."),
    "voting-finished": N_("You have finished. Your code is forgotten on this device."),
    "reminder-kept": N_("You will be reminded, once."),
    "reminder-forgotten": N_("You will not be reminded. The address or number has been erased."),
    "receipt-texted": N_("The receipt is on its way to your phone. Your number has not been kept."),
    "vote-stands": N_(
        "Your vote is cast, and it stands: in this round the first vote counts. There is nothing more to do."
    ),
    "receipt-sent": N_("The receipt is on its way. Your address has not been kept."),
    "code-voided": N_("The code is now void."),
    "batch-voided": N_("Every code of the batch is now void."),
}

LABELS: dict[str, Mark] = {
    "grade.excellent": pgettext("grade", "Excellent"),
    "grade.very-good": pgettext("grade", "Very good"),
    "grade.good": pgettext("grade", "Good"),
    "grade.fair": pgettext("grade", "Fair"),
    "grade.poor": pgettext("grade", "Poor"),
    "grade.very-poor": pgettext("grade", "Very poor"),
    "box.sealed": N_(
        "In this round only auditors can open what a receipt stands for. It proves to nobody how you voted."
    ),
    "box.open": N_(
        "In this round everything that seals the votes is published after the close. "
        "Whoever has your receipt can then find your vote: show it to nobody."
    ),
    "receipt.in-box": N_(
        "This vote has reached the box. Until voting closes it may still be replaced by a later vote "
        "of the same voter; after that, this page says whether it was counted."
    ),
    "which-counts.last": N_(
        "You can come back the same way and change your vote until voting closes. Only your last vote counts."
    ),
    "which-counts.first": N_(
        "In this round the first vote counts. Once it is cast it stands: you cannot change it afterwards."
    ),
    "receipt.in-box-first": pgettext(
        "receipt",
        "This vote has reached the box, and it stands. When voting has closed, this page says that "
        "it was counted.",
    ),
    "receipt.counted": pgettext("receipt", "This vote was counted."),
    "receipt.replaced": pgettext(
        "receipt", "This vote was replaced by a later vote of the same voter. The later one was counted."
    ),
    "receipt.void": pgettext(
        "receipt", "This vote was not counted: its code or entry was made void before voting closed."
    ),
    "receipt.not-found": pgettext(
        "receipt", "We know of no vote with this receipt in this round. Check it letter by letter."
    ),
}
