"""Who comes first among equals: the declared keys one after another, and the lot.

Must not note anything: it only orders.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from pb.tally import Contest
from tests.reference.ballots import measured, points_measure
from tests.reference.terms import Terms


class Order:
    """All projects in the order of the tie keys; `swap` (a, b) takes b out and puts it just before a."""

    def __init__(self, contest: Contest, terms: Terms) -> None:
        names = [project.id for project in contest.projects]
        for key in reversed(terms.ties):  # sorting by the last key first, as with punched cards
            values = _values(contest, key, terms.seed)
            names.sort(key=values.__getitem__)
        if terms.swap:
            after, moved = terms.swap
            names.remove(moved)
            names.insert(names.index(after), moved)
        self.names = names

    def first(self, tied: Iterable[str]) -> str:
        """The first of them."""
        among = set(tied)
        return next(name for name in self.names if name in among)

    def last(self, tied: Iterable[str]) -> str:
        """The last of them."""
        among = set(tied)
        return next(name for name in reversed(self.names) if name in among)

    def by(self, figures: Mapping[str, Fraction]) -> list[str]:
        """The highest figure first, equals in the tie order."""
        return sorted((name for name in self.names if name in figures), key=lambda name: -figures[name])


def _values(contest: Contest, key: str, seed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, project in enumerate(contest.projects):
        if key == "list":
            found[project.id] = place
        elif key == "lot":
            found[project.id] = hashlib.sha256(seed + b"\x00" + project.id.encode()).hexdigest()
        elif key == "cost":
            found[project.id] = project.cost
        elif key == "cost-high":
            found[project.id] = -project.cost
        elif key == "first" and contest.spec.type != "ranking":
            found[project.id] = 0
        else:
            measure = points_measure(contest) if key == "points" else key
            found[project.id] = -measured(contest, measure)[project.id]
    return found
