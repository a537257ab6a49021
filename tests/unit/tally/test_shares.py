"""Equal shares makes the same runs alone, side by side, and in pieces.

Must not lean on one contest being easy: ballots are many and costs lie close together.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from pb.tally import (
    BallotSpec,
    Contest,
    Outcome,
    Profile,
    Project,
    run,
    shares_exact,
    shares_given,
    shares_scout,
)
from pb.tally.shares_single import Single

COSTS = (700, 650, 640, 630, 500, 499, 498, 300, 299, 120)
RAISED = {"utility": "cost", "completion": "add-one", "ties": "votes,cost,list"}


def _contest() -> Contest:
    """Three hundred ballots, each naming every project whose number fits a pattern of its own."""
    projects = tuple(Project(id=f"p{at}", cost=cost) for at, cost in enumerate(COSTS))
    ballots = [
        tuple(
            (f"p{at}", 1) for at in range(len(COSTS)) if (voter * (at + 3) + at * at) % (2 + voter % 5) == 0
        )
        for voter in range(300)
    ]
    return Contest(
        budget=2600, projects=projects, spec=BallotSpec(type="approval"), profile=Profile.of(ballots)
    )


def _facts(outcome: Outcome) -> object:
    return outcome.steps, outcome.reasons, outcome.ties


@pytest.mark.parametrize("crowd", [0, 10**9])
@pytest.mark.parametrize("soon", [0, 10**9])
def test_runs_alone_and_side_by_side_are_the_same(
    monkeypatch: pytest.MonkeyPatch, crowd: int, soon: int
) -> None:
    before = _facts(run(_contest(), "equal-shares", RAISED))
    monkeypatch.setattr(shares_scout, "CROWD", crowd)
    monkeypatch.setattr(shares_scout, "SOON", soon)
    assert _facts(run(_contest(), "equal-shares", RAISED)) == before


def test_sums_over_ballots_are_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _facts(run(_contest(), "equal-shares", RAISED))
    monkeypatch.setattr(shares_given, "DENSE", 40)
    monkeypatch.setattr(shares_given, "PIECE", 40)
    monkeypatch.setattr(shares_exact, "BATCH", 40)
    assert _facts(run(_contest(), "equal-shares", RAISED)) == before


@pytest.mark.parametrize(("short", "exact"), [(1, 2**53), (1, 1)])
def test_marks_too_many_for_floats_are_added_in_doubles_or_whole_numbers(
    monkeypatch: pytest.MonkeyPatch, short: int, exact: int
) -> None:
    before = _facts(run(_contest(), "equal-shares", RAISED))
    monkeypatch.setattr(shares_given, "SHORT", short)
    monkeypatch.setattr(shares_given, "EXACT", exact)
    monkeypatch.setattr(shares_exact, "EXACT", exact)
    assert _facts(run(_contest(), "equal-shares", RAISED)) == before


def test_whole_numbers_decide_what_doubles_cannot() -> None:
    """Both voters hold exactly what they owe, so doubles cannot tell who runs out."""
    projects = (Project(id="a", cost=20), Project(id="b", cost=7))
    profile = Profile.of([(("a", 1), ("b", 1)), (("a", 1),)])
    contest = Contest(budget=20, projects=projects, spec=BallotSpec(type="approval"), profile=profile)
    outcome = run(contest, "equal-shares", {"ties": "votes,cost,list"})
    assert outcome.selected == ("a",)
    assert outcome.steps[0].facts["paid_in_full"] == ((1, 2, Fraction(10)),)
    assert outcome.reasons["b"].facts["held"] == 0


def test_doubles_make_the_run_where_they_can(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool] = []
    finish = Single.finish

    def noted(single: Single) -> None:
        finish(single)
        made.append(True)

    monkeypatch.setattr(Single, "finish", noted)
    run(_contest(), "equal-shares", {"ties": "votes,cost,list"})
    assert made
