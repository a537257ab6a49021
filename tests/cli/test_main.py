"""The `pb` command: it finds every subcommand, and says which there are."""

import importlib
import sys

import pytest

from pb.__main__ import COMMANDS, main

Said = pytest.CaptureFixture[str]


def _run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["pb", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return left.value.code


@pytest.mark.parametrize("words", [(), ("-h",), ("--help",), ("help",)])
def test_help_names_every_command(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    assert _run(monkeypatch, *words) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert all(f"  {name} " in said.out and purpose in said.out for name, (_, purpose) in COMMANDS.items())


def test_a_command_that_is_not_there(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    assert _run(monkeypatch, "cuont", "file.pb") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "there is no command 'cuont'" in said.err
    assert "count" in said.err.replace("cuont", "")


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"verify"}))
def test_every_command_can_explain_itself(name: str, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    assert _run(monkeypatch, name, "--help") == 0
    assert capsys.readouterr().out.startswith(f"usage: pb {name}")


def test_the_exit_code_is_the_commands(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    assert _run(monkeypatch, "count", "no-such-file.pb") == 2
    assert "no-such-file.pb" in capsys.readouterr().err


@pytest.mark.parametrize("module", sorted(module for module, _ in COMMANDS.values()))
def test_every_command_is_there(module: str) -> None:
    assert callable(importlib.import_module(module).main)
