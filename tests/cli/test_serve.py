"""`pb serve`: a real process that answers, stops when told to, and does not start over an old database."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from pb.cli import migrate, serve
from pb.cli.build import build_deps, config_from_environment
from tests.cli.test_build import make_old

Said = pytest.CaptureFixture[str]


def test_it_answers_until_it_is_stopped(data: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = subprocess.Popen(
        [sys.executable, "-m", "pb", "serve"],
        env=os.environ | {"PB_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == f"Serving http://localhost:{port} (stop with Ctrl+C)\n"
        assert _answer(port, "/cy/") == 200
    finally:
        program.send_signal(signal.SIGINT)
        _, complaints = program.communicate(timeout=20)
    assert "Traceback" not in complaints
    assert "/cy/" not in complaints  # no log says what somebody looked at
    assert (data / "pb.db").exists()


def test_an_old_database_is_not_served(data: Path, capsys: Said) -> None:
    migrate.main([])
    deps = build_deps(config_from_environment())
    make_old(deps)
    deps.db.close()
    assert serve.main([]) == 2
    assert capsys.readouterr().err == (
        "pb: The database is from an earlier version. Make a backup, then run: pb migrate\n"
    )


def test_wrong_settings_are_told(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("PB_PORT", "none")
    assert serve.main([]) == 2
    assert capsys.readouterr().err.startswith("pb: PB_PORT")


def _answer(port: int, path: str) -> int:
    """The status of a page, asked for until the process listens at the address it has told."""
    deadline = time.monotonic() + 20
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                status: int = answer.status
                return status
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
