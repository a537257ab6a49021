"""What the page about differences says of our own counts is counted, and its sums are added up.

Theirs is not run here: that is for the comparison in the benchmarks.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from pb.tally import BallotSpec, Contest, Marks, Profile, Project, run

PAGE = Path(__file__).parents[3] / "docs" / "rules" / "differences.md"
ORDER = {"ties": "votes,cost,list"}
PLAIN = str.maketrans("×÷−", "*/-", "£,")


def contest(kind: str, budget: int, costs: dict[str, int], *ballots: tuple[Marks, int]) -> Contest:
    """A contest in pence from pounds."""
    return Contest(
        budget=budget * 100,
        projects=tuple(Project(id=name, cost=cost * 100) for name, cost in costs.items()),
        spec=BallotSpec(type=kind),
        profile=Profile.of([marks for marks, voters in ballots for _ in range(voters)]),
    )


@pytest.mark.parametrize("rule", ["equal-shares", "equal-shares add-one"])
def test_a_free_project_that_somebody_wants_is_bought_first(rule: str) -> None:
    free = contest("approval", 100, {"A": 90, "F": 0}, ((("A", 1),), 3), ((("F", 1),), 3))
    more = {"completion": "add-one"} if rule.endswith("add-one") else {}
    outcome = run(free, "equal-shares", {**ORDER, **more})
    bought = [step for step in outcome.steps if step.action == "fund"]
    assert bought[0].project == "F"
    assert bought[0].facts["price"] == 0


def test_phragmen_never_funds_what_nobody_supports() -> None:
    outcome = run(contest("approval", 100, {"A": 60, "N": 10}, ((("A", 1),), 2)), "phragmen", ORDER)
    assert outcome.selected == ("A",)
    assert outcome.reasons["N"].code == "not-needed-by-anyone"


def test_phragmen_ends_at_a_project_dearer_than_the_pot() -> None:
    line = contest("approval", 100, {"X": 120, "Y": 60}, ((("X", 1),), 12), ((("Y", 1),), 4))
    outcome = run(line, "phragmen", ORDER)
    assert outcome.selected == ()
    assert outcome.reasons["X"].facts["time"] == 10_00
    assert outcome.reasons["Y"].code == "next-does-not-fit"


def test_the_example_of_expanding_approvals() -> None:
    invented = contest(
        "ranking",
        354,
        {"p2": 100, "p1": 101, "p3": 100, "p0": 100},
        ((("p2", 1),), 2),
        ((("p1", 2), ("p3", 1)), 3),
        ((("p0", 1), ("p1", 3), ("p2", 2), ("p3", 4)), 1),
        ((("p1", 1), ("p3", 2)), 1),
        ((("p3", 1),), 1),
        ((("p0", 1),), 2),
        ((("p0", 3), ("p1", 2), ("p3", 1)), 7),
    )
    outcome = run(invented, "expanding-approvals", ORDER)
    assert outcome.selected == ("p3", "p1")
    assert [step.facts["price"] for step in outcome.steps] == [Fraction(10000, 11), Fraction(10100, 11)]
    assert abs(outcome.reasons["p0"].facts["held"] - 80_31) < 5  # the page rounds to whole pence on the way


def test_comparison_counts_a_voter_who_has_nothing_on_one_side() -> None:
    split = contest("approval", 100, {"A": 60, "B": 60}, ((("A", 1),), 5), ((("B", 1),), 3))
    outcome = run(split, "equal-shares", {**ORDER, "completion": "add-one", "comparison": "yes"})
    told = outcome.steps[-1].facts
    assert (told["prefer_equal_shares"], told["prefer_most_votes"]) == (0, 0)
    assert told["kept"] == "equal-shares"


def test_every_sum_is_right_to_the_places_it_is_told_in() -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(
        r"(?<!\w)([£\d(][£\d,.()×÷+−\s]*?)\s*([=≈])\s*£?(\d[\d,]*(?:\.\d+)?)(?![\d,.]*\s*÷)", text
    )
    assert len(found) >= 30
    wrong = [one for one in found if not _right(*one)]
    assert wrong == []


def _right(left: str, sign: str, right: str) -> bool:
    number = Fraction(right.translate(PLAIN))
    exact = _value(left)
    places = len(right.partition(".")[2])
    return exact == number if sign == "=" else round(exact, places) == number


def _value(text: str) -> Fraction:
    plain = re.sub(r"(\d+(?:\.\d+)?)", r'Fraction("\1")', text.translate(PLAIN).strip(" .;\n"))
    made: Fraction = eval(plain, {"Fraction": Fraction})  # noqa: S307 - the page is ours
    return made
