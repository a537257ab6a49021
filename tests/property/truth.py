"""Whether what an outcome says is so: every reason's facts worked out again from contest, terms and steps.

Must not count: it takes the winners as given.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from pb.tally import Contest, Outcome, Reason
from tests.reference.ballots import measured, supporters
from tests.reference.terms import Terms


class Truth:
    """One outcome under question. `untrue(name)` is None, or what is wrong with the project's reason."""

    def __init__(self, contest: Contest, rule: str, terms: Terms, outcome: Outcome) -> None:
        self.contest, self.rule, self.terms, self.outcome = contest, rule, terms, outcome
        self.costs = {project.id: project.cost for project in contest.projects}
        self.groups = {project.id: project.groups for project in contest.projects}
        self.step = {step.project: step for step in outcome.steps if step.project}
        self.liked = {name for voter in supporters(contest, "count") for name in voter}

    def untrue(self, name: str) -> str | None:
        """What is wrong with the reason of a project."""
        reason = self.outcome.reasons[name]
        judge = getattr(self, "_" + reason.code.replace("-", "_"))
        return None if judge(name, reason) else f"{name}: {reason}"

    def won_before(self, name: str) -> list[str]:
        """The winners when the project was looked at: up to its own step, else all of them."""
        steps = list(self.outcome.steps)
        if name in self.step:
            steps = steps[: steps.index(self.step[name])]
        return [step.project for step in steps if step.action == "fund"]

    def _won(self, name: str, reason: Reason) -> Any:
        return self.outcome.selected[reason.facts["place"] - 1] == name

    def _part_funded(self, name: str, reason: Reason) -> Any:
        facts, paid = reason.facts, self.step[name].paid
        return facts["paid"] == facts["left"] == paid > 0 and facts["cost"] == self.costs[name] > paid

    def _not_enough_money_left(self, name: str, reason: Reason) -> Any:
        facts, cost = reason.facts, self.costs[name]
        left = facts["left"]
        if name in self.step:
            then = {self.step[name].left}
        else:  # said once nothing more could be bought, or after greedy completion
            then = {self.contest.budget, *(step.left for step in self.outcome.steps)}
        return left in then and facts["cost"] == cost and facts["short_by"] == cost - left > 0

    def _count_stopped_before(self, name: str, reason: Reason) -> Any:
        stop = self.step[reason.facts["stopped_at"]]
        last = stop is self.outcome.steps[-1] and stop.action in ("stop", "part")
        return last and name not in self.step and reason.facts["left"] == stop.left + stop.paid

    def _next_does_not_fit(self, name: str, reason: Reason) -> Any:
        facts, stop = reason.facts, self.outcome.steps[-1]
        told = (facts["next"], facts["left"], facts["cost"])
        return told == (stop.project, stop.left, self.costs[stop.project]) and facts["cost"] > facts["left"]

    def _below_minimum(self, name: str, reason: Reason) -> Any:
        minimum, facts = self.terms.minimum, reason.facts
        assert minimum is not None
        has = measured(self.contest, facts["measure"])[name]
        if isinstance(minimum, Fraction):
            votes = minimum * self.contest.profile.ballots
            right = facts["measure"] == "votes" and facts["needs"] - 1 < votes <= facts["needs"]
        else:
            right = facts["needs"] == minimum[1] and facts["measure"] == (minimum[0] or facts["measure"])
        return right and facts["has"] == has < facts["needs"]

    def _conflict_with(self, name: str, reason: Reason) -> Any:
        winner = reason.facts["winner"]
        rivals = any({name, winner} <= set(clash) for clash in self.terms.conflicts)
        return rivals and winner != name and winner in self.won_before(name)

    def _needs_project(self, name: str, reason: Reason) -> Any:
        needs = reason.facts["needs"]
        return (name, needs) in self.terms.needs and needs not in self.outcome.selected

    def _group_full(self, name: str, reason: Reason) -> Any:
        facts = reason.facts
        group = (facts["dimension"], facts["group"])
        bound = next(one for one in self.terms.group_max if (one.group, one.limit) == (group, facts["limit"]))
        inside = [one for one in self.won_before(name) if group in self.groups[one]]
        sizes = [1 if bound.counted else self.costs[one] for one in inside]
        more = 1 if bound.counted else self.costs[name]
        # Where the refusal has no step of its own it may have come after any of these winners.
        used = {sum(sizes[:place]) for place in range(len(sizes) + 1)}
        told = facts["used"] in (used if name not in self.step else {sum(sizes)})
        over = facts["used"] + more > bound.limit
        return told and facts["counted"] == bound.counted and group in self.groups[name] and over

    def _no_seat_left(self, name: str, reason: Reason) -> Any:
        won, facts = self.won_before(name), reason.facts
        if "group" not in facts:
            return facts["seats"] == len(won) == (self.terms.seats or self.contest.seats)
        assert self.terms.per_group is not None
        group = (self.terms.per_group[0], facts["group"])
        inside = [one for one in won if group in self.groups[one]]
        return group in self.groups[name] and facts["seats"] == len(inside) == self.terms.per_group[1]

    def _not_needed_by_anyone(self, name: str, _: Reason) -> Any:
        return name not in self.liked

    def _not_in_best_set(self, name: str, _: Reason) -> Any:
        return name in self.liked and self.costs[name] <= self.contest.budget

    def _supporters_out_of_money(self, name: str, reason: Reason) -> Any:
        facts, cost = reason.facts, self.costs[name]
        right = facts["cost"] == cost and facts["short_by"] == cost - facts["held"] > 0
        return right and name in self.liked and facts["held"] == self._held(name)

    def _held(self, name: str) -> Fraction:
        if self.rule == "cumulative-transfer":
            step = self.step[name]
            return Fraction(step.facts["held"])
        if self.rule == "expanding-approvals":
            return held_by_rank(self.contest, self.outcome, name)
        grain = Fraction(1, 10**6 * (self.outcome.ballots or 1)) if self.rule != "equal-shares" else None
        return sum_held(self.contest, self.terms, self.outcome, name, grain)


def purses(contest: Contest, terms: Terms, outcome: Outcome, grain: Fraction | None = None) -> list[Fraction]:
    """What every voter holds after the purchases in the steps of equal shares, each paid at its `rho`.

    `grain`: payments are rounded up to it.
    """
    voters = supporters(contest, terms.utility or "cost")
    bought = [step for step in outcome.steps if "rho" in step.facts]
    reserved = sum(step.paid for step in outcome.steps if step.facts.get("reserved"))
    share = Fraction(contest.budget - reserved, len(voters) or 1)
    endowed = [step.facts["endowment"] for step in outcome.steps if step.action == "endow"]
    if terms.integral and not endowed:
        share = Fraction(int(share) // terms.step * terms.step)
    held = [Fraction(endowed[0]) if endowed else share] * len(voters)
    for step in bought:
        for at, voter in enumerate(voters):
            due = step.facts["rho"] * voter.get(step.project, 0)
            held[at] -= min(held[at], due if grain is None else ceil(due / grain) * grain)
    return held


def sum_held(contest: Contest, terms: Terms, outcome: Outcome, name: str, grain: Fraction | None) -> Fraction:
    """What the supporters of a project hold together after the purchases of equal shares."""
    voters = supporters(contest, terms.utility or "cost")
    held = purses(contest, terms, outcome, grain)
    return sum((held[at] for at, voter in enumerate(voters) if name in voter), Fraction(0))


def held_by_rank(contest: Contest, outcome: Outcome, name: str) -> Fraction:
    """The same for expanding approvals: who ranks a project high enough paid its `price`."""
    rankings = [dict(marks) for marks, weight in contest.profile.items() for _ in range(weight)]
    reserved = sum(step.paid for step in outcome.steps if step.facts.get("reserved"))
    held = [Fraction(contest.budget - reserved, len(rankings) or 1)] * len(rankings)
    for step in outcome.steps:
        for at, places in enumerate(rankings):
            if "rank" in step.facts and places.get(step.project, 99) <= step.facts["rank"]:
                held[at] -= min(held[at], step.facts["price"])
    return sum((held[at] for at, places in enumerate(rankings) if name in places), Fraction(0))
