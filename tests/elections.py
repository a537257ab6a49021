"""A round whose vote has closed, put together through storage, for tests of the count and what follows it.

It casts no votes with codes: the voting service has tests of its own.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from pb.domain import freeze, merkle
from pb.domain.counting import ProofTurnout, Turnout, on_the_paper
from pb.domain.ids import BallotId, CategoryId, PotId, ProposalId, RoundId
from pb.domain.proposals import Content, Proposal, Status, Verdict
from pb.domain.rounds import BoxMode, Category, Milestones, Pot, Round, RuleChoice, Schedule
from pb.domain.seals import root_of
from pb.domain.text import Bilingual
from pb.domain.voting import make_ballot, paper_for
from pb.services import chain, sealing, signing
from pb.storage import box, outcomes, people, proposals
from pb.storage import rounds as round_storage
from pb.tally.model import BallotSpec
from tests.world import NOON, ORGANISATION, World

ROUND = RoundId("gwanwyn")
GREEN, YOUNG = PotId("gwyrdd"), PotId("ifanc")
Ballots = Sequence[Mapping[str, Mapping[str, int]]]

# Five voters in two pots. In Green: Pond 4 votes, Trees 3, Bench 3, Shed 1.
BALLOTS: tuple[Mapping[str, Mapping[str, int]], ...] = (
    {GREEN: {"pwll": 1, "coed": 1}, YOUNG: {"pel": 1}},
    {GREEN: {"pwll": 1, "coed": 1, "mainc": 1}, YOUNG: {"pel": 1}},
    {GREEN: {"pwll": 1, "mainc": 1}, YOUNG: {}},
    {GREEN: {"pwll": 1, "coed": 1, "sied": 1}},
    {GREEN: {"mainc": 1}},
)
# Ten people for each of them, so that nothing has to be held back.
CROWD: Ballots = BALLOTS * 10


NATURE = Category(id=CategoryId("natur"), name=Bilingual(cy="Natur", en="Nature"))
SPORT = Category(id=CategoryId("chwaraeon"), name=Bilingual(cy="Chwaraeon", en="Sport"))
SORTED = {"pwll": NATURE, "coed": NATURE, "mainc": SPORT, "sied": SPORT, "pel": SPORT}


def a_round(*, rule: RuleChoice | None = None, spec: BallotSpec | None = None) -> Round:
    """A round of two pots that is open to votes of up to three each, unless told otherwise."""
    return Round(
        id=ROUND,
        organisation_id=ORGANISATION,
        name=Bilingual(cy="Cronfa'r Gwanwyn", en="Spring fund"),
        summary=Bilingual(cy="Arian bach i'r fro.", en="Small sums for the area."),
        contact="cyngor@cwm.example",
        minimum_age=11,
        schedule=Schedule(
            voting_open_at=NOON - timedelta(days=14), voting_close_at=NOON - timedelta(hours=1)
        ),
        spec=spec or BallotSpec(type="approval", limits={"max_count": 3}),
        rule=rule or RuleChoice(id="most-votes", params={"fit": "skip", "ties": "votes,cost,lot"}),
        pots=(
            Pot(id=GREEN, name=Bilingual(cy="Cronfa werdd", en="Green fund"), amount_pence=5_000_00),
            Pot(id=YOUNG, name=Bilingual(cy="Cronfa'r ifanc", en="Youth fund"), amount_pence=1_000_00),
        ),
        milestones=Milestones(announced_at=NOON - timedelta(days=60)),
    )


def the_proposals() -> list[Proposal]:
    """Five on the paper and one declined, in the order of their numbers."""
    return [
        _proposal(1, "pwll", ("Pwll bywyd gwyllt", "Wildlife pond"), 2_000_00, GREEN),
        _proposal(2, "coed", ("Coed ar y stryd", "Street trees"), 2_500_00, GREEN),
        _proposal(3, "mainc", ("Mainc yn y parc", "Park bench"), 800_00, GREEN),
        _proposal(4, "sied", ("Sied offer", "Tool shed"), 1_500_00, GREEN),
        _proposal(5, "pel", ("Peli pêl-droed", "Footballs"), 250_50, YOUNG),
        _proposal(6, "ffair", ("Ffair", "Fair"), 9_000_00, YOUNG, status=Status.DECLINED),
    ]


def _proposal(
    number: int,
    name: str,
    titles: tuple[str, str],
    cost: int,
    pot: PotId,
    *,
    status: Status = Status.ACCEPTED,
) -> Proposal:
    cy, en = titles
    return Proposal(
        id=ProposalId(name),
        round_id=ROUND,
        number=number,
        author_id=None,
        author_name="",
        status=status,
        content=Content(
            language="cy", title=cy, summary=f"{cy} i bawb.", description=cy, amount_pence=cost, pot_id=pot
        ),
        translated_title=en,
        translated_summary=f"{en} for everyone.",
        verdict=Verdict(
            cost_pence=cost, reason=Bilingual(cy="Iawn.", en="Good."), reviewed_at=NOON, reviewed_by=None
        ),
        created_at=NOON,
        submitted_at=NOON,
    )


def close_a_round(
    world: World,
    *,
    rule: RuleChoice | None = None,
    spec: BallotSpec | None = None,
    ballots: Ballots = CROWD,
    box_mode: BoxMode = BoxMode.SEALED,
    is_sorted: bool = False,
) -> Round:
    """Put the round, its proposals and its closed box in place, with the events of opening and closing.

    With `is_sorted` the round has the categories NATURE and SPORT, and each proposal is in one.
    """
    papers = [_sorted(one) if is_sorted else one for one in the_proposals()]
    accepted = [one for pot in (GREEN, YOUNG) for one in on_the_paper(papers, pot)]
    commitment = hashlib.sha256(world.deps.keys.tie_secret(ROUND)).hexdigest()
    issued = max(8, len(ballots) * 8 // 5)
    with world.db.write() as tx:
        four_eyes = _four_eyes(world)
        round_ = replace(a_round(rule=rule, spec=spec), box_mode=box_mode)
        round_ = replace(round_, categories=(NATURE, SPORT) if is_sorted else ())
        round_ = replace(
            round_,
            four_eyes=four_eyes,
            config_digest=freeze.config_digest(round_, accepted, four_eyes=four_eyes),
            seed_commitment=commitment,
        )
        round_storage.put_round(tx, round_, at=NOON)
        for one in papers:
            proposals.put_proposal(tx, one, search=one.title.en.lower())
        chain.record(world.deps, tx, ROUND, "round_created", viewer=world.elin, role="organiser")
        chain.record(world.deps, tx, ROUND, "codes_issued", viewer=world.elin, role="organiser", count=issued)
        chain.record(
            world.deps,
            tx,
            ROUND,
            "voting_opened",
            config_digest=round_.config_digest,
            seed_commitment=commitment,
            four_eyes=four_eyes,
            openings=round_.box_mode.value,
            signing_key=signing.public_key(world.deps),
        )
        root = _put_ballots(world, round_, accepted, ballots)
        outcomes.put_turnout(
            tx,
            ROUND,
            Turnout(
                codes_issued=issued,
                codes_void=0,
                codes_used=len(ballots),
                counted=len(ballots),
                superseded=0,
                root=root,
                by_proof=(ProofTurnout(proof="code", issued=issued, void=0, used=len(ballots)),),
            ),
        )
        batches = sealing.seal_rest(world.deps, tx, round_)
        chain.record(
            world.deps, tx, ROUND, "voting_closed", root=root, counted=len(ballots), superseded=0,
            superseded_root=root_of([]), batches=batches,
        )  # fmt: skip
        chain.record(world.deps, tx, ROUND, "link_destroyed")
        marks = replace(
            round_.milestones,
            voting_opened_at=NOON - timedelta(days=14),
            voting_closed_at=NOON - timedelta(hours=1),
        )
        round_ = replace(round_, milestones=marks)
        round_storage.put_round(tx, round_, at=NOON)
    return round_


def _sorted(proposal: Proposal) -> Proposal:
    category = SORTED.get(proposal.id)
    return replace(proposal, content=replace(proposal.content, category_id=category.id if category else None))


def _put_ballots(world: World, round_: Round, accepted: Sequence[Proposal], ballots: Ballots) -> str:
    paper = paper_for(round_, accepted, [pot.id for pot in round_.pots])
    cast = [
        make_ballot(
            paper,
            {pot: tuple(sorted(marks.items())) for pot, marks in given.items()},
            ballot_id=BallotId(f"b{number}"),
            revision=1,
            nonce=bytes([number]) * 32,
        )
        for number, given in enumerate(ballots)
    ]
    with world.db.write() as tx:
        box.put_sealed(tx, ROUND, cast)
    return merkle.root(sorted(bytes.fromhex(ballot.leaf) for ballot in cast)).hex()


def _four_eyes(world: World) -> bool:
    with world.db.read() as tx:
        organisation = people.load_organisation(tx, ORGANISATION)
    assert organisation is not None
    return organisation.four_eyes
