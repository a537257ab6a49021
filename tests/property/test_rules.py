"""What holds for every rule and every ballot type: never overspends, ballots are alike, reasons are true.

Must not test one rule's arithmetic: that is `test_reference`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pb.tally import (
    BALLOT_TYPES,
    Contest,
    Profile,
    canonical,
    check_outcome,
    contest_record,
    digest,
    outcome_record,
)
from tests.property.contests import contests
from tests.property.counting import PAIRS, Counted, count, counts
from tests.property.effort import effort, patience
from tests.property.truth import Truth
from tests.reference.guards import Guards, own_measure

pytestmark = patience

EXHAUSTIVE = ("most-votes", "value-for-money", "majority-judgment", "best-total", "maximin-support")
"""Rules that by their definition leave no project out that they could still pay for, `fit` being skip."""

PROMISED = (*EXHAUSTIVE, "equal-shares", "equal-shares-bounded")


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@effort(quick=15, long=1000)
@given(data=st.data())
def test_steps_replay_and_every_constraint_holds(rule: str, kind: str, data: st.DataObject) -> None:
    one = data.draw(counts(rule, kind))
    check_outcome(one.contest, one.outcome)
    by_seats = rule == "seats" or one.terms.fit == "seats"
    assert one.outcome.cost <= one.contest.budget or by_seats
    canonical(outcome_record(one.outcome))
    guards = Guards(one.contest, one.terms, own_measure(rule, one.contest, one.terms))
    won = one.outcome.selected
    for place, name in enumerate(won):
        assert not guards.waits(name, won[:place])
        assert name in one.terms.reserved or not guards.barred(name, [*won[:place], *won[place + 1 :]])
    if by_seats:
        assert not (one.terms.seats and len(won) > one.terms.seats)


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@effort(quick=15, long=1000)
@given(data=st.data())
def test_every_reason_is_true(rule: str, kind: str, data: st.DataObject) -> None:
    one = data.draw(counts(rule, kind))
    truth = Truth(one.contest, rule, one.terms, one.outcome)
    assert set(one.outcome.reasons) == {project.id for project in one.contest.projects}
    assert [wrong for name in one.outcome.reasons if (wrong := truth.untrue(name))] == []


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@effort(quick=10, long=500)
@given(data=st.data())
def test_order_of_ballots_does_not_matter(rule: str, kind: str, data: st.DataObject) -> None:
    one = data.draw(counts(rule, kind))
    ballots = [marks for marks, weight in one.contest.profile.items() for _ in range(weight)]
    shuffled = Profile.of(data.draw(st.permutations(ballots)))
    other = replace(one.contest, profile=shuffled)
    assert digest(contest_record(one.contest)) == digest(contest_record(other))
    again = count(other, rule, one.terms)
    assert again is not None
    assert outcome_record(again) == outcome_record(one.outcome)


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@effort(quick=15, long=1000)
@given(data=st.data())
def test_names_and_places_do_not_matter_where_no_tie_was_met(
    rule: str, kind: str, data: st.DataObject
) -> None:
    one = data.draw(counts(rule, kind))
    assume(not one.outcome.ties)
    again = count(one.contest, rule, replace(one.terms, ties=("lot",), seed=data.draw(st.binary(max_size=3))))
    assert again is not None
    assert set(again.selected) == set(one.outcome.selected)
    places = tuple(data.draw(st.permutations(one.contest.projects)))
    moved = count(replace(one.contest, projects=places), rule, replace(one.terms, ties=("list",)))
    assert moved is not None
    assert set(moved.selected) == set(one.outcome.selected)


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@effort(quick=10, long=500)
@given(data=st.data())
def test_the_order_of_the_list_does_not_matter_where_lots_decide(
    rule: str, kind: str, data: st.DataObject
) -> None:
    one = data.draw(counts(rule, kind))
    assume("list" not in one.terms.ties)
    places = data.draw(st.permutations(one.contest.projects))
    other = count(replace(one.contest, projects=tuple(places)), rule, one.terms)
    assert other is not None
    assert other.selected == one.outcome.selected
    assert {replace(tie, step=0) for tie in other.ties} == {replace(tie, step=0) for tie in one.outcome.ties}


@pytest.mark.parametrize(("rule", "kind"), [pair for pair in PAIRS if pair[0] in PROMISED])
@effort(quick=15, long=1000)
@given(data=st.data())
def test_nothing_that_could_still_be_paid_for_is_left_out(rule: str, kind: str, data: st.DataObject) -> None:
    one = data.draw(counts(rule, kind))
    promised = one.terms.completion.endswith("greedy")
    assume(promised or (rule in EXHAUSTIVE and one.terms.fit == "skip"))
    assert left_out(one) == []


def left_out(one: Counted) -> list[str]:
    """The losers that are affordable, free to win and, where that is asked for, wanted by somebody."""
    guards, won = Guards(one.contest, one.terms, measure_of(one)), one.outcome.selected
    left = one.outcome.budget - one.outcome.cost
    liked = Truth(one.contest, one.rule, one.terms, one.outcome).liked
    losers = set(guards.costs) - set(won)
    if one.rule in ("best-total", "maximin-support"):
        losers &= liked
    return [name for name in sorted(losers) if guards.costs[name] <= left and guards.free(name, won)]


def measure_of(one: Counted) -> str:
    """What a minimum without a name of its own counts."""
    measures = BALLOT_TYPES[one.contest.spec.type].measures
    return one.terms.measure or (measures[0] if one.rule in ("most-votes", "value-for-money") else "votes")


@pytest.mark.parametrize("kind", list(BALLOT_TYPES))
@effort(quick=25, long=1000)
@given(data=st.data())
def test_a_contest_accepts_what_its_ballot_type_reads(kind: str, data: st.DataObject) -> None:
    contest: Contest = data.draw(contests(kind))
    reader = BALLOT_TYPES[kind]
    for marks, _ in contest.profile.items():
        assert reader.read(contest.spec, contest.projects, contest.budget, dict(marks)) == marks
