"""Cases worked by hand: the sum stands in `why`, where the rule comes from in `source`.

A case is never changed once released; a change of arithmetic brings new cases.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pb.tally import BallotSpec, Contest, Profile, Project, check_outcome, run

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


def contest_of(told: dict[str, Any]) -> Contest:
    """A contest from its JSON form."""
    return Contest(
        budget=told["budget"],
        projects=tuple(
            Project(id=one["id"], cost=one["cost"], groups=tuple((a, b) for a, b in one["groups"]))
            for one in told["projects"]
        ),
        spec=BallotSpec(type=told["ballot"]["type"], limits=told["ballot"]["limits"]),
        profile=Profile.of(
            tuple((name, mark) for name, mark in marks)
            for marks, weight in told["ballots"]
            for _ in range(weight)
        ),
        seats=told.get("seats"),
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    assert case["why"]
    assert case["source"]
    assert path.stem.startswith(case["rule"] + "_")
    contest = contest_of(case["contest"])
    outcome = run(contest, case["rule"], case["params"], seed=b"golden")
    check_outcome(contest, outcome)
    expected = case["expected"]
    assert list(outcome.selected) == expected["selected"]
    if "cost" in expected:
        assert outcome.cost == expected["cost"]
    assert {name: outcome.reasons[name].code for name in expected.get("reasons", {})} == expected.get(
        "reasons", {}
    )
    if "ties" in expected:
        met = [
            {"tied": list(tie.tied), "chosen": tie.chosen, "key": tie.key, "matters": tie.matters}
            for tie in outcome.ties
        ]
        assert met == expected["ties"]
