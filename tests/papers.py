"""A ballot paper as long as in earnest, for tests: thirty proposals, in two wards, with two goals."""

from dataclasses import replace

from pb.domain.ids import ProposalId, WardId
from pb.domain.rounds import Ward
from pb.domain.text import Bilingual
from pb.storage import people, proposals
from tests.votes import APPROVAL, GARDEN, accepted, open_vote
from tests.world import ORGANISATION, World


def a_long_paper(world: World) -> None:
    """Open a vote in which 25 halls stand beside the five proposals; `cynnig3` is in the ward `harbwr`."""
    open_vote(world, APPROVAL)
    with world.db.write() as tx:
        for ward in ("harbwr", "y-bryn"):
            people.put_ward(tx, ORGANISATION, Ward(id=WardId(ward), name=Bilingual(cy=f"W. {ward}", en=ward)))
        for number in range(25):
            one = accepted(GARDEN, number + 10)
            text = f"Crynodeb o gynnig {number} sy'n weddol hir ac yn dweud beth fydd yn digwydd. " * 2
            place = " Llanfairpwllgwyngyllgogerychwyrndrobwll" if number == 3 else ""  # has to break
            content = replace(
                one.content,
                title=f"Tŷ cwrdd rhif {number}{place}",
                description="Mae angen hyn.",
                ward_id=WardId("harbwr" if number % 2 else "y-bryn"),
                goals=("WFG3",) if number < 5 else ("WFG5",),
            )
            made = replace(
                one,
                id=ProposalId(f"cynnig{number}"),
                content=content,
                translated_title=f"Hall {number}{place}",
                translated_summary=text[:200],
            )
            proposals.put_proposal(tx, made, search="")
