"""Words of rounds: phases, what is missing, what to do next, and what is wrong on the set-up pages."""

from pb.i18n.marks import N_, Mark, pgettext

REFUSALS: dict[str, Mark] = {
    "round-not-found": N_("There is no such round, or it has not been announced yet."),
    "pot-not-found": N_("There is no such pot in this round."),
    "ward-not-found": N_("There is no such ward."),
    "wrong-phase": N_("This is not possible at this stage of the round."),
    "setup-locked": N_("Voting has opened, so nothing about the round can be changed any more."),
    "round-imported": N_("This round was brought in from elsewhere. It can be read, not changed."),
    "round-not-ready": N_("Some things are still missing. The round's page lists them."),
    "already-announced": N_("The round has been announced already."),
    "too-many-pots": N_("A round can have at most this many pots: %(most_count)s."),
    "pot-has-proposals": N_("This pot has proposals, so it cannot be removed."),
    "last-pot": N_("An announced round needs at least one pot."),
    "too-many-wards": N_("An organisation can have at most this many wards: %(most_count)s."),
    "ward-in-use": N_("A pot or a proposal names this ward, so it cannot be removed. You can rename it."),
    "ward-name-taken": N_("Another ward has this name already."),
    "name_cy.missing": N_("Enter the name in Welsh."),
    "name_en.missing": N_("Enter the name in English."),
    "name_cy.missing-in-both": N_("Enter a name in at least one language."),
    "summary_cy.missing": N_("Enter the summary in Welsh."),
    "summary_en.missing": N_("Enter the summary in English."),
    "category-in-use": N_(
        "A proposal or a limit names this category, so it cannot be removed. You can rename it."
    ),
    "category-name-taken": N_("Another category has this name already."),
    "theme_cy.missing": N_("Enter the theme in Welsh."),
    "theme_en.missing": N_("Enter the theme in English."),
    "contact.missing": N_("Say how residents can reach you."),
    "larger-than-pot": N_("The most one proposal can ask for cannot be more than the pot: %(amount_pence)s."),
    "missing-number": N_("Enter a number."),
    "number-out-of-range": N_("Enter a number from %(least_count)s to %(most_count)s."),
    "more-than-most": N_("The least cannot be more than the most: %(most_count)s."),
    "more-than-most-money": N_("The least cannot be more than the most: %(most_pence)s."),
    "not-with-every-mark": N_("Voters have to mark every proposal, so there can be no most. Leave it empty."),
    "less-than-groups-need": N_(
        "The fewest that voters must choose of each kind come to more than this. Together: %(least_count)s."
    ),
    "more-than-groups-allow": N_(
        "The most that voters can choose of each kind come to less than this. Together: %(most_count)s."
    ),
    "choose-a-group": N_("Choose the category or ward that the extra vote can go to."),
    "rule-ignores-doubles": N_(
        "The rule that is set counts how many people chose a proposal, so this would count for nothing. "
        "Choose a rule or a setting that counts points first."
    ),
    "doubles-would-not-count": N_(
        "On the ballot that is set some choices count double. This rule must count points, "
        "or they would count for nothing."
    ),
    "rule-does-not-fit": N_("The rule that is set cannot count this kind of ballot. Change the rule first."),
    "rule-not-for-ballot": N_(
        "This rule cannot count the kind of ballot that is set. Change the ballot first."
    ),
    "not-with-this-rule": N_("The rule that is chosen cannot keep this. Leave it empty, or choose another."),
    "not-with-these-settings": N_("This does not go with the other settings. Leave it empty."),
    "ties-end-in-lot": N_("The last step must be the drawing of lots, so that a tie is always broken."),
    "missing-date": N_("Enter a date and a time."),
    "date-locked": N_("This date has passed, so it can no longer be moved."),
    "date-passed": N_("This time has passed already. Choose a later one."),
    "date-too-far": N_("This is more than five years away. Check the year."),
    "closes-before-opens": N_("The end must come after the beginning."),
    "before-proposals-close": N_("Voting cannot open before proposals close."),
    "missing.names-in-both-languages": N_("Name and summary in Welsh and in English"),
    "missing.a-pot": N_("At least one pot of money"),
    "missing.pot-name-in-both-languages": N_("Name in both languages. Pot: %(pot)s"),
    "missing.pot-theme-in-both-languages": N_("Theme in both languages. Pot: %(pot)s"),
    "missing.proposal-dates-passed": N_("New dates for proposals: the time for them has passed"),
    "missing.voting-dates": N_("Dates for voting"),
    "missing.voting-dates-passed": N_("New dates for voting: the time set has passed"),
    "missing.proposals-to-review": N_("A decision on each proposal. Still waiting: %(count)s"),
    "missing.proposals-in-one-language": N_(
        "Title and summary in both languages. Accepted proposals in one language only: %(count)s"
    ),
    "missing.proposals-without-category": N_(
        "A category for each accepted proposal. Still without: %(count)s"
    ),
    "missing.too-few-for-the-limits": N_(
        "Enough accepted proposals for the least that voters must choose. Pot: %(pot)s"
    ),
    "missing.pot-without-proposals": N_("At least one accepted proposal. Pot: %(pot)s"),
}

NOTICES: dict[str, Mark] = {
    "round-created": N_("The round has been created. Nobody outside your organisation can see it yet."),
    "round-announced": N_("The round is now public."),
    "pot-removed": N_("The pot has been removed."),
    "ward-added": N_("The ward has been added."),
    "ward-removed": N_("The ward has been removed."),
}

LABELS: dict[str, Mark] = {
    "phase.draft": pgettext("phase", "Being set up"),
    "phase.announced": pgettext("phase", "Opening soon"),
    "phase.proposing": pgettext("phase", "Open for proposals"),
    "phase.reviewing": pgettext("phase", "Checking proposals"),
    "phase.voting": pgettext("phase", "Voting is open"),
    "phase.counting": pgettext("phase", "Counting the votes"),
    "phase.published": pgettext("phase", "Results published"),
    "stage.proposing": pgettext("stage", "Proposals"),
    "stage.reviewing": pgettext("stage", "Checking"),
    "stage.voting": pgettext("stage", "Voting"),
    "stage.counting": pgettext("stage", "Counting"),
    "stage.published": pgettext("stage", "Results"),
    "next-date.announced": N_("Proposals open"),
    "next-date.proposing": N_("Proposals close"),
    "next-date.reviewing": N_("Voting opens"),
    "next-date.voting": N_("Voting closes"),
    "next.finish-setup": N_("Finish setting up"),
    "next.announce": N_("Announce the round"),
    "next.wait-for-proposals": N_("Nothing to do: proposals open by themselves"),
    "next.follow-proposals": N_("Proposals are coming in: you can begin to check them"),
    "next.review": N_("Decide on the proposals that are waiting"),
    "next.mend-before-vote": N_("See what is missing before the vote"),
    "next.issue-codes": N_("Issue voter codes: voting opens by itself"),
    "next.set-new-dates": N_("Set new dates for voting"),
    "next.follow-vote": N_("Nothing to do: voting closes by itself"),
    "next.count": N_("Count the votes"),
    "next.publish": N_("Confirm and publish the results"),
    "next.see-results": N_("See the results"),
    "section.names": N_("Names and summary"),
    "section.pots": N_("Pots of money"),
    "section.categories": pgettext("section", "Categories"),
    "section.dates": pgettext("section", "Dates"),
    "section.ballot": N_("Ballot and minimum age"),
    "section.proofs": N_("How people show that they can vote"),
    "section.rule": N_("How winners are chosen"),
    "date.proposals_open_at": N_("Proposals open"),
    "date.proposals_close_at": N_("Proposals close"),
    "date.voting_open_at": N_("Voting opens"),
    "date.voting_close_at": N_("Voting closes"),
}
