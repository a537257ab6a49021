"""What may be wrong with an election or with what is asked, seen through the command: counted or said.

Must not test a rule: it is enough here that every rule answers, and that nobody ever sees a traceback.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from pb.cli import compare, convert, count, margins
from pb.tally import RULES

COSTS = (("A", "0"), ("B", "100"), ("C", "101"), ("D", "40"))
Said = pytest.CaptureFixture[str]


def election(
    votes: Sequence[str],
    projects: Sequence[tuple[str, str]] = COSTS,
    *,
    budget: str = "100",
    kind: str = "approval",
    more: str = "",
) -> str:
    head = "voter_id;vote;points" if kind in ("cumulative", "scoring") else "voter_id;vote"
    return (
        f"META\nkey;value\nnum_projects;{len(projects)}\nnum_votes;{len(votes)}\nbudget;{budget}\n"
        f"vote_type;{kind}\nrule;greedy\n{more}PROJECTS\nproject_id;cost;selected\n"
        + "".join(f"{name};{cost};{at % 4}\n" for at, (name, cost) in enumerate(projects))
        + f"VOTES\n{head}\n"
        + "".join(f"{voter};{vote}\n" for voter, vote in enumerate(votes))
    )


ELECTIONS = {
    "costs of nothing, the pot and more": election(["A,B", "B,C", "C,D", "A"]),
    "no money": election(["A,B", "B,C"], budget="0"),
    "no vote": election([]),
    "one voter": election(["A,B,C"]),
    "blank ballots only": election(["", "", ""]),
    "points": election(["A,B;3,2", "B,C;4,1", "D;5"], kind="cumulative", more="max_sum_points;5\n"),
    "blank points": election([";", ";"], kind="cumulative"),
    "rankings": election(["A,B", "C,B,A", "D", ""], kind="ordinal"),
    "scores": election(["A,B;-1,5", "B,C;0,1", ";"], kind="scoring"),
    "baskets": election(["A,B", "D", "A,D", ""], more="max_sum_cost;100\n"),
    "fractions, with commas": election(
        ["A,B", "B,D", "D"], [("A", "0,50"), ("B", "33.333"), ("D", "99.999")], budget="100,5"
    ),
    "withdrawn at a price beyond the pot": election(["A,B", "B"], [("A", "999999999"), ("B", "5")]),
    "everything affordable": election(["A", "B"], [("A", "1"), ("B", "5")], more="fully_funded;1\n"),
}


@pytest.mark.parametrize("name", ELECTIONS)
def test_every_rule_counts_it_or_says_that_the_ballots_are_not_for_it(
    name: str, tmp_path: Path, capsys: Said
) -> None:
    path = tmp_path / "one.pb"
    path.write_text("\ufeff" + ELECTIONS[name], encoding="utf-8")
    counted = 0
    for rule in RULES:
        params = ["--param", "seats=1"] if rule == "seats" else []
        code = count.main([str(path), "--rule", rule, *params, "--steps"])
        said = capsys.readouterr()
        if code:
            assert (code, said.out) == (2, "")
            assert "does not count ballots of type" in said.err
        else:
            assert json.loads(said.out)["rule"] == rule
            counted += 1
    assert counted >= 5
    for command in (compare, margins, convert):
        assert command.main([str(path)]) == 0, capsys.readouterr().err


def told(text: str, path: Path, capsys: Said, *arguments: str) -> dict[str, object]:
    path.write_text(text, encoding="utf-8")
    assert count.main([str(path), "--json", *arguments]) == 0, capsys.readouterr().err
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_ids_are_text_and_nothing_else(tmp_path: Path, capsys: Said) -> None:
    ids = ("1", "01", "1.0", "a", "A", "\u00e9", "e\u0301")
    text = election(
        ["1,01", "a,A", "\u00e9", "e\u0301,1.0", "e\u0301"], [(name, "1") for name in ids], budget="9"
    )
    found = told(text, tmp_path / "one.pb", capsys)
    assert sorted(map(str, found["selected"])) == sorted(ids)  # type: ignore[call-overload]  # a list
    assert found["selected"][0] == "e\u0301"  # type: ignore[index]  # two votes; the other accent has one


def test_a_project_named_twice_counts_once(tmp_path: Path, capsys: Said) -> None:
    found = told(election(["A,A,A", "B", "B"], [("A", "60"), ("B", "60")]), tmp_path / "one.pb", capsys)
    assert found["selected"] == ["B"]


def test_a_hundred_thousand_equal_ballots_are_one(tmp_path: Path, capsys: Said) -> None:
    text = election(["A,B"] * 100_000, [("A", "60"), ("B", "60")])
    found = told(text, tmp_path / "one.pb", capsys)
    assert (found["ballots"], found["distinct_ballots"]) == (100_000, 1)


def test_money_is_told_as_it_stands_in_the_file(tmp_path: Path, capsys: Said) -> None:
    found = told(ELECTIONS["fractions, with commas"], tmp_path / "one.pb", capsys)
    assert (found["budget"], found["cost"], found["selected"]) == ("100.5", "33.833", ["B", "A"])


TWO = election(["A,B", "B,A"], [("A", "60"), ("B", "60")])
REFUSED = [
    (election(["A"], []), (), "no project in the list"),
    (TWO.replace("0;A,B", "0;A,Z"), (), "line 14, VOTES vote: 'Z' is not in the list of projects"),
    (TWO.replace("approval", "ordinal").replace("0;A,B", "0;A,A"), (), "names the project 'A' twice"),
    (TWO.replace("num_votes;2", "num_votes;3"), (), "the file says 3, but has 2; is it cut short?"),
    (TWO.replace("A;60", "A;sixty"), (), "line 10, PROJECTS cost: expected an amount"),
    (TWO, ("--param", "measure=charm"), "parameter measure"),
    (TWO, ("--param", "charm=1"), "parameter charm: this rule has no such parameter"),
    (TWO, ("--rule", "seats"), "parameter seats"),
    (TWO, ("--rule", "equal-shares", "--param", "completion=magic"), "parameter completion"),
    (TWO, ("--param", "minimum=101%"), "parameter minimum"),
    (TWO, ("--param", "minimum=-1"), "parameter minimum"),
    (TWO, ("--param", "fit=part", "--param", "part_share=0.001"), "parameter part_share"),
    (TWO, ("--param", "ties=votes,cost"), "the last way to break a tie"),
    (TWO, ("--param", "ties=votes,lot"), "drawing lots needs a seed"),
    (
        TWO.replace("rule;greedy", "rule;magic"),
        (),
        "the file states the rule 'magic', which is not described",
    ),
]


@pytest.mark.parametrize(("text", "arguments", "words"), REFUSED)
def test_what_cannot_be_counted_is_one_sentence(
    text: str, arguments: tuple[str, ...], words: str, tmp_path: Path, capsys: Said
) -> None:
    path = tmp_path / "one.pb"
    path.write_text(text, encoding="utf-8")
    assert count.main([str(path), *arguments]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_points_over_the_sum_are_kept_and_the_limit_let_go(tmp_path: Path, capsys: Said) -> None:
    """The organisers took that ballot: it is the limit in the file that does not hold."""
    text = election(["A;9", "B;5"], [("A", "60"), ("B", "60")], kind="cumulative", more="max_sum_points;5\n")
    assert told(text, tmp_path / "one.pb", capsys, "--rule", "most-votes")["selected"] == ["A"]


def test_lots_are_drawn_with_a_seed(tmp_path: Path, capsys: Said) -> None:
    drawn = {
        str(
            told(TWO, tmp_path / "one.pb", capsys, "--param", "ties=lot", "--seed", f"{seed:02x}")["selected"]
        )
        for seed in range(12)
    }
    assert drawn == {"['A']", "['B']"}
