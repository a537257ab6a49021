"""The paper, the choices on it and the commitment of a ballot, as pure functions."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.domain import marking, voting
from pb.domain.ids import BallotId
from pb.domain.paper_order import in_voters_order
from pb.domain.refusals import Refusal
from pb.domain.rounds import Milestones, Round
from pb.domain.voting import BALLOT_FAULTS, Ballot, Choices, Paper
from pb.tally import BALLOT_TYPES, BallotSpec
from tests.votes import (
    APPROVAL,
    BASKET,
    CAMP,
    CHOIR,
    CLOSES_AT,
    COSTS,
    GARDEN,
    GREEN,
    PATHS,
    TREES,
    YOUNG,
    accepted,
    voting_round,
)
from tests.world import NOON

LIST = [accepted(project, number) for number, project in enumerate(COSTS, start=1)]


def paper(spec: BallotSpec = APPROVAL, pots: tuple[str, ...] = (GREEN, YOUNG)) -> Paper:
    return voting.paper_for(voting_round(spec), LIST, pots)


def ballot(nonce: bytes = b"\1" * 32, **changed: object) -> Ballot:
    made: dict[str, object] = {"ballot_id": BallotId("b1"), "revision": 1, "nonce": nonce} | changed
    marks = {GREEN: ((TREES, 1),), YOUNG: ()}
    return voting.make_ballot(paper(), marks, **made)  # type: ignore[arg-type] # fields by name


def test_a_paper_has_the_pots_of_the_code_in_the_rounds_order() -> None:
    assert [part.pot.id for part in paper(pots=(YOUNG, GREEN)).pots] == [GREEN, YOUNG]
    (part,) = paper(pots=(YOUNG, "wedi-mynd")).pots
    assert [(project.id, project.cost) for project in part.projects] == [(CAMP, 1_200_00), (CHOIR, 800_50)]


def test_the_digest_of_a_paper_changes_with_whatever_a_ballot_means() -> None:
    seen = {paper().digest, paper(pots=(GREEN,)).digest}
    round_ = voting_round()
    seen.add(voting.paper_for(round_, LIST[1:], (GREEN, YOUNG)).digest)
    assert LIST[0].verdict is not None
    dearer = replace(LIST[0], verdict=replace(LIST[0].verdict, cost_pence=1))
    seen.add(voting.paper_for(round_, [dearer, *LIST[1:]], (GREEN, YOUNG)).digest)
    seen.add(voting.paper_for(replace(round_, config_digest=None), LIST, (GREEN, YOUNG)).digest)
    assert len(seen) == 5


def test_a_handle_needs_the_key_and_the_selector() -> None:
    handles = {
        voting.handle_for(key, selector) for key in (b"a" * 32, b"b" * 32) for selector in ("00000", "00001")
    }
    assert len(handles) == 4
    assert all(len(handle) == 64 for handle in handles)


def test_the_shuffle_favours_nobody() -> None:
    """Each of three is first about 1,000 times in 3,000: chi-square below 13.8 (p = 0.001, 2 degrees)."""
    three = LIST[:3]
    firsts = [in_voters_order(f"voter {number}", three)[0].id for number in range(3_000)]
    chi_square = sum((firsts.count(each.id) - 1_000) ** 2 / 1_000 for each in three)
    assert chi_square < 13.8
    assert in_voters_order("voter 1", three) == in_voters_order("voter 1", three[::-1])


def test_choices_off_the_paper_are_named_and_left_out() -> None:
    choices: Choices = {GREEN: {TREES: 1, CAMP: 1}, "arall": {CHOIR: 1}}
    known, gone = voting.keep_known(paper(), choices)
    assert known == {GREEN: {TREES: 1}, YOUNG: {}}
    assert gone == (CHOIR, CAMP)


def test_every_pot_with_a_broken_limit_is_named() -> None:
    over: Choices = {GREEN: {GARDEN: 1, TREES: 1, PATHS: 1}, YOUNG: {CAMP: 1, CHOIR: 1}}
    with pytest.raises(Refusal) as caught:
        voting.judge(paper(BASKET), over)
    told = [(fault.field, fault.code, fault.facts["over_pence"]) for fault in caught.value.faults]
    assert told == [
        (f"pot-{GREEN}", "ballot-over-pot", 3_500_00),
        (f"pot-{YOUNG}", "ballot-over-pot", 500_50),
    ]


@pytest.mark.parametrize(
    ("spec", "marks", "code", "facts"),
    [
        (
            BallotSpec(type="approval", limits={"min_count": 2}),
            {TREES: 1},
            "ballot-too-few",
            {"least": 2, "has": 1},
        ),
        (
            BallotSpec(type="basket", limits={"min_cost": 9_000_00}),
            {TREES: 1},
            "ballot-under-spent",
            {"cost_pence": 5_000_00, "least_pence": 9_000_00},
        ),
        (APPROVAL, {TREES: 7}, "ballot-bad-mark", {"mark": "7"}),
        (BallotSpec(type="ranking"), {TREES: 2}, "ballot-gap-in-order", {}),
        (
            BallotSpec(type="points", limits={"max_total": 5}),
            {TREES: 6},
            "ballot-too-many-points",
            {"has": 6},
        ),
    ],
)
def test_a_broken_limit_has_its_code_and_its_numbers(
    spec: BallotSpec, marks: dict[str, int], code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(Refusal) as caught:
        voting.judge(paper(spec), {GREEN: marks})
    (fault,) = caught.value.faults
    assert fault.code == code
    assert facts.items() <= fault.facts.items()
    assert fault.facts["pot"].en == "Green pot"


def test_every_no_of_the_tally_has_a_code_here() -> None:
    """Whatever marks are given, judging ends in marks or in a Refusal: never in a KeyError."""
    for kind in BALLOT_TYPES:
        for mark in (-1, 0, 1, 2, 3, 10**12):
            for limits in ({}, {"max_count": 1}, {"min_count": 3}):
                try:
                    voting.judge(
                        paper(BallotSpec(type=kind, limits=limits)), {GREEN: {TREES: mark, PATHS: mark}}
                    )
                except Refusal as no:
                    assert {fault.code for fault in no.faults} <= set(BALLOT_FAULTS.values())  # noqa: PT017 - or none


def test_totals_say_what_is_chosen_and_what_is_left() -> None:
    green, young = marking.totals(paper(BASKET), {GREEN: {TREES: 1, GARDEN: 1, "wedi-mynd": 1}})
    assert (green.chosen_count, green.cost_pence, green.left_pence) == (2, 9_000_00, 0)
    assert (young.chosen_count, young.left_pence, young.left_count) == (0, 1_500_00, None)
    approval, _ = marking.totals(paper(), {GREEN: {TREES: 1, GARDEN: 1, PATHS: 1}})
    assert (approval.left_count, approval.left_pence, approval.most_pence, approval.points) == (
        -1,
        None,
        None,
        3,
    )


def test_totals_count_points_and_see_gaps_in_an_order() -> None:
    points = BallotSpec(type="points", limits={"max_total": 10})
    green, young = marking.totals(paper(points), {GREEN: {TREES: 9, GARDEN: -1, PATHS: 3}})
    assert (green.points, green.most_points, green.left_points) == (12, 10, -2)
    assert (young.points, young.left_points) == (0, 10)
    free, _ = marking.totals(paper(BallotSpec(type="points", limits={})), {GREEN: {TREES: 9}})
    assert (free.most_points, free.left_points) == (None, None)
    ranking = BallotSpec(type="ranking", limits={})
    for marks, in_order in (
        ({}, True),
        ({TREES: 2, PATHS: 1}, True),
        ({TREES: 2}, False),
        ({TREES: 0}, False),
    ):
        assert marking.totals(paper(ranking), {GREEN: marks})[0].in_order is in_order


def test_a_mark_that_cannot_be_names_its_proposal_and_the_points_there_are() -> None:
    points = BallotSpec(type="points", limits={"max_total": 10})
    with pytest.raises(Refusal) as refused:
        voting.judge(paper(points), {GREEN: {TREES: -1}})
    (fault,) = refused.value.faults
    assert fault.code == "ballot-bad-mark"
    assert (fault.facts["least"], fault.facts["most"]) == (1, 10)
    assert fault.facts["proposal"].en == "Street trees"


@given(
    st.dictionaries(
        st.text(max_size=5), st.dictionaries(st.text(max_size=5), st.integers(-(10**9), 10**9)), max_size=4
    )
)
def test_a_payload_is_read_as_it_was_written(choices: dict[str, dict[str, int]]) -> None:
    text = voting.write_payload(choices)
    assert voting.read_payload(text) == choices
    assert text == voting.write_payload(dict(reversed(choices.items())))
    assert voting.is_blank(choices) == (not any(choices.values()))


def test_the_commitment_is_the_published_one() -> None:
    made = ballot()
    body = {
        "ballot_id": "b1",
        "channel": "web",
        "payload": {"gwyrdd": {"coed": 1}, "ifanc": {}},
        "revision": 1,
        "round_id": "rownd",
        "ruleset_hash": "c0" * 32,
    }
    data = hashlib.sha256(
        b"\1" * 32 + json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    ).digest()
    assert made.leaf == hashlib.sha256(b"\0" + data).hexdigest()
    assert made.payload == '{"gwyrdd":{"coed":1},"ifanc":{}}'


def test_a_commitment_hides_the_choices_and_binds_them() -> None:
    others = [ballot(b"\2" * 32), ballot(revision=2), ballot(ballot_id=BallotId("b2"))]
    leaves = {made.leaf for made in [ballot(), *others]}
    receipts = {made.receipt for made in [ballot(), *others]}
    assert len(leaves) == len(receipts) == 4


def test_a_cast_token_names_one_act_of_casting() -> None:
    tokens = {
        voting.cast_token(handle, payload, revision=revision)
        for handle in ("h1", "h2")
        for payload in ("{}", '{"a":{}}')
        for revision in (0, 1)
    }
    assert len(tokens) == 8


@pytest.mark.parametrize(
    ("round_", "code"),
    [
        (voting_round(milestones=Milestones()), "not-found"),
        (voting_round(milestones=Milestones(announced_at=NOON)), "voting-not-open"),
        (
            voting_round(
                milestones=Milestones(announced_at=NOON, voting_opened_at=NOON, voting_closed_at=NOON)
            ),
            "voting-closed",
        ),
    ],
)
def test_votes_are_taken_only_while_voting_is_open(round_: Round, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        voting.need_open(round_, NOON)
    assert caught.value.code == code


def test_votes_are_taken_to_the_last_second() -> None:
    voting.need_open(voting_round(), CLOSES_AT - timedelta(seconds=1))
    with pytest.raises(Refusal):
        voting.need_open(voting_round(), CLOSES_AT)
