"""Ties told without counting again: where the answer is known the count is made once, elsewhere again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from pb.tally import BallotSpec, Contest, Outcome, Profile, Project, run, ties_told
from pb.tally.pot import Count, Pot
from pb.tally.rules import RULES

TERMS = {"ties": "votes,cost,list"}


@dataclass
class _Counting:
    """A rule that counts how often it allocates."""

    rule: Any
    runs: int = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.rule, name)

    def allocate(self, count: Count, params: object) -> Pot:
        self.runs += 1
        pot: Pot = self.rule.allocate(count, params)
        return pot


def counted(
    monkeypatch: pytest.MonkeyPatch, rule: str, contest: Contest, terms: Mapping[str, str]
) -> tuple[Outcome, int]:
    counting = _Counting(RULES[rule])
    monkeypatch.setitem(RULES, rule, counting)
    outcome = run(contest, rule, {**TERMS, **terms})
    return outcome, counting.runs


def contest(budget: int, costs: Mapping[str, int], *ballots: str) -> Contest:
    projects = tuple(Project(id=name, cost=cost, groups=(("ward", "w"),)) for name, cost in costs.items())
    profile = Profile.of(tuple((name, 1) for name in ballot) for ballot in ballots)
    return Contest(budget=budget, projects=projects, spec=BallotSpec(type="approval"), profile=profile)


_Case = tuple[str, Mapping[str, str], int, Mapping[str, int], tuple[str, ...], list[bool], int]
"""Rule, terms, pot, costs, ballots; whether each tie matters, and how many counts are made."""


@pytest.mark.parametrize(
    "case",
    [
        # A and B are bought at the same price by voters who have nothing in common.
        ("equal-shares", {}, 40, {"A": 20, "B": 20, "C": 40}, ("A", "A", "B", "BC"), [False], 1),
        ("phragmen", {}, 40, {"A": 20, "B": 20, "C": 30}, ("A", "A", "B", "BC"), [False], 1),
        # Their common voter can pay for one of the two only, and nobody pays for the other.
        ("equal-shares", {}, 40, {"A": 40, "B": 40}, ("AB", "A", "B"), [], 1),
        ("equal-shares", {}, 40, {"A": 20, "B": 20}, ("A", "AB", "B", ""), [True], 1),
        # B is bought later and at a higher price: what then follows is counted.
        ("equal-shares", {}, 45, {"A": 20, "B": 20}, ("A", "AB", "B"), [False], 2),
        # C first is one count, whether it comes before A or only before B.
        (
            "equal-shares",
            {},
            75,
            {"A": 20, "B": 20, "C": 20, "D": 90},
            ("A", "AD", "B", "BC", "C"),
            [False, False],
            2,
        ),
        # Nobody who pays for C pays for what is bought before it; A and B have the same voters, so B is.
        (
            "equal-shares-bounded",
            {},
            90,
            {"A": 20, "B": 20, "C": 20},
            ("AB", "AB", "C", "C"),
            [False, False],
            2,
        ),
        # What the money left does not pay for is passed over wherever it stands.
        ("most-votes", {}, 30, {"A": 20, "B": 40, "C": 10}, ("ABC",), [False], 1),
        ("most-votes", {}, 30, {"A": 20, "B": 15}, ("AB",), [True], 1),
        ("most-votes", {"fit": "stop"}, 30, {"A": 20, "B": 40}, ("AB",), [True], 1),
        ("seats", {"seats": "1"}, 30, {"A": 20, "B": 40}, ("AB",), [True], 1),
        ("best-total", {}, 30, {"A": 20, "B": 20}, ("AB",), [True], 1),
        # Terms that tie projects to one another leave it to counting again.
        ("most-votes", {"conflicts": "A|B"}, 60, {"A": 20, "B": 20}, ("AB",), [True], 2),
    ],
)
def test_a_tie_is_counted_again_only_where_its_answer_is_not_known(
    case: _Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule, terms, budget, costs, ballots, matters, runs = case
    outcome, made = counted(monkeypatch, rule, contest(budget, costs, *ballots), terms)
    assert ([tie.matters for tie in outcome.ties], made) == (matters, runs)


def test_no_more_is_counted_again_than_the_work_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven of eight pairs of rivals: of each pair one wins. A count has sixteen steps at sixteen marks."""
    names = "ABCDEFGHIJKLMNOP"
    rivals = contest(900, dict.fromkeys(names, 20), *names)
    terms = {"conflicts": ";".join(map("|".join, zip(names[::2], names[1::2], strict=True)))}
    outcome, made = counted(monkeypatch, "most-votes", rivals, terms)
    assert (len(outcome.ties), [tie.matters for tie in outcome.ties], made) == (1, [True], 2)
    work = (16 + 1) * (16 + 16)
    for allowed, told, runs in ((work, True, 2), (work - 1, None, 1)):
        monkeypatch.setattr(ties_told, "MOST_WORK", allowed)
        outcome, made = counted(monkeypatch, "most-votes", rivals, terms)
        assert ([tie.matters for tie in outcome.ties], made) == ([told], runs)


def test_what_is_known_without_a_count_is_told_whatever_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties_told, "MOST_WORK", 0)
    two = contest(40, {"A": 20, "B": 20}, "A", "AB", "B", "")
    assert [tie.matters for tie in run(two, "equal-shares", TERMS).ties] == [True]


def test_phragmen_ends_at_the_one_of_two_that_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    two = contest(30, {"A": 20, "B": 40}, "A", "B", "B")
    outcome, made = counted(monkeypatch, "phragmen", two, {"ties": "cost,list"})
    assert outcome.selected == ("A",)
    assert ([tie.matters for tie in outcome.ties], made) == ([True], 1)
