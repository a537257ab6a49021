"""Words of results: why a proposal won or did not, how ties were broken, what the count did step by step.

Amounts come as readers write them, in the currency of the round.
"""

from pb.i18n.marks import N_, Mark, pgettext

REFUSALS: dict[str, Mark] = {}

NOTICES: dict[str, Mark] = {}

LABELS: dict[str, Mark] = {
    "outcome.won": pgettext("proposal", "Funded"),
    "outcome.part": pgettext("proposal", "Funded in part"),
    "outcome.lost": pgettext("proposal", "Not funded"),
    "reason.won": N_("When its turn came, there was enough money in the pot. Place in the order: %(place)s."),
    "reason.won-by-shares": N_(
        "The people who chose it paid for it together. The most that any one of them paid: %(most)s."
    ),
    "reason.won-in-part": N_(
        "The people who chose it could pay a part of its cost together out of their shares, "
        "and the pot paid the rest. Paid by the pot: %(overspent)s."
    ),
    "reason.won-by-spread": N_(
        "Its cost could be spread over the people who chose it. "
        "With all that had won before it, the most that any one voter would bear: %(level)s."
    ),
    "reason.won-seat": N_(
        "It was among those with the most support, up to the number of winners that the rules set. "
        "Place in the order: %(place)s."
    ),
    "reason.won-in-best-set": N_(
        "It belongs to the set of proposals that has the most support in total "
        "of all that the pot can pay for."
    ),
    "reason.won-by-transfer": N_(
        "The money that followed the points given to it reached its cost. Money for it: %(support)s."
    ),
    "reason.won-reserved": N_("Money was set aside for it in the rules, before anyone voted."),
    "reason.won-for-group": N_(
        "The rules keep some of the money for its group, and it had the most support there."
    ),
    "reason.not-enough-money-left": N_(
        "When its turn came, there was not enough money left in the pot. "
        "Cost: %(cost)s. Left: %(left)s. Short by: %(short_by)s."
    ),
    "reason.count-stopped-before": N_(
        "The count stopped before its turn came: a proposal with more support did not fit the money left, "
        "and the rules end the count there. Left: %(left)s."
    ),
    "reason.part-funded": N_(
        "When its turn came, the pot could not pay the whole cost, and it gets the money that was left. "
        "Cost: %(cost)s. It gets: %(paid)s."
    ),
    "reason.below-minimum": N_(
        "It did not have the least support that the rules ask for. It had: %(has)s. Needed: %(needs)s."
    ),
    "reason.conflict-with": N_("It could not be funded together with another proposal that won."),
    "reason.group-full": N_(
        "Its group had already been given as much as the rules allow. "
        "Group: %(group)s. Most allowed: %(limit)s."
    ),
    "reason.needs-project": N_("It can only be funded if another proposal wins, and that one did not."),
    "reason.supporters-out-of-money": N_(
        "The people who chose it had too little left to pay for it together. "
        "They had: %(held)s. Cost: %(cost)s. Missing: %(short_by)s."
    ),
    "reason.next-does-not-fit": N_(
        "The count ended before its turn came: the proposal next in line cost more than the money left. "
        "Its cost: %(cost)s. Left: %(left)s."
    ),
    "reason.no-seat-left": N_(
        "As many proposals as the rules allow had already won with more support. Most allowed: %(seats)s."
    ),
    "reason.no-seat-left-in-group": N_(
        "As many proposals of its category or ward as the rules allow had already won with more support. "
        "Category or ward: %(group)s. Most allowed: %(seats)s."
    ),
    "reason.not-in-best-set": N_(
        "Another set of proposals, which the pot can also pay for, has more support in total."
    ),
    "reason.not-needed-by-anyone": N_("Nobody chose it."),
    "reason.hidden": N_("Too few people voted in this pot to say why: it would tell how they voted."),
    "reason.other": N_("The record of the count says why. The reason there: %(code)s."),
    "about.stopped_at": N_("The proposal that did not fit:"),
    "about.next": N_("The proposal that was next in line:"),
    "about.winner": N_("The one that won:"),
    "about.needs": N_("The one it needs:"),
    "measure.votes": pgettext("column", "Votes"),
    "measure.points": pgettext("column", "Points"),
    "measure.sum": pgettext("column", "Marks added together"),
    "measure.mean": pgettext("column", "Average mark"),
    "measure.middle": pgettext("column", "Middle grade"),
    "measure.borda": pgettext("column", "Points from rankings"),
    "measure.first": pgettext("column", "First choices"),
    "tie.votes": N_("The one that more people voted for came first."),
    "tie.points": N_("The one with more points came first."),
    "tie.cost": N_("The one that costs less came first."),
    "tie.cost-high": N_("The one that costs more came first."),
    "tie.first": N_("The one with more first choices came first."),
    "tie.list": N_("The one that stands earlier in the list came first."),
    "tie.lot": N_("The order was drawn by lot."),
    "step.fund": pgettext("count", "Funded"),
    "step.part": pgettext("count", "Given what was left"),
    "step.skip": pgettext("count", "Passed over: costs more than is left"),
    "step.stop": pgettext("count", "Did not fit: the count ends"),
    "step.bar": pgettext("count", "Passed over: the rules do not allow it"),
    "step.drop": pgettext("count", "Dropped: the money for it moves on"),
    "step.endow": pgettext("count", "Shares raised step by step"),
    "step.compare": pgettext("count", "Compared with the most votes"),
}
