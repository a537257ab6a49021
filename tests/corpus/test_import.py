"""Real elections brought in, counted, confirmed, published, verified: their winners are those of `pb count`.

The small ones always, Wieliczka 2023 as declared always, all of them by `make test-long`.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pb.cli.count import count_file
from pb.services import audit, counting, importing, results
from pb.verifier.__main__ import main as verify
from tests.world import ORGANISATION, World

pytestmark = pytest.mark.corpus
SMALL_BYTES, SMALLEST_BYTES = 40_000, 7_000
WIELICZKA = "Poland_Wieliczka_2023_Green_Budget.pb"
DECLARED = ("Netherlands_Assen_2024.pb", "Poland_Warszawa_2019_Targowek_Mieszkaniowy.pb", WIELICZKA)
Args = Sequence[str]


def _named_folder() -> Path | None:
    named = os.environ.get("PB_PABULIB_DIR", "")
    return Path(named) if named and (Path(named) / "expected.json").exists() else None


def _cases(*, always: bool) -> Iterator[Any]:
    """File and arguments of every expected outcome; without the folder one case, which says so.

    Always: of small files most votes and the first equal shares, of the smallest phragmen too (the last): the
    verifier counts in plain fractions, and takes its time.
    """
    folder = _named_folder()
    if folder is None:
        yield pytest.param(("", ()), id="no-folder")
        return
    for name, told in sorted(json.loads((folder / "expected.json").read_text(encoding="utf-8")).items()):
        size, last = (folder / name).stat().st_size, len(told["outcomes"]) - 1
        wanted = {0, 1, last} if size < SMALLEST_BYTES else {0, 1} if size < SMALL_BYTES else set()
        for number, outcome in enumerate(told["outcomes"]):
            if (number in wanted) == always:
                yield pytest.param((name, tuple(outcome["args"])), id=f"{name}-{number}")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def read_args(args: Args) -> tuple[str, dict[str, str]]:
    rule = args[args.index("--rule") + 1]
    given = [args[at + 1] for at, word in enumerate(args) if word == "--param"]
    return rule, dict(text.split("=", 1) for text in given)


def through_the_platform(
    world: World, path: Path, rule: str, params: Mapping[str, str]
) -> tuple[str, list[str]]:
    """Import, count, confirm and publish; the round's id, and the published winners in order."""
    made = importing.import_election(
        world.deps,
        organisation_id=ORGANISATION,
        file_name=path.name,
        data=path.read_bytes(),
        rule=rule,
        params=params,
    )
    counting.count_round(world.deps, world.elin, made.round_id, is_sure=True)
    counting.publish_round(world.deps, world.alys, made.round_id, is_sure=True)
    view = results.view_results(world.deps, None, made.round_id)
    return made.round_id, [line.project_id for line in view.pots[0].winners]


def verified(world: World, round_id: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    record = folder / "record.zip"
    record.write_bytes(audit.export_record(world.deps, world.carys, round_id).content)
    code = verify([str(record)])
    said = capsys.readouterr().out
    assert code == 0, said
    return said


def expected_of(pabulib: Path, name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((pabulib / "expected.json").read_text(encoding="utf-8"))[name]
    return told


def agrees(world: World, path: Path, args: Args, expected: Mapping[str, Any]) -> str:
    rule, params = read_args(args)
    round_id, winners = through_the_platform(world, path, rule, params)
    wanted = next(one["selected"] for one in expected["outcomes"] if tuple(one["args"]) == tuple(args))
    assert winners == wanted
    assert winners == list(count_file(path, rule, params, None).outcome.selected)
    return round_id


@pytest.mark.parametrize("case", list(_cases(always=True)))
def test_small_elections(
    world: World, pabulib: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: tuple[str, Args]
) -> None:
    name, args = case
    round_id = agrees(world, pabulib / name, args, expected_of(pabulib, name))
    verified(world, round_id, tmp_path, capsys)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("case", list(_cases(always=False)))
def test_all_other_elections(world: World, pabulib: Path, case: tuple[str, Args]) -> None:
    name, args = case
    agrees(world, pabulib / name, args, expected_of(pabulib, name))


@pytest.mark.parametrize("name", DECLARED)
def test_elections_as_declared_give_the_recorded_winners(
    world: World, pabulib: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    round_id, winners = through_the_platform(world, pabulib / name, "as-declared", {})
    assert sorted(winners) == sorted(expected_of(pabulib, name)["recorded"])
    assert winners == list(count_file(pabulib / name, "as-declared", {}, None).outcome.selected)
    verified(world, round_id, tmp_path, capsys)
