"""Trials: one contest counted again with a few ballots more or fewer, or with one cost changed.

Must not judge: it says who would have won, and those who ask know why they asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from pb.tally.columns import Columns
from pb.tally.model import BallotSpec, Contest, Marks, Profile
from pb.tally.run import RuleParams, winners_on
from pb.tally.scores import Scores, scores_of


@dataclass(slots=True, kw_only=True)
class Trials:
    """A contest, laid out in columns, and the rule it is counted by."""

    contest: Contest
    columns: Columns
    read: RuleParams
    seed: bytes | None
    ballots: list[Marks] = field(init=False)
    scores: Scores = field(init=False)
    _alone: dict[int, Columns] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """List the distinct ballots in the order of the columns' rows."""
        self.ballots = list(self.contest.profile.weights)
        self.scores = scores_of(self.columns, self.contest.spec)

    def wins(self, project: int, contest: Contest, columns: Columns) -> bool:
        """Whether the project wins in that contest."""
        return contest.projects[project].id in winners_on(contest, columns, self.read, self.seed)

    def with_ballots(self, project: int, extra: int) -> bool:
        """Whether it wins with so many more ballots that name it alone."""
        changed, columns = self.extended(project, extra)
        return self.wins(project, changed, columns)

    def extended(self, project: int, extra: int) -> tuple[Contest, Columns]:
        """The contest with so many more ballots that name the project alone."""
        alone: Marks = ((self.contest.projects[project].id, lone_mark(self.contest.spec)),)
        weights = dict(self.contest.profile.weights)
        before = weights.get(alone, 0)
        weights[alone] = before + extra
        changed = replace(self.contest, profile=Profile(weights=weights))
        if project not in self._alone:
            self._alone = {project: self.columns if before else Columns.of(changed)}
        laid = self._alone[project]
        weight = laid.weight.copy()
        weight[list(weights).index(alone)] = before + extra
        return changed, replace(laid, weight=weight)

    def at_cost(self, project: int, cost: int) -> bool:
        """Whether it wins where it costs that much."""
        listed = list(self.contest.projects)
        listed[project] = replace(listed[project], cost=cost)
        return self.wins(project, replace(self.contest, projects=tuple(listed)), self.columns)

    def without(self, project: int, gone: Mapping[int, int]) -> bool:
        """Whether it wins without so many of each of these distinct ballots (by row)."""
        weight = self.columns.weight.copy()
        for row, fewer in gone.items():
            weight[row] -= fewer
        kept = [at for at in range(len(weight)) if weight[at]]
        left = {self.ballots[at]: int(weight[at]) for at in kept}
        changed = replace(self.contest, profile=Profile(weights=left))
        return self.wins(project, changed, _only(self.columns, weight))


def lone_mark(spec: BallotSpec) -> int:
    """The mark on a ballot that does all it can for one project and names no other."""
    if spec.type == "score":
        return spec.limits.get("highest", 10)
    if spec.type == "points":
        return min(
            (spec.limits[name] for name in ("max_total", "max_mark") if name in spec.limits), default=1
        )
    return 0 if spec.type == "grades" else 1


def _only(columns: Columns, weight: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Columns:
    """The columns with other weights, ballots of weight 0 left out."""
    alive = weight > 0
    if bool(alive.all()):
        return replace(columns, weight=weight)
    place = np.cumsum(alive) - 1
    kept = alive[columns.row]
    renumbered = np.cumsum(kept) - 1
    order = columns.order[kept[columns.order]]
    col = columns.col[kept]
    order = renumbered[order]
    starts = np.searchsorted(col[order], np.arange(len(columns.ids) + 1))
    return Columns(
        ids=columns.ids,
        row=place[columns.row[kept]],
        col=col,
        mark=columns.mark[kept],
        weight=weight[alive],
        order=order,
        starts=starts.astype(np.int64),
    )
