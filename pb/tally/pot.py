"""The pot while a count runs: what is left, who has won, the steps so far, a reason for each project.

Must not order projects: rules decide who is next, the pot only pays and remembers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pb.tally.columns import Columns
from pb.tally.constraints import Constraints
from pb.tally.model import Contest, Facts, Reason, Step
from pb.tally.scores import Scores
from pb.tally.ties import Breaker
from pb.tally.watch import Watch, unwatched


@dataclass(slots=True, kw_only=True)
class Pot:
    """Money left (minor units), winners by number in order, steps, and reasons by project number.

    `levels`: at which price or time a project was bought, in rules that buy the lowest first.
    """

    contest: Contest
    left: int
    selected: list[int] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    reasons: dict[int, Reason] = field(default_factory=dict)
    levels: dict[int, object] = field(default_factory=dict)

    def fund(self, project: int, facts: Facts) -> None:
        """Pay the whole cost of a project: it has won."""
        one = self.contest.projects[project]
        self.left -= one.cost
        self.selected.append(project)
        self.steps.append(Step(action="fund", project=one.id, paid=one.cost, left=self.left, facts=facts))
        self.reasons[project] = Reason(code="won", facts={"place": len(self.selected), **facts})

    def fund_part(self, project: int, facts: Facts) -> None:
        """Give a project what is left; it is not among the winners but is paid."""
        one = self.contest.projects[project]
        paid = self.left
        self.left = 0
        self.steps.append(Step(action="part", project=one.id, paid=paid, left=0, facts=facts))
        self.reasons[project] = Reason(code="part-funded", facts={"paid": paid, "cost": one.cost, **facts})

    def refuse(self, project: int, action: str, reason: Reason) -> None:
        """Note that a project was looked at and not funded, and why."""
        one = self.contest.projects[project]
        self.steps.append(Step(action=action, project=one.id, paid=0, left=self.left, facts=reason.facts))
        self.reasons[project] = reason

    def too_dear(self, project: int) -> Reason:
        """The reason of a project that costs more than is left."""
        cost = self.contest.projects[project].cost
        facts = {"left": self.left, "cost": cost, "short_by": cost - self.left}
        return Reason(code="not-enough-money-left", facts=facts)

    def fits(self, project: int) -> bool:
        """Whether the money left pays for the project."""
        return self.contest.projects[project].cost <= self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Everything a rule may look at while it allocates one contest."""

    contest: Contest
    columns: Columns
    scores: Scores
    breaker: Breaker
    constraints: Constraints
    ballots: int
    watch: Watch = unwatched

    def start(self, *, by_money: bool = True) -> Pot:
        """A full pot from which the reserved projects have been paid.

        One that needs another comes after it, and never without it; `by_money`: one that does not fit is
        refused.
        """
        pot = Pot(contest=self.contest, left=self.contest.budget)
        waiting = list(self.constraints.reserved)
        while waiting:
            ready = (at for at in waiting if not self.constraints.waits_for(at, pot.selected))
            project = next(ready, waiting[0])
            waiting.remove(project)
            needs = self.constraints.waits_for(project, pot.selected)
            if needs:
                pot.refuse(project, "bar", needs)
            elif by_money and not pot.fits(project):
                pot.refuse(project, "skip", pot.too_dear(project))
            else:
                pot.fund(project, {"reserved": True})
        return pot

    def measured(self, measure: str) -> Sequence[object]:
        """The score of every project by that measure, in list order."""
        return [self.scores[project.id][measure] for project in self.contest.projects]
