"""The payments of equal shares, made again ballot by ballot from the steps of an outcome.

Must not round, and must not trust the steps: who pays how much follows from the share and the price alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.columns import Columns, Ints
from pb.tally.model import Contest, Outcome, Step

Wholes = NDArray[Any]
"""Whole numbers of any size, one for each ballot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """One purchase: all that was paid (minor units), by how many voters in full, and the rest of it.

    `each` is what each distinct ballot paid, in whole numbers of the unit of these payments.
    """

    total: Fraction
    in_full: int
    rest: Fraction
    each: Wholes


class Payments:
    """What every distinct ballot holds, in whole numbers of a unit that divides the share and every price."""

    def __init__(
        self, contest: Contest, columns: Columns, outcome: Outcome, share: Fraction, bought: Sequence[Step]
    ) -> None:
        self.share = share
        self.weight = columns.weight.astype(object)
        self._columns = columns
        self._marks = _marks(contest, columns, outcome)
        self._unit = lcm(share.denominator, *(step.facts["price"].denominator for step in bought))
        self._held = np.full(len(columns.weight), int(share * self._unit), dtype=object)
        self._at = {name: at for at, name in enumerate(columns.ids)}

    def supporters(self, project: str) -> Ints:
        """The distinct ballots (rows) that support a project."""
        return self._columns.row[self._supporting(project)]

    def pay(self, step: Step) -> Paid:
        """Let each supporter pay price x mark, or all they hold."""
        entries = self._supporting(step.project)
        rows = self._columns.row[entries]
        asked = self._marks[entries].astype(object) * int(step.facts["price"] * self._unit)
        full = (self._held[rows] >= asked).astype(np.bool_)
        paid = np.where(full, asked, self._held[rows])
        self._held[rows] -= paid
        each = np.zeros(len(self._held), dtype=object)
        each[rows] = paid
        return Paid(
            total=self.money(each, rows),
            in_full=int(self._columns.weight[rows][full].sum()),
            rest=self.money(each, rows[~full]),
            each=each,
        )

    def money(self, amounts: Wholes, rows: Ints) -> Fraction:
        """What amounts, one a ballot, come to for all voters with these ballots (minor units)."""
        return Fraction(sum((amounts[rows] * self.weight[rows]).tolist()), self._unit)

    def held(self, rows: Ints) -> Fraction:
        """What all voters with these ballots hold together."""
        return self.money(self._held, rows)

    def least_held(self) -> Fraction:
        """What the voter with the least holds."""
        return Fraction(min(self._held.tolist(), default=0), self._unit)

    def _supporting(self, project: str) -> Ints:
        entries = self._columns.entries(self._at[project])
        return entries[self._marks[entries] > 0]


def share_of(outcome: Outcome) -> Fraction | None:
    """Each voter's share at the end: as raised, else the pot divided; None: no voter."""
    if not outcome.ballots:
        return None
    raised = next((step for step in outcome.steps if step.action == "endow"), None)
    if raised is not None:
        return Fraction(raised.facts["endowment"])
    paid = next((step for step in outcome.steps if "endowment" in step.facts), None)
    return Fraction(paid.facts["endowment"]) if paid else Fraction(outcome.budget, outcome.ballots)


def _marks(contest: Contest, columns: Columns, outcome: Outcome) -> Ints:
    """The utility of every entry in marks, as the rule takes it."""
    support = BALLOT_TYPES[contest.spec.type].support(columns, contest.spec)
    return support if outcome.params["utility"].startswith("points") else (support > 0).astype(np.int64)
