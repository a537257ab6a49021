"""Words of the audit: what each kind of event means.

An event without words is shown by its name in the chain.
"""

from pb.i18n.marks import N_, Mark

REFUSALS: dict[str, Mark] = {
    "record-not-public": N_("The record can be downloaded here once the results are published."),
    "box-still-open": N_("The list is published when voting has closed."),
}

NOTICES: dict[str, Mark] = {}

LABELS: dict[str, Mark] = {
    "event.round_created": N_("The round was set up"),
    "event.round_imported": N_("An election held elsewhere was brought in"),
    "event.round_changed": N_("The set-up of the round was changed"),
    "event.round_announced": N_("The round was made public"),
    "event.proposal_draft_saved": N_("A draft of a proposal was saved"),
    "event.proposal_submitted": N_("A proposal was sent in"),
    "event.proposal_edited": N_("A proposal was changed by its author"),
    "event.proposal_entered": N_("A proposal was entered by staff"),
    "event.proposal_translated": N_("A proposal was translated"),
    "event.proposal_withdrawn": N_("A proposal was withdrawn by its author"),
    "event.proposal_accepted": N_("A proposal was accepted"),
    "event.proposal_declined": N_("A proposal was declined"),
    "event.proposal_changed": N_("A proposal was changed by staff"),
    "event.codes_issued": N_("Voter codes were issued, or people let in by another way"),
    "event.code_voided": N_("A voter code or an entry was made void"),
    "event.voting_opened": N_("Voting opened, and the rules were frozen"),
    "event.batch_sealed": N_("Ballots were sealed in a batch"),
    "event.voting_closed": N_("Voting closed, and the ballot box was sealed"),
    "event.link_destroyed": N_("The link between codes and ballots was destroyed"),
    "event.outcome_counted": N_("A pot was counted"),
    "event.outcome_confirmed": N_("The result was confirmed"),
    "event.outcome_published": N_("The result was published"),
    "event.annex_exported": N_("The openings were downloaded"),
    "event.record_exported": N_("The record was downloaded"),
    "actor.system": N_("The system itself"),
    "actor.resident": N_("A resident"),
    "actor.owner": N_("An owner"),
    "actor.organiser": N_("An organiser"),
    "actor.reviewer": N_("A reviewer"),
    "actor.auditor": N_("An auditor"),
}
