"""A fresh database with a round in voting, 30 proposals and N voter codes, for measuring what a vote costs.

It measures nothing: it makes what a load generator needs, and says how to serve it.

Run: PB_DATA_DIR=/tmp/rush python -m benchmarks.voting_round N CODES.json
Then serve it: PB_DATA_DIR=/tmp/rush python -m pb serve
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pb.cli.build import build_deps, config_from_environment
from pb.cli.demo.model import DemoDays, DemoPot, DemoRound
from pb.cli.demo.proposals import BY_KEY
from pb.cli.demo.seed import CHEAP, CaughtLetters, ScriptedClock, found_county
from pb.cli.demo.seed_round import seed_round
from pb.domain.batches import MOST_CODES
from pb.domain.ids import RoundId
from pb.domain.people import Viewer
from pb.domain.proposals import Status
from pb.domain.rounds import Phase, RuleChoice
from pb.domain.text import Bilingual
from pb.services import clockwork, codes, rounds
from pb.services.deps import Deps
from pb.services.hashing import PasswordHasher
from pb.storage.migrate import migrate
from pb.tally.model import BallotSpec

PROPOSALS = 30
CHOICES = 5
DAY = timedelta(days=1)


def round_in_voting() -> DemoRound:
    """One pot, `PROPOSALS` proposals, up to `CHOICES` of them on a ballot; open since yesterday."""
    keys = tuple(key for key, each in BY_KEY.items() if each.status is Status.ACCEPTED)[:PROPOSALS]
    pot = DemoPot(
        key="pot",
        name=Bilingual(cy="Cronfa'r sir", en="County pot"),
        amount_pence=5_000_000,
        largest_request_pence=max(BY_KEY[key].amount_pence for key in keys),
        proposals=keys,
    )
    return DemoRound(
        key="rush",
        phase=Phase.VOTING,
        name=Bilingual(cy="Yr awr olaf", en="The last hour"),
        summary=Bilingual(cy="Rownd i fesur pleidleisio.", en="A round for measuring votes."),
        pots=(pot,),
        spec=BallotSpec(type="approval", limits={"max_count": CHOICES, "min_count": 0}),
        rule=RuleChoice(
            id="most-votes", params={"measure": "votes", "fit": "skip", "ties": "votes,cost,lot"}
        ),
        days=DemoDays(announced=-30, proposals_open=-25, proposals_close=-10, voting_open=-1, voting_close=7),
        voter_count=4,  # who have voted already, or could
    )


def make(deps: Deps, number: int, *, hasher: PasswordHasher = CHEAP) -> tuple[RoundId, list[str]]:
    """Fill an empty database; the round's id and `number` codes. Without a `hasher` those cost nothing."""
    now = datetime.now(UTC)
    clock, letters = ScriptedClock(now - timedelta(days=60)), CaughtLetters()
    scripted = replace(deps, clock=clock, mailer=letters, hasher=CHEAP)
    with deps.db.write():
        organisation_id, cast, wards = found_county(scripted, letters)
        round_id, _ = seed_round(
            scripted,
            round_in_voting(),
            organisation_id=organisation_id,
            cast=cast,
            wards=wards,
            today=now,
            set_clock=lambda moment: setattr(clock, "moment", moment),
        )
    issuing = replace(scripted, clock=ScriptedClock(now - 2 * DAY), hasher=hasher)
    found = _codes(issuing, cast["organiser"], round_id, number)
    clockwork.settle(replace(deps, clock=ScriptedClock(now)), round_id)
    return round_id, found


def _codes(deps: Deps, organiser: Viewer, round_id: RoundId, number: int) -> list[str]:
    with deps.db.read() as tx:
        pots = [pot.id for pot in rounds.load_round_or_refuse(tx, round_id).pots]
    found: list[str] = []
    while len(found) < number:
        count = min(MOST_CODES, number - len(found))
        batch = codes.issue_batch(deps, organiser, round_id, label="Mesur", count=count, pot_ids=pots)
        found += batch.codes
    return found


def main() -> None:
    """Make the database that the environment names, and write the codes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("number", type=int, help="how many voter codes")
    parser.add_argument("codes", type=Path, help="where to write them: a JSON list of {round, code}")
    given = parser.parse_args()
    deps = build_deps(config_from_environment())
    migrate(deps.db)
    round_id, found = make(deps, given.number)
    deps.db.close()
    given.codes.write_text(
        json.dumps([{"round": round_id, "code": code} for code in found]), encoding="utf-8"
    )
    print(f"round {round_id}: {PROPOSALS} proposals, {len(found)} codes in {given.codes}")


if __name__ == "__main__":
    main()
