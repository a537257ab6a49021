"""Margins: how many ballots, or how much money, stand between each project and another fate.

Must not estimate: a number is exact for what it claims, and says what that is.

After Boehmer and others (2024), "Evaluation of Project Performance in Participatory Budgeting".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from pb.tally.columns import Columns
from pb.tally.margins_search import Effort, Turning, fewer_ballots, lower_cost, more_ballots
from pb.tally.model import Contest, Outcome
from pb.tally.payments import share_of
from pb.tally.run import check_contest, read_params, run_on
from pb.tally.trials import Trials
from pb.tally.watch import Stage, Watch, unwatched

WORK = 8_000_000
"""Marks on ballots that one search may look at one trial after another, so that it ends in seconds."""


ROUGH = 5_000
"""Where more marks than this are counted with raised shares, unproven numbers are sought only roughly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What would change one project's fate, other things being equal.

    `ballots`: for a project that lost, further ballots naming it alone that make it win; for one that won,
    ballots whose withdrawal makes it lose. `cost`: for one that lost, the largest cost (minor units) at which
    it wins; None for one that won.
    """

    project: str
    won: bool
    ballots: Turning
    cost: Turning | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """The margin of every project in list order, under one rule with its parameters in full."""

    rule: str
    params: Mapping[str, str]
    lines: tuple[Margin, ...]

    def of(self, project: str) -> Margin:
        """The margin of one project. Raises KeyError."""
        for line in self.lines:
            if line.project == project:
                return line
        raise KeyError(project)


def margins(
    contest: Contest,
    rule: str,
    params: Mapping[str, str],
    *,
    seed: bytes | None = None,
    columns: Columns | None = None,
    watch: Watch | None = None,
) -> Margins:
    """The margin of every project. `watch` hears how many projects are done.

    Raises ParamInvalid, ContestInvalid, and what `watch` raises.
    """
    read = read_params(rule, params, contest.spec)
    laid = columns or check_contest(contest)
    trials = Trials(contest=contest, columns=laid, read=read, seed=seed)
    outcome = run_on(contest, laid, read, seed)
    effort = _effort(laid, read.texts.get("completion", "").startswith("add-one"))
    heard = watch or unwatched
    made: list[Margin] = []
    for at in range(len(contest.projects)):

        def tell(done: int = at) -> None:
            heard(Stage.MARGINS, done, len(contest.projects))

        made.append(_margin(trials, at, outcome, effort, tell))
    heard(Stage.MARGINS, len(made), len(made))
    return Margins(rule=rule, params=read.texts, lines=tuple(made))


def _margin(trials: Trials, at: int, outcome: Outcome, effort: Effort, tell: Callable[[], None]) -> Margin:
    name = trials.contest.projects[at].id
    more, saved = _hints(outcome, name) if effort.rough else (0, 0)
    if name in outcome.selected:
        fewer = fewer_ballots(trials, at, replace(effort, hint=more), tell)
        return Margin(project=name, won=True, ballots=fewer, cost=None)
    return Margin(
        project=name,
        won=False,
        ballots=more_ballots(trials, at, replace(effort, hint=more), tell),
        cost=lower_cost(trials, at, replace(effort, hint=saved), tell),
    )


def _hints(outcome: Outcome, name: str) -> tuple[int, int]:
    """Where to look first: an eighth of a winner's ballots, or what a loser's supporters are short by."""
    facts = outcome.reasons[name].facts
    share = share_of(outcome)
    if name in outcome.selected or "short_by" not in facts or not share:
        return int(outcome.scores[name]["votes"]) // 8, 0
    return ceil(facts["short_by"] / share), ceil(facts["short_by"])


def _effort(columns: Columns, raises_shares: bool) -> Effort:
    """How much may be tried one by one: less where there are many ballots, or each count is many counts."""
    each = (len(columns.row) + 1000) * (1000 if raises_shares else 1)
    return Effort(
        one_by_one=max(1, min(256, WORK // each)),
        together=max(0, min(400, WORK // (4 * each))),
        rough=raises_shares and len(columns.row) > ROUGH,
    )


def margins_record(found: Margins) -> dict[str, Any]:
    """Margins as JSON values; `exact` says whether `found` is the closest number (or that there is none)."""
    return {
        "rule": found.rule,
        "params": dict(found.params),
        "projects": [
            {
                "project": line.project,
                "won": line.won,
                "ballots": _turning(line.ballots),
                "cost": None if line.cost is None else _turning(line.cost),
            }
            for line in found.lines
        ],
    }


def _turning(one: Turning) -> dict[str, Any]:
    return {"found": one.found, "limit": one.limit, "exact": one.exact}
