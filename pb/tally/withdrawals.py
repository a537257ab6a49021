"""Withdrawing ballots from a winner: how few can be enough at the very least, and which hurt most.

Must not count: the least number is a proof, the order only a good guess that others try.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pb.tally.margins_theory import by_seats
from pb.tally.ties import lot_of
from pb.tally.trials import Trials


def fewest_possible(trials: Trials, project: int) -> int | None:
    """A number of withdrawn ballots below which the project certainly still wins; None: it always wins.

    Worked: A has 9 votes, B 5 and costs more than is left beside A. Each withdrawn ballot brings B closer by
    one at most, so it takes 4 to bring B level, or 5 where A wins the tie.
    Proved for most votes by number of votes: a project stands before A only once the gap between them is
    gone, and A loses only if those that can stand before it cost more than the pot can spare beside A, or if
    it falls below a minimum. Elsewhere the answer is 1, which needs no proof.
    """
    contest, read = trials.contest, trials.read
    common = read.values.common
    one = contest.projects[project]
    if one.id in common.reserved:
        return None
    plain = not (common.conflicts or common.needs or common.group_max or common.group_min or common.reserved)
    share = common.minimum is not None and common.minimum.share is not None
    if read.rule != "most-votes" or read.texts["measure"] != "votes" or not plain or share:
        return 1
    votes = int(trials.scores[one.id]["votes"])
    gaps = _gaps(trials, project)
    spare = contest.budget - one.cost
    needed: int | None = None
    cost = 0
    for gap, other in sorted(gaps):
        if read.texts["fit"] == "skip" and contest.projects[other].cost > contest.budget:
            continue
        cost += contest.projects[other].cost
        if cost > spare:
            needed = max(gap, 1)
            break
    if common.minimum is not None and common.minimum.measure == "votes" and common.minimum.number:
        barred = votes - common.minimum.number + 1
        needed = barred if needed is None else min(needed, barred)
    elif common.minimum is not None:
        return 1
    return needed


def _gaps(trials: Trials, project: int) -> list[tuple[int, int]]:
    """For every other project the fewest ballots whose withdrawal could put it before this one, if any can.

    Where they would be level the tie keys decide; keys that go by ballots may change too, so only keys that
    do not are trusted to keep it behind.
    """
    contest = trials.contest
    one = contest.projects[project]
    votes = int(trials.scores[one.id]["votes"])
    both = _named_beside(trials, project)
    gaps = []
    for at, other in enumerate(contest.projects):
        if at == project:
            continue
        gap = votes - int(trials.scores[other.id]["votes"])
        behind = _stays_behind(trials, project, at)
        gap += 1 if behind else 0
        if gap <= votes - both[at]:
            gaps.append((max(gap, 0), at))
    return gaps


def _named_beside(trials: Trials, project: int) -> list[int]:
    """For every project, how many ballots name it together with this one."""
    columns = trials.columns
    inside = np.zeros(len(columns.weight), dtype=np.int64)
    inside[columns.row[columns.entries(project)]] = 1
    return columns.by_project(inside[columns.row])


def _stays_behind(trials: Trials, project: int, other: int) -> bool:
    """Whether the tie keys put the other project behind this one whenever their votes are level."""
    one, two = trials.contest.projects[project], trials.contest.projects[other]
    for key in trials.read.values.common.ties:
        if key == "votes":
            continue
        if key in ("cost", "cost-high") and one.cost != two.cost:
            return bool((one.cost < two.cost) == (key == "cost"))
        if key == "list":
            return project < other
        if key == "lot":
            seed = trials.seed or b""
            return lot_of(seed, one.id) < lot_of(seed, two.id)
        if key not in ("cost", "cost-high"):
            return False
    return False


def in_good_order(trials: Trials, project: int) -> Callable[[int], dict[int, int]]:
    """Which ballots to withdraw first: those naming it alone, then those naming the fewest others that count.

    The others that count are the projects that would take its money: those close behind it, or before it.
    """
    near = {at for gap, at in sorted(_gaps(trials, project))[:3]} if not by_seats(trials.read) else set()
    columns = trials.columns
    rows = columns.row[columns.entries(project)]
    rivals = np.zeros(len(columns.ids), dtype=np.int64)
    rivals[sorted(near)] = 1
    close = columns.by_ballot(rivals[columns.col])
    length = columns.by_ballot(np.ones(len(columns.col), dtype=np.int64))
    ordered = sorted(rows.tolist(), key=lambda row: (int(close[row]), int(length[row]), trials.ballots[row]))
    ordered += sorted(set(range(len(columns.weight))) - set(ordered), key=lambda row: trials.ballots[row])
    weight = columns.weight

    def first(fewer: int) -> dict[int, int]:
        gone: dict[int, int] = {}
        for row in ordered:
            if fewer <= 0:
                break
            gone[row] = min(fewer, int(weight[row]))
            fewer -= gone[row]
        return gone

    return first
