"""What the ballots yield for each project: the middle grade beside the plain sums."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from pb.tally.model import BallotSpec, Contest, Marks, Profile, Project
from pb.tally.rules.majority_judgment import gauge
from pb.tally.run import run

PROJECTS = (Project(id="A", cost=1), Project(id="B", cost=1))


def scores(spec: BallotSpec, *ballots: Marks) -> Mapping[str, Mapping[str, int | Fraction]]:
    contest = Contest(budget=1, projects=PROJECTS, spec=spec, profile=Profile.of(ballots))
    return run(contest, "most-votes", {"ties": "votes,list"}).scores


@pytest.mark.parametrize(
    ("ballots", "middle"),
    [
        ((), 3),  # nobody said anything: the lowest
        (((("A", 0),),), 0),
        (((("A", 0),), (("A", 2),)), 2),  # of two the lower one in the middle
        (((("A", 0),), (("A", 1),), ()), 1),  # 0 1 3: who gives none gives the lowest
        (((("A", 0),), (), ()), 3),
        (((("A", 1),), (("A", 1),), (("A", 3),), (("A", 0),)), 1),
    ],
)
def test_the_middle_grade(ballots: tuple[Marks, ...], middle: int) -> None:
    found = scores(BallotSpec(type="grades", limits={"grades": 4}), *ballots)
    assert found["A"]["middle"] == middle
    tally = [sum(dict(one).get("A", 3) == grade for one in ballots) for grade in range(4)]
    assert gauge(tuple(tally))[0] == middle  # the one that majority judgment goes by


def test_only_grades_have_a_middle() -> None:
    assert "middle" not in scores(BallotSpec(type="score"), (("A", 3),))["A"]
