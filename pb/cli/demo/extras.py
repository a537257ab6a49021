"""The demo's proposals that are not on a ballot paper: declined, still drafts, or withdrawn.

It gathers; the words stand in the files of each kind.
"""

from pb.cli.demo.model import DemoProposal
from pb.cli.demo.proposals_declined import DECLINED
from pb.cli.demo.proposals_unfinished import UNFINISHED

EXTRAS: tuple[DemoProposal, ...] = DECLINED + UNFINISHED
