"""`pb count` and its sisters: exit codes, JSON, words, and never a traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pb.cli import compare, convert, count, many, margins, sum_words

SUMS = Path(__file__).parents[3] / "pb/templates/results/sums.html"

FILE = (
    "META\nkey;value\nnum_projects;3\nnum_votes;3\nbudget;100.50\nvote_type;approval\nrule;greedy\n"
    "PROJECTS\nproject_id;cost;name\nA;60;Swings\nB;50;Benches\nC;40;Trees\n"
    "VOTES\nvoter_id;vote\n1;A,B\n2;A\n3;A,B,C\n"
)


@pytest.fixture
def election(tmp_path: Path) -> Path:
    path = tmp_path / "one.pb"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_json_has_money_as_exact_decimals(election: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert count.main([str(election), "--rule", "most-votes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        *("file", "rule", "version", "params", "ballots", "distinct_ballots", "projects"),
        *("budget", "cost", "selected", "ties", "seconds"),
    ]
    assert (told["budget"], told["cost"], told["selected"]) == ("100.5", "100", ["A", "C"])
    assert set(told["seconds"]) == {"read", "count"}


def test_shares_rise_by_one_currency_unit(election: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        count.main([str(election), "--rule", "equal-shares", "--param", "completion=add-one", "--json"]) == 0
    )
    assert json.loads(capsys.readouterr().out)["params"]["step"] == "1"


def test_declared_rule_is_the_default(election: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert count.main([str(election)]) == 0
    assert "Funded, in order (2):" in capsys.readouterr().out


@pytest.mark.parametrize(("language", "words"), [("en", "costs 50, but 40.5"), ("cy", "Yn weddill: 40.5")])
def test_explains_in_both_languages(
    election: Path, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    assert count.main([str(election), "--explain", language]) == 0
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "won", "lost"),
    [
        (
            "en",
            ["3 paid 20 each: 60", "together, which is its cost: 60"],
            [
                "2 chose it, with a share of 33.5 each: 67",
                "A: 2 of them had paid for it: -40",
                "left of it, together: 27",
                "its cost: 50, so missing: 23",
            ],
        ),
        (
            "cy",
            ["3 wedi talu 20 yr un: 60", "gyda'i gilydd, sef y gost: 60"],
            [
                "2 wedi ei ddewis, â chyfran o 33.5 yr un: 67",
                "A: 2 ohonynt wedi talu amdano: -40",
                "yn weddill ohono, gyda'i gilydd: 27",
                "y gost: 50, felly'n brin: 23",
            ],
        ),
    ],
)
def test_explains_with_the_sums_of_the_result_page(
    election: Path, capsys: pytest.CaptureFixture[str], language: str, won: list[str], lost: list[str]
) -> None:
    assert count.main([str(election), "--rule", "equal-shares", "--explain", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name, rows in (("A Swings", won), ("B Benches", lost)):
        first = next(at for at, text in enumerate(lines) if text.startswith(f"  {name}:"))
        assert lines[first + 1 : first + 1 + len(rows)] == [f"      {row}" for row in rows]
        assert not lines[first + 1 + len(rows)].startswith("      ")


def test_every_kind_of_row_has_words_in_both_languages() -> None:
    codes = set(re.findall(r'row.code == "([a-z-]+)"', SUMS.read_text(encoding="utf-8")))
    assert codes
    for words in sum_words.ROWS.values():
        assert codes | {"together", "left", "missing", "without"} == set(words)


def test_steps_hold_the_whole_outcome(election: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert count.main([str(election), "--rule", "phragmen", "--steps"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [step["action"] for step in told["outcome"]["steps"]] == ["fund", "stop"]


def test_a_folder_gives_one_object_a_line_and_says_which_file_is_bad(
    election: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (election.parent / "two.pb").write_text(FILE.replace("A;60", "A;-60"), encoding="utf-8")
    assert count.main([str(election.parent), "--json", "--jobs", "1"]) == 2
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 1
    assert "two.pb, line 10, PROJECTS cost: a cost cannot be negative" in told.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-file.pb"],
        [],
        ["--rule", "no-such-rule"],
        ["--param", "measure"],
        ["--param", "fit=skip", "--param", "fit=stop"],
        ["--param", "ties=charm"],
        ["--seed", "xyz"],
        ["--json", "--steps"],
        ["--rule", "seats"],
    ],
)
def test_unusable_input_is_said_without_a_traceback(
    election: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    given = arguments if arguments and arguments[0].endswith(".pb") else [str(election), *arguments]
    assert count.main(given if arguments else []) == 2
    told = capsys.readouterr()
    assert told.err.strip()
    assert "Traceback" not in told.err


def test_an_empty_folder_is_unusable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert count.main([str(tmp_path)]) == 2
    assert "no .pb file" in capsys.readouterr().err


def test_compare_and_margins(election: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare.main([str(election), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["rule"] for one in told["rules"]] == ["most-votes", "equal-shares", "phragmen"]
    assert compare.main([str(election), "--rules", "most-votes,seats"]) == 2
    capsys.readouterr()
    assert margins.main([str(election)]) == 0
    assert "B: lost; " in capsys.readouterr().out
    assert margins.main([str(election), "--json", "--rule", "phragmen"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["project"] == "A"
    assert margins.main(["no-such-file.pb"]) == 2


def test_convert(election: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert convert.main([str(election)]) == 0
    assert capfdbinary.readouterr().out.startswith(b'{"ballot":{"limits":{},"type":"approval"}')
    out = election.parent / "plain.pb"
    assert convert.main([str(election), "--to", "pb", "--out", str(out)]) == 0
    assert convert.main([str(out), "--to", "pb"]) == 0
    assert capfdbinary.readouterr().out == out.read_bytes()
    assert convert.main([str(election), "--output", str(election.parent / "no" / "where")]) == 2


def test_names_that_steer_a_terminal_are_shown_not_sent(
    election: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = FILE.replace("Swings", '"\x1b[2J\x1b]0;x\x07Swings"')
    election.write_text(hostile, encoding="utf-8")
    assert count.main([str(election), "--rule", "most-votes"]) == 0
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert r"\x1b[2J" in told


@pytest.mark.parametrize(
    ("live", "words"), [(False, "1 / 2\n2 / 2\n"), (True, "1 / 2\r\r\x1b[K2 / 2\r\r\x1b[K")]
)
def test_many_files_say_how_far_they_are(
    election: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    live: bool,
    words: str,
) -> None:
    monkeypatch.setattr(many, "TELL_EVERY", -1.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: live)
    (election.parent / "two.pb").write_text(FILE, encoding="utf-8")
    assert count.main([str(election.parent), "--jobs", "1"]) == 0
    assert capsys.readouterr().err == words


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_jobs_are_a_number(election: Path, capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    assert count.main([str(election), "--jobs", jobs]) == 2
    assert "--jobs" in capsys.readouterr().err
