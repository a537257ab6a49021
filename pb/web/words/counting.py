"""Words of the count: what stands in the way of it, and of publishing."""

from pb.i18n.marks import N_, Mark

REFUSALS: dict[str, Mark] = {
    "box-not-closed": N_("The ballot box is still being closed. Try again in a moment."),
    "not-counted": N_("The votes have not been counted yet."),
    "second-person-needed": N_(
        "You counted these votes, so somebody else has to check and publish them. Ask another organiser."
    ),
    "recount-differs": N_(
        "Counting again gave a different result, so nothing has been published. "
        "Count the votes once more, and tell whoever looks after this website. Pot: %(pot)s."
    ),
    "counted-again": N_("The votes were counted again while you were looking. Look at the new result first."),
    "which-organisation": N_("Say which organisation the round belongs to."),
    "is_sure.tick-to-confirm": N_("Tick the box to confirm."),
}

NOTICES: dict[str, Mark] = {
    "votes-counted": N_("The votes have been counted. Nothing is public yet."),
    "results-published": N_("The results are now public."),
}

LABELS: dict[str, Mark] = {}
