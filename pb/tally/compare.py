"""Comparing rules on one contest: who wins under each, what they share, and what voters get out of it.

Must not rank the rules: it gives figures, and people decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.columns import Columns
from pb.tally.model import Contest, Outcome
from pb.tally.run import check_contest, read_params, run_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one rule does: money in minor units, shares and means exact.

    `with_a_winner`: the share of voters with a project of theirs among the winners. `winners_each` and
    `cost_each`: how many winners a voter named, and what these cost together, on average. `by_group`: money
    for each (dimension, group). `priceable`: for equal shares, whether the payments in the steps prove that
    every voter paid from an equal share for projects of their own only; None for other rules.
    """

    rule: str
    outcome: Outcome
    with_a_winner: Fraction
    winners_each: Fraction
    cost_each: Fraction
    by_group: Mapping[tuple[str, str], int]
    priceable: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The figures of each rule in the order asked, and how many winners each two share."""

    figures: tuple[Figures, ...]
    shared: Mapping[tuple[str, str], int]


def compare(
    contest: Contest,
    rules: Sequence[tuple[str, Mapping[str, str]]],
    *,
    seed: bytes | None = None,
    columns: Columns | None = None,
) -> Comparison:
    """Count one contest by several rules (rule id and parameters). Raises ParamInvalid, ContestInvalid."""
    laid = columns or check_contest(contest)
    made = []
    for rule, params in rules:
        outcome = run_on(contest, laid, read_params(rule, params, contest.spec), seed)
        made.append(_figures(contest, laid, outcome))
    shared = {
        (one.rule, other.rule): len(set(one.outcome.selected) & set(other.outcome.selected))
        for at, one in enumerate(made)
        for other in made[at + 1 :]
    }
    return Comparison(figures=tuple(made), shared=shared)


def _figures(contest: Contest, columns: Columns, outcome: Outcome) -> Figures:
    won = set(outcome.selected)
    named = (BALLOT_TYPES[contest.spec.type].support(columns, contest.spec) > 0).astype(np.int64)
    wins = columns.by_ballot(
        columns.per_entry([int(project.id in won) for project in contest.projects]) * named
    )
    costs = [project.cost if project.id in won else 0 for project in contest.projects]
    voters = max(1, outcome.ballots)
    by_group: dict[tuple[str, str], int] = {}
    for project in contest.projects:
        for group in project.groups:
            by_group[group] = by_group.get(group, 0) + (project.cost if project.id in won else 0)
    money = sum(cost * votes for cost, votes in zip(costs, columns.by_project(named), strict=True))
    return Figures(
        rule=outcome.rule,
        outcome=outcome,
        with_a_winner=Fraction(int(columns.weight[wins > 0].sum()), voters),
        winners_each=Fraction(int((wins * columns.weight).sum()), voters),
        cost_each=Fraction(money, voters),
        by_group=dict(sorted(by_group.items())),
        priceable=_priceable(outcome) if outcome.rule == "equal-shares" else None,
    )


def _priceable(outcome: Outcome) -> bool:
    """Whether the purchases were paid in full by supporters, each within an equal share.

    That each stayed within the share is what `paid_all_left` says of those who ran out; here the sums are
    checked. Projects funded by completion or reserved were paid by nobody's share, so they break the proof.
    """
    for step in outcome.steps:
        if step.action != "fund":
            continue
        if "paid_in_full" not in step.facts:
            return False
        full = sum((ballots * amount for _, ballots, amount in step.facts["paid_in_full"]), Fraction(0))
        if full + step.facts["paid_all_left"][1] != step.paid:
            return False
    return True
