"""The priceability certificate: proof that an outcome of equal shares was paid for from equal shares.

Must not trust the steps: every payment is made again, ballot by ballot.

Source: Peters, Pierczynski, Skowron (2021): an outcome is priceable where every voter has the same share,
pays only for winners of their own and never more than the share, every winner is paid in full, and the
supporters of no other project hold more than it costs.
Worked: pot 100, 10 voters, 10 each; 8 support A (60). Each pays 7.50, 8 x 7.50 = 60, and keeps 2.50.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pb.tally.columns import Columns
from pb.tally.model import Contest, Outcome, Step
from pb.tally.payments import Payments, share_of

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
    share = share_of(outcome)
    bought = [step for step in outcome.steps if step.paid]
    foreign = next((step.project for step in bought if step.facts.get("endowment") != share), None)
    if share is None or foreign is not None:
        zero = Fraction(0)
        broken = "nobody-voted" if share is None else "not-paid-from-shares"
        return Certificate(
            holds=False, share=share or zero, most_paid=zero, kept=zero, broken=broken, project=foreign
        )
    payments = Payments(contest, columns, outcome, share, bought)
    for step in bought:
        if not _adds_up(payments, step):
            return _found(payments, "not-paid-in-full", step.project)
    won = set(outcome.selected)
    for project in contest.projects:
        if project.id not in won and payments.held(payments.supporters(project.id)) > project.cost:
            return _found(payments, "could-still-pay", project.id)
    return _found(payments, None, None)


def _adds_up(payments: Payments, step: Step) -> bool:
    """Whether what the supporters pay is the cost, and is shared out as the step says."""
    paid = payments.pay(step)
    in_full = sum(voters for _, voters, _ in step.facts["paid_in_full"])
    told = (in_full, step.facts["paid_all_left"][1])
    return paid.total == step.paid and told == (paid.in_full, paid.rest)


def _found(payments: Payments, broken: str | None, project: str | None) -> Certificate:
    return Certificate(
        holds=broken is None,
        share=payments.share,
        most_paid=payments.share - payments.least_held(),
        kept=payments.held(np.arange(len(payments.weight))),
        broken=broken,
        project=project,
    )
