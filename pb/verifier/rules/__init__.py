"""The rules this verifier can count again: one file each, one line each.

It is no complete list of the platform's rules; a rule that is missing here is reported, never passed over.
"""

from collections.abc import Callable, Mapping

from pb.verifier.contest import Contest, Count
from pb.verifier.rules import (
    best_total,
    cumulative_transfer,
    equal_shares,
    equal_shares_bounded,
    expanding_approvals,
    majority_judgment,
    maximin_support,
    most_votes,
    phragmen,
    seats,
    value_for_money,
)

ReferenceRule = Callable[[Contest, Mapping[str, str], bytes | None], Count]

REFERENCE_VERSION = "1"  # of every rule here; a change of arithmetic is another version beside it

REFERENCE_RULES: dict[str, ReferenceRule] = {
    "best-total": best_total.count,
    "cumulative-transfer": cumulative_transfer.count,
    "equal-shares": equal_shares.count,
    "equal-shares-bounded": equal_shares_bounded.count,
    "expanding-approvals": expanding_approvals.count,
    "majority-judgment": majority_judgment.count,
    "maximin-support": maximin_support.count,
    "most-votes": most_votes.count,
    "phragmen": phragmen.count,
    "seats": seats.count,
    "value-for-money": value_for_money.count,
}
