"""The sums behind a result: who paid how much, rounded once, so that what people read adds up.

It reads facts that were sealed and counts no ballot; its words stand in the web layer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

SHOWN = 4
"""How many of the projects somebody paid for are named; the others stand in one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    """One row: what it is (a code), its amount, and what the amount is made of.

    Amounts are whole numbers of the finest unit shown (see `Rounding`), negative where they are taken away.
    `people` x `each` is the amount but for rounding, where both are given.
    """

    code: str
    amount: int
    people: int | None = None
    each: int | None = None
    project_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Rows that add up to `total` exactly; `without` is how many supporters had nothing to give.

    `cost` and `short_by` stand below a sum that does not reach the cost.
    """

    code: str
    rows: tuple[SumRow, ...]
    total: int
    without: int = 0
    cost: int | None = None
    short_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How finely amounts are shown: `digits` after the point, of a currency with `minor_digits`."""

    minor_digits: int

    @property
    def digits(self) -> int:
        """At least two, for a share of a whole pound or zloty is seldom whole."""
        return max(2, self.minor_digits)

    def shown(self, amount: int | str | Fraction) -> int:
        """An amount of minor units in the finest unit shown, halves up."""
        return floor(self._scaled(amount) + Fraction(1, 2))

    def at_most(self, amount: int | str | Fraction) -> int:
        """The same rounded down: what people held is never made to look like enough."""
        return floor(self._scaled(amount))

    def _scaled(self, amount: int | str | Fraction) -> Fraction:
        return Fraction(amount) * Fraction(10) ** (self.digits - self.minor_digits)


def sum_of(code: str, facts: Mapping[str, Any], cost: int, rounding: Rounding) -> Sum | None:
    """The sum behind one proposal, from the code and facts of its reason; None where there is none."""
    if code == "won" and cost and "paid_in_full" in facts:
        return _bought(facts, cost, rounding)
    if code == "won" and facts.get("given"):
        rows = [_in_full(people, each) for people, each in facts["given"]]
        return Sum(code="bought", rows=_paid(rows, cost, rounding), total=rounding.shown(cost))
    if code == "won" and "excess" in facts:
        return _moved_on(facts, cost, rounding)
    if "spent" in facts:
        return _spent(facts, cost, rounding)
    return None


def _bought(facts: Mapping[str, Any], cost: int, rounding: Rounding) -> Sum:
    rows = [_in_full(people, each) for _, people, each in facts["paid_in_full"]]
    people, rest = facts["paid_all_left"]
    if people:
        rows.append(_Given("all-left", people, None, Fraction(rest)))
    if "overspent" in facts:
        rows.append(_Given("overspent", None, None, Fraction(facts["overspent"])))
    payers = sum(row.people or 0 for row in rows)
    return Sum(
        code="bought",
        rows=_paid(rows, cost, rounding),
        total=rounding.shown(cost),
        without=facts["supporters"] - payers,
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What some people gave together, exactly, and each where that is the same."""

    code: str
    people: int | None
    each: Fraction | None
    amount: Fraction


def _in_full(people: int, each: Any) -> _Given:
    return _Given("in-full", people, Fraction(each), people * Fraction(each))


def _paid(rows: Sequence[_Given], cost: int, rounding: Rounding) -> tuple[SumRow, ...]:
    """Rows that add up to the cost: the last takes what the others leave, for so it was paid."""
    made: list[SumRow] = []
    left = rounding.shown(cost)
    for at, row in enumerate(rows):
        amount = left if at == len(rows) - 1 else rounding.shown(row.amount)
        left -= amount
        each = None if row.each is None else rounding.shown(row.each)
        made.append(SumRow(code=row.code, amount=amount, people=row.people, each=each))
    return tuple(made)


def _moved_on(facts: Mapping[str, Any], cost: int, rounding: Rounding) -> Sum:
    total, support = rounding.shown(cost), rounding.shown(facts["support"])
    rows = (SumRow(code="support", amount=support), SumRow(code="moved-on", amount=total - support))
    return Sum(code="transfer", rows=rows, total=total)


def _spent(facts: Mapping[str, Any], cost: int, rounding: Rounding) -> Sum:
    people, share = facts["supporters"], facts["share"]
    held = rounding.at_most(facts["held"])
    begun = rounding.shown(people * Fraction(share))
    rows = [SumRow(code="shares", amount=begun, people=people, each=rounding.shown(share))]
    spent = facts["spent"]
    named = spent if len(spent) <= SHOWN + 1 else spent[:SHOWN]
    for project_id, payers, amount in named:
        one = SumRow(
            code="paid-for", amount=-rounding.shown(amount), people=payers, project_id=str(project_id)
        )
        rows.append(one)
    over = held - sum(row.amount for row in rows)
    if len(named) < len(spent):
        rows.append(SumRow(code="paid-for-others", amount=over, people=len(spent) - len(named)))
    elif over and len(rows) > 1:
        last = rows.pop()
        rows.append(
            SumRow(code="paid-for", amount=last.amount + over, people=last.people, project_id=last.project_id)
        )
    total = rounding.shown(cost)
    return Sum(code="spent", rows=tuple(rows), total=held, cost=total, short_by=total - held)
