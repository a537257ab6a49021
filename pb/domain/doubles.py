"""Marks that count double on an approval paper: a favourite, or an extra vote for one category or ward.

It says where there are such marks and which rules give them weight; the tally judges and counts them.
"""

from collections.abc import Mapping

from pb.tally.limits import group_limits
from pb.tally.model import BallotSpec


def boost_of(spec: BallotSpec) -> str:
    """The only group that an extra vote may go to, as `category=<id>`; empty where there is no such vote."""
    return next((f"{group[0]}={group[1]}" for group, _ in group_limits(spec, "boost")), "")


def has_doubles(spec: BallotSpec) -> bool:
    """Whether a mark can count double on such a ballot."""
    return spec.type == "approval" and bool(spec.limits.get("favourites") or boost_of(spec))


def counts_doubles(params: Mapping[str, str]) -> bool:
    """Whether a rule with these parameters, in full, gives a doubled mark more weight than a single one."""
    return params.get("measure") == "points" or params.get("utility", "").startswith("points")
