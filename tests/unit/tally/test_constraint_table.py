"""Every rule with every ballot type and every constraint: it is kept, and changes the outcome, or is refused.

Must not let a parameter be ignored: each cell is tried on a contest where it must make itself felt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pb.cli.files import sentence
from pb.tally import (
    BALLOT_TYPES,
    RULES,
    BallotSpec,
    Contest,
    Marks,
    Outcome,
    ParamInvalid,
    Profile,
    Project,
    check_outcome,
    run,
)
from tests.house.tree import DOCS

TIES = {"ties": "votes,cost,list"}
COSTS = {"A": 10, "B": 10, "C": 10, "D": 10, "E": 6}
WARDS = {"A": "N", "B": "N", "C": "S", "D": "W", "E": "S"}
VOTERS = [*["ABC"] * 20, "AB", "A", "D", "D", "E"]
"""In order of preference. The pot of 36 pays for A, B and C; D (10) does not fit into the 6 left, E does."""

Kept = Callable[[Outcome], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A line: the parameters, what must hold of the winners, which rules refuse it and with what code."""

    params: dict[str, str]
    kept: Kept
    refused_by: tuple[str, ...] = ()
    code: str = "not-with-this-rule"
    first: dict[str, str] | None = None
    """What the count is compared with, where that is not the count without the constraint."""


def others(*takers: str) -> tuple[str, ...]:
    """All rules but these."""
    return tuple(rule for rule in RULES if rule not in takers)


def won(*names: str) -> Kept:
    """Just these win, in whatever order."""
    return lambda outcome: set(outcome.selected) == set(names)


def lost(name: str, code: str) -> Kept:
    """The project lost, for this reason."""
    return lambda outcome: outcome.reasons[name].code == code


def in_ward(ward: str, most: int) -> Kept:
    """No more than so many winners of a ward, and whoever lost for it was told so."""
    return lambda outcome: (
        sum(WARDS[name] == ward for name in outcome.selected) == most
        and any(reason.code == "group-full" for reason in outcome.reasons.values())
    )


def got_part(outcome: Outcome) -> bool:
    """D has the 6 that were left, and the count ended there."""
    return outcome.reasons["D"].code == "part-funded" and outcome.cost == 36 and "E" not in outcome.selected


def needs_met(outcome: Outcome) -> bool:
    """A comes after D, or not at all."""
    place = outcome.selected.index
    return "A" not in outcome.selected or ("D" in outcome.selected and place("D") < place("A"))


def one_for_each_ward(outcome: Outcome) -> bool:
    """One winner in every ward."""
    return sorted(WARDS[name] for name in outcome.selected) == ["N", "S", "W"]


NO_SETS = ("best-total",)
NO_NEEDS = ("best-total", "phragmen", "cumulative-transfer", "expanding-approvals")
BY_GROUP = ("most-votes", "value-for-money")
BY_ORDER = (*BY_GROUP, "majority-judgment")
BY_SEATS = ("seats", "majority-judgment")
SEATED = {"fit": "seats", "seats": "3"}

TABLE: dict[str, Constraint] = {
    "minimum (number)": Constraint(params={"minimum": "votes:21"}, kept=lost("C", "below-minimum")),
    "minimum (share)": Constraint(params={"minimum": "90%"}, kept=lost("C", "below-minimum")),
    "fit=skip": Constraint(
        params={"fit": "skip"},
        kept=won("A", "B", "C", "E"),
        refused_by=others(*BY_ORDER),
        code="unknown-param",
        first={"fit": "stop"},
    ),
    "fit=stop": Constraint(
        params={"fit": "stop"}, kept=won("A", "B", "C"), refused_by=others(*BY_ORDER), code="unknown-param"
    ),
    "fit=part (share)": Constraint(
        params={"fit": "part", "part_share": "60%"},
        kept=got_part,
        refused_by=others("most-votes"),
        code="not-one-of",
    ),
    "fit=part (floors)": Constraint(
        params={"fit": "part", "floors": "D:6"},
        kept=got_part,
        refused_by=others("most-votes"),
        code="not-one-of",
    ),
    "conflicts": Constraint(params={"conflicts": "B|C"}, kept=lost("C", "conflict-with"), refused_by=NO_SETS),
    "needs": Constraint(params={"needs": "A>D"}, kept=needs_met, refused_by=NO_NEEDS),
    "group_max (money)": Constraint(
        params={"group_max": "ward=N:19"}, kept=in_ward("N", 1), refused_by=NO_SETS
    ),
    "group_max (number)": Constraint(
        params={"group_max": "ward=N:#1"}, kept=in_ward("N", 1), refused_by=NO_SETS
    ),
    "group_min (money)": Constraint(
        params={"group_min": "ward=W:1"},
        kept=lambda outcome: outcome.selected[0] == "D",
        refused_by=others(*BY_GROUP),
    ),
    "group_min (number)": Constraint(
        params={"group_min": "ward=W:#1"},
        kept=lambda outcome: outcome.selected[0] == "D",
        refused_by=others(*BY_GROUP),
    ),
    "reserved": Constraint(
        params={"reserved": "D"},
        kept=lambda outcome: outcome.selected[0] == "D" and outcome.reasons["D"].facts["reserved"] is True,
    ),
    "seats": Constraint(
        params={"seats": "2"}, kept=won("A", "B"), refused_by=others(*BY_SEATS), code="unknown-param"
    ),
    "per_group": Constraint(
        params={"seats": "3", "per_group": "ward:1"},
        kept=one_for_each_ward,
        refused_by=others(*BY_SEATS),
        code="unknown-param",
    ),
}
CELLS = [(rule, kind, name) for rule in RULES for kind in RULES[rule].ballot_types for name in TABLE]


def ballot(kind: str, order: str) -> Marks:
    """What a voter who likes these, best first, would say on a ballot of that type."""
    says: dict[str, Callable[[int], int]] = {
        "points": lambda place: 4 - place,
        "score": lambda place: 10 - place,
        "grades": lambda place: place,
        "ranking": lambda place: place + 1,
    }
    mark = says.get(kind)
    return tuple(sorted((name, mark(place) if mark else 1) for place, name in enumerate(order)))


def contest(kind: str, voters: list[str] = VOTERS, budget: int = 36) -> Contest:
    """The contest all cells are tried on."""
    projects = tuple(
        Project(id=name, cost=cost, groups=(("ward", WARDS[name]),)) for name, cost in COSTS.items()
    )
    return Contest(
        budget=budget,
        projects=projects,
        spec=BallotSpec(type=kind, limits={"max_cost": 36} if kind == "basket" else {}),
        profile=Profile.of([ballot(kind, order) for order in voters]),
        seats=3,
    )


def count(rule: str, kind: str, params: dict[str, str]) -> Outcome:
    """The outcome, replayed."""
    outcome = run(contest(kind), rule, TIES | params)
    check_outcome(contest(kind), outcome)
    return outcome


@pytest.mark.parametrize(("rule", "kind", "name"), CELLS)
def test_a_constraint_is_kept_and_felt_or_refused(rule: str, kind: str, name: str) -> None:
    cell = TABLE[name]
    params = cell.params
    if rule == "majority-judgment" and name in ("seats", "per_group"):
        params = {"fit": "seats"} | params
    if rule in cell.refused_by:
        with pytest.raises(ParamInvalid) as caught:
            count(rule, kind, params)
        assert caught.value.name in params
        assert caught.value.code in (cell.code, "unknown-param")
        assert sentence(caught.value) != str(caught.value), "a code without words"
        return
    outcome = count(rule, kind, params)
    without = count(rule, kind, cell.first or {})
    assert cell.kept(outcome)
    paid = {(step.project, step.paid) for step in outcome.steps}
    assert paid != {(step.project, step.paid) for step in without.steps}, "it changes nothing"


@pytest.mark.parametrize(
    ("rule", "kind"), [(rule, kind) for rule in RULES for kind in RULES[rule].ballot_types]
)
def test_the_lot_decides_among_equals(rule: str, kind: str) -> None:
    equals = contest(kind, ["AB", "BA"], budget=10)
    params = {"ties": "votes,lot"} | ({"seats": "1"} if rule == "seats" else {})
    outcomes = [run(equals, rule, params, seed=bytes([number])) for number in range(20)]
    assert {outcome.selected for outcome in outcomes} == {("A",), ("B",)}
    for outcome in outcomes:
        tie = next(tie for tie in outcome.ties if {"A", "B"} <= set(tie.tied))
        assert (tie.chosen, tie.key, tie.matters) == (outcome.selected[0], "lot", True)


@pytest.mark.parametrize("kind", list(BALLOT_TYPES))
def test_what_a_minimum_counts_must_be_on_the_ballot(kind: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        count("most-votes", kind, {"minimum": "borda:1" if kind != "ranking" else "sum:1"})
    assert caught.value.code == "measure-not-of-ballot"
    assert sentence(caught.value) != str(caught.value)


WORDS = {
    "en": ("parameter", "taken by", "all rules"),
    "cy": ("paramedr", "derbynnir gan", "pob rheol"),
}


def table(language: str) -> str:
    """The table of the documents."""
    parameter, takers, everyone = WORDS[language]
    rows = [f"| {parameter} | {takers} |", "|---|---|"]
    for cell in TABLE.values():
        told = " ".join(f"`{name}={text}`" for name, text in cell.params.items()).replace("|", r"\|")
        taking = ", ".join(f"`{rule}`" for rule in RULES if rule not in cell.refused_by)
        rows.append(f"| {told} | {taking if cell.refused_by else everyone} |")
    return "\n".join(rows)


@pytest.mark.parametrize("language", list(WORDS))
def test_the_document_has_this_table(language: str) -> None:
    page = (DOCS / "rules" / "README.md").read_text(encoding="utf-8")
    assert table(language) in page, f"docs/rules/README.md should say:\n{table(language)}"
