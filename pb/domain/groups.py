"""The groups of a round's projects: the category and the ward of each, by which limits may be set.

It holds no limits: those of a ballot are in its spec, those of winners among the rule's parameters.
"""

from collections.abc import Iterable, Mapping, Sequence

from pb.domain.proposals import Proposal
from pb.domain.rounds import CATEGORY, WARD, Group, Round, Ward
from pb.domain.text import Bilingual
from pb.tally.model import Project

GroupNames = Mapping[Group, Bilingual]
"""What the groups are called, in the order in which they are listed."""


def project_of(proposal: Proposal) -> Project:
    """A proposal as the tally knows it: the cost that counts, in pence, and its groups."""
    return Project(id=proposal.project_id, cost=proposal.cost_pence, groups=proposal.groups)


def group_names(round_: Round, wards: Iterable[Ward]) -> dict[Group, Bilingual]:
    """The names of the round's categories and of the given wards."""
    named = {(CATEGORY, str(each.id)): each.name for each in round_.categories}
    return named | {(WARD, str(each.id)): each.name for each in wards}


def name_of(names: GroupNames, group: Sequence[str]) -> Bilingual:
    """What a group is called; its id where it has no name (any more)."""
    dimension, name = group
    return names.get((dimension, name), Bilingual(cy=name, en=name))
