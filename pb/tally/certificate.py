"""The priceability certificate: proof that an outcome of equal shares was paid for from equal shares.

Must not trust the steps: every payment is made again, ballot by ballot, in whole numbers of a common unit.

Source: Peters, Pierczynski, Skowron (2021): an outcome is priceable where every voter has the same share,
pays only for winners of their own and never more than the share, every winner is paid in full, and the
supporters of no other project hold more than it costs.
Worked: pot 100, 10 voters, 10 each; 8 support A (60). Each pays 7.50, 8 x 7.50 = 60, and keeps 2.50.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.columns import Columns, Ints
from pb.tally.model import Contest, Outcome, Step

BROKEN = ("nobody-voted", "not-paid-from-shares", "not-paid-in-full", "could-still-pay")
"""Why there is no certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Whether the outcome is priceable, with each voter's share (minor units) and the most that one paid.

    `broken` is None where it holds, else one of BROKEN. `kept` is what all voters together did not spend.
    """

    holds: bool
    share: Fraction
    most_paid: Fraction
    kept: Fraction
    broken: str | None = None
    project: str | None = None


def certify(contest: Contest, columns: Columns, outcome: Outcome) -> Certificate:
    """Make every payment of an equal-shares outcome again and say whether it proves priceability."""
    share = _share(outcome)
    bought = [step for step in outcome.steps if step.paid]
    foreign = next((step.project for step in bought if step.facts.get("endowment") != share), None)
    if share is None or foreign is not None:
        zero = Fraction(0)
        broken = "nobody-voted" if share is None else "not-paid-from-shares"
        return Certificate(
            holds=False, share=share or zero, most_paid=zero, kept=zero, broken=broken, project=foreign
        )
    purses = _Purses(columns, _marks(contest, columns, outcome), share, bought)
    for step in bought:
        if not purses.pay(step):
            return purses.certificate("not-paid-in-full", step.project)
    won = set(outcome.selected)
    for at, project in enumerate(contest.projects):
        if project.id not in won and purses.held(at) > project.cost:
            return purses.certificate("could-still-pay", project.id)
    return purses.certificate(None, None)


def _share(outcome: Outcome) -> Fraction | None:
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


class _Purses:
    """What every distinct ballot holds, in whole numbers of a unit that divides the share and every price."""

    def __init__(self, columns: Columns, marks: Ints, share: Fraction, bought: Sequence[Step]) -> None:
        self._columns = columns
        self._marks = marks.astype(object)
        self._share = share
        self._unit = lcm(share.denominator, *(step.facts["price"].denominator for step in bought))
        self._held = np.full(len(columns.weight), int(share * self._unit), dtype=object)
        self._at = {name: at for at, name in enumerate(columns.ids)}

    def pay(self, step: Step) -> bool:
        """Let each supporter pay price x mark or all they hold; whether that is what the step says."""
        entries = self._columns.entries(self._at[step.project])
        entries = entries[self._marks[entries] > 0]
        rows, weight = self._columns.row[entries], self._columns.weight[self._columns.row[entries]]
        asked = self._marks[entries] * int(step.facts["price"] * self._unit)
        full = (self._held[rows] >= asked).astype(np.bool_)
        paid = np.where(full, asked, self._held[rows])
        self._held[rows] -= paid
        rest = Fraction(sum((paid * weight)[~full].tolist()), self._unit)
        total = Fraction(sum((paid * weight).tolist()), self._unit)
        in_full = sum(voters for _, voters, _ in step.facts["paid_in_full"])
        told = (in_full, step.facts["paid_all_left"][1])
        return total == step.paid and told == (int(weight[full].sum()), rest)

    def held(self, project: int) -> Fraction:
        """What the supporters of a project hold together."""
        entries = self._columns.entries(project)
        rows = self._columns.row[entries[self._marks[entries] > 0]]
        return Fraction(sum((self._held[rows] * self._columns.weight[rows]).tolist()), self._unit)

    def certificate(self, broken: str | None, project: str | None) -> Certificate:
        """What was found, with the figures."""
        least = min(self._held.tolist(), default=0)
        kept = sum((self._held * self._columns.weight).tolist())
        return Certificate(
            holds=broken is None,
            share=self._share,
            most_paid=self._share - Fraction(least, self._unit),
            kept=Fraction(kept, self._unit),
            broken=broken,
            project=project,
        )
