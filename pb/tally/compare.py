"""Comparing rules on one contest: who wins under each, what they share, and what voters get out of it.

Must not rank the rules: it gives figures, and people decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.certificate import Certificate, certify
from pb.tally.columns import Columns
from pb.tally.model import Contest, Outcome
from pb.tally.record import plain
from pb.tally.run import check_contest, read_params, run_on
from pb.tally.watch import Stage, Watch, inside, unwatched


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One column of a comparison: a label of its own, a rule and its parameters.

    The same rule may come twice with other parameters, so everything is told apart by the label.
    """

    label: str
    rule: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """What one group (such as ward North) gets: its projects, how many win, and their cost (minor units)."""

    dimension: str
    group: str
    projects: int
    winners: int
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one rule does: money in minor units, shares and means exact.

    `with_a_winner`: how many voters named a winner. `winners_each` and `cost_each`: how many winners a voter
    named, and what these cost together, on average over all ballots. `by_wins[i]`: how many voters named
    exactly i winners. `certificate`: for equal shares, whether every voter paid from an equal share for
    projects of their own only; None for other rules.
    """

    label: str
    outcome: Outcome
    with_a_winner: int
    winners_each: Fraction
    cost_each: Fraction
    by_wins: tuple[int, ...]
    groups: tuple[GroupFigures, ...]
    certificate: Certificate | None

    @property
    def share_with_a_winner(self) -> Fraction:
        """The share of all voters who named a winner."""
        return Fraction(self.with_a_winner, max(1, self.outcome.ballots))

    @property
    def left(self) -> int:
        """What of the pot is not given out (minor units); below 0 where a rule by seats spent more."""
        return self.outcome.budget - self.outcome.cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How two choices agree: projects that win under both, under the first only, under the second only."""

    first: str
    second: str
    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The figures of each choice in the order asked, and how each two of them agree."""

    figures: tuple[Figures, ...]
    shared: tuple[Shared, ...]


def compare(
    contest: Contest,
    rules: Sequence[Choice],
    *,
    seed: bytes | None = None,
    columns: Columns | None = None,
    watch: Watch | None = None,
) -> Comparison:
    """Count one contest by several rules. `watch` hears after each how many are done.

    Raises ParamInvalid, ContestInvalid, what `watch` raises, and ValueError for a label given twice.
    """
    if len({one.label for one in rules}) != len(rules):
        raise ValueError("two choices with one label")
    laid = columns or check_contest(contest)
    read = [read_params(one.rule, one.params, contest.spec) for one in rules]
    heard = watch or unwatched
    made: list[Figures] = []
    for one, values in zip(rules, read, strict=True):
        heard(Stage.COMPARE, len(made), len(rules))
        within = inside(heard, Stage.COMPARE, len(made), len(rules))
        made.append(_figures(contest, laid, one.label, run_on(contest, laid, values, seed, watch=within)))
    heard(Stage.COMPARE, len(rules), len(rules))
    order = [project.id for project in contest.projects]
    shared = tuple(_shared(one, other, order) for at, one in enumerate(made) for other in made[at + 1 :])
    return Comparison(figures=tuple(made), shared=shared)


def _shared(one: Figures, other: Figures, order: Sequence[str]) -> Shared:
    first, second = set(one.outcome.selected), set(other.outcome.selected)
    return Shared(
        first=one.label,
        second=other.label,
        both=tuple(name for name in order if name in first and name in second),
        only_first=tuple(name for name in order if name in first and name not in second),
        only_second=tuple(name for name in order if name in second and name not in first),
    )


def _figures(contest: Contest, columns: Columns, label: str, outcome: Outcome) -> Figures:
    won = set(outcome.selected)
    named = (BALLOT_TYPES[contest.spec.type].support(columns, contest.spec) > 0).astype(np.int64)
    wins = columns.by_ballot(
        columns.per_entry([int(project.id in won) for project in contest.projects]) * named
    )
    costs = [project.cost if project.id in won else 0 for project in contest.projects]
    voters = max(1, outcome.ballots)
    money = sum(cost * votes for cost, votes in zip(costs, columns.by_project(named), strict=True))
    most = int(wins.max(initial=0))
    by_wins = tuple(int(columns.weight[wins == number].sum()) for number in range(most + 1))
    return Figures(
        label=label,
        outcome=outcome,
        with_a_winner=sum(by_wins[1:]),
        winners_each=Fraction(sum(number * people for number, people in enumerate(by_wins)), voters),
        cost_each=Fraction(money, voters),
        by_wins=by_wins,
        groups=_groups(contest, won),
        certificate=certify(contest, columns, outcome) if outcome.rule == "equal-shares" else None,
    )


def _groups(contest: Contest, won: set[str]) -> tuple[GroupFigures, ...]:
    every = sorted({group for project in contest.projects for group in project.groups})
    made = []
    for dimension, group in every:
        inside = [project for project in contest.projects if (dimension, group) in project.groups]
        winners = [project for project in inside if project.id in won]
        made.append(
            GroupFigures(
                dimension=dimension,
                group=group,
                projects=len(inside),
                winners=len(winners),
                cost=sum(project.cost for project in winners),
            )
        )
    return tuple(made)


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """A comparison as JSON values: exact numbers, rationals as "p/q"."""
    return {
        "choices": [_figures_record(one) for one in comparison.figures],
        "shared": [
            {
                "first": one.first,
                "second": one.second,
                "both": list(one.both),
                "only_first": list(one.only_first),
                "only_second": list(one.only_second),
            }
            for one in comparison.shared
        ],
    }


def _figures_record(one: Figures) -> dict[str, Any]:
    outcome = one.outcome
    return {
        "label": one.label,
        "rule": outcome.rule,
        "version": outcome.version,
        "params": dict(outcome.params),
        "budget": outcome.budget,
        "cost": outcome.cost,
        "left": one.left,
        "ballots": outcome.ballots,
        "selected": list(outcome.selected),
        "with_a_winner": one.with_a_winner,
        "share_with_a_winner": plain(one.share_with_a_winner),
        "winners_each": plain(one.winners_each),
        "cost_each": plain(one.cost_each),
        "by_wins": list(one.by_wins),
        "groups": [
            {
                "dimension": group.dimension,
                "group": group.group,
                "projects": group.projects,
                "winners": group.winners,
                "cost": group.cost,
            }
            for group in one.groups
        ],
        "certificate": _certificate_record(one.certificate),
    }


def _certificate_record(one: Certificate | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "holds": one.holds,
        "share": plain(one.share),
        "most_paid": plain(one.most_paid),
        "kept": plain(one.kept),
        "broken": one.broken,
        "project": one.project,
    }
