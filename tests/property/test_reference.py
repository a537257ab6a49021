"""The engine gives what the plain reference gives: winners in order, the figure of each, and the money.

Must not compare with anything but fractions.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from pb.tally import RULES, Contest, Outcome, check_outcome, shares_thin
from tests.property.contests import contests
from tests.property.counting import count
from tests.property.effort import effort, patience
from tests.property.spelling import KEYS, SEED, UTILITIES, terms_for
from tests.reference.registry import FIGURE, REFERENCE
from tests.reference.terms import Answer, ContradictionError, Terms

pytestmark = patience


def expected(contest: Contest, rule: str, terms: Terms) -> Answer | None:
    """The same from the reference."""
    try:
        return REFERENCE[rule](contest, terms)
    except ContradictionError:
        return None


def agree(contest: Contest, rule: str, terms: Terms) -> None:
    """Winners in order, exact figures, payments and money left are the same."""
    outcome, answer = count(contest, rule, terms), expected(contest, rule, terms)
    event(f"refused: {outcome is None}")
    if outcome is None or answer is None:
        assert (outcome is None) == (answer is None)
        return
    event(f"winners: {len(answer.won)}")
    assert outcome.selected == answer.won
    assert outcome.budget - outcome.cost == answer.left
    check_outcome(contest, outcome)
    parts = [(step.project, step.paid) for step in outcome.steps if step.action == "part"]
    assert parts == ([answer.part] if answer.part else [])
    for name, told in figures_of(rule, outcome).items():
        assert told == answer.figures[name]


def figures_of(rule: str, outcome: Outcome) -> dict[str, Any]:
    """The figure by which each winner was chosen, where the rule itself chose it."""
    fact = FIGURE.get(rule, "")
    return {step.project: step.facts[fact] for step in outcome.steps if fact in step.facts and step.paid}


@pytest.mark.parametrize("rule", list(RULES))
@effort(quick=500, long=20_000)
@given(data=st.data())
def test_the_engine_gives_what_the_reference_gives(rule: str, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(RULES[rule].ballot_types))
    contest = data.draw(contests(kind))
    agree(contest, rule, data.draw(terms_for(rule, contest)))


@effort(quick=200, long=5000)
@given(data=st.data())
def test_shares_raised_in_many_small_steps_stop_where_the_reference_stops(data: st.DataObject) -> None:
    contest = data.draw(contests(data.draw(st.sampled_from(["approval", "points"])), most_ballots=4))
    terms = Terms(
        utility=data.draw(st.sampled_from(UTILITIES)),
        completion="add-one",
        integral=data.draw(st.booleans()),
        to_the_end=data.draw(st.booleans()),
        step=max(1, sum(one.cost for one in contest.projects) // data.draw(st.integers(40, 250))),
        ties=data.draw(st.sampled_from(KEYS)),
        seed=SEED,
    )
    agree(contest, "equal-shares", terms)


@effort(quick=200, long=20_000)
@given(data=st.data())
def test_equal_shares_in_fractions_alone_tells_the_same_in_every_word(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(RULES["equal-shares"].ballot_types))
    contest = data.draw(contests(kind))
    terms = data.draw(terms_for("equal-shares", contest))
    usual = count(contest, "equal-shares", terms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares_thin, "MANY", 0)
        assert count(contest, "equal-shares", terms) == usual
        agree(contest, "equal-shares", terms)
