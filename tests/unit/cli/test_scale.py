"""`pb count` on two thousand projects: every rule comes to an end, with an outcome or with a plain sentence.

The bounds on work are a hundredth of the real ones, so that all rules together take seconds.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pb.cli import count
from pb.tally import RULES, meter, ties_told

PROJECTS, BALLOTS = 2000, 400
COUNTED = {
    **dict.fromkeys(("most-votes", "value-for-money", "equal-shares", "equal-shares-bounded"), "approval"),
    **dict.fromkeys(("phragmen", "seats", "best-total", "maximin-support"), "approval"),
    "cumulative-transfer": "cumulative",
    "expanding-approvals": "ordinal",
}
"""The rules that a Pabulib file can be counted by, each with a vote type; it has none for grades."""

TOO_LARGE = "the contest is too large for this rule"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file a vote type, of projects of seven costs and ballots of three to nine of them."""
    folder = tmp_path_factory.mktemp("large")
    return {kind: _write(folder / f"{kind}.pb", kind) for kind in set(COUNTED.values())}


def _write(path: Path, kind: str) -> Path:
    costs = [(5, 10, 15, 20, 25, 50, 100)[at * at % 11 % 7] * 100 for at in range(PROJECTS)]
    lines = ["META\nkey;value", f"num_projects;{PROJECTS}\nnum_votes;{BALLOTS}\nbudget;{sum(costs) // 5}"]
    lines += [f"vote_type;{kind}\nrule;greedy\nPROJECTS\nproject_id;cost"]
    lines += [f"p{at};{cost}" for at, cost in enumerate(costs)]
    lines.append("VOTES\nvoter_id;vote" + (";points" if kind == "cumulative" else ""))
    for voter in range(BALLOTS):
        named = sorted(
            {(voter * 37 + step * step * 101 + voter * step) % PROJECTS for step in range(3 + voter % 7)}
        )
        points = ";" + ",".join(str(1 + at % 4) for at in named) if kind == "cumulative" else ""
        lines.append(f"{voter};{','.join(f'p{at}' for at in named)}{points}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_every_rule_for_files_is_tried() -> None:
    assert set(COUNTED) == set(RULES) - {"majority-judgment"}


@pytest.mark.parametrize("rule", list(COUNTED))
def test_every_rule_ends(
    rule: str, files: dict[str, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meter, "MOST", 10**8)
    monkeypatch.setattr(ties_told, "MOST_WORK", 2 * 10**7)
    seats = ["--param", "seats=500"] if rule == "seats" else []
    code = count.main(
        [str(files[COUNTED[rule]]), "--rule", rule, *seats, "--param", "ties=votes,cost,list", "--json"]
    )
    told = capsys.readouterr()
    if rule in ("best-total", "maximin-support"):
        assert code == 2
        assert TOO_LARGE in told.err
        return
    assert code == 0
    outcome = json.loads(told.out)
    assert len(outcome["selected"]) > 100
    assert all(tie["matters"] in (True, False, None) for tie in outcome["ties"])
