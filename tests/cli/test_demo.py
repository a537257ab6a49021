"""`pb demo`: a county with a round in every phase, kept at the next start, renewed only when asked.

It serves nothing; how it is served is `pb serve`'s.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pb.cli.build import build_deps, config_from_environment
from pb.cli.demo import run
from pb.cli.demo.people import PEOPLE
from pb.domain.codes import read_voter_code
from pb.domain.events import first_break
from pb.domain.rounds import Phase, phase_at
from pb.services import board, clockwork, signin, voters
from pb.services.deps import Deps
from pb.storage import events, proposals, rounds

# Filled once, which takes its time; longer on a machine that has much else to do.
pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(600)]
Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo begun again over an old one, of which nothing may be left."""
    folder = tmp_path_factory.mktemp("demo") / "demo-data"
    folder.mkdir()
    (folder / run.NOTES).write_text("{}", encoding="utf-8")
    (folder / "pb.db").write_text("an old demo", encoding="utf-8")
    (folder / "left-over").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PB_DATA_DIR", str(folder))
        patch.setenv("PB_TEXTS", "folder")
        assert run.main(["--reset", "--seed-only"]) == 0
    return folder


@pytest.fixture
def deps(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deps]:
    monkeypatch.setenv("PB_DATA_DIR", str(filled))
    made = build_deps(config_from_environment())
    yield made
    made.db.close()


def test_a_reset_leaves_nothing_of_the_old(filled: Path) -> None:
    assert {path.name for path in filled.iterdir()} >= {run.NOTES, "pb.db", "keys"}
    assert not (filled / "left-over").exists()
    assert not (filled / f"{run.NOTES}.begun").exists()


def test_there_is_a_round_in_every_phase_and_every_chain_holds(deps: Deps) -> None:
    clockwork.settle_all(deps)
    with deps.db.read() as tx:
        found = rounds.list_rounds(tx, announced_only=False)
        broken = {
            stream: first_break(stream, events.list_events(tx, stream)) for stream in events.list_streams(tx)
        }
    assert {phase_at(round_, deps.clock.now()) for round_ in found} == set(Phase)
    assert set(broken.values()) == {None}
    assert {round_.id for round_ in found} < set(broken)


def test_boards_show_batches_while_voting_is_open_and_everything_after(deps: Deps) -> None:
    with deps.db.read() as tx:
        voted = [round_ for round_ in rounds.list_rounds(tx) if round_.milestones.voting_opened_at]
    boards = [board.view_board(deps, None, round_.id) for round_ in voted]
    assert {view.phase for view in boards} == {Phase.VOTING, Phase.COUNTING, Phase.PUBLISHED}
    for view in boards:
        assert len(view.batches) >= 2, view.round.name.en
        assert (view.closed is None) == (view.phase is Phase.VOTING)
        assert view.closed is None or view.closed.counted_count == sum(batch.size for batch in view.batches)


def test_rounds_with_categories_have_accepted_proposals_in_each(deps: Deps) -> None:
    with deps.db.read() as tx:
        sorted_rounds = [each for each in rounds.list_rounds(tx) if each.categories]
        used = {
            each.id: {one.content.category_id for one in proposals.list_accepted(tx, each.id)}
            for each in sorted_rounds
        }
    assert {len(each.categories) for each in sorted_rounds} == {4, 8}
    for each in sorted_rounds:
        assert used[each.id] == {category.id for category in each.categories}, each.name.en


def test_everybody_can_sign_in(deps: Deps) -> None:
    for person in PEOPLE:
        viewer = signin.load_viewer(
            deps, signin.sign_in(deps, email=person.email, password=person.passphrase)
        )
        assert viewer is not None
        assert [membership.role.value for membership in viewer.memberships] == (
            [person.role] if person.role else []
        )


def test_a_second_start_keeps_what_is_there_and_says_how_to_look_around(deps: Deps, capsys: Said) -> None:
    data = config_from_environment().data_folder
    before = (data / run.NOTES).read_bytes()
    assert run.main(["--seed-only"]) == 0
    assert (data / run.NOTES).read_bytes() == before
    said = capsys.readouterr().out
    assert "filling the demo" not in said
    assert all(person.email in said and person.passphrase in said for person in PEOPLE)
    assert f"lie in {data / 'mail'}" in said


def test_the_codes_it_shows_open_a_paper(deps: Deps, capsys: Said) -> None:
    run.main(["--seed-only"])
    said = capsys.readouterr().out
    round_id = re.findall(r"/en/rounds/(\w+)/vote", said)[0]
    codes = re.findall(r"^  (\w{5}-\w{5}-\w{5})\b", said, re.MULTILINE)
    assert len(codes) == 7
    assert all(read_voter_code(code) for code in codes)
    assert "(has voted; may vote again)" in said
    assert voters.enter_code(deps, round_id, codes[0])


@pytest.mark.parametrize("words", [["--seed-only"], ["--seed-only", "--reset"]])
def test_a_folder_of_somebody_elses_is_left_alone(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("PB_DATA_DIR", str(tmp_path))
    (tmp_path / "pb.db").write_text("a real vote", encoding="utf-8")
    assert run.main(words) == 2
    assert "holds something that is not a demo; it is left alone." in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["pb.db"]
    assert (tmp_path / "pb.db").read_text(encoding="utf-8") == "a real vote"


def test_wrong_settings_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("PB_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PB_PORT", "none")
    assert run.main(["--seed-only"]) == 2
    assert capsys.readouterr().err.startswith("pb: PB_PORT")


def test_what_is_noted_is_what_was_issued(filled: Path) -> None:
    noted = json.loads((filled / run.NOTES).read_text(encoding="utf-8"))
    assert {entry["name"]["cy"] for entry in noted["codes"]} == {"Cronfa Gymunedol Bro Onnen"}
