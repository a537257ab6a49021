"""The worked example of each rule's page is counted, and every figure on it compared, in both languages.

The tables have a fixed layout: pot, projects, ballots, then steps and result, and what a rule shows besides.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from pb.tally import RULES, BallotSpec, Contest, Outcome, Profile, Project, Step, check_outcome, run
from pb.tally.columns import Columns
from pb.tally.rules.majority_judgment import gauge

PAGES = Path(__file__).parents[3] / "docs" / "rules"
HALVES = ("## English", "## Cymraeg")
ENGLISH = ("What it does", "How it is counted", "A worked example", "Good at", "Bad at", "When to choose it")
WELSH = (
    "Beth mae'n ei wneud",
    "Sut mae'n cael ei gyfrif",
    "Enghraifft wedi'i gweithio",
    "Cryfderau",
    "Gwendidau",
    "Pryd i'w dewis",
)
SECTIONS = (ENGLISH, WELSH)
HEADS = {
    "cronfa": "pot", "math o bapur pleidleisio": "ballot type", "paramedrau": "parameters",
    "prosiect": "project", "beth ydyw": "what it is", "nifer y pleidleiswyr": "voters", "marciau": "marks",
    "cam": "step", "beth sy'n digwydd": "what happens", "yn weddill": "left", "swm": "sum", "safle": "place",
    "pleidleisiau": "votes", "pam ddim": "why not", "ar gael": "had", "yn brin o": "short by",
    "cefnogwyr": "supporters", "pris": "price", "gwerth": "value", "cost un bleidlais": "cost of one vote",
    "yn barod ar": "due at", "arian y tu ôl iddo": "money behind", "dewis": "rank", "rownd": "round",
    "grŵp": "group", "yr arian y tu ôl i": "behind", "canol": "median",
    "gwell": "better", "gwaeth": "worse", "rhan": "part", "lefel": "level", "lefel gyda": "level with",
}  # fmt: skip
WORDS = {
    "ariannu": "funded",
    "hepgor": "passed over",
    "stopio": "stops",
    "gollwng": "dropped",
    "dim lle": "no seat",
    "rhy ychydig o arian": "too little money",
    "dim lle ar ôl": "no seat left",
    "arian y cefnogwyr wedi dod i ben": "supporters out of money",
    "ddim yn y set orau": "not in the best set",
}
ACTIONS = {"funded": "fund", "passed over": "skip", "stops": "stop", "dropped": "drop", "no seat": "bar"}
REASONS = {
    "too little money": "not-enough-money-left",
    "no seat left": "no-seat-left",
    "supporters out of money": "supporters-out-of-money",
    "not in the best set": "not-in-best-set",
}
Row = dict[str, str]
Table = list[Row]
EQUATION = re.compile(r"[£\d(][£\d,.()×÷+−\s]*(?:=\s*[£\d(][£\d,.()×÷+−\s]*)+")
SIGNS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def worth(text: str) -> Fraction:
    """What a sum such as (£360 − 2 × £80) ÷ 2 comes to."""
    plain = text.translate(str.maketrans("×÷−", "*/-", "£,")).strip(" .;\n")
    plain = plain.rstrip("(").strip() if plain.count("(") > plain.count(")") else plain

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            made: Fraction = SIGNS[type(node.op)](value(node.left), value(node.right))
            return made
        assert isinstance(node, ast.Constant)
        return Fraction(str(node.value))

    return value(ast.parse(plain, mode="eval").body)


def half_of(rule: str, half: int) -> dict[str, str]:
    """The sections of one language by heading."""
    text = (PAGES / f"{rule}.md").read_text(encoding="utf-8")
    inside = text.split(HALVES[half] + "\n")[1].split("\n## ")[0]
    parts = re.split(r"^### (.+)$", inside, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def example(rule: str, half: int) -> tuple[str, list[Table]]:
    """The worked example: its text, and its tables with English heads."""
    text = half_of(rule, half)[SECTIONS[half][2]]
    tables: list[Table] = []
    for block in re.findall(r"(?:^\|.*\|\n)+", text, flags=re.M):
        lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
        heads = [HEADS.get(head, head) for head in lines[0]]
        tables.append([dict(zip(heads, map(_word, row), strict=True)) for row in lines[2:]])
    return text, tables


def _word(cell: str) -> str:
    return WORDS.get(cell, cell)


def pence(text: str) -> int:
    """An amount in pence."""
    amount = worth(text) * 100
    assert amount.denominator == 1
    return int(amount)


def contest_of(tables: list[Table]) -> tuple[Contest, dict[str, str]]:
    """The contest of the first three tables, with the parameters of the count."""
    [setup], projects, ballots = tables[:3]
    kind = setup["ballot type"].strip("`")
    params = dict(part.split("=", 1) for part in re.findall(r"`([^`]+)`", setup["parameters"]))
    wards = {"Gogledd": "North", "De": "South"}
    profile = Profile.of([marks_of(row["marks"], kind) for row in ballots for _ in range(int(row["voters"]))])
    return (
        Contest(
            budget=pence(setup["pot"]),
            projects=tuple(
                Project(
                    id=row["project"],
                    cost=pence(row["cost"]),
                    groups=(("ward", wards.get(row["ward"], row["ward"])),) if "ward" in row else (),
                )
                for row in projects
            ),
            spec=BallotSpec(type=kind),
            profile=profile,
        ),
        params,
    )


def marks_of(text: str, kind: str) -> tuple[tuple[str, int], ...]:
    """`A, B`, `A > B` or `A 5, B 5`."""
    if kind == "ranking":
        return tuple((name.strip(), place) for place, name in enumerate(text.split(">"), 1))
    parts = [part.split() for part in text.split(",")]
    return tuple((part[0], int(part[1]) if len(part) > 1 else 1) for part in parts)


def figures(step: Step) -> dict[str, Fraction]:
    """What a step may show, by column: amounts in pounds."""
    facts = dict(step.facts)
    made = {"left": Fraction(step.left, 100)}
    for head, names, scale in (
        ("votes", ("score", "utility"), 1),
        ("supporters", ("supporters",), 1),
        ("rank", ("rank",), 1),
        ("price", ("price",), 100),
        ("due at", ("time",), 100),
        ("level", ("level",), 100),
        ("part", ("part",), 1),
        ("money behind", ("support", "held"), 100),
        ("excess", ("excess",), 100),
        ("short by", ("short_by",), 100),
    ):
        for name in names:
            if name in facts:
                made[head] = Fraction(facts[name]) / scale
    if "rho" in facts:
        made["value"] = 1 / facts["rho"]
    if str(facts.get("measure", "")).endswith("-per-unit"):
        made["cost of one vote"] = 1 / made.pop("votes") / 100
    return made


CASES = [(rule, half) for rule in RULES for half in (0, 1)]


@pytest.mark.parametrize(("rule", "half"), CASES)
def test_the_example_is_what_the_count_does(rule: str, half: int) -> None:
    text, tables = example(rule, half)
    contest, params = contest_of(tables)
    assert len(contest.projects) == 5
    outcome = run(contest, rule, params)
    check_outcome(contest, outcome)
    shown = {next(iter(table[0])): table for table in tables[3:]}
    _same_steps(outcome, shown.pop("step"), text)
    _same_result(outcome, next(table for table in tables[3:] if "place" in table[0]))
    for table in tables[3:]:
        extra = EXTRAS.get(next(iter(table[0])))
        if extra and "place" not in table[0]:
            extra(contest, outcome, table)


@pytest.mark.parametrize(("rule", "half"), CASES)
def test_every_sum_on_the_page_is_right(rule: str, half: int) -> None:
    sums = [found[0] for part in half_of(rule, half).values() for found in EQUATION.finditer(part)]
    assert len(sums) >= 3
    wrong = [one for one in sums if len({worth(side) for side in one.split("=")}) != 1]
    assert wrong == []


@pytest.mark.parametrize("rule", list(RULES))
def test_both_languages_have_every_section_and_the_same_figures(rule: str) -> None:
    for half in (0, 1):
        found = half_of(rule, half)
        assert tuple(found) == SECTIONS[half]
        assert all(section.strip() for section in found.values())
    english, welsh = (half_of(rule, half) for half in (0, 1))
    for one, other in zip(english.values(), welsh.values(), strict=True):
        assert one.count("\n- ") == other.count("\n- ")
        assert _sums(one) == _sums(other)
        assert set(re.findall(r"`[^`]+`", one)) == set(re.findall(r"`[^`]+`", other))


def test_pages_name_the_version_and_a_source() -> None:
    for rule in RULES.values():
        text = (PAGES / f"{rule.id}.md").read_text(encoding="utf-8")
        assert f"Rule id: `{rule.id}`, version {rule.version}." in text
        assert "Source / Ffynhonnell: " in text
        english = half_of(rule.id, 0)["When to choose it"]
        named = set(re.findall(r"`(approval|basket|points|score|grades|ranking)`", english))
        assert named == set(rule.ballot_types)


def test_the_index_shows_what_comes_out_of_each_example() -> None:
    for half in HALVES:
        text = (PAGES / "README.md").read_text(encoding="utf-8").split(half + "\n")[1].split("\n## ")[0]
        told = dict(re.findall(r"^\| \[([a-z-]+)\]\(\1\.md\) .*\| ([^|]+) \|$", text, flags=re.M))
        assert sorted(told) == sorted(RULES)
        for rule, winners in told.items():
            contest, params = contest_of(example(rule, 0)[1])
            assert winners.split(", ") == list(run(contest, rule, params).selected), rule


def _sums(text: str) -> list[str]:
    return sorted(found.strip(" .,\n") for found in EQUATION.findall(text))


def _same_steps(outcome: Outcome, table: Table, text: str) -> None:
    assert [int(row["step"]) for row in table] == list(range(1, len(outcome.steps) + 1))
    for row, step in zip(table, outcome.steps, strict=True):
        assert row["project"] == step.project
        assert ACTIONS[row["what happens"]] == step.action
        has = figures(step)
        if "cost of one vote" in row and step.action == "skip":
            has["cost of one vote"] = Fraction(step.facts["cost"], 100 * int(row["votes"]))
        for head in set(row) - {"step", "project", "what happens", "sum"}:
            if row[head] and head != "votes":
                assert worth(row[head].split("=")[-1]) == has[head], (row, head)
        if "votes" in row and "votes" in outcome.scores[step.project]:
            assert int(row["votes"]) == outcome.scores[step.project]["votes"]
        if row["sum"]:
            assert worth(row["sum"].split("=")[-1]) in has.values(), row
    assert text


def _same_result(outcome: Outcome, table: Table) -> None:
    places = {name: str(place) for place, name in enumerate(outcome.selected, 1)}
    assert {row["project"]: row["place"] for row in table} == {
        name: places.get(name, "–") for name in outcome.reasons
    }
    for row in table:
        reason = outcome.reasons[row["project"]]
        if row["place"] != "–":
            assert reason.code == "won"
            continue
        assert REASONS[row["why not"]] == reason.code
        has = reason.facts.get("held", reason.facts.get("left"))
        told = ("" if has is None else has, reason.facts.get("short_by", ""))
        assert told == tuple(pence(row[head]) if row[head] else "" for head in ("had", "short by"))


def _purses(contest: Contest, outcome: Outcome, table: Table) -> None:
    """What each group of ballots holds after each purchase, from the prices of the steps."""
    bought = [step for step in outcome.steps if "price" in step.facts]
    for row in table:
        marks = dict(marks_of(row["group"], contest.spec.type))
        held = Fraction(contest.budget, contest.profile.ballots)
        shown = list(row.values())[1:]
        assert pence(shown[0]) == held
        assert len(shown) == len(bought) + 1
        for step, amount in zip(bought, shown[1:], strict=True):
            if step.project in marks and marks[step.project] <= step.facts.get("rank", 1):
                held -= min(held, step.facts["price"])
            assert pence(amount) == held


def _rounds(contest: Contest, outcome: Outcome, table: Table) -> None:
    """When each project is due in each round."""
    loads = dict.fromkeys(contest.profile.weights, Fraction(0))
    won: list[str] = []
    for row, step in zip(table, outcome.steps, strict=True):
        for project in contest.projects:
            if project.id in won:
                assert row[project.id] == "–"
                continue
            inside = [(marks, n) for marks, n in contest.profile.items() if (project.id, 1) in marks]
            paid = sum(loads[marks] * n for marks, n in inside)
            assert pence(row[project.id]) == (project.cost + paid) / sum(n for _, n in inside)
        won.append(step.project)
        loads |= {marks: step.facts["time"] for marks in loads if (step.project, 1) in marks}


def _levels(contest: Contest, outcome: Outcome, table: Table) -> None:
    """The level of the winners so far with each project: the dearest part of them, by trying every part."""
    costs = {one.id: one.cost for one in contest.projects}

    def needed(part: tuple[str, ...]) -> Fraction:
        voters = sum(n for marks, n in contest.profile.items() if {name for name, _ in marks} & set(part))
        return Fraction(sum(costs[name] for name in part), voters)

    for at, row in enumerate(table):
        won = outcome.selected[:at]
        for name in costs:
            if name in won:
                assert row[name] == "–"
                continue
            parts = [part for size in range(1, at + 2) for part in combinations((*won, name), size)]
            assert pence(row[name]) == max(needed(part) for part in parts)
    assert len(table) == len(outcome.selected)


def _behind(contest: Contest, outcome: Outcome, table: Table) -> None:
    """The money behind each project: the column of a project ends with what its own step says."""
    for project in contest.projects:
        column = [row[project.id] for row in table]
        at = next(at for at, step in enumerate(outcome.steps) if step.project == project.id)
        told = outcome.steps[at].facts
        assert pence(column[at]) == told.get("support", told.get("held"))
        assert set(column[at + 1 :]) <= {"–"}
    first = Fraction(contest.budget, contest.profile.ballots)
    for project in contest.projects:
        given = sum(
            first * dict(marks).get(project.id, 0) / sum(mark for _, mark in marks) * n
            for marks, n in contest.profile.items()
        )
        assert pence(table[0][project.id]) == given
    for at, step in enumerate(outcome.steps[:-1]):  # no money appears on the way
        before, after = (_sum(table[row], step.project) for row in (at, at + 1))
        used = step.paid if step.action == "fund" else 0
        assert after <= before + pence(table[at][step.project]) - used


def _sum(row: Row, without: str) -> int:
    return sum(pence(cell) for name, cell in list(row.items())[1:] if cell != "–" and name != without)


def _sets(contest: Contest, outcome: Outcome, table: Table) -> None:
    """Cost and votes of each set, and that the set which won is among the best of all."""
    costs = {one.id: one.cost for one in contest.projects}
    votes = {name: int(scores["votes"]) for name, scores in outcome.scores.items()}
    for row in table:
        names = row["set"].split(", ")
        assert pence(row["cost"].split("=")[-1]) == sum(costs[name] for name in names)
        assert worth(row["votes"].split("=")[-1]) == sum(votes[name] for name in names)
    assert sorted(table[0]["set"].split(", ")) == sorted(outcome.selected)
    ids = list(costs)
    every = [[ids[at] for at in range(5) if bits >> at & 1] for bits in range(32)]
    fits = [names for names in every if sum(costs[name] for name in names) <= contest.budget]
    best = max(sum(votes[name] for name in names) for names in fits)
    good = [", ".join(names) for names in fits if sum(votes[name] for name in names) == best]
    assert sorted(good) == sorted(row["set"] for row in table if worth(row["votes"].split("=")[-1]) == best)


def _grades(contest: Contest, _outcome: Outcome, table: Table) -> None:
    """How many gave each grade, the median, and how many gave a better and a worse one."""
    columns = Columns.of(contest)
    for at, name in enumerate(columns.ids):
        row = next(one for one in table if one["project"] == name)
        inside = columns.entries(at)
        given = list(
            zip(columns.mark[inside].tolist(), columns.weight[columns.row[inside]].tolist(), strict=True)
        )
        tally = tuple(sum(n for mark, n in given if mark == grade) for grade in range(5))
        assert tuple(int(row[str(grade)]) for grade in range(5)) == tally
        assert tuple(int(row[head]) for head in ("median", "better", "worse")) == gauge(tally)


EXTRAS: dict[str, Callable[[Contest, Outcome, Table], None]] = {
    "group": _purses,
    "round": _rounds,
    "behind": _behind,
    "level with": _levels,
    "set": _sets,
    "project": _grades,
}
