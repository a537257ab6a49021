"""`pb work`: long work in a process apart from the site."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pb.cli import migrate, work


def test_it_does_what_waits_and_stops(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    migrate.main([])
    capsys.readouterr()
    assert work.main(["--once"]) == 0
    assert capsys.readouterr().out == "Jobs done: 0\nReminders dealt with: 0\n"


def test_it_waits_until_it_is_stopped(data: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "pb", "work"], env=dict(os.environ), stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "Waiting for jobs (stop with Ctrl+C)\n"
    program.send_signal(signal.SIGTERM)
    assert program.wait(20) == 0
    program.stdout.close()


def test_wrong_settings_are_told(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PB_PORT", "none")
    assert work.main([]) == 2
    assert capsys.readouterr().err.startswith("pb: PB_PORT")
