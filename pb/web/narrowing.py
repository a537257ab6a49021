"""A ballot paper narrowed by words, category, ward and well-being goal: which proposals are in sight.

It takes nothing off the paper: what is out of sight keeps its place in the form, and its mark.
"""

from pb.domain.proposals import Proposal
from pb.i18n.sorting import fold
from pb.web.visit import Visit

FIELDS = ("words", "category", "ward", "goal")
BUTTON = "narrow"
MOST_WORDS = 200


def is_narrowed(visit: Visit) -> bool:
    """Whether this visit asks for some proposals only."""
    return any(visit.query.text(name) for name in FIELDS)


def is_in_sight(visit: Visit, proposal: Proposal) -> bool:
    """Whether a proposal has all the words, and the category, ward and goal, that the visit asks for."""
    if not is_narrowed(visit):
        return True
    asked = {name: visit.query.text(name) for name in FIELDS}
    if asked["category"] and asked["category"] != (proposal.content.category_id or ""):
        return False
    if asked["ward"] and asked["ward"] != (proposal.content.ward_id or ""):
        return False
    if asked["goal"] and asked["goal"] not in proposal.content.goals:
        return False
    texts = (proposal.title.cy, proposal.title.en, proposal.summary.cy, proposal.summary.en)
    text = fold(" ".join(each for each in texts if each))
    return all(word in text for word in fold(asked["words"][:MOST_WORDS]).split())
