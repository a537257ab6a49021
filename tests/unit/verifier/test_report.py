"""The report: a numbered line a check, in the language asked for, with what fails said below it."""

from pathlib import Path

import pytest

from pb.verifier.__main__ import main
from pb.verifier.record import problem
from pb.verifier.report import harmless, sentence
from pb.verifier.words import LANGUAGES
from tests.faults.golden_record import golden


def report(tmp_path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    path = tmp_path / "record.zip"
    path.write_bytes(golden().archive())
    assert main([str(path), *options]) == 0
    return capsys.readouterr().out.splitlines()


def test_english_is_the_usual_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = report(tmp_path, capsys)
    assert lines[0] == "V01 OK           The archive has its one lawful form, byte for byte."
    assert lines[-1] == "The record is sound: every check passed."


def test_welsh_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = report(tmp_path, capsys, "--language", "cy")
    assert lines[0].startswith("V01 IAWN ")
    assert lines[-1] == "Mae'r cofnod yn gywir: llwyddodd pob gwiriad."


def test_the_figures_to_compare_elsewhere_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = report(tmp_path, capsys)
    assert f"Last entry of the log: {golden().events[-1]['hash']}" in lines
    assert f"Root of the ballot box: {golden().event('voting_closed')['root']}" in lines


def test_a_record_before_publication_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = golden()
    del made.events[-2:]
    made.seal_log()
    path = tmp_path / "record.zip"
    path.write_bytes(made.archive())
    assert main([str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("but the result is not yet published.")


def test_a_problem_is_placed_by_file_and_line() -> None:
    words = LANGUAGES["en"]
    found = problem("event-hash", file="events.jsonl", line=7)
    assert (
        sentence(found, words)
        == "events.jsonl, line 7: the entry's own fingerprint is not the fingerprint of its content."
    )
    assert sentence(problem("archive-trailing", file=""), words).startswith("There are bytes")


def test_facts_are_short_and_harmless() -> None:
    assert harmless("\x1b[31m\u202ered\n") == "\\x1b[31m\\x202ered\\x0a"
    assert len(harmless("x" * 1000)) == 303
    assert harmless(["A", "B"]) == "A, B"


@pytest.mark.parametrize("argv", [[], ["a", "b"], ["a", "--language", "fr"], ["a", "--root", "xyz"]])
def test_a_wrong_command_ends_with_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err
