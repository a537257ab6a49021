"""A plain round for tests of decisions: one pot, dates a day apart, announced or not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pb.domain.ids import OrganisationId, PotId, RoundId
from pb.domain.rounds import Milestones, Pot, Round, RuleChoice, Schedule
from pb.domain.text import Bilingual
from pb.tally.model import BallotSpec

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
POT = Pot(id=PotId("pot"), name=Bilingual(cy="Cronfa", en="Pot"), amount_pence=1_000_00)
SCHEDULE = Schedule(
    proposals_open_at=NOW + DAY,
    proposals_close_at=NOW + 2 * DAY,
    voting_open_at=NOW + 3 * DAY,
    voting_close_at=NOW + 4 * DAY,
)
DRAFT = Round(
    id=RoundId("rownd"),
    organisation_id=OrganisationId("cyngor"),
    name=Bilingual(cy="Rownd", en="Round"),
    summary=Bilingual(cy="Crynodeb", en="Summary"),
    contact="01234 567890",
    minimum_age=None,
    schedule=SCHEDULE,
    spec=BallotSpec(type="approval", limits={"max_count": 3}),
    rule=RuleChoice(id="most-votes", params={"measure": "votes", "fit": "skip", "ties": "votes,cost,lot"}),
    pots=(POT,),
    milestones=Milestones(),
)
ANNOUNCED = replace(DRAFT, milestones=Milestones(announced_at=NOW))
OPENED = replace(DRAFT, milestones=Milestones(announced_at=NOW, voting_opened_at=NOW + 3 * DAY))
