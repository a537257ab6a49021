"""A contest and terms drawn for a rule and a ballot type, counted by the engine.

Must not judge the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import assume
from hypothesis import strategies as st

from pb.tally import RULES, Contest, ContestInvalid, Outcome, ParamInvalid, run
from tests.property.contests import contests
from tests.property.spelling import SEED, terms_for, texts_of
from tests.reference.terms import Terms

PAIRS = [(rule, kind) for rule in RULES for kind in RULES[rule].ballot_types]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One count with all that went into it."""

    contest: Contest
    rule: str
    terms: Terms
    outcome: Outcome


def count(contest: Contest, rule: str, terms: Terms) -> Outcome | None:
    """What the engine answers; None where it refuses terms that contradict each other.

    A contest it says is too large to solve is tried by no test.
    """
    try:
        return run(contest, rule, texts_of(rule, terms), seed=terms.seed)
    except ContestInvalid as fault:
        assume(fault.code != "too-large-to-solve")
        raise
    except ParamInvalid as fault:
        if fault.code != "reserved-against-terms":
            raise
        return None


@st.composite
def counts(draw: st.DrawFn, rule: str, kind: str) -> Counted:
    """A count the engine did not refuse."""
    contest = draw(contests(kind))
    terms = draw(terms_for(rule, contest))
    assert terms.seed == SEED
    outcome = count(contest, rule, terms)
    assume(outcome is not None)
    assert outcome is not None
    return Counted(contest=contest, rule=rule, terms=terms, outcome=outcome)
