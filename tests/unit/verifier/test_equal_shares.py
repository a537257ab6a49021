"""Equal shares and Phragmen by hand, in fractions, and against the real count of Wieliczka."""

from collections.abc import Mapping
from pathlib import Path
from time import process_time

import pytest

from pb.tally.pabulib import read_pabulib
from pb.verifier.contest import Contest, Project, Tie, UncountableError
from pb.verifier.rules import REFERENCE_RULES
from tests.unit.verifier.pots import pot


def winners(contest: Contest, settings: Mapping[str, str]) -> str:
    return "".join(
        REFERENCE_RULES["equal-shares"](contest, {"ties": "votes,cost,list", **settings}, None).selected
    )


# Pot 100, ten voters, 10 each. A 60 has 8 supporters: 7.50 each, 1/8 for a unit of utility. B 40 has 4 of the
# same: 10 each, 1/4. A is bought; B's supporters have 2.50 each left. C 20 has the other two: 10 each.
MAJORITY = pot(100, {"A": 60, "B": 40, "C": 20}, ["4 x A B", "4 x A", "2 x C"])


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        # C costs 20 / 2 / 20 = 1/2 a unit: after A, its supporters pay all they have.
        ({"utility": "cost"}, "AC"),
        # By count: A 7.50, B 10, C 10 for one; A first, then C.
        ({"utility": "count"}, "AC"),
        # 20 is left: nothing else fits.
        ({"completion": "greedy"}, "AC"),
        # Nobody else's project fits into 20: larger shares would gain nothing.
        ({"completion": "add-one"}, "AC"),
    ],
)
def test_a_majority_takes_its_share_and_no_more(settings: dict[str, str], expected: str) -> None:
    assert winners(MAJORITY, settings) == expected


def test_whoever_has_least_gives_all_and_the_others_share_the_rest() -> None:
    # Pot 60, three voters, 20 each, one unit of utility a project. C 14 costs voters 2 and 3 7 each and comes
    # first: 20, 13 and 13 are left. B 30 then costs all three 10 each: 10, 3, 3. A 12 is out of reach.
    costs = {"A": 12, "B": 30, "C": 14}
    assert winners(pot(60, costs, ["A B", "2 x B C"]), {"utility": "count"}) == "CB"
    # A at 1 comes first, C at 7: 19, 13 and 13 are left. B 45 would be 15 each: voters 2 and 3 give all they
    # have and voter 1 the other 19, to the penny. At 46 it is out of reach.
    for cost, expected in ((45, "ACB"), (46, "AC")):
        dearer = pot(60, {"A": 1, "B": cost, "C": 14}, ["A B", "2 x B C"])
        assert winners(dearer, {"utility": "count"}) == expected


def test_raising_shares_by_one_until_the_next_would_overspend() -> None:
    # Pot 10, two voters, 5 each. A 6 for the first, B 6 for the second, C 4 for both: C 2 each, 3 left each.
    # Larger shares: at 6 C leaves 4, at 8 C leaves 6: A and B together with C would cost 16, more than 10.
    contest = pot(10, {"A": 6, "B": 6, "C": 4}, ["A C", "B C"])
    assert winners(contest, {"utility": "count"}) == "C"
    assert winners(contest, {"utility": "count", "completion": "add-one"}) == "C"
    # What is left, 6, goes by votes: A and B have one each and cost the same, A stands first in the list.
    assert winners(contest, {"utility": "count", "completion": "add-one-greedy"}) == "CA"


def test_a_step_larger_than_one_and_a_whole_start() -> None:
    # Pot 11, two voters: 5.50 each, or 5 whole. A 6 for the first alone: at 6 each it is bought.
    contest = pot(11, {"A": 6}, ["A", ""])
    assert winners(contest, {}) == ""
    assert winners(contest, {"start": "integral", "completion": "add-one"}) == "A"
    assert winners(contest, {"completion": "add-one", "step": "3"}) == "A"


def test_points_are_utilities() -> None:
    # Pot 10, two voters, 5 each. A and B cost 5; the first voter gives A 1 and B 4, the second only A 1.
    # A: 5/2 a point from each; B: 5/4 a point. B is bought by the first; A then needs 5 of the second alone.
    contest = pot(10, {"A": 5, "B": 5}, ["A:1 B:4", "A:1"], kind="points")
    assert winners(contest, {"utility": "points"}) == "BA"
    # With cost as well: A 5/10 a unit, B 5/20: the same order.
    assert winners(contest, {"utility": "points-cost"}) == "BA"
    assert winners(contest, {"utility": "count"}) == "A"


def test_near_ties_are_told_apart_and_true_ties_are_ties() -> None:
    large = 10**12
    contest = pot(2 * large, {"A": large, "B": large - 1, "C": large}, ["A", "B", "A", "B", "C"])
    assert winners(contest, {"utility": "count"}) == ""
    level = pot(4 * large, {"A": large, "B": large}, ["A", "B"])
    counted = REFERENCE_RULES["equal-shares"](level, {"ties": "votes,cost,list"}, None)
    assert counted.selected == ("A", "B")
    assert counted.ties == (Tie(("A", "B"), "A", "list"),)


def test_a_comparison_keeps_what_more_voters_prefer() -> None:
    # Pot 6, three voters, 2 each. A 2 for voter 1, B 6 for the other two, who hold 4: A alone is bought.
    # By votes B wins and fills the pot; two voters of three prefer that.
    contest = pot(6, {"A": 2, "B": 6}, ["A", "2 x B"])
    assert winners(contest, {"completion": "add-one"}) == "A"
    assert winners(contest, {"completion": "add-one", "comparison": "yes"}) == "B"


def test_a_project_without_cost_is_bought_and_one_without_supporters_is_not() -> None:
    assert winners(pot(10, {"A": 0, "B": 5, "C": 1}, ["A B"]), {}) == "AB"
    assert winners(pot(10, {"A": 0, "B": 5, "C": 1}, []), {"completion": "add-one"}) == ""


def test_phragmen_by_hand() -> None:
    # A 60 has 3 supporters: time 20. B 50 has 2: 25. C 40 has one of A's: (40 + 20) / 1 = 60 after A.
    contest = pot(150, {"A": 60, "B": 50, "C": 40}, ["A C", "2 x A", "2 x B"])
    count = REFERENCE_RULES["phragmen"]
    assert count(contest, {"ties": "list"}, None).selected == ("A", "B", "C")
    # With 100, B no longer fits after A: the count ends there, though C would fit.
    smaller = pot(100, {"A": 60, "B": 50, "C": 40}, ["A C", "2 x A", "2 x B"])
    assert count(smaller, {"ties": "list"}, None).selected == ("A",)


@pytest.mark.corpus
def test_wieliczka_2023_is_counted_as_it_was_and_in_good_time(pabulib: Path) -> None:
    (path,) = pabulib.glob("*Wieliczka*")
    read = read_pabulib(path.read_bytes())
    contest = Contest(
        budget=read.contest.budget,
        projects=tuple(Project(id=one.id, cost=one.cost) for one in read.contest.projects),
        ballot_type=read.contest.spec.type,
        limits=read.contest.spec.limits,
        ballots=tuple(sorted(read.contest.profile.items())),
    )
    settings = {
        "ties": "votes,cost,list",
        "completion": "add-one",
        "comparison": "yes",
        "start": "integral",
        "stop": "overspend",
        "step": str(read.unit),
    }
    begun = process_time()
    counted = REFERENCE_RULES["equal-shares"](contest, settings, None)
    assert read.recorded is not None
    assert set(counted.selected) == {name for name, selected in read.recorded.items() if selected == 1}
    assert process_time() - begun < 60


@pytest.mark.parametrize("needs", ["A>C", "A>B;B>A", "A>B;B>C"])
def test_raising_shares_ends_though_a_project_waits_for_one_that_never_wins(needs: str) -> None:
    # Nobody wants C; A and B may wait for each other; either way no share is ever large enough.
    contest = pot(100, {"A": 10, "B": 10, "C": 10}, ["A B", "A"])
    expected = "B" if needs == "A>C" else ""
    for stop in ("full", "overspend"):
        assert winners(contest, {"completion": "add-one", "stop": stop, "needs": needs}) == expected


def test_a_step_too_small_for_the_pot_is_refused_not_waited_for() -> None:
    contest = pot(10**12, {"A": 10**12}, ["A", ""])
    with pytest.raises(UncountableError, match="step=1"):
        winners(contest, {"completion": "add-one"})
