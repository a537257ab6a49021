"""Tasks: a whole piece of work as JSON values, its answer as JSON values, so that another process may do it.

Must not hold arithmetic: it reads, asks the library, and writes down what it said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pb.tally.check import check_outcome
from pb.tally.compare import Choice, compare, comparison_record
from pb.tally.explain import explain
from pb.tally.invent import invent
from pb.tally.margins import margins, margins_record
from pb.tally.record import outcome_record, read_contest
from pb.tally.run import check_contest, run
from pb.tally.watch import Watch

Task = Mapping[str, Any]
"""`do` names the work; the rest is what it needs."""

Answer = Mapping[str, Any]


WatchPart = Callable[[int, int], Watch]
"""Gives the watch of one part: which (from 1), and of how many."""


def perform(task: Task, watch: WatchPart) -> Answer:
    """Do a task. Raises KeyError for one that is not known, what the work raises, and Stopped.

    `count`: `contests`, each {contest, rule, params, seed}; the answer has their `outcomes`, in order.
    `compare`: `contests`, each {contest, seed, choices: [{label, rule, params}], margins_of}; the answer has
    `compared`, for each a `comparison` and the `margins` of the choice with the label `margins_of`, if any.
    A contest with `invented`: {taste, voters, draw} is given ballots first.
    """
    return TASKS[task["do"]](task, watch)


def _count(task: Task, watch: WatchPart) -> Answer:
    asked = task["contests"]
    return {"outcomes": [_outcome(one, watch(part, len(asked))) for part, one in enumerate(asked, start=1)]}


def _outcome(asked: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    contest = read_contest(asked["contest"])
    seed = bytes.fromhex(asked["seed"]) if asked["seed"] else None
    outcome = run(contest, asked["rule"], asked["params"], seed=seed, watch=watch)
    check_outcome(contest, outcome)
    return outcome_record(explain(contest, outcome))


def _compare(task: Task, watch: WatchPart) -> Answer:
    asked = task["contests"]
    return {"compared": [_compared(one, watch(part, len(asked))) for part, one in enumerate(asked, start=1)]}


def _compared(asked: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    contest = read_contest(asked["contest"])
    if asked.get("invented"):
        contest = invent(contest.projects, contest.spec, contest.budget, **asked["invented"])
    columns = check_contest(contest)
    seed = bytes.fromhex(asked["seed"]) if asked["seed"] else None
    choices = [Choice(**one) for one in asked["choices"]]
    found = comparison_record(compare(contest, choices, seed=seed, columns=columns, watch=watch))
    close = None
    for one in choices:
        if one.label == asked["margins_of"]:
            turned = margins(contest, one.rule, one.params, seed=seed, columns=columns, watch=watch)
            close = margins_record(turned)
    return {"comparison": found, "margins": close}


TASKS: dict[str, Callable[[Task, WatchPart], Answer]] = {
    "count": _count,
    "compare": _compare,
}
