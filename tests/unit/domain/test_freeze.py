"""What is frozen when voting opens: everything that decides who wins, in one order."""

from dataclasses import replace

from pb.domain.events import digest
from pb.domain.freeze import config_digest, frozen_config
from pb.domain.ids import CategoryId, PotId, ProposalId, WardId
from pb.domain.proposals import Content, Proposal, Status
from pb.domain.rounds import BoxMode, WhichCounts
from tests.unit.domain.a_round import DRAFT, NOW, POT


def proposal(proposal_id: str, cost: int, *, paper_id: str | None = None) -> Proposal:
    return Proposal(
        id=ProposalId(proposal_id),
        round_id=DRAFT.id,
        number=1,
        author_id=None,
        author_name="Bryn",
        status=Status.ACCEPTED,
        content=Content(
            language="cy", title="Gardd", summary="I bawb.", amount_pence=cost, pot_id=PotId("pot")
        ),
        translated_title="Garden",
        translated_summary="For all.",
        created_at=NOW,
        paper_id=paper_id,
    )


def in_group(one: Proposal, **group: object) -> Proposal:
    return replace(one, content=replace(one.content, **group))  # type: ignore[arg-type] # fields by name


def test_everything_that_decides_is_in_it() -> None:
    second = replace(POT, id=PotId("a-pot"), largest_request_pence=5)
    round_ = replace(DRAFT, pots=(POT, second), minimum_age=11)
    assert frozen_config(round_, [proposal("z", 2), proposal("b", 1)], four_eyes=True) == {
        "ballot": {"type": "approval", "limits": {"max_count": 3}},
        "four_eyes": True,
        "minimum_age": 11,
        "openings": "sealed",
        "which_counts": "last",
        "pots": [
            {"id": "a-pot", "budget": 100_000, "largest_request": 5},
            {"id": "pot", "budget": 100_000, "largest_request": None},
        ],
        "proofs": ["code"],
        "proposals": [
            ["b", "pot", 1, {"cy": "Gardd", "en": "Garden"}, {"cy": "I bawb.", "en": "For all."}, []],
            ["z", "pot", 2, {"cy": "Gardd", "en": "Garden"}, {"cy": "I bawb.", "en": "For all."}, []],
        ],
        "rule": {"id": "most-votes", "params": {"measure": "votes", "fit": "skip", "ties": "votes,cost,lot"}},
        "ties": ["live", "work", "study", "volunteer"],
    }


def test_the_digest_is_of_just_that_and_changes_with_any_of_it() -> None:
    papers = [proposal("b", 1)]
    whole = config_digest(DRAFT, papers, four_eyes=True)
    assert whole == digest(frozen_config(DRAFT, papers, four_eyes=True))
    others = [
        config_digest(DRAFT, papers, four_eyes=False),
        config_digest(DRAFT, [proposal("b", 2)], four_eyes=True),
        config_digest(DRAFT, [proposal("b", 1, paper_id="7")], four_eyes=True),
        config_digest(replace(DRAFT, minimum_age=16), papers, four_eyes=True),
        config_digest(replace(DRAFT, which_counts=WhichCounts.FIRST), papers, four_eyes=True),
        config_digest(replace(DRAFT, box_mode=BoxMode.OPEN), papers, four_eyes=True),
        config_digest(replace(DRAFT, proofs=("code", "email")), papers, four_eyes=True),
        config_digest(replace(DRAFT, ties=("live",)), papers, four_eyes=True),
        config_digest(DRAFT, [], four_eyes=True),
        config_digest(DRAFT, [in_group(papers[0], ward_id=WardId("w"))], four_eyes=True),
        config_digest(DRAFT, [in_group(papers[0], category_id=CategoryId("w"))], four_eyes=True),
    ]
    assert len({whole, *others}) == 12
