"""Ties: none is silent, and each says truly whether another order would change who gets money.

Must not ask the engine: who wins in another order is what the reference says.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.property.counting import PAIRS, Counted, counts
from tests.property.effort import effort, patience
from tests.reference.order import Order
from tests.reference.registry import REFERENCE

pytestmark = patience


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@effort(quick=12, long=1000)
@given(data=st.data())
def test_a_tie_matters_if_and_only_if_a_swap_changes_who_gets_money(
    rule: str, kind: str, data: st.DataObject
) -> None:
    one = data.draw(counts(rule, kind))
    assume(one.outcome.ties)
    usual, order = paid(one, None), Order(one.contest, one.terms)
    for tie in one.outcome.ties:
        assert list(tie.tied) == [name for name in order.names if name in tie.tied]
        assert tie.chosen == tie.tied[0]
        assert tie.matters == any(paid(one, (tie.chosen, other)) != usual for other in tie.tied[1:])
        assert tie.key == deciding_key(one, tie.tied)


@pytest.mark.parametrize(("rule", "kind"), PAIRS)
@effort(quick=12, long=1000)
@given(data=st.data())
def test_no_tie_is_silent(rule: str, kind: str, data: st.DataObject) -> None:
    one = data.draw(counts(rule, kind))
    names = Order(one.contest, one.terms).names
    assume(len(names) > 1)
    late = data.draw(st.integers(1, len(names) - 1))
    early = data.draw(st.integers(0, late - 1))
    if paid(one, (names[early], names[late])) != paid(one, None):
        assert any(names[late] in tie.tied for tie in one.outcome.ties)
        assert any(tie.matters for tie in one.outcome.ties)


def paid(one: Counted, swap: tuple[str, str] | None) -> tuple[set[str], tuple[str, int] | None]:
    """Who gets money where the second of two projects comes just before the first."""
    answer = REFERENCE[one.rule](one.contest, replace(one.terms, swap=swap))
    return set(answer.won), answer.part


def deciding_key(one: Counted, tied: tuple[str, ...]) -> str:
    """The first of the keys under which the winner of the tie comes before all others, whoever they are."""
    for number, key in enumerate(one.terms.ties, 1):
        keys = one.terms.ties[:number]
        fronts = {
            Order(replace(one.contest, projects=places), replace(one.terms, ties=keys)).first(tied)
            for places in (one.contest.projects, one.contest.projects[::-1])
        }
        if len(fronts) == 1 and key not in ("list",):
            return key
    return one.terms.ties[-1]
