"""Explaining an outcome: the sum behind every project whose supporters ran out of money."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from pb.tally import BallotSpec, Contest, Profile, Project, canonical, outcome_record, run
from pb.tally.explain import explain
from tests.property.contests import contests

TIES = {"ties": "votes,cost,list"}


def test_what_the_supporters_of_a_loser_paid_for() -> None:
    """A (60) is paid by 8 with 7.50 each; four of these want B (40) too: 4 x 10 - 4 x 7.50 = 10."""
    contest = Contest(
        budget=100,
        projects=(Project(id="A", cost=60), Project(id="B", cost=40)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1), ("B", 1))] * 4 + [(("A", 1),)] * 4 + [()] * 2),
    )
    outcome = run(contest, "equal-shares", TIES)
    facts = explain(contest, outcome).reasons["B"].facts
    assert (facts["supporters"], facts["share"]) == (4, Fraction(10))
    assert facts["spent"] == (("A", 4, Fraction(30)),)
    assert facts["held"] == 10


@given(contest=contests("points"), utility=st.sampled_from(["cost", "points"]), raised=st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_sum_is_what_they_hold(contest: Contest, utility: str, raised: bool) -> None:
    completion = "add-one-greedy" if raised else "none"
    step = {"step": str(10**9)} if raised else {}
    outcome = run(contest, "equal-shares", {"utility": utility, "completion": completion, **step, **TIES})
    told = explain(contest, outcome)
    assert told.selected == outcome.selected
    assert canonical(outcome_record(told))
    for reason in told.reasons.values():
        if reason.code == "supporters-out-of-money":
            facts = reason.facts
            spent = sum((amount for _, _, amount in facts["spent"]), Fraction(0))
            assert facts["supporters"] * facts["share"] - spent == facts["held"]
            assert facts["cost"] - facts["held"] == facts["short_by"]


def test_other_outcomes_come_back_as_they_are() -> None:
    contest = Contest(
        budget=10,
        projects=(Project(id="A", cost=20),),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1),)]),
    )
    for outcome in (run(contest, "most-votes", TIES), run(contest, "phragmen", TIES)):
        assert explain(contest, outcome) is outcome
