"""Constraints: minimum, conflicts, needs, groups, reserved, each with its reason."""

from __future__ import annotations

import pytest

from pb.tally import BallotSpec, Contest, Outcome, ParamInvalid, Profile, Project, check_outcome, run

TIES = {"ties": "votes,cost,list"}


def contest() -> Contest:
    """A 5 votes, B 4, C 3, D 2; A and B in ward N, C and D in ward S; all cost 10 in a pot of 40."""
    projects = tuple(
        Project(id=name, cost=10, groups=(("ward", ward),)) for name, ward in zip("ABCD", "NNSS", strict=True)
    )
    ballots = [((name, 1),) for name, votes in zip("ABCD", (5, 4, 3, 2), strict=True) for _ in range(votes)]
    return Contest(
        budget=40, projects=projects, spec=BallotSpec(type="approval"), profile=Profile.of(ballots)
    )


def count(rule: str = "most-votes", **params: str) -> Outcome:
    outcome = run(contest(), rule, {**TIES, **params})
    check_outcome(contest(), outcome)
    return outcome


def test_minimum_as_a_number_and_as_a_share_of_ballots() -> None:
    assert count(minimum="3").selected == ("A", "B", "C")
    lost = count(minimum="25%").reasons["C"]  # a quarter of 14, rounded up, is 4
    assert (lost.code, lost.facts) == ("below-minimum", {"has": 3, "needs": 4, "measure": "votes"})


@pytest.mark.parametrize("rule", ["most-votes", "phragmen", "value-for-money", "seats"])
def test_conflicts(rule: str) -> None:
    params = {"seats": "4"} if rule == "seats" else {}
    outcome = count(rule, conflicts="A|C", **params)
    assert set(outcome.selected) == {"A", "B", "D"}
    assert outcome.reasons["C"].facts == {"winner": "A"}


def test_conflicts_and_needs_hold_in_equal_shares() -> None:
    outcome = count("equal-shares", conflicts="A|B", needs="C>D", completion="greedy")
    assert (outcome.reasons["B"].code, outcome.reasons["C"].code) == ("conflict-with", "won")
    assert outcome.selected.index("D") < outcome.selected.index("C")


def test_a_need_that_is_never_met() -> None:
    outcome = count(needs="B>C", minimum="4")
    assert outcome.selected == ("A",)
    assert outcome.reasons["B"].code == "needs-project"


def test_groups_have_a_most_in_money_and_in_number() -> None:
    assert count(group_max="ward=N:15").selected == ("A", "C", "D")
    assert count(group_max="ward=S:#1").reasons["D"].facts["used"] == 1


def test_groups_have_a_least() -> None:
    outcome = run(
        Contest(budget=20, projects=contest().projects, spec=contest().spec, profile=contest().profile),
        "most-votes",
        {**TIES, "group_min": "ward=S:#1"},
    )
    assert outcome.selected == ("C", "A")


def test_reserved_come_first_and_are_paid_from_the_pot() -> None:
    assert count(reserved="D").selected[0] == "D"
    assert count("equal-shares", reserved="D").steps[0].facts == {"reserved": True}


def test_an_unknown_project_is_refused() -> None:
    with pytest.raises(ParamInvalid):
        count(conflicts="A|Z")
