"""The engine gives what the plain reference gives, project by project in order.

Must not compare with anything but fractions.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.tally import Contest, run
from tests.property.contests import contests
from tests.reference import plain

TIES = {"ties": "votes,cost,list"}
UTILITIES = ("cost", "count", "points", "points-cost")
KINDS = ("approval", "points", "ranking", "score")


@pytest.mark.parametrize("fit", ["skip", "stop"])
@given(contest=contests())
@settings(max_examples=60, deadline=None)
def test_most_votes(fit: str, contest: Contest) -> None:
    outcome = run(contest, "most-votes", {"fit": fit, **TIES})
    assert list(outcome.selected) == plain.most_votes(contest, fit=fit)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("utility", UTILITIES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_equal_shares(utility: str, kind: str, data: st.DataObject) -> None:
    contest = data.draw(contests(kind))
    outcome = run(contest, "equal-shares", {"utility": utility, **TIES})
    voters = contest.profile.ballots
    share = Fraction(contest.budget, voters) if voters else Fraction(0)
    assert list(outcome.selected) == (plain.equal_shares(contest, utility, share) if voters else [])


@pytest.mark.parametrize("start", ["exact", "integral"])
@pytest.mark.parametrize("utility", UTILITIES)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_equal_shares_with_add_one(utility: str, start: str, data: st.DataObject) -> None:
    contest = data.draw(contests("points"))
    total = sum(project.cost for project in contest.projects)
    step = max(1, total // 200)
    params = {"utility": utility, "completion": "add-one", "start": start, "step": str(step), **TIES}
    outcome = run(contest, "equal-shares", params)
    expected = plain.add_one(contest, utility, integral=start == "integral", step=step)
    assert list(outcome.selected) == expected


@given(contest=contests())
@settings(max_examples=40, deadline=None)
def test_greedy_completion(contest: Contest) -> None:
    outcome = run(contest, "equal-shares", {"completion": "greedy", **TIES})
    voters = contest.profile.ballots
    share = Fraction(contest.budget, voters) if voters else Fraction(0)
    bought = plain.equal_shares(contest, "cost", share) if voters else []
    assert list(outcome.selected) == plain.most_votes(contest, taken=bought)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_phragmen(kind: str, data: st.DataObject) -> None:
    contest = data.draw(contests(kind))
    assert list(run(contest, "phragmen", TIES).selected) == plain.phragmen(contest)


@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_shares_sum_exactly_to_the_cost(data: st.DataObject) -> None:
    contest = data.draw(contests("points"))
    outcome = run(contest, "equal-shares", {"utility": "points", **TIES})
    for step in outcome.steps:
        full = sum(ballots * amount for _, ballots, amount in step.facts["paid_in_full"])
        assert full + step.facts["paid_all_left"][1] == step.paid
