"""Rounds for tests, put straight into storage in whichever phase a test needs.

The set-up pages have tests of their own; these are for what comes after.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from pb.domain.ids import PotId, ProposalId, RoundId, WardId
from pb.domain.proposals import Content, CostLine, Proposal, Status, Verdict
from pb.domain.rounds import Milestones, Pot, Round, RuleChoice, Schedule, Ward
from pb.domain.text import Bilingual, Language
from pb.services.proposals import put
from pb.storage import proposals as stored_proposals
from pb.storage import rounds as stored_rounds
from pb.tally.model import BallotSpec
from tests.world import NOON, ORGANISATION, World

DAY = timedelta(days=1)
HARBOUR = Ward(id=WardId("harbwr"), name=Bilingual(cy="Yr Harbwr", en="Harbour"))
COUNTY_POT = Pot(
    id=PotId("sirol"), name=Bilingual(cy="Cronfa'r sir", en="County pot"), amount_pence=10_000_00,
    largest_request_pence=5_000_00,
)  # fmt: skip
HARBOUR_POT = Pot(
    id=PotId("harbwrp"), name=Bilingual(cy="Cronfa'r Harbwr", en="Harbour pot"), amount_pence=4_000_00,
    ward=HARBOUR,
)  # fmt: skip


def make_round(
    world: World,
    *,
    round_id: str = "cronfa26",
    pots: tuple[Pot, ...] = (COUNTY_POT, HARBOUR_POT),
    spec: BallotSpec | None = None,
    rule: RuleChoice | None = None,
    opens: datetime = NOON - DAY,
) -> Round:
    """An announced round: proposals for ten days from `opens`, then five of review, then ten of voting."""
    round_ = Round(
        id=RoundId(round_id),
        organisation_id=ORGANISATION,
        name=Bilingual(cy="Cronfa Gymunedol 2026", en="Community Fund 2026"),
        summary=Bilingual(cy="Arian bach at syniadau da.", en="Small sums for good ideas."),
        contact="cronfa@cwm.example",
        minimum_age=11,
        schedule=Schedule(
            proposals_open_at=opens,
            proposals_close_at=opens + 10 * DAY,
            voting_open_at=opens + 15 * DAY,
            voting_close_at=opens + 25 * DAY,
        ),
        spec=spec or BallotSpec(type="approval", limits={"max_count": 3}),
        rule=rule
        or RuleChoice(id="most-votes", params={"measure": "votes", "fit": "skip", "ties": "votes,cost,lot"}),
        pots=pots,
        milestones=Milestones(announced_at=opens - DAY),
    )
    with world.db.write() as tx:
        stored_rounds.put_round(tx, round_, at=NOON)
    return round_


def make_proposal(
    world: World,
    round_: Round,
    title: str,
    *,
    cost_pence: int = 1_000_00,
    pot: Pot = COUNTY_POT,
    status: Status = Status.ACCEPTED,
    language: Language = "cy",
) -> Proposal:
    """A proposal of Bryn's, accepted in both languages unless said otherwise."""
    decided = status in (Status.ACCEPTED, Status.DECLINED)
    with world.db.write() as tx:
        number = stored_proposals.next_number(tx, round_.id)
        proposal = Proposal(
            id=ProposalId(f"{round_.id}p{number}"),
            round_id=round_.id,
            number=number,
            author_id=world.bryn.id,
            author_name=world.bryn.name,
            status=status,
            content=Content(
                language=language,
                title=title,
                summary=f"{title}: crynodeb.",
                description="Disgrifiad.",
                amount_pence=cost_pence,
                breakdown=(CostLine(label="Popeth", amount_pence=cost_pence),),
                pot_id=pot.id,
                goals=("WFG3",),
            ),
            translated_title=f"{title} (en)" if decided else "",
            translated_summary=f"{title}: summary." if decided else "",
            verdict=Verdict(
                cost_pence=cost_pence,
                reason=Bilingual(cy="Addas.", en="Suitable."),
                reviewed_at=NOON,
                reviewed_by=world.ffion.id,
            )
            if decided
            else None,
            created_at=NOON,
            submitted_at=None if status is Status.DRAFT else NOON,
        )
        put(tx, proposal)
    return proposal


def reload(world: World, round_: Round) -> Round:
    """The round as it now stands in the database."""
    with world.db.read() as tx:
        found = stored_rounds.load_round(tx, round_.id)
    assert found is not None
    return found


def with_milestones(world: World, round_: Round, **reached: datetime) -> Round:
    """The round with more milestones recorded, straight in storage."""
    changed = replace(round_, milestones=replace(round_.milestones, **reached))
    with world.db.write() as tx:
        stored_rounds.put_round(tx, changed, at=NOON)
    return changed
