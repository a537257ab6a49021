"""Each kind of ballot: what is lawful, what is not, and what its marks yield."""

from fractions import Fraction

import pytest

from pb.verifier.ballots import ballot_fault, scores_of
from tests.unit.verifier.pots import pot

COSTS = {"A": 60, "B": 50, "C": 40, "D": 10}
WARDS = {"A": ("ward", "North"), "B": ("ward", "North"), "C": ("ward", "South")}


@pytest.mark.parametrize(
    ("kind", "limits", "ballot", "fault"),
    [
        ("approval", {"max_count": 2}, "A B", None),
        ("approval", {"max_count": 2}, "A B C", "too-many"),
        ("approval", {"min_count": 2}, "A", "too-few"),
        ("approval", {"min_count": 2}, "", None),
        ("approval", {}, "A E", "unknown-project"),
        ("approval", {}, "A:2", "bad-mark"),
        ("approval", {"favourites": 1}, "A:2 B", None),
        ("approval", {"favourites": 1}, "A:2 B:2", "too-many-doubled"),
        ("approval", {"favourites": 1}, "A:3", "bad-mark"),
        ("approval", {"max_count:ward=North": 1}, "A C", None),
        ("approval", {"max_count:ward=North": 1}, "A B", "too-many"),
        ("approval", {"min_count:ward=North": 1}, "C", "too-few"),
        ("approval", {"max_count": 1, "boost:ward=North": 1}, "A:2", None),
        ("approval", {"max_count": 1, "boost:ward=North": 1}, "A C", None),
        ("approval", {"max_count": 1, "boost:ward=North": 1}, "C D", "too-many"),
        ("approval", {"max_count": 1, "boost:ward=North": 1}, "A:2 C", "too-many"),
        ("approval", {"max_count": 1, "boost:ward=North": 1}, "C:2", "too-many-doubled"),
        ("basket", {}, "A C", None),
        ("basket", {}, "A B", "over-pot"),
        ("basket", {"max_cost": 200}, "A B C", None),
        ("basket", {"min_cost": 50}, "C", "under-spent"),
        ("basket", {"max_cost:ward=North": 50}, "B C", None),
        ("basket", {"max_cost:ward=North": 50}, "A C", "over-pot"),
        ("basket", {"min_cost:ward=North": 55}, "A C", None),
        ("basket", {"min_cost:ward=North": 55}, "B C", "under-spent"),
        ("basket", {"min_cost:ward=North": 55}, "", None),
        ("points", {"max_total": 5}, "A:3 B:2", None),
        ("points", {"max_total": 5}, "A:3 B:3", "too-many-points"),
        ("points", {"min_total": 5, "max_total": 5}, "A:3 B", "too-few-points"),
        ("points", {"max_mark": 3}, "A:4", "bad-mark"),
        ("points", {}, "A:0", "bad-mark"),
        ("score", {"lowest": 1, "highest": 5}, "A:1 B:5", None),
        ("score", {"lowest": 1, "highest": 5}, "A:0", "bad-mark"),
        ("score", {}, "A:11", "bad-mark"),
        ("grades", {"grades": 3}, "A:0 B:2", None),
        ("grades", {"grades": 3}, "A:3", "bad-mark"),
        ("score", {"complete": 1}, "A:1 B:5 C:0 D:3", None),
        ("score", {"complete": 1}, "A:1 B:5 C:0", "too-few"),
        ("grades", {"complete": 1}, "", None),
        ("ranking", {"max_count": 3}, "C:1 A:2 B:3", None),
        ("ranking", {}, "A:1 B:3", "gap-in-order"),
        ("ranking", {}, "A:1 B:1", "gap-in-order"),
        ("ranking", {"max_count": 1}, "A:1 B:2", "too-many"),
    ],
)
def test_lawful_or_not(kind: str, limits: dict[str, int], ballot: str, fault: str | None) -> None:
    contest = pot(100, COSTS, [ballot], kind=kind, limits=limits, groups=WARDS)
    ((marks, _),) = contest.ballots
    assert ballot_fault(contest, marks) == fault


def figures(
    kind: str, ballots: list[str], measure: str, limits: dict[str, int] | None = None
) -> list[Fraction]:
    scores = scores_of(pot(100, COSTS, ballots, kind=kind, limits=limits))
    return [scores[name][measure] for name in COSTS]


def test_votes_are_ballots_and_points_count_doubles() -> None:
    ballots = ["3 x A:2 B", "B C", ""]
    assert figures("approval", ballots, "votes", {"favourites": 1}) == [3, 4, 1, 0]
    assert figures("approval", ballots, "points", {"favourites": 1}) == [6, 4, 1, 0]


def test_a_mean_is_over_those_who_gave_a_mark() -> None:
    assert figures("score", ["A:3 B:0", "A:4"], "mean") == [Fraction(7, 2), 0, 0, 0]
    assert figures("score", ["A:3 B:0", "A:4"], "votes") == [2, 1, 0, 0]


def test_borda_counts_from_the_ballots_own_length_or_from_the_limit() -> None:
    ballots = ["A:1 B:2 C:3", "B:1"]
    assert figures("ranking", ballots, "borda") == [3, 3, 1, 0]
    assert figures("ranking", ballots, "borda", {"max_count": 4, "borda_from_limit": 1}) == [4, 7, 2, 0]
    assert figures("ranking", ballots, "first") == [1, 1, 0, 0]


def test_the_best_grade_is_worth_most_and_the_lowest_nothing() -> None:
    assert figures("grades", ["A:0 B:2", "A:1"], "sum", {"grades": 3}) == [3, 0, 0, 0]
