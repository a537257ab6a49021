"""The allocation rules: one module each, one line each in the registry."""

from __future__ import annotations

from typing import Any, Protocol

from pb.tally.params import Reader
from pb.tally.pot import Count, Pot
from pb.tally.rules.best_total import BestTotal
from pb.tally.rules.cumulative_transfer import CumulativeTransfer
from pb.tally.rules.equal_shares import EqualShares
from pb.tally.rules.equal_shares_bounded import EqualSharesBounded
from pb.tally.rules.expanding_approvals import ExpandingApprovals
from pb.tally.rules.majority_judgment import MajorityJudgment
from pb.tally.rules.maximin_support import MaximinSupport
from pb.tally.rules.most_votes import MostVotes
from pb.tally.rules.phragmen import Phragmen
from pb.tally.rules.seats import Seats
from pb.tally.rules.value_for_money import ValueForMoney


class Rule(Protocol):
    """What a rule can do. A change of arithmetic is a new version beside the old one."""

    @property
    def id(self) -> str:
        """The name on the command line, in the database and in records."""

    @property
    def version(self) -> str:
        """The version of the arithmetic."""

    @property
    def ballot_types(self) -> tuple[str, ...]:
        """The ballot types it can count."""

    def read_params(self, reader: Reader) -> Any:
        """Read the parameters of this rule; what it returns has `common`. Raises ParamInvalid."""

    def allocate(self, count: Count, params: Any) -> Pot:
        """Decide who wins."""


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        MostVotes(),
        EqualShares(),
        EqualSharesBounded(),
        Phragmen(),
        ValueForMoney(),
        Seats(),
        MajorityJudgment(),
        BestTotal(),
        ExpandingApprovals(),
        CumulativeTransfer(),
        MaximinSupport(),
    )
}
