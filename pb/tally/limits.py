"""Limits that several ballot types share: how many projects a ballot may name, in all and in a group, and
what those of a group may cost together.

Must not know one ballot type from another: each type says which limits it takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pb.tally.columns import Columns, Ints
from pb.tally.faults import BallotInvalid, ContestInvalid
from pb.tally.model import BallotSpec, Marks, Project

Bools = NDArray[np.bool_]


def check_names(spec: BallotSpec, plain: Sequence[str], grouped: Sequence[str] = ()) -> None:
    """Refuse a limit the ballot type does not know. A grouped limit is spelt `name:dimension=value`.

    Raises ContestInvalid.
    """
    for name, value in spec.limits.items():
        head, colon, group = name.partition(":")
        known = head in grouped and "=" in group if colon else head in plain
        if not known:
            raise ContestInvalid("unknown-limit", limit=name, type=spec.type)
        if type(value) is not int:
            raise ContestInvalid("bad-limit", limit=name, type=spec.type)


def group_limits(spec: BallotSpec, head: str) -> list[tuple[tuple[str, str], int]]:
    """The grouped limits called `head`, as ((dimension, value), limit) in order of spelling."""
    found = []
    for name, value in sorted(spec.limits.items()):
        start, _, group = name.partition(":")
        if start == head and group:
            dimension, _, label = group.partition("=")
            found.append(((dimension, label), value))
    return found


def read_known(projects: Sequence[Project], marks: Mapping[str, int], low: int, high: int) -> Marks:
    """Sort marks by project id. Raises BallotInvalid `unknown-project` or `bad-mark`."""
    known = {project.id for project in projects}
    for name, mark in marks.items():
        if name not in known:
            raise BallotInvalid("unknown-project", project=name)
        if type(mark) is not int or not low <= mark <= high:
            raise BallotInvalid("bad-mark", project=name, mark=str(mark), least=low, most=high)
    return tuple(sorted(marks.items()))


def check_count(spec: BallotSpec, projects: Sequence[Project], marks: Marks, extra: int = 0) -> None:
    """Refuse too many or too few projects, in all and by group; a blank ballot is never too few.

    `extra` is how many more than `max_count` are allowed. Raises BallotInvalid.
    """
    least = spec.limits.get("min_count", 0)
    most = spec.limits.get("max_count")
    if marks and spec.limits.get("complete") and len(marks) < len(projects):
        raise BallotInvalid("not-complete", needs=len(projects), has=len(marks))
    if marks and len(marks) < least:
        raise BallotInvalid("too-few", least=least, has=len(marks))
    if most is not None and len(marks) > most + extra:
        raise BallotInvalid("too-many", most=most + extra, has=len(marks))
    groups = {project.id: project.groups for project in projects}
    for group, limit in group_limits(spec, "max_count"):
        has = sum(group in groups[name] for name, _ in marks)
        if has > limit:
            raise BallotInvalid("too-many-in-group", dimension=group[0], group=group[1], most=limit, has=has)
    for group, limit in group_limits(spec, "min_count"):
        has = sum(group in groups[name] for name, _ in marks)
        if marks and has < limit:
            raise BallotInvalid("too-few-in-group", dimension=group[0], group=group[1], least=limit, has=has)


def valid_count(columns: Columns, spec: BallotSpec, projects: Sequence[Project], extra: int = 0) -> Bools:
    """The same as `check_count`, for every distinct ballot at once."""
    ones = np.ones(len(columns.col), dtype=np.int64)
    has = columns.by_ballot(ones)
    good: Bools = (has == 0) | (has >= spec.limits.get("min_count", 0))
    if spec.limits.get("complete"):
        good &= (has == 0) | (has == len(projects))
    most = spec.limits.get("max_count")
    if most is not None:
        good &= has <= most + extra
    for group, limit in group_limits(spec, "max_count"):
        good &= in_group(columns, projects, group) <= limit
    for group, limit in group_limits(spec, "min_count"):
        good &= (has == 0) | (in_group(columns, projects, group) >= limit)
    return good


def check_group_costs(spec: BallotSpec, projects: Sequence[Project], marks: Marks) -> None:
    """Refuse too dear or too cheap a choice within a group; a blank ballot is never too cheap.

    Raises BallotInvalid `over-group-cost` or `under-group-cost` with the sums.
    """
    known = {project.id: project for project in projects}
    named = [known[name] for name, _ in marks]
    for code, head in (("over-group-cost", "max_cost"), ("under-group-cost", "min_cost")):
        for group, limit in group_limits(spec, head):
            cost = sum(project.cost for project in named if group in project.groups)
            if marks and (cost > limit if head == "max_cost" else cost < limit):
                facts = {"dimension": group[0], "group": group[1], "cost": cost, "limit": limit}
                raise BallotInvalid(code, **facts)


def valid_group_costs(columns: Columns, spec: BallotSpec, projects: Sequence[Project]) -> Bools:
    """The same as `check_group_costs`, for every distinct ballot at once."""
    blank = columns.by_ballot(np.ones(len(columns.col), dtype=np.int64)) == 0
    good: Bools = np.ones(len(blank), dtype=np.bool_)
    for head in ("max_cost", "min_cost"):
        for group, limit in group_limits(spec, head):
            costs = [project.cost * (group in project.groups) for project in projects]
            cost = columns.by_ballot(columns.per_entry(costs))
            good &= blank | (cost <= limit if head == "max_cost" else cost >= limit)
    return good


def in_group(columns: Columns, projects: Sequence[Project], group: tuple[str, str]) -> Ints:
    """How many projects of the group each distinct ballot names."""
    return columns.by_ballot(columns.per_entry([int(group in project.groups) for project in projects]))


def within(marks: Ints, low: int, high: int, columns: Columns) -> Bools:
    """Whether all marks of each distinct ballot lie between `low` and `high`."""
    outside = ((marks < low) | (marks > high)).astype(np.int64)
    good: Bools = columns.by_ballot(outside) == 0
    return good
