"""Best total: the best set, and of several the first by the tie order, against trying every set."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally import BallotSpec, Contest, ContestInvalid, Profile, Project, meter, run
from pb.tally.meter import Meter
from pb.tally.rules.best_total import best_set

ITEMS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 9)), max_size=7)


@given(ITEMS, st.integers(0, 40))
def test_is_the_first_of_the_best_of_all_sets(items: list[tuple[int, int]], pot: int) -> None:
    places = range(len(items))
    sets = [one for size in range(len(items) + 1) for one in combinations(places, size)]
    paid = [one for one in sets if sum(items[at][0] for at in one) <= pot]
    best = max(sum(items[at][1] for at in one) for one in paid)
    most = [one for one in paid if sum(items[at][1] for at in one) == best]
    first = min(most, key=lambda one: [at not in one for at in places])
    assert best_set([cost for cost, _ in items], [value for _, value in items], pot, Meter()) == list(first)


def test_numbers_beyond_exact_doubles_are_refused() -> None:
    with pytest.raises(ContestInvalid):
        best_set([1], [2**53], 1, Meter())


def test_what_is_free_comes_with_every_set_however_little_it_is_worth() -> None:
    """A, B and C cost the whole pot each; D and E are free and worth less: A, the first, wins with both."""
    costs = {"A": 1, "B": 1, "C": 1, "D": 0, "E": 0}
    projects = tuple(Project(id=name, cost=cost) for name, cost in costs.items())
    profile = Profile.of([(("A", 6), ("B", 6), ("C", 6), ("D", 1), ("E", 1))])
    contest = Contest(budget=1, projects=projects, spec=BallotSpec(type="points"), profile=profile)
    for utility in ("points", "points-cost", "cost", "count"):
        outcome = run(contest, "best-total", {"ties": "list", "utility": utility})
        assert outcome.selected == ("A", "D", "E")
        assert [(tie.tied, tie.matters) for tie in outcome.ties] == [(("A", "B", "C"), True)]


@pytest.mark.parametrize("rule", ["best-total", "maximin-support"])
def test_a_search_that_would_take_too_long_is_refused(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    projects = tuple(Project(id=name, cost=cost) for name, cost in {"A": 30, "B": 40, "C": 50}.items())
    profile = Profile.of([(("A", 1), ("B", 1)), (("B", 1), ("C", 1)), (("C", 1),)])
    contest = Contest(budget=80, projects=projects, spec=BallotSpec(type="approval"), profile=profile)
    assert run(contest, rule, {"ties": "list"}).selected
    monkeypatch.setattr(meter, "MOST", 2 * meter.TURN)
    with pytest.raises(ContestInvalid) as caught:
        run(contest, rule, {"ties": "list"})
    assert caught.value.code == "too-large-to-solve"
