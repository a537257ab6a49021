"""Words of the rehearsal: tastes of invented voters, where votes come from, and what is wrong with a file."""

from pb.i18n.marks import N_, Mark

REFUSALS: dict[str, Mark] = {
    "whole-number-between": N_("Enter a whole number from %(least_count)s to %(most_count)s."),
    "no-pot-yet": N_("The round has no pot yet. Add one first."),
    "no-past-votes": N_("Your organisation has no published votes of this kind that could be tried."),
    "missing-file": N_("Choose a file."),
    "not-a-pabulib-file": N_(
        "This file cannot be read as a Pabulib file. Line: %(line)s. Section: %(section)s. Field: %(entry)s."
    ),
    "too-many-projects": N_("The file has too many projects for this page. It takes up to %(most_count)s."),
}

NOTICES: dict[str, Mark] = {
    "rules-tried": N_("The rules have been tried out. Look at them side by side below."),
}

LABELS: dict[str, Mark] = {
    "taste.alike": N_("Everybody likes much the same"),
    "taste-hint.alike": N_("A few proposals are popular with all, the others with hardly anyone."),
    "taste.two-groups": N_("Two groups with different wishes"),
    "taste-hint.two-groups": N_(
        "Six in ten people like one half of the proposals, four in ten the other half."
    ),
    "taste.many-groups": N_("Many small groups"),
    "taste-hint.many-groups": N_("Six groups, each with proposals of its own."),
    "taste.no-groups": N_("No pattern at all"),
    "taste-hint.no-groups": N_("Everybody chooses as if by chance."),
    "rehearsal-source.invented": N_("Invented votes"),
    "rehearsal-source.past": N_("Votes of an earlier round"),
    "rehearsal-source.file": N_("Votes from a file"),
}
