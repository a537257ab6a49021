"""All the demo's proposals together, in the order they came in.

It gathers; the words stand in the files of each theme.
"""

from pb.cli.demo.extras import EXTRAS
from pb.cli.demo.model import DemoProposal
from pb.cli.demo.proposals_culture import CULTURE
from pb.cli.demo.proposals_food import FOOD
from pb.cli.demo.proposals_halls import HALLS
from pb.cli.demo.proposals_health import HEALTH
from pb.cli.demo.proposals_nature import NATURE
from pb.cli.demo.proposals_sport import SPORT
from pb.cli.demo.proposals_together import TOGETHER
from pb.cli.demo.proposals_young import YOUNG

# The sixty that can stand on a ballot paper.
PROPOSALS: tuple[DemoProposal, ...] = FOOD + CULTURE + YOUNG + SPORT + NATURE + HEALTH + HALLS + TOGETHER

BY_KEY: dict[str, DemoProposal] = {proposal.key: proposal for proposal in PROPOSALS + EXTRAS}


def keys_of(*themes: str) -> tuple[str, ...]:
    """The keys of all proposals on those themes, in order."""
    return tuple(proposal.key for proposal in PROPOSALS if proposal.theme in themes)


def keys_in(*wards: str | None) -> tuple[str, ...]:
    """The keys of all proposals in those wards (None: for the whole county), in order."""
    return tuple(proposal.key for proposal in PROPOSALS if proposal.ward in wards)
