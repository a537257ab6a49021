"""Margins: what would have changed each project's fate, against trying it."""

from __future__ import annotations

from pb.tally import BallotSpec, Contest, Profile, Project
from pb.tally.margins import margins

TIES = {"ties": "votes,cost,list"}


def contest() -> Contest:
    """A 60 with 9 votes and B 50 with 5 in a pot of 100."""
    return Contest(
        budget=100,
        projects=(Project(id="A", cost=60), Project(id="B", cost=50), Project(id="C", cost=200)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1),)] * 9 + [(("B", 1),)] * 5),
    )


def test_a_loser_needs_so_many_ballots_or_so_low_a_cost() -> None:
    lost = margins(contest(), "most-votes", TIES)[1]
    assert (lost.project, lost.won) == ("B", False)
    assert (lost.ballots, lost.ballots_exact) == (4, True)  # 9 each: B is cheaper
    assert (lost.cost, lost.cost_exact) == (40, True)


def test_a_winner_is_unseated_by_so_many_ballots_fewer() -> None:
    won = margins(contest(), "most-votes", TIES)[0]
    assert (won.won, won.ballots, won.ballots_exact) == (True, 4, True)


def test_a_project_dearer_than_the_pot_wins_with_no_ballots_but_at_a_lower_cost() -> None:
    dear = margins(contest(), "most-votes", TIES)[2]
    assert (dear.ballots, dear.cost) == (None, 40)


def test_a_winner_without_a_rival_is_never_unseated() -> None:
    alone = Contest(
        budget=10,
        projects=(Project(id="A", cost=10),),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1),)]),
    )
    assert margins(alone, "most-votes", TIES)[0].ballots is None


def test_other_rules_say_where_a_number_may_not_be_the_closest() -> None:
    found = {one.project: one for one in margins(contest(), "equal-shares", TIES)}
    assert found["B"].won is False
    assert found["B"].ballots is not None
    assert found["B"].cost_exact is False
