"""Equal shares with many projects of few supporters: counted in fractions, to the same outcome throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from pb.tally import BallotSpec, Contest, Outcome, Profile, Project, run, shares_thin
from pb.tally.invent import invent


def thin_contest(kind: str, projects: int = 60, ballots: int = 25) -> Contest:
    """Costs of few kinds, so that there are many ties; six groups of voters, most of them twice."""
    made = tuple(
        Project(id=f"p{at}", cost=(0, 20, 30, 30, 70)[at * at % 5], groups=(("ward", f"w{at % 3}"),))
        for at in range(projects)
    )
    budget = sum(project.cost for project in made) // 5
    limits = {"max_count": 9} if kind == "approval" else {"max_total": 30}
    spec = BallotSpec(type=kind, limits=limits)
    once = invent(made, spec, budget, taste="many-groups", voters=ballots, draw=1)
    marks = [one for at, one in enumerate(once.profile.weights) for _ in range(2 if at % 3 else 1)]
    return replace(once, profile=Profile.of(marks))


def dense(monkeypatch: pytest.MonkeyPatch, contest: Contest, terms: Mapping[str, str]) -> Outcome:
    """The same count by doubles and whole numbers."""
    monkeypatch.setattr(shares_thin, "FEW", 0)
    return run(contest, "equal-shares", terms)


@pytest.mark.parametrize("kind", ["approval", "points"])
@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"utility": "count", "completion": "greedy"},
        {"utility": "points-cost", "needs": "p3>p4;p9>p3;p7>p50"},
        {"group_max": "ward=w0:100;ward=w1:#9", "conflicts": "p1|p2|p5|p8|p11", "reserved": "p40"},
    ],
)
def test_the_same_outcome_as_by_whole_numbers(
    kind: str, terms: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    contest, texts = thin_contest(kind), {"ties": "votes,cost,list", **terms}
    monkeypatch.setattr(shares_thin, "MANY", len(contest.projects))
    outcome = run(contest, "equal-shares", texts)
    assert len(outcome.selected) > 9
    assert outcome.ties
    assert outcome == dense(monkeypatch, contest, texts)


def test_one_who_pays_the_price_with_the_last_penny_has_paid_it_in_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shares_thin, "MANY", 0)
    contest = Contest(
        budget=40,
        projects=(Project(id="A", cost=20), Project(id="B", cost=25)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1), ("B", 1)), (("B", 1),)]),
    )
    outcome = run(contest, "equal-shares", {"ties": "list"})
    (step,) = outcome.steps
    assert (step.project, step.facts["paid_in_full"]) == ("B", ((1, 2, Fraction(25, 2)),))
    contest = replace(contest, projects=(Project(id="A", cost=20),), profile=Profile.of([(("A", 1),), ()]))
    (step,) = run(contest, "equal-shares", {"ties": "list"}).steps
    assert (step.facts["paid_in_full"], step.facts["paid_all_left"]) == (((1, 1, Fraction(20)),), (0, 0))
