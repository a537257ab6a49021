"""Invented ballots: sound for every paper, the same for the same draw, and of the taste asked for."""

from collections import Counter
from itertools import combinations

import pytest

from pb.tally import BALLOT_TYPES, BallotSpec, Contest
from pb.tally.invent import FILLED, TASTES, invent, invent_projects
from pb.tally.run import check_contest

LIMITS: dict[str, dict[str, int]] = {
    "approval": {"min_count": 2, "max_count": 3},
    "basket": {"max_count": 4},
    "points": {"max_total": 10, "max_mark": 4},
    "score": {"lowest": 1, "highest": 5},
    "grades": {"grades": 4},
    "ranking": {"max_count": 5},
}
POT = 10_000_00
PROJECTS = invent_projects(POT, POT)


def contest(type_: str = "approval", taste: str = "alike", voters: int = 60, draw: int = 1) -> Contest:
    spec = BallotSpec(type=type_, limits=LIMITS[type_])
    return invent(PROJECTS, spec, POT, taste=taste, voters=voters, draw=draw)


@pytest.mark.parametrize("taste", TASTES)
@pytest.mark.parametrize("type_", BALLOT_TYPES)
def test_every_paper_is_filled_in_soundly(type_: str, taste: str) -> None:
    made = contest(type_, taste)
    check_contest(made)
    assert made.profile.ballots == 60
    assert made.profile.weights.get((), 0) < 10, "most people choose something"
    assert made == contest(type_, taste)
    assert made != contest(type_, taste, draw=2)


def test_each_ballot_type_is_covered() -> None:
    assert set(FILLED) == set(BALLOT_TYPES) == set(LIMITS)


def test_a_paper_that_cannot_be_filled_in_stays_blank() -> None:
    spec = BallotSpec(type="approval", limits={"min_count": 20})
    assert invent(PROJECTS, spec, POT, taste="alike", voters=3, draw=1).profile.weights == {(): 3}


def together(made: Contest) -> Counter[bool]:
    """How often two choices of one voter are of one half of the list (every other project)."""
    found: Counter[bool] = Counter()
    for marks, weight in made.profile.items():
        for (one, _), (other, _) in combinations(marks, 2):
            found[int(one) % 2 == int(other) % 2] += weight
    return found


def test_tastes_are_what_they_say() -> None:
    votes = Counter(
        name for marks, weight in contest(voters=400).profile.items() for name, _ in marks * weight
    )
    assert votes["1"] > 3 * votes["12"]
    split, none = (together(contest(taste=taste, voters=400)) for taste in ("two-groups", "no-groups"))
    assert split[True] > 5 * split[False]
    assert none[True] < 2 * none[False]


def test_the_first_of_two_groups_is_the_larger() -> None:
    made = contest(taste="two-groups", voters=1000)
    first = sum(w for marks, w in made.profile.items() if sum(int(n) % 2 for n, _ in marks) * 2 > len(marks))
    assert 540 < first < 660


def test_six_groups_each_have_their_own() -> None:
    made = contest("ranking", "many-groups", voters=1200)
    firsts = Counter(
        int(name) % 6 for marks, w in made.profile.items() for name, mark in marks * w if mark == 1
    )
    assert len(firsts) == 6
    assert min(firsts.values()) > 60


def test_invented_projects_fit_the_pot() -> None:
    assert len({project.id for project in PROJECTS}) == 12
    assert all(0 < project.cost <= POT * 2 // 5 for project in PROJECTS)
    assert all(project.cost <= 300 for project in invent_projects(POT, 300))
    assert all(project.cost == 1 for project in invent_projects(1, 1))
