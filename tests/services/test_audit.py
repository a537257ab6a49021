"""What auditors see and take away: who may, that the record verifies, and that it is the same each time."""

import hashlib
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from pb import VERSION
from pb.domain.refusals import Refusal
from pb.domain.rounds import BoxMode, RuleChoice
from pb.services import audit, counting, record
from pb.storage.events import list_events
from pb.verifier.__main__ import main as verify
from tests.elections import BALLOTS, GREEN, ROUND, Ballots, close_a_round
from tests.house.tree import ROOT as PROJECT
from tests.world import World


def counted(world: World, *, ballots: Ballots = BALLOTS, rule: RuleChoice | None = None) -> None:
    close_a_round(world, ballots=ballots, rule=rule)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)


def published(world: World, *, ballots: Ballots = BALLOTS, rule: RuleChoice | None = None) -> None:
    counted(world, ballots=ballots, rule=rule)
    world.clock.go(hours=2)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)


def verified(content: bytes, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    path = folder / "record.zip"
    path.write_bytes(content)
    return verify([str(path)]), capsys.readouterr().out


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def members(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_published_record_verifies(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(world)
    export = audit.export_record(world.deps, world.carys, ROUND)
    code, said = verified(export.content, tmp_path, capsys)
    assert code == 0, said


def test_a_record_before_publication_verifies_too(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted(world)
    code, said = verified(audit.export_record(world.deps, world.carys, ROUND).content, tmp_path, capsys)
    assert code == 0, said
    # what was taken before publication is part of the chain that is published
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    code, said = verified(audit.export_record(world.deps, world.carys, ROUND).content, tmp_path, capsys)
    assert code == 0, said


def test_a_round_of_one_person_verifies(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.one_pair_of_eyes()
    close_a_round(world)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.elin, ROUND, is_sure=True)
    code, said = verified(audit.export_record(world.deps, world.carys, ROUND).content, tmp_path, capsys)
    assert code == 0, said


def test_a_round_without_ballots_verifies(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(world, ballots=())
    code, said = verified(audit.export_record(world.deps, world.carys, ROUND).content, tmp_path, capsys)
    assert code == 0, said


def test_a_record_is_the_same_each_time_and_each_taking_is_noted(world: World) -> None:
    published(world)
    first = audit.export_record(world.deps, world.carys, ROUND)
    world.clock.go(days=1)
    second = audit.export_on_the_machine(world.deps, ROUND)
    assert first.content == second.content
    assert first.sha256 == hashlib.sha256(first.content).hexdigest()
    with world.db.read() as tx:
        taken = [event for event in list_events(tx, ROUND) if event.type == "record_exported"]
    assert [event.payload for event in taken] == [{"sha256": first.sha256, "bytes": len(first.content)}] * 2
    assert [event.role for event in taken] == ["auditor", "system"]


def test_a_record_is_packed_plainly(world: World) -> None:
    published(world)
    content = audit.export_record(world.deps, world.carys, ROUND).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
    assert record.pack(members(content)) == content


def test_ballots_are_sorted_by_content(world: World) -> None:
    published(world, ballots=[*BALLOTS] * 10)
    rows = (
        members(audit.export_record(world.deps, world.carys, ROUND).content)["ballots.csv"]
        .decode()
        .splitlines()
    )
    assert rows[0] == "pot_id,marks"
    assert rows[1:] == sorted(rows[1:])
    assert f"{GREEN},coed:1 pwll:1" in rows
    assert len(rows) == 1 + 50 + 30


def test_a_record_names_no_person(world: World) -> None:
    published(world)
    content = b"".join(members(audit.export_record(world.deps, world.carys, ROUND).content).values())
    for person in (world.alys, world.elin, world.carys):
        assert person.email.encode() not in content
        assert b'"' + person.id.encode() + b'"' not in content
        assert person.name.encode() not in content


def test_both_languages_explain_the_files(world: World) -> None:
    published(world)
    files = members(audit.export_record(world.deps, world.carys, ROUND).content)
    for language in ("cy", "en"):
        text = files[f"README.{language}.md"].decode()
        assert text.startswith("# ")
        assert text.endswith("\n")
        assert all(f"`{name.split('/')[0]}" in text for name in files if not name.startswith("README"))
        assert "&" not in text


def test_nothing_is_exported_before_the_count(world: World) -> None:
    close_a_round(world)
    assert refused(lambda: audit.export_record(world.deps, world.carys, ROUND)) == "not-counted"
    assert refused(lambda: audit.export_on_the_machine(world.deps, "nowhere")) == "round-not-found"


@pytest.mark.parametrize(
    ("who", "code"), [("ffion", "not-your-role"), ("bryn", "not-found"), ("", "sign-in-first")]
)
def test_others_see_nothing_of_it(world: World, who: str, code: str) -> None:
    published(world)
    viewer = getattr(world, who) if who else None
    assert refused(lambda: audit.view_audit(world.deps, viewer, ROUND)) == code
    assert refused(lambda: audit.view_events(world.deps, viewer, ROUND, page=1)) == code
    assert refused(lambda: audit.export_record(world.deps, viewer, ROUND)) == code


@pytest.mark.parametrize("who", ["alys", "elin", "carys"])
def test_owners_organisers_and_auditors_see_all_of_it(world: World, who: str) -> None:
    published(world)
    view = audit.view_audit(world.deps, getattr(world, who), ROUND)
    assert (view.turnout.codes_issued, view.turnout.codes_void, view.accepted_count, view.declined_count) == (
        8,
        0,
        5,
        1,
    )
    assert view.chain.broken_at is None
    assert view.chain.length == 11
    assert [len(result.winners) for result in view.results] == [3, 1]


def test_events_come_in_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    published(world)
    monkeypatch.setattr(audit, "EVENTS_A_PAGE", 4)
    pages = [audit.view_events(world.deps, world.carys, ROUND, page=page) for page in (1, 2, 3)]
    assert [[event.seq for event in page.events] for page in pages] == [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10, 11],
    ]
    assert audit.view_events(world.deps, world.carys, ROUND, page=99).page == 3
    assert audit.view_events(world.deps, world.carys, ROUND, page=-5).page == 1


def test_a_broken_chain_is_found_on_the_spot(world: World) -> None:
    published(world)
    with world.db.write() as tx:
        connection = tx.connection()
        connection.exec_driver_sql("DROP TRIGGER event_no_update")
        connection.exec_driver_sql("UPDATE event SET payload = '{\"count\":9}' WHERE seq = 2")
    assert audit.view_audit(world.deps, world.carys, ROUND).chain.broken_at == 2
    assert audit.view_events(world.deps, world.carys, ROUND, page=1).chain.broken_at == 2


def test_a_chain_that_is_cut_short_is_found_by_its_head(world: World) -> None:
    published(world)
    whole = audit.view_audit(world.deps, world.carys, ROUND).chain
    with world.db.write() as tx:
        tx.connection().exec_driver_sql("DROP TRIGGER event_no_delete")
        tx.connection().exec_driver_sql(f"DELETE FROM event WHERE seq > {whole.length - 2}")
    cut = audit.view_audit(world.deps, world.carys, ROUND).chain
    assert (cut.length, cut.broken_at) == (whole.length - 2, whole.length - 1)


def test_ids_that_would_break_a_row_are_written_out() -> None:
    assert 'a b,c:d%"\né'.translate(record.WRITTEN) == "a%20b%2Cc%3Ad%25%22%0Aé"


def test_records_name_the_version_of_the_package() -> None:
    with (PROJECT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["version"] == VERSION


def test_the_annex_opens_every_counted_ballot_for_auditors_alone(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(world)
    assert "openings.jsonl" not in members(audit.export_record(world.deps, world.carys, ROUND).content)
    export = audit.export_annex(world.deps, world.carys, ROUND)
    (tmp_path / "annex.zip").write_bytes(export.content)
    (tmp_path / "record.zip").write_bytes(audit.export_on_the_machine(world.deps, ROUND).content)
    assert verify([str(tmp_path / "record.zip"), "--annex", str(tmp_path / "annex.zip")]) == 0
    assert "V25 OK" in capsys.readouterr().out
    for other in (world.alys, world.elin, world.ffion):
        assert refused(partial(audit.export_annex, world.deps, other, ROUND)) == "not-your-role"
    with world.db.read() as tx:
        taken = [event for event in list_events(tx, ROUND) if event.type == "annex_exported"]
    assert [event.payload["sha256"] for event in taken] == [hashlib.sha256(export.content).hexdigest()]
    assert taken[0].role == "auditor"
    assert len(members(export.content)["openings.jsonl"].splitlines()) == 5


def test_few_ballots_are_withheld_and_auditors_count_them_again(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(world)
    export = audit.export_record(world.deps, world.carys, ROUND)
    files = members(export.content)
    assert files["ballots.csv"] == b"pot_id,marks\n"
    assert [pot["withheld"] for pot in json.loads(files["round.json"])["pots"]] == [True, True]
    code, said = verified(export.content, tmp_path, capsys)
    assert code == 0
    assert "The ballots of these pots are withheld, because they are few" in said
    (tmp_path / "annex.zip").write_bytes(audit.export_annex(world.deps, world.carys, ROUND).content)
    assert verify([str(tmp_path / "record.zip"), "--annex", str(tmp_path / "annex.zip")]) == 0
    assert "withheld, because" not in capsys.readouterr().out


def test_a_pot_with_enough_ballots_is_published_beside_one_that_has_few(world: World) -> None:
    published(world, ballots=[*BALLOTS] * 9)  # 45 in the one, 27 in the other
    files = members(audit.export_record(world.deps, world.carys, ROUND).content)
    pots = {pot["id"]: pot["withheld"] for pot in json.loads(files["round.json"])["pots"]}
    assert sorted(pots.values()) == [False, True]
    shown = {row.split(",")[0] for row in files["ballots.csv"].decode().splitlines()[1:]}
    assert shown == {pot for pot, withheld in pots.items() if not withheld}


def test_an_open_box_publishes_its_openings_and_verifies(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    close_a_round(world, box_mode=BoxMode.OPEN, ballots=[*BALLOTS] * 10)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    export = audit.export_record(world.deps, world.carys, ROUND)
    code, said = verified(export.content, tmp_path, capsys)
    assert code == 0, said
    assert "V25 OK" in said


def test_a_record_is_signed_with_the_key_named_when_voting_opened(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(world)
    (world_keys(world) / "signing.key").write_bytes(bytes(32))  # another key took its place
    code, said = verified(audit.export_record(world.deps, world.carys, ROUND).content, tmp_path, capsys)
    assert code == 1
    assert re.findall(r"^(V\d\d) FAILED", said, re.MULTILINE) == ["V26"]


def world_keys(world: World) -> Path:
    return Path(world.db.url.database or "").parent / "keys"
