"""`pb migrate`: makes, brings up to date, leaves alone, and says which."""

from pathlib import Path

import pytest

from pb.cli import migrate

Said = pytest.CaptureFixture[str]


def test_a_database_is_made_once(data: Path, capsys: Said) -> None:
    assert migrate.main([]) == 0
    assert capsys.readouterr().out == "The database has been made.\n"
    assert (data / "pb.db").stat().st_size > 0
    assert migrate.main([]) == 0
    assert capsys.readouterr().out == "The database is up to date.\n"


def test_wrong_settings_are_told(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("PB_DATABASE_URL", "mysql://db")
    assert migrate.main([]) == 2
    assert capsys.readouterr().err.startswith("pb: PB_DATABASE_URL")
    assert not data.exists()
