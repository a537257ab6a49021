"""Which plain function says what a rule should have answered, and by which fact of a step the engine says so.

Must not hold arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable

from pb.tally import Contest
from tests.reference.best_total import best_total
from tests.reference.cumulative_transfer import cumulative_transfer
from tests.reference.equal_shares import equal_shares
from tests.reference.equal_shares_bounded import equal_shares_bounded
from tests.reference.expanding_approvals import expanding_approvals
from tests.reference.majority_judgment import majority_judgment
from tests.reference.maximin_support import maximin_support
from tests.reference.most_votes import most_votes, value_for_money
from tests.reference.phragmen import phragmen
from tests.reference.seats import seats
from tests.reference.terms import Answer, Terms

Reference = Callable[[Contest, Terms], Answer]

REFERENCE: dict[str, Reference] = {
    "most-votes": most_votes,
    "value-for-money": value_for_money,
    "seats": seats,
    "majority-judgment": majority_judgment,
    "equal-shares": equal_shares,
    "equal-shares-bounded": equal_shares_bounded,
    "phragmen": phragmen,
    "maximin-support": maximin_support,
    "best-total": best_total,
    "cumulative-transfer": cumulative_transfer,
    "expanding-approvals": expanding_approvals,
}

FIGURE = {
    "most-votes": "score",
    "seats": "score",
    "equal-shares": "rho",
    "equal-shares-bounded": "rho",
    "phragmen": "time",
    "maximin-support": "level",
    "best-total": "utility",
    "cumulative-transfer": "excess",
    "expanding-approvals": "price",
}
"""The fact of a purchase's step that must equal the reference's figure exactly."""
