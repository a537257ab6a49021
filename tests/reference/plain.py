"""Plain reference: the rules of the tally again, with fractions and loops only.

Must not share anything with the engine but its data classes, nor try to be fast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from pb.tally import Contest

Points = list[tuple[dict[str, int], int]]
Order = Callable[[str], tuple[object, ...]]


def points_of(contest: Contest) -> Points:
    """Each distinct ballot as project to points, with its weight: the mark, or Borda points of a ranking."""
    made: Points = []
    for marks, weight in contest.profile.items():
        if contest.spec.type == "ranking":
            made.append(({name: len(marks) + 1 - place for name, place in marks}, weight))
        elif contest.spec.type == "grades":
            worst = contest.spec.limits.get("grades", 5) - 1
            made.append(({name: worst - grade for name, grade in marks}, weight))
        else:
            made.append((dict(marks), weight))
    return made


def votes_of(contest: Contest) -> dict[str, int]:
    """How many ballots name each project."""
    votes = {project.id: 0 for project in contest.projects}
    for marks, weight in contest.profile.items():
        for name, _ in marks:
            votes[name] += weight
    return votes


def tie_order(contest: Contest) -> Order:
    """The order votes, cost, list."""
    votes = votes_of(contest)
    place = {project.id: (project.cost, at) for at, project in enumerate(contest.projects)}
    return lambda name: (-votes[name], *place[name])


def most_votes(contest: Contest, *, fit: str = "skip", taken: Sequence[str] = ()) -> list[str]:
    """Most votes with fit skip or stop, after some projects are funded already."""
    costs = {project.id: project.cost for project in contest.projects}
    order = tie_order(contest)
    selected = list(taken)
    left = contest.budget - sum(costs[name] for name in selected)
    for name in sorted(costs, key=order):
        if name in selected:
            continue
        if costs[name] <= left:
            selected.append(name)
            left -= costs[name]
        elif fit == "stop":
            break
    return selected


def utility_of(contest: Contest, utility: str) -> list[tuple[dict[str, int], int]]:
    """Each ballot as project to utility, with its weight. A free project is worth 1."""
    costs = {project.id: project.cost for project in contest.projects}
    made = []
    for points, weight in points_of(contest):
        named = {name: given for name, given in points.items() if given > 0}
        if utility == "cost":
            named = {name: costs[name] or 1 for name in named}
        elif utility == "count":
            named = dict.fromkeys(named, 1)
        elif utility == "points-cost":
            named = {name: given * (costs[name] or 1) for name, given in named.items()}
        made.append((named, weight))
    return made


def price(cost: int, holders: list[tuple[Fraction, int, int]]) -> Fraction | None:
    """The rho at which holders (money, utility, weight), each paying min(money, rho x utility), can pay."""
    if sum(money * weight for money, _, weight in holders) < cost:
        return None
    if cost == 0:
        return Fraction(0)
    order = sorted((money / utility, money, utility, weight) for money, utility, weight in holders)
    paid = Fraction(0)
    rest = sum(utility * weight for _, utility, weight in holders)
    for limit, money, utility, weight in order:
        rho = (cost - paid) / rest
        if rho <= limit:
            return rho
        paid += money * weight
        rest -= utility * weight
    raise AssertionError("the holders could pay after all")


def equal_shares(contest: Contest, utility: str, endowment: Fraction) -> list[str]:
    """Equal shares for one endowment."""
    ballots = utility_of(contest, utility)
    costs = {project.id: project.cost for project in contest.projects}
    held = [endowment] * len(ballots)
    order = tie_order(contest)
    selected: list[str] = []
    while True:
        rhos: dict[str, Fraction] = {}
        for name, cost in costs.items():
            holders = [
                (held[at], marks[name], weight) for at, (marks, weight) in enumerate(ballots) if name in marks
            ]
            rho = price(cost, holders) if holders and name not in selected else None
            if rho is not None:
                rhos[name] = rho
        if not rhos:
            return selected
        lowest = min(rhos.values())
        winner = min((name for name, rho in rhos.items() if rho == lowest), key=order)
        for at, (marks, _) in enumerate(ballots):
            held[at] -= min(held[at], lowest * marks.get(winner, 0))
        selected.append(winner)


def add_one(contest: Contest, utility: str, *, integral: bool, step: int = 1) -> list[str]:
    """Equal shares with endowments raised until nothing more fits or the next outcome overspends."""
    voters = contest.profile.ballots
    if not voters:
        return []
    costs = {project.id: project.cost for project in contest.projects}
    endowment = Fraction(contest.budget, voters)
    if integral:
        endowment = Fraction(contest.budget // voters // step * step)
    selected = equal_shares(contest, utility, endowment)
    while True:
        left = contest.budget - sum(costs[name] for name in selected)
        if all(cost > left for name, cost in costs.items() if name not in selected):
            return selected
        if endowment > sum(costs.values()):
            return selected
        endowment += step
        following = equal_shares(contest, utility, endowment)
        if sum(costs[name] for name in following) > contest.budget:
            return selected
        selected = following


def phragmen(contest: Contest) -> list[str]:
    """Sequential Phragmen: stop when the next in line does not fit."""
    ballots = [
        ({name for name, given in marks.items() if given > 0}, weight) for marks, weight in points_of(contest)
    ]
    loads = [Fraction(0)] * len(ballots)
    costs = {project.id: project.cost for project in contest.projects}
    order = tie_order(contest)
    left = contest.budget
    selected: list[str] = []
    while True:
        due: dict[str, Fraction] = {}
        for name, cost in costs.items():
            inside = [at for at, (marks, _) in enumerate(ballots) if name in marks]
            voters = sum(ballots[at][1] for at in inside)
            load = sum((loads[at] * ballots[at][1] for at in inside), Fraction(0))
            if voters and name not in selected:
                due[name] = (cost + load) / voters
        if not due:
            return selected
        first = min(due.values())
        winner = min((name for name, time in due.items() if time == first), key=order)
        if costs[winner] > left:
            return selected
        left -= costs[winner]
        selected.append(winner)
        for at, (marks, _) in enumerate(ballots):
            if winner in marks:
                loads[at] = first
