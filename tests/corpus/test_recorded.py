"""The real elections: every outcome worked out elsewhere by rational arithmetic, and the winners of the day.

Runs on the folder named by PB_PABULIB_DIR; what it compares with is that folder's own `expected.json`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pb.tally import check_outcome
from pb.tally.pabulib import PabulibFile, read_pabulib
from pb.tally.pabulib_amounts import decimal, to_minor
from pb.tally.pabulib_declared import declared_rule
from pb.tally.run import read_params, run_on

pytestmark = pytest.mark.corpus
TOLD_IN_A_COMMENT = {"Poland_Warszawa_2022_Bemowo.pb": {"conflicts": "773|153"}}
"""Projects that could not both be built: the file says so in words only."""


@cache
def expected(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return found


@cache
def election(path: Path) -> PabulibFile:
    return read_pabulib(path.read_bytes())


def selected(file: PabulibFile, rule: str, params: dict[str, str]) -> tuple[tuple[str, ...], str]:
    read = read_params(rule, to_minor(params, file.unit, rule), file.contest.spec)
    outcome = run_on(file.contest, file.columns, read, None)
    check_outcome(file.contest, outcome)
    return outcome.selected, decimal(outcome.cost, file.unit)


def test_every_election_reads_whole(pabulib: Path) -> None:
    for name, told in expected(pabulib).items():
        file = election(pabulib / name)
        assert (file.contest.profile.ballots, len(file.contest.projects)) == (
            told["ballots"],
            told["projects"],
        )


def test_outcomes_are_those_of_rational_arithmetic(pabulib: Path) -> None:
    compared = 0
    for name, told in expected(pabulib).items():
        file = election(pabulib / name)
        for outcome in told["outcomes"]:
            rule, params = outcome["args"][1], dict(one.split("=", 1) for one in outcome["args"][3::2])
            ours, cost = selected(file, rule, params)
            assert list(ours) == outcome["selected"], (name, outcome["args"])
            assert cost == outcome["cost"], (name, outcome["args"])
            compared += 1
    assert compared >= 250


def test_declared_rules_give_the_winners_of_the_day(pabulib: Path) -> None:
    compared = 0
    for name, told in expected(pabulib).items():
        if told.get("reproducible"):
            file = election(pabulib / name)
            rule, params = declared_rule(file.meta, file.contest)
            ours, _ = selected(file, rule, params | TOLD_IN_A_COMMENT.get(name, {}))
            assert set(ours) == set(told["recorded"]), name
            compared += 1
    assert compared >= 22
