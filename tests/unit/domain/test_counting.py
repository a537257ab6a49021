"""What goes into a contest, how it is sealed and read again, and who may publish."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pb.domain.counting import (
    PotCount,
    ProofTurnout,
    Turnout,
    ballots_in_pot,
    contest_of,
    lot_seed,
    may_publish,
    need_second_person,
    need_whole_count,
    on_the_paper,
    sealed,
    told_by_way,
)
from pb.domain.ids import CategoryId, PersonId, PotId, RoundId, WardId
from pb.domain.refusals import Kind, Refusal
from pb.tally import Contest, Profile, Project, contest_record, read_contest
from tests.elections import BALLOTS, GREEN, YOUNG, a_round, the_proposals

ALYS, ELIN = PersonId("alys"), PersonId("elin")


def a_count(pot_id: str, counted_by: PersonId | None = ELIN) -> PotCount:
    return PotCount(
        pot_id=PotId(pot_id),
        round_id=RoundId("gwanwyn"),
        contest_digest="",
        outcome={},
        outcome_digest="",
        seed=None,
        counted_at=datetime(2026, 3, 2, tzinfo=UTC),
        counted_by=counted_by,
    )


def test_the_lot_needs_the_secret_and_the_root() -> None:
    secret, root = b"s" * 32, hashlib.sha256(b"").hexdigest()
    assert lot_seed(secret, root) == hashlib.sha256(secret + hashlib.sha256(b"").digest()).digest()
    assert lot_seed(secret, "00" * 32) != lot_seed(secret, root)


def test_a_paper_lists_accepted_proposals_by_number() -> None:
    shuffled = list(reversed(the_proposals()))
    assert [one.id for one in on_the_paper(shuffled, GREEN)] == ["pwll", "coed", "mainc", "sied"]
    assert [one.id for one in on_the_paper(shuffled, YOUNG)] == ["pel"]  # the fair was declined


def test_a_contest_has_the_reviewed_costs_and_merged_ballots() -> None:
    round_ = a_round()
    marks = [(("coed", 1), ("pwll", 1)), (("coed", 1), ("pwll", 1)), ()]
    contest = contest_of(round_, round_.pot(GREEN), the_proposals(), marks)
    assert contest.budget == 5_000_00
    assert [(one.id, one.cost) for one in contest.projects][:2] == [("pwll", 2_000_00), ("coed", 2_500_00)]
    assert contest.profile.weights == {(("coed", 1), ("pwll", 1)): 2, (): 1}
    assert contest.spec == round_.spec


def test_projects_keep_their_category_and_ward_as_groups() -> None:
    round_ = a_round()
    first, second, *_ = the_proposals()
    both = replace(first, content=replace(first.content, category_id=CategoryId("c"), ward_id=WardId("w")))
    one = replace(second, content=replace(second.content, ward_id=WardId("w")))
    contest = contest_of(round_, round_.pot(GREEN), [both, one], [])
    assert [project.groups for project in contest.projects] == [
        (("category", "c"), ("ward", "w")),
        (("ward", "w"),),
    ]


def test_imported_proposals_keep_their_names_on_the_paper() -> None:
    papers = [replace(one, paper_id=f"P{one.number}") for one in the_proposals()]
    round_ = a_round()
    contest = contest_of(round_, round_.pot(YOUNG), papers, [])
    assert [one.id for one in contest.projects] == ["P5"]


def test_a_ballot_counts_in_the_pots_that_were_on_it() -> None:
    assert list(ballots_in_pot(BALLOTS, YOUNG)) == [(("pel", 1),), (("pel", 1),), ()]
    assert len(list(ballots_in_pot(BALLOTS, GREEN))) == 5


@pytest.mark.parametrize("seats", [None, 3])
def test_a_sealed_contest_reads_as_it_was(seats: int | None) -> None:
    projects = (Project(id="é", cost=5, groups=(("ward", "North"),)), Project(id="b", cost=7))
    profile = Profile.of([(("b", 1), ("é", 2)), (("b", 1),), (), ()])
    contest = Contest(budget=9, projects=projects, spec=a_round().spec, profile=profile, seats=seats)
    text, digest = sealed(contest_record(contest))
    assert read_contest(json.loads(text)) == contest
    assert digest == hashlib.sha256(text.encode()).hexdigest()


def test_every_pot_must_be_counted() -> None:
    round_ = a_round()
    need_whole_count(round_, [a_count(GREEN), a_count(YOUNG)])
    for counts in ([], [a_count(GREEN)]):
        with pytest.raises(Refusal) as caught:
            need_whole_count(round_, counts)
        assert (caught.value.code, caught.value.kind) == ("not-counted", Kind.WRONG_PHASE)
    with pytest.raises(Refusal, match="not-counted"):
        need_whole_count(replace(round_, pots=()), [])


@pytest.mark.parametrize(
    ("counted_by", "viewer", "four_eyes", "may"),
    [
        (ELIN, ALYS, True, True),
        (ELIN, ELIN, True, False),
        (None, ALYS, True, False),  # nobody known counted, so nobody can be the second
        (ELIN, ELIN, False, True),
        (None, ELIN, False, True),
    ],
)
def test_who_may_publish(counted_by: PersonId | None, viewer: PersonId, four_eyes: bool, may: bool) -> None:
    counts = [a_count(GREEN, ELIN), a_count(YOUNG, counted_by)]
    assert may_publish(counts, viewer, four_eyes=four_eyes) is may
    if may:
        need_second_person(counts, viewer, four_eyes=four_eyes)
        return
    with pytest.raises(Refusal) as caught:
        need_second_person(counts, viewer, four_eyes=four_eyes)
    assert (caught.value.code, caught.value.kind) == ("second-person-needed", Kind.NOT_ALLOWED)


def test_turnout_has_a_row_for_every_way_that_was_offered_or_used() -> None:
    email = ProofTurnout(proof="email", issued=3, void=1, used=2)
    turnout = Turnout(
        codes_issued=3, codes_void=1, codes_used=2, counted=2, superseded=0, root="", by_proof=(email,)
    )
    nobody = ProofTurnout(proof="text", issued=0, void=0, used=0)
    assert turnout.rows(("text",)) == (nobody, email)
    assert turnout.rows(("email", "text")) == (email, nobody)
    together = ProofTurnout(proof="email+person", issued=3, void=1, used=2)
    assert replace(turnout, by_proof=(together,)).rows(("email", "text", "person")) == (together, nobody)


def ways(**used: int) -> list[ProofTurnout]:
    return [ProofTurnout(proof=name, issued=30, void=1, used=number) for name, number in used.items()]


@pytest.mark.parametrize(
    ("used", "rows"),
    [
        ({"code": 40, "email": 10}, {"code": 40, "email": 10}),
        ({"code": 40, "email": 12, "text": 9}, {"code": 40, "email+text": 21}),
        ({"code": 40, "email": 6, "text": 4}, {"code": 40, "email+text": 10}),
        ({"code": 40, "email": 6, "text": 3}, {"code+email+text": 49}),
        ({"code": 40, "email": 0, "text": 3}, {"code+email+text": 43}),
        ({"code": 40, "email": 0}, {"code+email": 40}),
        ({"code": 3}, {"code": 3}),
        ({"code": 3, "email": 0}, {"code+email": 3}),
        ({"email": 0}, {"email": 0}),
        ({}, {}),
    ],
)
def test_ways_by_which_few_voted_are_told_together(used: dict[str, int], rows: dict[str, int]) -> None:
    merged = told_by_way(ways(**used))
    assert {row.proof: row.used for row in merged} == rows
    assert sum(row.issued for row in merged) == 30 * len(used)
    assert sum(row.void for row in merged) == len(used)


@pytest.mark.parametrize(
    ("issued", "used", "row"),
    [
        ({"code": 500, "email": 3}, {"code": 40, "email": 3}, ("code+email", 500, True)),
        (
            {"code": 500, "email": 9, "text": 1},
            {"code": 40, "email": 1, "text": 1},
            ("code+email+text", 510, False),
        ),
        ({"email": 9}, {"email": 2}, ("email", 0, True)),
        ({"email": 10}, {"email": 0}, ("email", 10, False)),
        ({"code": 9}, {"code": 9}, ("code", 9, False)),  # the log has said so one by one
    ],
)
def test_of_few_who_were_let_in_it_is_not_told_how_many(
    issued: dict[str, int], used: dict[str, int], row: tuple[str, int, bool]
) -> None:
    each = [
        ProofTurnout(proof=name, issued=number, void=0, used=used[name]) for name, number in issued.items()
    ]
    (told,) = told_by_way(each)
    assert (told.proof, told.issued, told.has_more) == row
    assert told.used == sum(used.values())
