"""The cases worked by hand for every rule, counted by the verifier's own rules."""

import json
from pathlib import Path
from typing import Any

import pytest

from pb.verifier.contest import Contest, Project
from pb.verifier.rules import REFERENCE_RULES

CASES = sorted((Path(__file__).parents[2] / "golden" / "cases").glob("*.json"))


def contest_of(told: dict[str, Any]) -> Contest:
    return Contest(
        budget=told["budget"],
        projects=tuple(
            Project(id=one["id"], cost=one["cost"], groups=tuple((a, b) for a, b in one["groups"]))
            for one in told["projects"]
        ),
        ballot_type=told["ballot"]["type"],
        limits=told["ballot"]["limits"],
        ballots=tuple(
            (tuple((name, mark) for name, mark in sorted(marks)), weight) for marks, weight in told["ballots"]
        ),
        seats=told.get("seats"),
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    counted = REFERENCE_RULES[case["rule"]](contest_of(case["contest"]), case["params"], b"golden")
    expected = case["expected"]
    assert list(counted.selected) == expected["selected"]
    assert counted.cost == expected.get("cost", counted.cost)
    if "ties" in expected:
        met = {(tuple(sorted(tie["tied"])), tie["chosen"], tie["key"]) for tie in expected["ties"]}
        assert {(tie.tied, tie.chosen, tie.key) for tie in counted.ties} == met


def test_every_rule_has_a_case() -> None:
    assert {path.stem.split("_")[0] for path in CASES} == set(REFERENCE_RULES)
