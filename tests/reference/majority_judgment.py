"""Majority judgment, from the definition: medians, the gauge, then one median after another taken away.

Must not count grades in bulk.
"""

from __future__ import annotations

from fractions import Fraction

from pb.tally import Contest
from tests.reference.guards import Guards
from tests.reference.most_votes import spend
from tests.reference.order import Order
from tests.reference.seats import fill
from tests.reference.terms import Answer, Terms


def majority_judgment(contest: Contest, terms: Terms) -> Answer:
    """The best median first; how projects stand to each other becomes a place, the highest first."""
    ladders = {project.id: _ladder(contest, project.id) for project in contest.projects}
    worst_first = sorted(set(ladders.values()), reverse=True)
    places = {name: Fraction(worst_first.index(ladder)) for name, ladder in ladders.items()}
    order, guards = Order(contest, terms), Guards(contest, terms, "votes")
    if terms.fit == "seats":
        return fill(places, order, guards)
    return spend(places, order, guards, guards.reserved(contest.budget))


def _ladder(contest: Contest, name: str) -> tuple[tuple[int, ...], ...]:
    """What two projects are compared by, the smaller first: median and gauge, then median after median."""
    lowest = contest.spec.limits.get("grades", 5) - 1
    grades = []
    for marks, weight in contest.profile.items():
        grades += [dict(marks).get(name, lowest)] * weight
    grades.sort()
    medians: list[tuple[int, ...]] = []
    if grades:
        median = grades[len(grades) // 2]  # of an even number the worse of the two in the middle
        better = sum(grade < median for grade in grades)
        worse = sum(grade > median for grade in grades)
        medians.append((median, 0, -better) if better > worse else (median, 1, worse))
    while grades:
        medians.append((grades.pop(len(grades) // 2),))
    return tuple(medians)
