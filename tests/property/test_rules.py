"""What holds for every rule and every ballot type: never overspends, ballots are alike, steps replay.

Must not test one rule's arithmetic: that is `test_reference`.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.tally import (
    BALLOT_TYPES,
    RULES,
    Contest,
    Profile,
    Project,
    canonical,
    check_outcome,
    contest_record,
    digest,
    outcome_record,
    run,
)
from tests.property.contests import contests

PAIRS = [(rule, kind) for rule in RULES for kind in RULES[rule].ballot_types]
SEED = b"seed"
TIES = {"ties": "votes,cost,lot"}


def count(contest: Contest, rule: str) -> Any:
    return run(contest, rule, TIES, seed=SEED)


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_steps_replay_and_nothing_is_overspent(rule: str, kind: str, data: st.DataObject) -> None:
    contest = data.draw(contests(kind))
    outcome = count(contest, rule)
    check_outcome(contest, outcome)
    assert outcome.cost <= contest.budget or rule == "seats"
    assert set(outcome.reasons) == {project.id for project in contest.projects}
    canonical(outcome_record(outcome))


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_order_of_ballots_does_not_matter(rule: str, kind: str, data: st.DataObject) -> None:
    contest = data.draw(contests(kind))
    ballots = [marks for marks, weight in contest.profile.items() for _ in range(weight)]
    shuffled = data.draw(st.permutations(ballots))
    other = Contest(
        budget=contest.budget,
        projects=contest.projects,
        spec=contest.spec,
        profile=Profile.of(shuffled),
        seats=contest.seats,
    )
    assert digest(contest_record(contest)) == digest(contest_record(other))
    assert outcome_record(count(contest, rule)) == outcome_record(count(other, rule))


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_order_of_the_list_does_not_matter_where_lots_decide(
    rule: str, kind: str, data: st.DataObject
) -> None:
    contest = data.draw(contests(kind))
    other = Contest(
        budget=contest.budget,
        projects=tuple(data.draw(st.permutations(contest.projects))),
        spec=contest.spec,
        profile=contest.profile,
        seats=contest.seats,
    )
    assert count(contest, rule).selected == count(other, rule).selected


@pytest.mark.parametrize("kind", list(BALLOT_TYPES))
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_contest_accepts_what_its_ballot_type_reads(kind: str, data: st.DataObject) -> None:
    contest = data.draw(contests(kind))
    reader = BALLOT_TYPES[kind]
    for marks, _ in contest.profile.items():
        assert reader.read(contest.spec, contest.projects, contest.budget, dict(marks)) == marks


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_more_votes_cannot_lose_under_most_votes_with_equal_costs(data: st.DataObject) -> None:
    contest = data.draw(contests("approval"))
    equal = tuple(Project(id=project.id, cost=10) for project in contest.projects)
    base = Contest(budget=contest.budget, projects=equal, spec=contest.spec, profile=contest.profile)
    ballots = [marks for marks, weight in base.profile.items() for _ in range(weight)]
    for name in run(base, "most-votes", TIES, seed=SEED).selected:
        more = Contest(
            budget=base.budget,
            projects=equal,
            spec=base.spec,
            profile=Profile.of([*ballots, ((name, 1),)]),
        )
        assert name in run(more, "most-votes", TIES, seed=SEED).selected
