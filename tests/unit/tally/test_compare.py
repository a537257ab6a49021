"""Comparing rules: the figures of each, worked by hand on one small contest."""

from __future__ import annotations

from fractions import Fraction

from pb.tally import BallotSpec, Contest, Profile, Project
from pb.tally.compare import compare

TIES = {"ties": "votes,cost,list"}


def test_figures_of_two_rules() -> None:
    """Six of ten want A, B and C (30 each), four want D (40). Most votes: A, B, C; equal shares: A, B, D."""
    contest = Contest(
        budget=100,
        projects=tuple(
            Project(id=name, cost=cost, groups=(("ward", ward),))
            for name, cost, ward in (("A", 30, "N"), ("B", 30, "N"), ("C", 30, "N"), ("D", 40, "S"))
        ),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1), ("B", 1), ("C", 1))] * 6 + [(("D", 1),)] * 4),
    )
    found = compare(contest, [("most-votes", TIES), ("equal-shares", TIES)])
    votes, shares = found.figures
    assert votes.outcome.selected == ("A", "B", "C")
    assert (votes.with_a_winner, votes.winners_each) == (Fraction(6, 10), Fraction(18, 10))
    assert (votes.cost_each, votes.priceable) == (Fraction(6 * 90, 10), None)
    assert votes.by_group == {("ward", "N"): 90, ("ward", "S"): 0}
    assert (shares.with_a_winner, shares.priceable) == (Fraction(1), True)
    assert found.shared == {("most-votes", "equal-shares"): 2}


def test_money_spent_by_completion_has_no_certificate() -> None:
    contest = Contest(
        budget=100,
        projects=(Project(id="A", cost=60), Project(id="B", cost=40)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1), ("B", 1))] * 4 + [(("A", 1),)] * 4 + [()] * 2),
    )
    found = compare(contest, [("equal-shares", {"completion": "greedy", **TIES})])
    assert found.figures[0].priceable is False
