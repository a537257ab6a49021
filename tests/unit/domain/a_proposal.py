"""A plain proposal for tests of decisions: submitted in Welsh, with its title and summary in English too."""

from pb.domain.ids import PersonId, PotId, ProposalId, RoundId
from pb.domain.proposals import Content, CostLine, Proposal, Status
from tests.unit.domain.a_round import NOW

BRYN = PersonId("bryn")
CONTENT = Content(
    language="cy",
    title="Gardd",
    summary="Gardd i bawb",
    description="Llysiau a blodau.",
    amount_pence=500_00,
    breakdown=(CostLine(label="Pridd", amount_pence=500_00),),
    pot_id=PotId("pot"),
)
SUBMITTED = Proposal(
    id=ProposalId("gardd"),
    round_id=RoundId("rownd"),
    number=1,
    author_id=BRYN,
    author_name="Bryn",
    status=Status.SUBMITTED,
    content=CONTENT,
    translated_title="Garden",
    translated_summary="A garden for all",
    created_at=NOW,
    submitted_at=NOW,
)
