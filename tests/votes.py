"""A round that is open to votes, for tests: two pots, five proposals, and codes in the hand.

It stands on the real services wherever these are about voting; only the opening is put in place by hand.
"""

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from pb.domain.ids import CategoryId, PotId, ProposalId, RoundId
from pb.domain.proposals import Content, Proposal, Status, Verdict
from pb.domain.refusals import Refusal
from pb.domain.rounds import Category, Milestones, Pot, Round, RuleChoice, Schedule
from pb.domain.text import Bilingual
from pb.services import ballots, codes, voters, voting
from pb.services.voters import Voter
from pb.storage import proposals, rounds
from pb.tally import BallotSpec
from tests.world import NOON, ORGANISATION, World

ROUND = RoundId("rownd")
GREEN, YOUNG = PotId("gwyrdd"), PotId("ifanc")
GARDEN, TREES, PATHS = "gardd", "coed", "llwybrau"
CAMP, CHOIR = "gwersyll", "cor"
COSTS = {GARDEN: (GREEN, 4_000_00), TREES: (GREEN, 5_000_00), PATHS: (GREEN, 3_500_00)} | {
    CAMP: (YOUNG, 1_200_00),
    CHOIR: (YOUNG, 800_50),
}
TITLES = {
    GARDEN: ("Gardd gymunedol", "Community garden"),
    TREES: ("Coed ar y stryd", "Street trees"),
    PATHS: ("Llwybrau cerdded", "Walking paths"),
    CAMP: ("Gwersyll haf", "Summer camp"),
    CHOIR: ("Côr ieuenctid", "Youth choir"),
}
APPROVAL = BallotSpec(type="approval", limits={"max_count": 2})
BASKET = BallotSpec(type="basket", limits={})
CLOSES_AT = NOON + timedelta(days=7)


def voting_round(spec: BallotSpec = APPROVAL, **changed: object) -> Round:
    """An announced round whose vote has been open for an hour and closes in a week."""
    made = Round(
        id=ROUND,
        organisation_id=ORGANISATION,
        name=Bilingual(cy="Cronfa Cwm Derw", en="Oak Vale Fund"),
        summary=Bilingual(cy="Arian i'r cwm", en="Money for the vale"),
        contact="cronfa@cwm.example",
        minimum_age=11,
        schedule=Schedule(voting_open_at=NOON - timedelta(hours=1), voting_close_at=CLOSES_AT),
        spec=spec,
        rule=RuleChoice(id="most-votes", params={}),
        pots=(
            Pot(id=GREEN, name=Bilingual(cy="Y gronfa werdd", en="Green pot"), amount_pence=9_000_00),
            Pot(
                id=YOUNG, name=Bilingual(cy="Cronfa'r ifanc", en="Young people's pot"), amount_pence=1_500_00
            ),
        ),
        milestones=Milestones(
            announced_at=NOON - timedelta(days=9), voting_opened_at=NOON - timedelta(hours=1)
        ),
        config_digest="c0" * 32,
        seed_commitment="5e" * 32,
    )
    return replace(made, **changed)  # type: ignore[arg-type] # fields by name


def accepted(project: str, number: int) -> Proposal:
    pot_id, cost = COSTS[project]
    cy, en = TITLES[project]
    return Proposal(
        id=ProposalId(project),
        round_id=ROUND,
        number=number,
        author_id=None,
        author_name="Grŵp y cwm",
        status=Status.ACCEPTED,
        content=Content(language="cy", title=cy, summary=f"Crynodeb: {cy}", pot_id=pot_id, amount_pence=cost),
        translated_title=en,
        translated_summary=f"Summary: {en}",
        verdict=Verdict(
            cost_pence=cost, reason=Bilingual(cy="Iawn", en="Fine"), reviewed_at=NOON, reviewed_by=None
        ),
        created_at=NOON - timedelta(days=8),
        submitted_at=NOON - timedelta(days=8),
    )


def open_vote(world: World, spec: BallotSpec = APPROVAL, **changed: object) -> Round:
    """Put the round and its five proposals in the world, open to votes."""
    round_ = voting_round(spec, **changed)
    with world.db.write() as tx:
        rounds.put_round(tx, round_, at=NOON)
        for number, project in enumerate(COSTS, start=1):
            proposals.put_proposal(tx, accepted(project, number), search="")
    world.deps.keys.make_link_key(ROUND)
    return round_


NATURE = Category(id=CategoryId("natur"), name=Bilingual(cy="Byd natur", en="Natural world"))
SPORT = Category(id=CategoryId("chwaraeon"), name=Bilingual(cy="Chwaraeon", en="Sport"))
SORTED = {GARDEN: NATURE, TREES: NATURE, PATHS: SPORT, CAMP: SPORT, CHOIR: NATURE}


def open_sorted_vote(world: World, spec: BallotSpec, **changed: object) -> Round:
    """The same with every proposal in a category: two of NATURE and one of SPORT in the green pot."""
    round_ = open_vote(world, spec, categories=(NATURE, SPORT), **changed)
    with world.db.write() as tx:
        for number, (project, category) in enumerate(SORTED.items(), start=1):
            one = accepted(project, number)
            content = replace(one.content, category_id=category.id)
            proposals.put_proposal(tx, replace(one, content=content), search="")
    return round_


def take_off(world: World, project: str) -> None:
    """Withdraw a proposal from under the voters."""
    with world.db.write() as tx:
        proposal = proposals.load_proposal(tx, project)
        assert proposal is not None
        proposals.put_proposal(tx, replace(proposal, status=Status.WITHDRAWN), search="")


def issue(world: World, count: int = 1, pots: tuple[str, ...] = (GREEN, YOUNG)) -> tuple[str, ...]:
    issued = codes.issue_batch(world.deps, world.elin, ROUND, label="Llythyrau", count=count, pot_ids=pots)
    return issued.codes


def voter_of(world: World, code: str) -> Voter:
    token = voters.enter_code(world.deps, ROUND, code)
    voter = voters.load_voter(world.deps, ROUND, token)
    assert voter is not None
    return voter


def cast(world: World, voter: Voter, choices: Mapping[str, Mapping[str, int]]) -> str:
    """Tick, check and cast as the pages do; the receipt."""
    ballots.check_choices(world.deps, voter, choices)
    seen = ballots.view_paper(world.deps, voter)
    return voting.cast_ballot(world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)


def vote_many(world: World, count: int) -> tuple[str, ...]:
    """Blank votes with `count` new codes, which are returned."""
    given = issue(world, count)
    blank: Mapping[str, Mapping[str, int]] = {}
    new = (Voter(round_id=ROUND, selector=code[:5], pot_ids=(GREEN, YOUNG)) for code in given)
    voting.cast_many(world.deps, ROUND, ((voter, blank) for voter in new))
    return given


def close(world: World) -> None:
    """Let the minute come, close the box and destroy the link, as the clockwork does."""
    world.clock.moment = max(world.clock.moment, CLOSES_AT)
    with world.db.write() as tx:
        round_ = rounds.load_round(tx, ROUND)
        assert round_ is not None
        voting.close_voting(world.deps, tx, round_)
    voting.destroy_link(world.deps, ROUND)


def race_with_the_close(world: World, *, head_start_seconds: float = 0) -> list[str]:
    """Fifty voters cast from eight threads while the box closes; the receipts that were given out.

    Each voter either gets a receipt or is told that voting is over.
    """
    ready = []
    for code in issue(world, 50):
        voter = voter_of(world, code)
        ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
        ready.append((voter, ballots.view_paper(world.deps, voter)))
    gate = threading.Barrier(9)

    def vote(part: int) -> list[str]:
        gate.wait()
        receipts = []
        for voter, seen in ready[part::8]:
            try:
                receipts.append(
                    voting.cast_ballot(
                        world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest
                    )
                )
            except Refusal as no:
                assert no.code == "voting-closed"  # noqa: PT017 - the other outcome of the race
        return receipts

    def shut() -> list[str]:
        gate.wait()
        time.sleep(head_start_seconds)
        close(world)
        return []

    with ThreadPoolExecutor(9) as pool:
        ended = [pool.submit(vote, part) for part in range(8)] + [pool.submit(shut)]
        return [receipt for future in ended for receipt in future.result()]
