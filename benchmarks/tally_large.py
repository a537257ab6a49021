"""Every rule on 10,000 projects and 2,000 ballots: how long it takes, and what it says of its ties.

Must not time by the clock on the wall. Prints a table row a rule.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np

from pb.tally import RULES, BallotSpec, Contest, ContestInvalid, Profile, Project, run

PROJECTS, BALLOTS = 10_000, 2_000
COSTS = (500, 1000, 1500, 2000, 2500, 5000, 10_000)
KINDS = {"majority-judgment": "grades", "cumulative-transfer": "points", "expanding-approvals": "ranking"}
"""The ballot type a rule is counted with, where it is not approval."""


def contest(kind: str) -> Contest:
    """Seven costs in whole pounds, three to ten marks a ballot at random; the pot pays for a fifth of all."""
    chance = np.random.default_rng(1)
    costs = chance.choice(COSTS, PROJECTS).tolist()
    projects = tuple(Project(id=f"p{at}", cost=cost * 100) for at, cost in enumerate(costs))
    ballots = []
    for _ in range(BALLOTS):
        named = chance.choice(PROJECTS, int(chance.integers(3, 11)), replace=False).tolist()
        if kind == "ranking":
            marks = list(range(1, len(named) + 1))
        elif kind in ("points", "grades"):
            marks = chance.integers(*((1, 6) if kind == "points" else (0, 5)), len(named)).tolist()
        else:
            marks = [1] * len(named)
        ballots.append(tuple(sorted(zip((f"p{at}" for at in named), marks, strict=True))))
    return Contest(
        budget=sum(costs) * 20,
        projects=projects,
        spec=BallotSpec(type=kind),
        profile=Profile.of(ballots),
        seats=500,
    )


def row(rule: str) -> str:
    """One rule: seconds of processor time, winners, ties that mattered, did not, and were not examined."""
    asked = contest(KINDS.get(rule, "approval"))
    begun = time.process_time()
    try:
        outcome = run(asked, rule, {"ties": "votes,cost,list"})
    except ContestInvalid as fault:
        return f"| {rule} | {time.process_time() - begun:.1f} | {fault.code} | | | |"
    seconds = time.process_time() - begun
    said = Counter(tie.matters for tie in outcome.ties)
    return (
        f"| {rule} | {seconds:.1f} | {len(outcome.selected)} | {said[True]} | {said[False]} | {said[None]} |"
    )


if __name__ == "__main__":
    for one in sys.argv[1:] or RULES:
        print(row(one), flush=True)
