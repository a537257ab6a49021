"""Explaining an outcome: what the supporters of a project that lost had paid for instead.

Must not change who wins: it adds facts to reasons, each of which follows from the contest and the steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from pb.tally.columns import Columns, Ints
from pb.tally.model import Contest, Outcome, Reason
from pb.tally.payments import Paid, Payments, share_of

POOR = "supporters-out-of-money"


def explain(contest: Contest, outcome: Outcome, columns: Columns | None = None) -> Outcome:
    """The outcome with the sum behind each reason `supporters-out-of-money` of equal shares.

    Its facts then hold `supporters` (how many), `share` (what each began with) and `spent`, so that
    supporters x share - all that was spent = `held`. Other outcomes come back as they are.
    Worked: pot 100, 10 voters, 10 each; A (60) was paid by 8 with 7.50 each. Four of them, and no one else,
    want B (40): 4 x 10 - 4 x 7.50 = 10 held, 30 short.
    """
    lost = [name for name, reason in outcome.reasons.items() if reason.code == POOR]
    share = share_of(outcome)
    if outcome.rule != "equal-shares" or share is None or not lost:
        return outcome
    bought = [step for step in outcome.steps if step.facts.get("endowment") == share and step.project]
    payments = Payments(contest, columns or Columns.of(contest), outcome, share, bought)
    paid = [(step.project, payments.pay(step)) for step in bought]
    told = {name: _told(payments, paid, outcome.reasons[name], name) for name in lost}
    reasons: Mapping[str, Reason] = {**outcome.reasons, **told}
    return replace(outcome, reasons=reasons)


def _told(payments: Payments, paid: Sequence[tuple[str, Paid]], reason: Reason, name: str) -> Reason:
    rows = payments.supporters(name)
    spent = [_spent(payments, winner, one, rows) for winner, one in paid]
    facts = {
        **reason.facts,
        "supporters": sum(payments.weight[rows].tolist()),
        "share": payments.share,
        "spent": tuple(sorted((one for one in spent if one[1]), key=lambda one: (-one[2], one[0]))),
    }
    return replace(reason, facts=facts)


def _spent(payments: Payments, winner: str, paid: Paid, rows: Ints) -> tuple[str, int, Fraction]:
    payers = rows[(paid.each[rows] > 0).astype(np.bool_)]
    return winner, sum(payments.weight[payers].tolist()), payments.money(paid.each, payers)
