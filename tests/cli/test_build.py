"""Putting the program together: a new database gets its tables, an old one is left alone with a word."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from pb.cli.build import NotReady, build_deps, config_from_environment, ready_deps
from pb.services.deps import Deps
from pb.services.mail import FolderMailer, SmtpMailer
from pb.services.notify import NotifyTexter
from pb.services.openid.provider import OpenIdProvider
from pb.services.texts import Text
from pb.storage.migrate import State, state
from tests.notify import API_KEY, TEMPLATE


@pytest.fixture
def deps(data: Path) -> Iterator[Deps]:
    made = build_deps(config_from_environment())
    yield made
    made.db.close()


def make_old(deps: Deps) -> None:
    """As if the newest migration had not been there when the database was made."""
    with deps.db.connection() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))


def test_only_the_owner_of_the_program_can_look_into_its_folder(deps: Deps, data: Path) -> None:
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "keys").stat().st_mode) == 0o700


def test_letters_are_files_until_there_is_a_mail_server(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(deps.mailer, FolderMailer)
    monkeypatch.setenv("PB_SMTP_URL", "smtp://post.example.org:587")
    posted = build_deps(config_from_environment())
    assert isinstance(posted.mailer, SmtpMailer)
    posted.db.close()


def test_council_sign_on_comes_back_to_one_address(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    assert deps.sign_on is None
    monkeypatch.setenv("PB_OIDC_ISSUER", "https://login.cyngor.example")
    monkeypatch.setenv("PB_OIDC_CLIENT_ID", "cronfa")
    monkeypatch.setenv("PB_OIDC_NAME_EN", "My Vale")
    monkeypatch.setenv("PB_BASE_URL", "https://vote.example.org/")
    made = build_deps(config_from_environment())
    assert isinstance(made.sign_on, OpenIdProvider)
    assert made.sign_on.return_to == "https://vote.example.org/sign-on"
    assert made.sign_on.settings.name.en == "My Vale"
    made.db.close()


def test_without_its_package_sign_on_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PB_OIDC_ISSUER", "https://login.cyngor.example")
    monkeypatch.setenv("PB_OIDC_CLIENT_ID", "cronfa")
    monkeypatch.setitem(sys.modules, "joserfc", None)
    for name in ("provider", "signatures"):
        monkeypatch.delitem(sys.modules, f"pb.services.openid.{name}", raising=False)
    with pytest.raises(NotReady, match="joserfc"):
        build_deps(config_from_environment())


def test_texts_are_off_then_files_then_sent(deps: Deps, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert deps.texter is None
    monkeypatch.setenv("PB_TEXTS", "folder")
    monkeypatch.setenv("PB_TEXTS_PER_HOUR", "7")
    tried = build_deps(config_from_environment())
    assert tried.settings.texts_per_hour == 7
    assert tried.texter is not None
    tried.texter.send(Text(to="+447700900123", body="Helô"))
    tried.texter.send(Text(to="+447700900123", body="Dewch", name="enw"))
    tried.texter.send(Text(to="+447700900123", body="Dewch", name="enw"))
    assert (tried.texter.has_sent("enw"), tried.texter.has_sent("arall")) == (True, False)
    files = sorted((data / "texts").iterdir())
    assert [path.read_text(encoding="utf-8").splitlines()[-1] for path in files] == ["Helô", "Dewch"]
    tried.db.close()
    monkeypatch.delenv("PB_TEXTS")
    monkeypatch.setenv("PB_NOTIFY_KEY", API_KEY)
    monkeypatch.setenv("PB_NOTIFY_TEMPLATE", TEMPLATE)
    sent = build_deps(config_from_environment())
    assert isinstance(sent.texter, NotifyTexter)
    sent.db.close()


def test_a_new_database_gets_its_tables(deps: Deps) -> None:
    assert state(deps.db) is State.NEW
    ready_deps(config_from_environment()).db.close()
    assert state(deps.db) is State.CURRENT
    ready_deps(config_from_environment()).db.close()  # and is taken as it is the next time


def test_an_old_database_waits_for_its_backup(deps: Deps) -> None:
    ready_deps(config_from_environment()).db.close()
    make_old(deps)
    with pytest.raises(NotReady, match="Make a backup, then run: pb migrate"):
        ready_deps(config_from_environment())


def test_wrong_settings_are_told_and_nothing_is_made(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PB_PORT", "none")
    with pytest.raises(NotReady, match="PB_PORT"):
        config_from_environment()
    assert not data.exists()
