"""Checking an outcome: replay its steps and see that they lead to the winners it names.

Must not count again: it judges only whether the outcome agrees with itself and with its contest.
"""

from __future__ import annotations

from pb.tally.model import Contest, Outcome

PAYING = ("fund", "part")
TELLING = ("endow", "compare")
"""Steps about the whole count, which name no project."""


class CheckError(AssertionError):
    """An outcome that contradicts itself: a bug in a rule, never a fault of the input."""


def check_outcome(contest: Contest, outcome: Outcome) -> None:
    """Replay the steps from a full pot. Raises CheckError where anything does not add up."""
    cost = {project.id: project.cost for project in contest.projects}
    left = contest.budget
    funded: list[str] = []
    for number, step in enumerate(outcome.steps):
        if step.action in TELLING:
            _require(step.paid == 0 and step.left == left, f"step {number}: pays but only tells")
            continue
        _require(step.project in cost, f"step {number}: unknown project")
        _require(step.paid == 0 or step.action in PAYING, f"step {number}: pays but is no payment")
        _require(0 <= step.paid <= cost[step.project], f"step {number}: pays a wrong sum")
        if step.action == "fund":
            _require(step.paid == cost[step.project], f"step {number}: pays a wrong sum")
            funded.append(step.project)
        left -= step.paid
        _require(left >= 0 or by_seats(outcome), f"step {number}: overspends")
        _require(step.left == left, f"step {number}: wrong sum left")
    _require(tuple(funded) == outcome.selected, "steps do not lead to the winners")
    _require(len(set(funded)) == len(funded), "a project won twice")
    _require(outcome.cost == contest.budget - left == sum(step.paid for step in outcome.steps), "wrong cost")
    _require(outcome.budget == contest.budget, "wrong budget")
    _require(outcome.ballots == contest.profile.ballots, "wrong number of ballots")
    _require(set(outcome.reasons) == set(cost) == set(outcome.scores), "not one reason and score a project")
    won = {name for name, reason in outcome.reasons.items() if reason.code == "won"}
    _require(won == set(funded), "reasons do not agree with the winners")
    for tie in outcome.ties:
        _require(tie.chosen in tie.tied and len(tie.tied) > 1, "a tie without a choice")


def by_seats(outcome: Outcome) -> bool:
    """Whether the winners were a number of projects, whatever they cost together."""
    return outcome.rule == "seats" or outcome.params.get("fit") == "seats"


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise CheckError(what)
