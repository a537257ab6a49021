"""The other side of the comparison: pabutools counts what it is handed, with its ties told to use our order.

Must not import ours: it runs in an environment of its own, and answers every line with a line.

A line is {"count", "budget", "projects": [[id, cost]], "ballots": [[{id: marks}, voters]], "order": [id],
"step", "limit"}. An answer is {"won": [id]}, {"cut": true} where the limit of processor time ran out, or
{"fault": text}, with the processor time "used" so far.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from pabutools.election import (
    Additive_Cardinal_Sat,
    ApprovalMultiProfile,
    ApprovalProfile,
    Cardinality_Sat,
    CardinalMultiProfile,
    Cost_Sat,
    CumulativeProfile,
    Instance,
    OrdinalMultiProfile,
    Project,
    parse_pabulib,
)
from pabutools.election.ballot import (
    ApprovalBallot,
    CumulativeBallot,
    FrozenApprovalBallot,
    FrozenCardinalBallot,
    FrozenOrdinalBallot,
)
from pabutools.election.satisfaction import AdditiveSatisfaction
from pabutools.fractions import frac
from pabutools.rules import (
    completion_by_rule_combination,
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    max_additive_utilitarian_welfare,
    maximin_support,
    method_of_equal_shares,
    popularity_comparison,
    sequential_phragmen,
)
from pabutools.rules.cstv import cstv, elimination_with_transfers, is_eligible_ge, select_project_ge
from pabutools.rules.pb_ear import pb_ear
from pabutools.tiebreaking import TieBreakingRule


class MarksByCost(AdditiveSatisfaction):  # type: ignore[misc] # their class has no types
    """What ordering by marks is to their greedy rule, which divides by the cost: marks times the cost."""

    def __init__(self, instance: Any, profile: Any, ballot: Any) -> None:
        super().__init__(instance, profile, ballot, lambda _i, _p, own, one, _v: own.get(one, 0) * one.cost)


class Told:
    """One contest as their objects."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.step = told["step"]
        self.ballots = [(marks, voters) for marks, voters in told["ballots"]]
        self.projects = {name: Project(name, cost) for name, cost in told["projects"]}
        self.instance = Instance(self.projects.values(), budget_limit=told["budget"])
        self.place = {name: at for at, name in enumerate(told["order"])}
        self.ties = TieBreakingRule(lambda _instance, _profile, project: self.place[project.name])

    def approvals(self) -> Any:
        """Whom each ballot supports, equal ballots merged."""
        profile = ApprovalMultiProfile(instance=self.instance)
        for marks, voters in self.ballots:
            profile[FrozenApprovalBallot([self.projects[name] for name in marks])] += voters
        return profile

    def one_by_one(self) -> Any:
        """The same, a ballot for each voter."""
        every = [marks for marks, voters in self.ballots for _ in range(voters)]
        return ApprovalProfile([ApprovalBallot(self.projects[name] for name in marks) for marks in every])

    def marks(self) -> Any:
        """What each ballot gives, equal ballots merged."""
        profile = CardinalMultiProfile(instance=self.instance)
        for marks, voters in self.ballots:
            given = {self.projects[name]: mark for name, mark in marks.items()}
            profile[FrozenCardinalBallot(given)] += voters
        return profile

    def orders(self) -> Any:
        """The projects of each ballot from most marks to fewest."""
        profile = OrdinalMultiProfile(instance=self.instance)
        for marks, voters in self.ballots:
            names = sorted(marks, key=lambda name: -marks[name])
            profile[FrozenOrdinalBallot([self.projects[name] for name in names])] += voters
        return profile


def _greedy(profile: str, sat: Any) -> Callable[[Told], Any]:
    return lambda told: greedy_utilitarian_welfare(
        told.instance, getattr(told, profile)(), sat_class=sat, tie_breaking=told.ties
    )


def _shares(profile: str, sat: Any, *, add_one: bool = False) -> Callable[[Told], Any]:
    return lambda told: method_of_equal_shares(
        told.instance,
        getattr(told, profile)(),
        sat_class=sat,
        tie_breaking=told.ties,
        voter_budget_increment=told.step if add_one else None,
    )


def _completed(told: Told, *, add_one: bool) -> Any:
    first = {"sat_class": Cost_Sat, "tie_breaking": told.ties}
    if add_one:
        first["voter_budget_increment"] = told.step
    then = {"sat_class": Cost_Sat, "tie_breaking": told.ties}
    rules = [method_of_equal_shares, greedy_utilitarian_welfare]
    return completion_by_rule_combination(told.instance, told.approvals(), rules, [first, then])


def _raised(told: Told, *, exhaustive_stop: bool) -> Any:
    profile = told.approvals()
    enough = sum(one.cost for one in told.instance) + 1  # a share that buys all that anybody wants
    return exhaustion_by_budget_increase(
        told.instance,
        profile,
        method_of_equal_shares,
        {"sat_class": Cost_Sat, "tie_breaking": told.ties},
        exhaustive_stop=exhaustive_stop,
        budget_step=told.step * max(1, profile.num_ballots()),  # a step of nothing would never end
        budget_bound=told.instance.budget_limit + enough * profile.num_ballots(),
    )


def _compared(told: Told) -> Any:
    first = {"sat_class": Cost_Sat, "tie_breaking": told.ties, "voter_budget_increment": told.step}
    then = {"sat_class": Cost_Sat, "tie_breaking": told.ties}
    rules = [method_of_equal_shares, greedy_utilitarian_welfare]
    return popularity_comparison(told.instance, told.approvals(), Cardinality_Sat, rules, [first, then])[0]


def _best(profile: str, sat: Any) -> Callable[[Told], Any]:
    return lambda told: max_additive_utilitarian_welfare(
        told.instance, getattr(told, profile)(), sat_class=sat
    )


def _transfer(told: Told) -> Any:
    """Their cumulative transfer takes money, asks no order when it drops one, and fills up at the end.

    So it is handed shares of the pot by marks, its candidates in our order, and nothing to do at the end.
    """
    voters = sum(number for _, number in told.ballots)
    share = frac(told.instance.budget_limit, voters or 1)
    ballots = []
    for marks, number in told.ballots:
        total = sum(marks.values())
        if total:
            every = told.projects.items()
            given = {one: share * frac(marks.get(name, 0), total) for name, one in every}
            ballots += [CumulativeBallot(given)] * number
    if not ballots:
        return []

    def drop(projects: Any, donors: Any, dropped: Any, fund: Any, ties: Any) -> bool:
        ordered = sorted(projects, key=lambda one: -told.place[one.name])
        went_on: bool = elimination_with_transfers(ordered, donors, dropped, fund, ties)
        projects.intersection_update(ordered)
        return went_on

    return cstv(
        told.instance,
        CumulativeProfile(ballots, instance=told.instance),
        select_project_to_fund_func=select_project_ge,
        eligible_projects_func=is_eligible_ge,
        no_eligible_project_func=drop,
        exhaustiveness_postprocess_func=lambda *_: None,
        tie_breaking=told.ties,
    )


COUNTS: dict[str, Callable[[Told], Any]] = {
    "most-votes": _greedy("approvals", Cost_Sat),
    "most-votes by points": _greedy("marks", MarksByCost),
    "value-for-money": _greedy("approvals", Cardinality_Sat),
    "value-for-money by points": _greedy("marks", Additive_Cardinal_Sat),
    "equal-shares": _shares("approvals", Cost_Sat),
    "equal-shares by number": _shares("approvals", Cardinality_Sat),
    "equal-shares by points": _shares("marks", Additive_Cardinal_Sat),
    "equal-shares by points x cost": _shares("marks", MarksByCost),
    "equal-shares, then most votes": lambda told: _completed(told, add_one=False),
    "equal-shares, add-one": _shares("approvals", Cost_Sat, add_one=True),
    "equal-shares, add-one of all projects": lambda told: _raised(told, exhaustive_stop=True),
    "equal-shares, add-one to the end": lambda told: _raised(told, exhaustive_stop=False),
    "equal-shares, add-one, then most votes": lambda told: _completed(told, add_one=True),
    "equal-shares, add-one, compared": _compared,
    "phragmen": lambda told: sequential_phragmen(told.instance, told.approvals(), tie_breaking=told.ties),
    "best-total": _best("approvals", Cardinality_Sat),
    "best-total by cost": _best("approvals", Cost_Sat),
    "best-total by points": _best("marks", Additive_Cardinal_Sat),
    "cumulative-transfer": _transfer,
    "maximin-support": lambda told: maximin_support(told.instance, told.one_by_one(), tie_breaking=told.ties),
    "expanding-approvals": lambda told: pb_ear(told.instance, told.orders()),
}


class Cut(Exception):
    """The limit of processor time ran out."""


def _cut(_signal: int, _frame: Any) -> None:
    raise Cut


def answer(told: dict[str, Any]) -> dict[str, Any]:
    """Count one contest, or read one file."""
    signal.setitimer(signal.ITIMER_VIRTUAL, told.get("limit", 60))
    try:
        if told["count"] == "read":
            instance, profile = parse_pabulib(told["path"])
            costs = {one.name: str(frac(one.cost)) for one in instance}
            budget = str(frac(instance.budget_limit))
            return {"budget": budget, "costs": costs, "ballots": profile.num_ballots()}
        return {"won": [one.name for one in COUNTS[told["count"]](Told(told))]}
    except Cut:
        return {"cut": True}
    except Exception as fault:  # whatever goes wrong in theirs is a finding
        return {"fault": f"{type(fault).__name__}: {fault}"[:200]}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def main() -> None:
    """Answer every line of the standard input."""
    signal.signal(signal.SIGVTALRM, _cut)
    sys.setrecursionlimit(20_000)
    for line in sys.stdin:
        made = answer(json.loads(line))
        print(json.dumps({**made, "used": time.process_time()}), flush=True)


if __name__ == "__main__":
    main()
