"""Margins against trying everything: every number of ballots, every cost, every way to withdraw ballots.

Must not look at how the numbers are found: only that each does what it claims, and that nothing closer does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.tally import RULES, BallotSpec, Contest, Profile, Project, run
from pb.tally.margins import margins
from pb.tally.margins_search import Turning
from tests.property.contests import ballots_of

KINDS = ("approval", "points", "ranking", "score")
TIES = ("votes,cost,list", "list", "cost-high,list", "cost,list", "points,votes,list", "lot")
SEED = b"seed"
TRIED = 40
"""How many more ballots are tried; what is found beyond that is not judged."""

CASES: list[tuple[str, dict[str, str]]] = [
    *((rule, {"seats": "1"} if rule == "seats" else {}) for rule in RULES if rule != "majority-judgment"),
    ("most-votes", {"fit": "stop"}),
    ("most-votes", {"fit": "part"}),
    ("most-votes", {"minimum": "2"}),
    ("most-votes", {"minimum": "40%"}),
    ("most-votes", {"conflicts": "p0|p1"}),
    ("most-votes", {"needs": "p0>p1"}),
    ("seats", {"seats": "1", "needs": "p0>p1"}),
    ("phragmen", {"conflicts": "p0|p1"}),
    ("best-total", {"utility": "cost"}),
    ("equal-shares", {"utility": "count"}),
    ("equal-shares", {"completion": "greedy"}),
    ("equal-shares", {"completion": "add-one"}),
    ("equal-shares", {"completion": "add-one", "start": "integral"}),
    ("equal-shares", {"needs": "p0>p1"}),
]


@st.composite
def small(draw: st.DrawFn, kind: str) -> Contest:
    """Up to four cheap projects and six ballots, so that everything can be tried."""
    costs = draw(st.lists(st.integers(1, 12), min_size=2, max_size=4))
    projects = tuple(Project(id=f"p{at}", cost=cost) for at, cost in enumerate(costs))
    ballots = draw(st.lists(ballots_of(kind, [one.id for one in projects]), max_size=6))
    limits = {"score": {"lowest": -3, "highest": 9}, "points": {"max_mark": 9}}.get(kind, {})
    return Contest(
        budget=draw(st.integers(0, sum(costs) + 1)),
        projects=projects,
        spec=BallotSpec(type=kind, limits=limits),
        profile=Profile.of(ballots),
    )


@pytest.mark.parametrize(("rule", "params"), CASES, ids=lambda one: one if isinstance(one, str) else str(one))
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_every_margin_does_what_it_claims(rule: str, params: dict[str, str], data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([one for one in KINDS if one in RULES[rule].ballot_types]))
    contest = data.draw(small(kind))
    ties = data.draw(st.sampled_from(TIES))
    given_params = {"ties": ties, **params}

    def wins(name: str, changed: Contest) -> bool:
        return name in run(changed, rule, given_params, seed=SEED).selected

    for at, line in enumerate(margins(contest, rule, given_params, seed=SEED).lines):
        assert line.won == wins(line.project, contest)
        if line.won:
            left = (number for number, one in _fewer(contest) if not wins(line.project, one))
            _judge(line.ballots, next(left, None), 1)
            continue
        more = (number for number, one in _more(contest, line.project) if wins(line.project, one))
        if line.ballots.found is None or line.ballots.found < TRIED:
            _judge(line.ballots, next(more, None), 1)
        lower = (cost for cost, one in _cheaper(contest, at) if wins(line.project, one))
        assert line.cost is not None
        _judge(line.cost, next(lower, None), -1)


def _judge(turning: Turning, closest: int | None, sign: int) -> None:
    """`sign` is 1 where the closest number is the least, -1 where it is the largest."""
    if turning.exact:
        assert turning.found == closest
    if turning.found is not None:
        assert closest is not None
        assert sign * turning.found >= sign * closest
    if closest is not None:
        assert turning.limit is not None
        assert sign * turning.limit <= sign * closest


def _more(contest: Contest, name: str) -> Iterator[tuple[int, Contest]]:
    mark = {"score": 9, "points": 9}.get(contest.spec.type, 1)
    for number in range(1, TRIED):
        weights = Counter(dict(contest.profile.weights))
        weights[((name, mark),)] += number
        yield number, replace(contest, profile=Profile(weights=dict(weights)))


def _cheaper(contest: Contest, at: int) -> Iterator[tuple[int, Contest]]:
    for cost in reversed(range(contest.projects[at].cost)):
        listed = list(contest.projects)
        listed[at] = replace(listed[at], cost=cost)
        yield cost, replace(contest, projects=tuple(listed))


def _fewer(contest: Contest) -> Iterator[tuple[int, Contest]]:
    cast = contest.profile.weights
    for number in range(1, sum(cast.values()) + 1):
        for rows in combinations_with_replacement(list(cast), number):
            gone = Counter(rows)
            if all(many <= cast[marks] for marks, many in gone.items()):
                left = {marks: many - gone[marks] for marks, many in cast.items() if many > gone[marks]}
                yield number, replace(contest, profile=Profile(weights=left))
