"""The project stands on its own: it names no place outside itself, no registry, and holds no secrets.

It looks at the words of all files the project keeps, itself included.
"""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, named, project_files

# Written in pieces, so that this file does not name them either.
PLACES = ("../" + "shared", "../" + ".library", "/wo" + "rk/", "/ro" + "ot/", "/home" + "/")
REGISTRIES = (
    "pyp" + "i.org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "deb.debian" + ".org",
    "--index" + "-url",
)
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}")
FORBIDDEN_NAMES = (".env", "id_rsa", "id_ed25519")
TEXT = [path for path in project_files() if b"\0" not in path.read_bytes()[:4096]]


@pytest.mark.parametrize("word", [*PLACES, *REGISTRIES])
def test_names_nothing_outside_itself(word: str) -> None:
    assert [named(path) for path in TEXT if word in path.read_text(encoding="utf-8")] == []


def test_holds_no_secrets() -> None:
    assert [named(path) for path in TEXT if SECRETS.search(path.read_text(encoding="utf-8"))] == []
    assert [named(path) for path in project_files() if path.name in FORBIDDEN_NAMES] == []


def test_keeps_no_large_files() -> None:
    assert [named(path) for path in project_files() if path.stat().st_size > 2_000_000] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_both_locks_agree() -> None:
    assert _pins(ROOT / "requirements.lock") <= _pins(ROOT / "requirements-dev.lock")


def _pins(path: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9][^ ;]*==[^ ;\\]+", path.read_text(encoding="utf-8"), re.M))
