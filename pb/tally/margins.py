"""Margins: how many ballots, or how much money, stand between each project and another fate.

Must not estimate: a number is exact for what it claims, and says what that is.

After Boehmer and others (2024), "Evaluation of Project Performance in Participatory Budgeting".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pb.tally.model import Contest, Marks, Profile
from pb.tally.run import run

ONE_BY_ONE = 32
"""How many numbers are tried one after another where a larger one need not do what a smaller one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What would change one project's fate, other things being equal.

    For a project that lost: `ballots`, the fewest further ballots naming it alone that make it win (None:
    none up to `tried`), and `cost`, the largest cost at which it wins (None: at no cost). For one that won:
    `ballots`, the fewest ballots naming it whose withdrawal makes it lose (None: it wins without any). Where
    `ballots_exact` or `cost_exact` is false the number makes the difference but may not be the closest one.
    """

    project: str
    won: bool
    ballots: int | None
    cost: int | None
    ballots_exact: bool
    cost_exact: bool
    tried: int


def margins(
    contest: Contest, rule: str, params: Mapping[str, str], *, seed: bytes | None = None
) -> tuple[Margin, ...]:
    """The margin of every project, in list order. Raises what `run` raises."""

    def winners(changed: Contest) -> frozenset[str]:
        return frozenset(run(changed, rule, params, seed=seed).selected)

    won = winners(contest)
    monotone = rule == "most-votes" and not set(params) & {"conflicts", "needs", "group_max", "group_min"}
    made = []
    for project in contest.projects:
        if project.id in won:
            made.append(_winner(contest, project.id, winners, monotone))
        else:
            made.append(_loser(contest, project.id, winners, monotone))
    return tuple(made)


Winners = Callable[[Contest], frozenset[str]]


def _loser(contest: Contest, name: str, winners: Winners, monotone: bool) -> Margin:
    limit = max(1, 2 * contest.profile.ballots + 2)

    def wins(extra: int) -> bool:
        return name in winners(_with_ballots(contest, name, extra))

    ballots = _first(wins, 1, limit, monotone)
    at = next(number for number, one in enumerate(contest.projects) if one.id == name)
    cost = contest.projects[at].cost

    def wins_at(saved: int) -> bool:
        changed = replace(contest.projects[at], cost=cost - saved)
        listed = (*contest.projects[:at], changed, *contest.projects[at + 1 :])
        return name in winners(replace(contest, projects=listed))

    saved = _first(wins_at, 1, cost, monotone=True)
    return Margin(
        project=name,
        won=False,
        ballots=ballots,
        cost=None if saved is None else cost - saved,
        ballots_exact=monotone or (ballots is not None and ballots <= ONE_BY_ONE),
        cost_exact=monotone,
        tried=limit,
    )


def _winner(contest: Contest, name: str, winners: Winners, monotone: bool) -> Margin:
    """Ballots naming it alone go first, then those naming the fewest others besides."""
    naming = sorted(
        (marks for marks in contest.profile.weights if any(one == name for one, _ in marks)),
        key=lambda marks: (len(marks), marks),
    )
    total = sum(contest.profile.weights[marks] for marks in naming)

    def loses(fewer: int) -> bool:
        return name not in winners(replace(contest, profile=_without(contest.profile, naming, fewer)))

    ballots = _first(loses, 1, total, monotone)
    alone = sum(contest.profile.weights[marks] for marks in naming if len(marks) == 1)
    exact = monotone and ballots is not None and ballots <= alone
    return Margin(
        project=name, won=True, ballots=ballots, cost=None, ballots_exact=exact, cost_exact=True, tried=total
    )


def _first(holds: Callable[[int], bool], low: int, high: int, monotone: bool) -> int | None:
    """The least number from `low` to `high` for which something holds.

    Where it holds for every number above one for which it holds, by halving; else one by one at first, and
    then by halving, which finds a number just above one that fails.
    """
    if not monotone:
        for number in range(low, min(high, ONE_BY_ONE) + 1):
            if holds(number):
                return number
        low = ONE_BY_ONE + 1
    if low > high or not holds(high):
        return None
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return high


def _with_ballots(contest: Contest, name: str, extra: int) -> Contest:
    kind = contest.spec.type
    mark = {"score": contest.spec.limits.get("highest", 10), "grades": 0}.get(kind, 1)
    mark = contest.spec.limits.get("max_total", 1) if kind == "points" else mark
    one: Marks = ((name, mark),)
    weights = dict(contest.profile.weights)
    weights[one] = weights.get(one, 0) + extra
    limits = {key: value for key, value in contest.spec.limits.items() if not key.startswith("min_")}
    spec = replace(contest.spec, limits=limits)
    return replace(contest, spec=spec, profile=Profile(weights=weights))


def _without(profile: Profile, naming: list[Marks], fewer: int) -> Profile:
    weights = dict(profile.weights)
    for marks in naming:
        gone = min(fewer, weights[marks])
        weights[marks] -= gone
        fewer -= gone
    return Profile(weights={marks: weight for marks, weight in weights.items() if weight})
