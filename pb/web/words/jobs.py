"""Words of jobs: what is being done, how far it is, and why it came to nothing."""

from pb.i18n.marks import N_, Mark, pgettext

REFUSALS: dict[str, Mark] = {
    "job-not-found": N_("We could not find what you are looking for."),
    "job-crashed": N_(
        "The program could not finish this, although it tried several times. "
        "Nothing has been lost or changed. Tell whoever looks after this website, and try again."
    ),
    "contest-too-large": N_(
        "There are too many proposals and votes for this rule: an exact answer would take too long to find. "
        "Nothing has been lost or changed."
    ),
}

NOTICES: dict[str, Mark] = {
    "comparison-made": N_("The comparison has been worked out."),
}

LABELS: dict[str, Mark] = {
    "job.count": N_("Counting the votes"),
    "job.publish": N_("Checking the count and publishing"),
    "job.compare": N_("Comparing the rules"),
    "job.rehearse": N_("Trying the rules out"),
    "job-state.queued": N_("Waiting for its turn. It begins by itself in a moment."),
    "job-state.running": N_("It is being worked on now."),
    "job-state.failed": N_("It could not be finished."),
    "job-state.stopped": N_("It was stopped. Nothing has been changed."),
    "stage.check": pgettext("count", "Checking every ballot"),
    "stage.allocate": pgettext("count", "Deciding which proposals are funded"),
    "stage.raise": pgettext("count", "Raising everybody's share, step by step"),
    "stage.ties": pgettext("count", "Looking at what each tie changes"),
    "stage.compare": pgettext("count", "Counting by other rules"),
    "stage.margins": pgettext("count", "Looking at how close it was"),
}
