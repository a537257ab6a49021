"""What ballots say, read straight from the definition of each ballot type.

Must not merge, weigh or shorten anything: one voter after another.
"""

from __future__ import annotations

from fractions import Fraction

from pb.tally import Contest

Voters = list[dict[str, int]]
"""For every voter, how much support each project named on the ballot gets; it may be none, or negative."""


def voters_of(contest: Contest) -> Voters:
    """Every voter's support: the mark; of a ranking its Borda points; of grades steps above the lowest."""
    limits = contest.spec.limits
    found: Voters = []
    for marks, weight in contest.profile.items():
        given = dict(marks)
        if contest.spec.type == "ranking":
            longest = limits["max_count"] if limits.get("borda_from_limit") else len(given)
            given = {name: longest - place + 1 for name, place in given.items()}
        if contest.spec.type == "grades":
            given = {name: limits.get("grades", 5) - 1 - grade for name, grade in given.items()}
        found += [given] * weight
    return found


def supporters(contest: Contest, utility: str) -> list[dict[str, int]]:
    """For every voter what the projects they support are worth; one that is free is worth 1 by cost."""
    costs = {project.id: project.cost or 1 for project in contest.projects}
    found = []
    for given in voters_of(contest):
        liked = {name: points for name, points in given.items() if points > 0}
        worth = {
            "count": dict.fromkeys(liked, 1),
            "cost": {name: costs[name] for name in liked},
            "points": liked,
            "points-cost": {name: points * costs[name] for name, points in liked.items()},
        }
        found.append(worth[utility])
    return found


def measured(contest: Contest, measure: str) -> dict[str, Fraction]:
    """One measure of every project."""
    voters = voters_of(contest)
    found = {}
    for name in (project.id for project in contest.projects):
        given = [voter[name] for voter in voters if name in voter]
        if measure == "votes":
            figure = Fraction(len(given))
        elif measure == "first":
            weights = contest.profile.items()
            figure = Fraction(sum(weight for marks, weight in weights if (name, 1) in marks))
        elif measure == "mean":
            figure = Fraction(sum(given), len(given) or 1)
        else:
            figure = Fraction(sum(given))
        found[name] = figure
    return found


def points_measure(contest: Contest) -> str:
    """What the tie key `points` means: votes where the ballots give no points, or grades their sum."""
    return "votes" if contest.spec.type == "basket" else "points"
