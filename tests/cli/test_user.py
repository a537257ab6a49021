"""`pb user add`: the first owner, whose password is never an argument."""

import getpass
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pb.cli import user
from pb.cli.build import build_deps, config_from_environment
from pb.domain.people import Role
from pb.domain.text import Bilingual
from pb.services import signin

Said = pytest.CaptureFixture[str]
Add = Callable[..., int]
PASSWORD = "tri cheffyl gwyn"
ADD = ["add", "mared@aber.example", "--name", "Mared Huws"]
COUNCIL = ["--organisation-cy", "Cyngor Aber", "--organisation-en", "Aber Council"]


@pytest.fixture
def add(data: Path, monkeypatch: pytest.MonkeyPatch) -> Add:
    """`pb user ... --password-stdin`, with the password typed in."""

    def run(password: str, *words: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\r\n"))
        return user.main([*words, "--password-stdin"])

    return run


def test_an_owner_can_sign_in(add: Add, capsys: Said) -> None:
    assert add(PASSWORD, *ADD, *COUNCIL) == 0
    said = capsys.readouterr().out
    deps = build_deps(config_from_environment())
    token = signin.sign_in(deps, email="mared@aber.example", password=PASSWORD)
    owner = signin.load_viewer(deps, token)
    assert owner is not None
    deps.db.close()
    (membership,) = owner.memberships
    assert (owner.name, owner.language, membership.role) == ("Mared Huws", "cy", Role.OWNER)
    assert membership.organisation.name == Bilingual(cy="Cyngor Aber", en="Aber Council")
    assert said == (
        "mared@aber.example owns Aber Council: "
        f"http://localhost:8000/en/organisations/{membership.organisation.id}\n"
    )


def test_a_second_owner_joins_the_same_organisation(add: Add, capsys: Said) -> None:
    add(PASSWORD, *ADD, *COUNCIL)
    first = capsys.readouterr().out.rpartition(" ")[2]
    second = ["add", "ifan@aber.example", "--name", "Ifan", "--language", "en"]
    assert add(PASSWORD, *second, *COUNCIL) == 0
    assert capsys.readouterr().out.rpartition(" ")[2] == first


def test_a_password_is_asked_for_where_nobody_sees_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return PASSWORD

    monkeypatch.setattr(getpass, "getpass", answer)
    assert user.main([*ADD, *COUNCIL]) == 0
    assert asked == ["Password (at least 10 characters): "]


@pytest.mark.parametrize(
    ("words", "password", "said"),
    [
        ([*ADD, *COUNCIL], "short", ["pb: password: "]),
        ([*ADD[:3], " ", *COUNCIL], "password123", ["pb: name: ", "pb: password: "]),
        (["add", "nobody", *ADD[2:], *COUNCIL], PASSWORD, ["pb: email: "]),
        ([*ADD, *COUNCIL[:3], ""], PASSWORD, ["pb: organisation: "]),
    ],
)
def test_what_is_wrong_is_said_in_words(
    words: list[str], password: str, said: list[str], add: Add, capsys: Said
) -> None:
    assert add(password, *words) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line[: len(start)] for line, start in zip(lines, said, strict=True)] == said
    assert all(line.endswith(".") for line in lines)  # a sentence, not a code


def test_wrong_settings_are_told(add: Add, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("PB_PORT", "none")
    assert add(PASSWORD, *ADD, *COUNCIL) == 2
    assert capsys.readouterr().err.startswith("pb: PB_PORT")
