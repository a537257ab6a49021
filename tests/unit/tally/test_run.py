"""Running a count: what is refused before it, what the outcome holds after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pb.tally import (
    BallotInvalid,
    BallotSpec,
    CheckError,
    Contest,
    ContestInvalid,
    Marks,
    Profile,
    Project,
    canonical,
    check_outcome,
    contest_record,
    digest,
    outcome_record,
    read_ballot,
    run,
)

TIES = {"ties": "votes,cost,list"}
PROJECTS = (
    Project(id="A", cost=60, groups=(("ward", "N"),)),
    Project(id="B", cost=50),
    Project(id="C", cost=40),
)


def contest(spec: BallotSpec, *ballots: Marks) -> Contest:
    return Contest(budget=100, projects=PROJECTS, spec=spec, profile=Profile.of(ballots))


@pytest.mark.parametrize(
    ("kind", "limits", "marks", "code"),
    [
        ("approval", {}, {"Z": 1}, "unknown-project"),
        ("approval", {}, {"A": 3}, "bad-mark"),
        ("approval", {"max_count": 1}, {"A": 1, "B": 1}, "too-many"),
        ("approval", {"min_count": 2}, {"A": 1}, "too-few"),
        ("approval", {"favourites": 1}, {"A": 2, "B": 2}, "too-many-doubled"),
        ("approval", {"max_count:ward=N": 0}, {"A": 1}, "too-many-in-group"),
        ("approval", {"min_count:ward=N": 1}, {"B": 1}, "too-few-in-group"),
        ("approval", {"boost:ward=N": 1}, {"B": 2}, "boost-outside-group"),
        ("approval", {"boost:ward=N": 1, "max_count": 1}, {"B": 1, "C": 1}, "too-many"),
        ("basket", {}, {"A": 1, "B": 1}, "over-pot"),
        ("basket", {"min_cost": 50}, {"C": 1}, "under-spent"),
        ("basket", {"max_cost:ward=N": 50}, {"A": 1}, "over-group-cost"),
        ("basket", {"min_cost:ward=N": 50}, {"C": 1}, "under-group-cost"),
        ("points", {"max_total": 3}, {"A": 2, "B": 2}, "too-many-points"),
        ("points", {"min_total": 3}, {"A": 2}, "too-few-points"),
        ("points", {"max_mark": 1}, {"A": 2}, "bad-mark"),
        ("score", {"lowest": 1, "highest": 5}, {"A": 0}, "bad-mark"),
        ("grades", {"grades": 3}, {"A": 3}, "bad-mark"),
        ("score", {"complete": 1}, {"A": 5, "B": 5}, "not-complete"),
        ("grades", {"complete": 1}, {"A": 0}, "not-complete"),
        ("ranking", {}, {"A": 1, "B": 3}, "gap-in-order"),
        ("ranking", {}, {"A": 1, "B": 1}, "gap-in-order"),
    ],
)
def test_an_invalid_ballot_is_refused_by_the_door_and_by_the_count(
    kind: str, limits: dict[str, int], marks: dict[str, int], code: str
) -> None:
    spec = BallotSpec(type=kind, limits=limits)
    with pytest.raises(BallotInvalid) as caught:
        read_ballot(spec, PROJECTS, 100, marks)
    assert caught.value.code == code
    with pytest.raises(ContestInvalid):
        run(contest(spec, tuple(sorted(marks.items()))), "most-votes", TIES)


def test_a_boost_repeats_a_choice_or_adds_one_in_its_group() -> None:
    spec = BallotSpec(type="approval", limits={"max_count": 1, "boost:ward=N": 1})
    assert read_ballot(spec, PROJECTS, 100, {"A": 2}) == (("A", 2),)
    assert read_ballot(spec, PROJECTS, 100, {"A": 1, "B": 1}) == (("A", 1), ("B", 1))


def test_nothing_given_is_dropped() -> None:
    assert read_ballot(BallotSpec(type="approval"), PROJECTS, 100, {"A": 0, "B": 1}) == (("B", 1),)
    assert read_ballot(BallotSpec(type="points"), PROJECTS, 100, {"A": 0}) == ()


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        (BallotSpec(type="telepathy"), "unknown-ballot-type"),
        (BallotSpec(type="approval", limits={"colour": 1}), "unknown-limit"),
        (BallotSpec(type="approval", limits={"boost:a=b": 1, "favourites": 1}), "one-way-to-double"),
        (BallotSpec(type="score", limits={"lowest": 5, "highest": 5}), "bad-range"),
        (BallotSpec(type="grades", limits={"grades": 1}), "too-few-grades"),
    ],
)
def test_a_spec_that_makes_no_sense_is_refused(spec: BallotSpec, code: str) -> None:
    with pytest.raises(ContestInvalid) as caught:
        run(contest(spec), "most-votes", TIES)
    assert caught.value.code == code


def test_a_contest_that_makes_no_sense_is_refused() -> None:
    one = Project(id="A", cost=1)
    spec, profile = BallotSpec(type="approval"), Profile.of([])
    for wrong in (
        lambda: Project(id="", cost=1),
        lambda: Project(id="A", cost=-1),
        lambda: Project(id="A", cost=10**19),
        lambda: Contest(budget=-1, projects=(one,), spec=spec, profile=profile),
        lambda: Contest(budget=10**19, projects=(one,), spec=spec, profile=profile),
        lambda: Contest(budget=1, projects=(one, one), spec=spec, profile=profile),
        lambda: Contest(budget=1, projects=(one,), spec=spec, profile=profile, seats=-1),
        lambda: run(contest(spec, (("Z", 1),)), "most-votes", TIES),
        lambda: run(replace(contest(spec), profile=Profile(weights={(): 0})), "most-votes", TIES),
    ):
        with pytest.raises(ContestInvalid):
            wrong()


def test_blank_ballots_count_for_the_number_of_ballots_only() -> None:
    outcome = run(contest(BallotSpec(type="approval"), (), (("A", 1),)), "most-votes", TIES)
    assert (outcome.ballots, outcome.distinct, outcome.scores["A"]["votes"]) == (2, 2, 1)


def test_records_are_canonical_and_hold_no_float() -> None:
    one = contest(BallotSpec(type="score"), (("A", 7),), (("A", 8),))
    outcome = run(one, "most-votes", {"measure": "mean", **TIES})
    record = outcome_record(outcome)
    assert record["scores"]["A"]["mean"] == "15/2"
    assert canonical({"b": 1, "a": "ŵ"}) == '{"a":"ŵ","b":1}'.encode()
    assert len(digest(contest_record(one))) == 64
    assert contest_record(one)["ballots"] == [[[["A", 7]], 1], [[["A", 8]], 1]]
    assert contest_record(replace(one, seats=2))["seats"] == 2
    with pytest.raises(TypeError):
        canonical({"a": 0.5})


def test_an_outcome_that_was_tampered_with_fails_its_check() -> None:
    one = contest(BallotSpec(type="approval"), (("A", 1), ("C", 1)))
    outcome = run(one, "most-votes", TIES)
    check_outcome(one, outcome)
    step = outcome.steps[0]
    for wrong in (
        replace(outcome, selected=("A",)),
        replace(outcome, cost=1),
        replace(outcome, budget=1),
        replace(outcome, ballots=7),
        replace(outcome, reasons={}),
        replace(outcome, steps=(replace(step, paid=1), *outcome.steps[1:])),
        replace(outcome, steps=(replace(step, left=1), *outcome.steps[1:])),
        replace(outcome, steps=(replace(step, project="Z"), *outcome.steps[1:])),
        replace(outcome, steps=(step, *outcome.steps), selected=("A", *outcome.selected)),
    ):
        with pytest.raises(CheckError):
            check_outcome(one, wrong)
