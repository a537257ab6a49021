"""Doubles say which project may be due first: what is exact must lie within the bounds they give.

Must not test a rule: only what a rule relies on when it leaves candidates out.
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pb.tally import BALLOT_TYPES
from pb.tally.columns import Columns
from pb.tally.loads import Loads
from tests.property.contests import contests
from tests.property.effort import effort, patience

pytestmark = patience


@effort(quick=100, long=5000)
@given(data=st.data())
def test_the_exact_time_lies_within_the_bounds_after_every_purchase(data: st.DataObject) -> None:
    contest = data.draw(contests(data.draw(st.sampled_from(["approval", "points", "ranking"]))))
    columns = Columns.of(contest)
    support = BALLOT_TYPES[contest.spec.type].support(columns, contest.spec)
    loads = Loads(columns, support, [one.cost for one in contest.projects])
    open_ = [at for at, voters in enumerate(loads.voters) if voters]
    while open_:
        low, high = loads.bounds()
        for at in open_:
            assert Fraction(float(low[at])) <= loads.exact(at) <= Fraction(float(high[at]))
        due = min(open_, key=loads.exact)
        loads.buy(due, loads.exact(due))
        open_.remove(due)
