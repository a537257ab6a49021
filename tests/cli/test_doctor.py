"""`pb doctor`: a line for each check, and it finds what is wrong."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from pb.cli import doctor, migrate
from pb.cli.build import build_deps, config_from_environment
from pb.services.chain import SITE, record
from tests.notify import API_KEY, TEMPLATE, fake_notify
from tests.provider import Provider

Said = pytest.CaptureFixture[str]


@pytest.fixture
def running(data: Path, capsys: Said) -> Path:
    """A database with three events in its chain."""
    migrate.main([])
    deps = build_deps(config_from_environment())
    with deps.db.write() as tx:
        for number in range(3):
            record(deps, tx, SITE, "owner_added", number=number)
    deps.db.close()
    capsys.readouterr()
    return data


def test_all_is_well(running: Path, capsys: Said) -> None:
    assert doctor.main([]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ok     The database answers and is up to date.",
        "ok     Event chains that hold: 1 of 1.",
        "ok     The keys can be read.",
    ]


def test_a_sender_of_texts_is_asked(running: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PB_NOTIFY_KEY", API_KEY)
    monkeypatch.setenv("PB_NOTIFY_TEMPLATE", TEMPLATE)
    with fake_notify(datetime.now(UTC)) as notify:
        monkeypatch.setenv("PB_NOTIFY_URL", notify.url)
        assert doctor.main([]) == 0
        assert "ok     Texts can be sent." in capsys.readouterr().out
        notify.template = "Something else"
        assert doctor.main([]) == 1
        assert "WRONG  Texts can be sent." in capsys.readouterr().out


def test_a_database_without_tables_is_found(data: Path, capsys: Said) -> None:
    assert doctor.main([]) == 1
    assert capsys.readouterr().out.startswith("WRONG  The database")


def test_a_changed_event_is_found(running: Path, capsys: Said) -> None:
    deps = build_deps(config_from_environment())
    with deps.db.connection() as connection:
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
        for name in triggers.all():  # whoever can do this can do anything
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE event SET payload = '{}' WHERE seq = 2"))
    deps.db.close()
    assert doctor.main([]) == 1
    assert "WRONG  Event chains that hold: 0 of 1. Broken: site at entry 2." in capsys.readouterr().out


def test_a_broken_key_is_found(running: Path, capsys: Said) -> None:
    (running / "keys" / "secret.key").write_bytes(b"short")
    assert doctor.main([]) == 1
    assert "WRONG  The keys can be read." in capsys.readouterr().out


def test_wrong_settings_are_told(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("PB_SMTP_URL", "post")
    assert doctor.main([]) == 2
    assert capsys.readouterr().err.startswith("pb: PB_SMTP_URL")


def test_council_sign_on_is_tried(running: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PB_OIDC_CLIENT_ID", "cronfa")
    with Provider().running() as provider:
        monkeypatch.setenv("PB_OIDC_ISSUER", provider.issuer)
        assert doctor.main([]) == 0
        assert "ok     The council's sign-in answers." in capsys.readouterr().out
        monkeypatch.setenv("PB_OIDC_ISSUER", provider.issuer + "/")
        assert doctor.main([]) == 1
        wrong = "WRONG  The council's sign-in cannot be used: discovery-of-another-issuer."
        assert wrong in capsys.readouterr().out
    assert doctor.main([]) == 1
    assert "cannot be used: ConnectionRefusedError." in capsys.readouterr().out
