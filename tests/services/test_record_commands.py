"""`pb import-election`, `pb export` and `pb verify`: what they say, and the exit code for what cannot be."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pb.cli import export, import_election, verify
from pb.cli.build import build_deps, config_from_environment
from pb.domain.people import Viewer
from pb.services import counting
from pb.services.deps import Deps
from pb.storage import people
from tests.services.test_importing import FILE
from tests.world import World

Said = pytest.CaptureFixture[str]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to import, beside the data of a world that the commands find through the environment."""
    world = World(tmp_path)
    world.close()
    monkeypatch.setenv("PB_DATA_DIR", str(tmp_path))
    file = tmp_path / "town.pb"
    file.write_text(FILE, encoding="utf-8")
    return file


@pytest.fixture
def deps(town: Path) -> Iterator[Deps]:
    made = build_deps(config_from_environment())
    yield made
    made.db.close()


def viewer(deps: Deps, name: str) -> Viewer:
    with deps.db.read() as tx:
        found = people.load_viewer(tx, name)
    assert found is not None
    return found


def imported(town: Path, capsys: Said) -> str:
    assert import_election.main([str(town)]) == 0
    found = re.search(r"Round (\w+): Budget of a small town", capsys.readouterr().out)
    assert found is not None
    return found[1]


def test_from_a_file_to_a_verified_record(town: Path, deps: Deps, tmp_path: Path, capfd: Said) -> None:
    round_id = imported(town, capfd)
    elin, alys = viewer(deps, "elin"), viewer(deps, "alys")
    counting.count_round(deps, elin, round_id, is_sure=True)
    counting.publish_round(deps, alys, round_id, is_sure=True)
    record = tmp_path / "record.zip"
    assert export.main([round_id, str(record)]) == 0
    assert "SHA-256" in capfd.readouterr().out
    assert verify.main([str(record)]) == 0
    record.write_bytes(record.read_bytes().replace(b"Budget of a small", b"Budget of a large"))
    assert verify.main([str(record)]) == 1
    assert verify.main([str(tmp_path / "nothing.zip")]) == 2


def test_a_malformed_file_is_named_with_line_and_field(town: Path, capsys: Said) -> None:
    town.write_text(FILE.replace("3;200;;roads", "3;lots;;roads"), encoding="utf-8")
    assert import_election.main([str(town)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{town}, line 19, PROJECTS cost: " in said.err
    assert "'lots'" in said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--rule", "nonsense"], "there is no rule 'nonsense'"),
        (["--param", "ties=lot"], "no lot can be drawn"),
        (["--param", "nonsense"], "expected name=value"),
        (["--param", "group_max=category=parks:5"], "bounds on groups cannot be kept"),
        (["--organisation", "nowhere"], "pb: "),
    ],
)
def test_what_cannot_be_imported(town: Path, capsys: Said, arguments: list[str], words: str) -> None:
    assert import_election.main([str(town), *arguments]) == 2
    assert words in capsys.readouterr().err


def test_files_that_are_not_there(town: Path, tmp_path: Path, capsys: Said) -> None:
    assert import_election.main([str(tmp_path / "none.pb")]) == 2
    assert import_election.main([str(tmp_path)]) == 2
    assert import_election.main([]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_what_cannot_be_exported(town: Path, tmp_path: Path, capsys: Said) -> None:
    round_id = imported(town, capsys)
    target = tmp_path / "record.zip"
    assert export.main([round_id, str(target)]) == 2
    assert "have not been counted yet" in capsys.readouterr().err
    assert export.main(["nowhere", str(target)]) == 2
    assert not target.exists()
    assert export.main([round_id, str(town)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert town.read_text(encoding="utf-8") == FILE


def test_a_place_that_cannot_be_written(town: Path, deps: Deps, tmp_path: Path, capsys: Said) -> None:
    round_id = imported(town, capsys)
    counting.count_round(deps, viewer(deps, "elin"), round_id, is_sure=True)
    assert export.main([round_id, str(tmp_path / "no" / "such" / "folder.zip")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_settings_that_are_wrong(town: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PB_PORT", "high")
    assert import_election.main([str(town)]) == 2
    assert export.main(["x", "y.zip"]) == 2
    assert "PB_PORT" in capsys.readouterr().err
