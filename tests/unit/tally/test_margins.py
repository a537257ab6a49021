"""Margins: what would have changed each project's fate, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pb.tally import BallotSpec, Contest, Profile, Project, Stage, Stopped, canonical
from pb.tally.margins import margins, margins_record
from pb.tally.margins_search import Turning

TIES = {"ties": "votes,cost,list"}
NOTHING = Turning(found=None, limit=None)


def exactly(number: int) -> Turning:
    return Turning(found=number, limit=number)


def contest() -> Contest:
    """A 60 with 9 votes, B 50 with 5 and C 200 with none in a pot of 100."""
    return Contest(
        budget=100,
        projects=(Project(id="A", cost=60), Project(id="B", cost=50), Project(id="C", cost=200)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1),)] * 9 + [(("B", 1),)] * 5),
    )


def test_a_loser_needs_so_many_ballots_or_so_low_a_cost() -> None:
    lost = margins(contest(), "most-votes", TIES).of("B")
    assert lost.won is False
    assert lost.ballots == exactly(4)  # 9 each: B is cheaper
    assert lost.cost == exactly(40)


def test_a_winner_is_unseated_by_so_many_ballots_fewer() -> None:
    won = margins(contest(), "most-votes", TIES).of("A")
    assert (won.won, won.ballots, won.cost) == (True, exactly(4), None)


def test_a_tie_that_the_winner_takes_costs_one_ballot_more() -> None:
    by_list = {"ties": "list"}
    assert margins(contest(), "most-votes", by_list).of("A").ballots == exactly(5)


def test_a_project_dearer_than_the_pot_wins_with_no_ballots_but_at_a_lower_cost() -> None:
    dear = margins(contest(), "most-votes", TIES).of("C")
    assert (dear.ballots, dear.cost) == (NOTHING, exactly(40))


def test_a_winner_without_a_rival_is_never_unseated() -> None:
    alone = Contest(
        budget=10,
        projects=(Project(id="A", cost=10),),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1),)]),
    )
    assert margins(alone, "most-votes", TIES).of("A").ballots == NOTHING
    assert margins(alone, "most-votes", {"minimum": "1", **TIES}).of("A").ballots == exactly(1)


def test_ballots_naming_the_rival_too_are_no_use_to_it() -> None:
    """A has 3 votes and B 2, both from ballots naming A: two of three ballots gone leave A one before B."""
    both = replace(contest(), profile=Profile.of([(("A", 1), ("B", 1))] * 2 + [(("A", 1),)]))
    assert margins(both, "most-votes", {"ties": "list"}).of("A").ballots == NOTHING
    # level with B after one, and B is cheaper
    assert margins(both, "most-votes", {"ties": "cost,list"}).of("A").ballots == exactly(1)


def test_phragmen_is_exact() -> None:
    """B is due at 50/(5+k), A at 60/9: B is first from 50/7.5 on, that is with three more."""
    found = margins(contest(), "phragmen", TIES)
    assert found.of("B").ballots == exactly(3)
    assert found.of("B").cost == exactly(40)


def test_equal_shares_without_raising_has_an_exact_cost() -> None:
    """14 voters hold 100/14 each: B's five hold 35.71 together."""
    found = margins(contest(), "equal-shares", TIES).of("B")
    assert found.cost == exactly(35)
    # with k more B's supporters hold (5+k) x 100/(14+k): 50 first at k = 4
    assert found.ballots == exactly(4)


def test_where_nothing_is_proven_the_number_says_so() -> None:
    found = margins(contest(), "equal-shares", {"completion": "add-one", **TIES}).of("B")
    assert found.cost is not None
    assert found.cost.found is not None
    assert found.cost.exact is False


def test_the_record_is_exact_json() -> None:
    record = margins_record(margins(contest(), "most-votes", TIES))
    assert canonical(record)
    assert record["projects"][1]["ballots"] == {"found": 4, "limit": 4, "exact": True}
    assert record["projects"][2]["ballots"] == {"found": None, "limit": None, "exact": True}
    assert record["projects"][0]["cost"] is None


def test_a_watch_hears_of_every_project_and_can_stop() -> None:
    heard: list[int] = []

    def watch(stage: Stage, done: int, total: int | None) -> None:
        assert (stage, total) == (Stage.MARGINS, 3)
        heard.append(done)
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        margins(contest(), "most-votes", TIES, watch=watch)
    assert sorted(set(heard)) == [0, 1, 2]


def test_an_unknown_project_has_no_margin() -> None:
    with pytest.raises(KeyError):
        margins(contest(), "most-votes", TIES).of("Z")
