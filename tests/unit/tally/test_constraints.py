"""Constraints: minimum, conflicts, needs, groups, reserved, each with its reason."""

from __future__ import annotations

import pytest

from pb.tally import BallotSpec, Contest, Outcome, ParamInvalid, Profile, Project, check_outcome, run
from pb.tally.columns import Columns
from pb.tally.constraints import Bars, Constraints
from pb.tally.run import read_params
from pb.tally.scores import scores_of

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


def test_a_project_comes_in_its_own_place_once_what_it_needs_has_won() -> None:
    assert count(needs="A>C").selected == ("B", "C", "A", "D")
    assert count("seats", seats="3", needs="A>C").selected == ("B", "C", "A")
    assert count("seats", seats="2", needs="A>C").reasons["A"].code == "no-seat-left"


def test_projects_that_need_each_other_wait_for_ever() -> None:
    outcome = count(needs="A>B;B>A", reserved="A|B")
    assert outcome.selected == ("C", "D")
    assert outcome.reasons["A"].facts == {"needs": "B"}


def test_a_reserved_project_waits_for_what_it_needs_and_is_never_without_it() -> None:
    assert count(reserved="C|D", needs="C>D").selected[:2] == ("D", "C")
    projects = (Project(id="A", cost=50), Project(id="B", cost=10))
    poor = Contest(budget=40, projects=projects, spec=contest().spec, profile=Profile.of([]))
    outcome = run(poor, "most-votes", {**TIES, "reserved": "B|A", "needs": "B>A"})
    assert outcome.selected == ()
    assert outcome.reasons["B"].code == "needs-project"


def test_a_reserved_project_needs_no_minimum() -> None:
    assert count(reserved="D", minimum="3").selected == ("D", "A", "B", "C")


def test_reserved_projects_take_seats_in_all_and_in_their_group_whatever_they_cost() -> None:
    assert count("seats", seats="2", reserved="D").selected == ("D", "A")
    assert count("seats", per_group="ward:1", reserved="B").selected == ("B", "C")
    assert count("seats", seats="4", reserved="D").cost == 40
    dear = Contest(budget=5, projects=contest().projects, spec=contest().spec, profile=contest().profile)
    assert run(dear, "seats", {**TIES, "seats": "1", "reserved": "D"}).selected == ("D",)


@pytest.mark.parametrize(
    ("rule", "params", "project", "terms"),
    [
        ("most-votes", {"reserved": "A|B", "conflicts": "A|B"}, "B", "conflicts"),
        ("equal-shares", {"reserved": "A", "needs": "A>B"}, "A", "needs"),
        ("phragmen", {"reserved": "C|D", "group_max": "ward=S:#1"}, "D", "group_max"),
        ("most-votes", {"reserved": "C|D", "group_max": "ward=S:19"}, "D", "group_max"),
        ("seats", {"reserved": "A|B", "seats": "1"}, "B", "seats"),
        ("seats", {"reserved": "A|B", "per_group": "ward:1"}, "B", "seats"),
    ],
)
def test_reserved_projects_that_contradict_the_terms_are_refused(
    rule: str, params: dict[str, str], project: str, terms: str
) -> None:
    with pytest.raises(ParamInvalid) as caught:
        count(rule, **params)
    assert (caught.value.name, caught.value.code) == ("reserved", "reserved-against-terms")
    assert caught.value.facts == {"project": project, "terms": terms}


def test_reserved_projects_may_just_fill_their_group_or_their_seats() -> None:
    assert set(count(reserved="C|D", group_max="ward=S:20").selected) == {"A", "B", "C", "D"}
    assert count("seats", reserved="A|B", seats="2").selected == ("A", "B")


def test_a_part_is_never_a_part_of_nothing() -> None:
    outcome = run(
        Contest(budget=30, projects=contest().projects, spec=contest().spec, profile=contest().profile),
        "most-votes",
        {**TIES, "fit": "part", "part_share": "0%"},
    )
    assert outcome.reasons["D"].code == "not-enough-money-left"


@pytest.mark.parametrize(
    ("params", "name", "code"),
    [
        ({"floors": "Z:5"}, "floors", "unknown-project"),
        ({"floors": "A:5;A:6"}, "floors", "bad-floor"),
        ({"floors": "A:5", "part_share": "50%"}, "part_share", "not-with-this-rule"),
    ],
)
def test_floors_name_each_project_once_and_leave_no_share(
    params: dict[str, str], name: str, code: str
) -> None:
    with pytest.raises(ParamInvalid) as caught:
        count(fit="part", **params)
    assert (caught.value.name, caught.value.code) == (name, code)


def test_a_tie_over_where_the_count_stops_is_told() -> None:
    """A and B have two votes each; B would fit, but A comes first, does not, and ends the count."""
    equals = Contest(
        budget=10,
        projects=(Project(id="A", cost=20), Project(id="B", cost=10)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1), ("B", 1))]),
    )
    outcome = run(equals, "most-votes", {"ties": "list", "fit": "stop"})
    assert outcome.selected == ()
    assert [(tie.tied, tie.matters) for tie in outcome.ties] == [(("A", "B"), True)]


def test_a_tie_over_who_gets_a_part_is_told() -> None:
    equals = Contest(
        budget=18,
        projects=(Project(id="A", cost=20), Project(id="B", cost=20)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1), ("B", 1))]),
    )
    outcome = run(equals, "most-votes", {"ties": "list", "fit": "part"})
    assert [(tie.tied, tie.matters) for tie in outcome.ties] == [(("A", "B"), True)]


def test_the_same_bound_as_a_most_and_a_least_is_counted_once() -> None:
    outcome = count(group_max="ward=S:20", group_min="ward=S:20")
    assert outcome.selected == ("C", "D", "A", "B")


def test_bars_are_told_once_and_as_soon_as_a_winner_makes_them() -> None:
    """A and B are rivals; ward N holds A and C, and has room for one."""
    north = (("ward", "N"),)
    projects = (
        Project(id="A", cost=1, groups=north),
        Project(id="B", cost=1),
        Project(id="C", cost=1, groups=north),
        Project(id="D", cost=1),
    )
    spec = BallotSpec(type="approval")
    profile = Profile.of([(("A", 1), ("B", 1), ("C", 1))])
    contest = Contest(budget=9, projects=projects, spec=spec, profile=profile)
    texts = {"conflicts": "A|B", "group_max": "ward=N:#1", "minimum": "1", "ties": "list"}
    common = read_params("phragmen", texts, spec).values.common
    columns = Columns.of(contest)
    bars = Bars(Constraints(common, contest, scores_of(columns, spec)))
    assert [(at, reason.code) for at, reason in bars.newly({0, 1, 2, 3}, [])] == [(3, "below-minimum")]
    assert bars.newly({0, 1, 2}, []) == []
    told = bars.newly({1, 2}, [0])
    assert [(at, reason.code) for at, reason in told] == [(1, "conflict-with"), (2, "group-full")]
    assert bars.newly({1, 2}, [0]) == []
