"""Everybody may take the record of a published round: auditors' bytes, nothing that is for them alone."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable

import pytest

from pb.domain.rounds import BoxMode
from pb.services import audit, checking, counting, packing
from pb.storage.events import list_events
from pb.verifier.checks.files import UNLISTED
from pb.verifier.formats import JSON_FILES, TEXT_FILES
from pb.web.voting import WAYS as VOTING
from tests.elections import BALLOTS, ROUND, close_a_round
from tests.web.page import Page
from tests.world import World

CHECK, RECORD = f"/rounds/{ROUND}/check", f"/rounds/{ROUND}/record.zip"
# The members that may be public, each weighed; a new one has to be put here by somebody who thought of it.
FOR_THE_PUBLIC = {*JSON_FILES, *TEXT_FILES, *UNLISTED}


def counted(world: World, **how: object) -> None:
    close_a_round(world, **how)  # type: ignore[arg-type] # as the caller says
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)


def published(world: World, **how: object) -> None:
    counted(world, **how)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)


def test_everybody_gets_the_bytes_of_the_auditor_and_the_page_names_them(world: World, page: Page) -> None:
    published(world)
    mine = page.raw("GET", RECORD)
    auditors = audit.export_record(world.deps, world.carys, ROUND)
    assert mine.status_code == 200
    assert mine.content == auditors.content
    assert "public" in mine.headers["cache-control"]
    page.language = "en"
    shown = page.get(CHECK)
    assert hashlib.sha256(mine.content).hexdigest() in shown.main
    assert f"{len(mine.content):,}" in shown.main
    assert f"python pb-verify.pyz {auditors.name} --language en" in shown.main
    # also after the auditor's taking was noted, and from memory
    assert page.raw("GET", RECORD).content == mine.content
    page.language = "cy"
    assert "--language cy" in page.get(CHECK).main


@pytest.mark.parametrize("mode", [BoxMode.SEALED, BoxMode.OPEN])
def test_nothing_is_in_it_that_is_not_for_the_public(world: World, page: Page, mode: BoxMode) -> None:
    published(world, ballots=[*BALLOTS] * 10, box_mode=mode)
    with zipfile.ZipFile(io.BytesIO(page.raw("GET", RECORD).content)) as archive:
        names = {name for name in archive.namelist() if not name.startswith("counts/")}
    assert names == FOR_THE_PUBLIC | ({"openings.jsonl"} if mode is BoxMode.OPEN else set())


def test_taking_it_leaves_no_trace_in_the_log(world: World, page: Page) -> None:
    published(world)
    with world.db.read() as tx:
        before = len(list_events(tx, ROUND))
    page.raw("GET", RECORD)
    page.get(CHECK)
    with world.db.read() as tx:
        assert len(list_events(tx, ROUND)) == before


def test_it_is_packed_once(world: World, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    published(world)
    packed = 0

    def counting_packs(*given: object) -> bytes:
        nonlocal packed
        packed += 1
        return record_of(*given)  # type: ignore[arg-type] # as the service gives it

    record_of = packing.record_of
    monkeypatch.setattr(checking, "record_of", counting_packs)
    for _ in range(3):
        page.raw("GET", RECORD)
        page.get(CHECK)
    assert packed == 1


def test_before_publication_there_is_none_and_the_page_says_so(world: World, page: Page) -> None:
    counted(world)
    page.language = "en"
    assert page.raw("GET", RECORD).status_code == 409
    shown = page.get(CHECK)
    assert "The record is not out yet" in shown.main
    assert not re.search(r"record\.zip", shown.main)


def test_taking_it_too_often_is_put_off(world: World, page: Page) -> None:
    published(world)
    got = [page.raw("GET", RECORD).status_code for _ in range(61)]
    assert (set(got[:60]), got[60]) == ({200}, 429)
    world.clock.go(minutes=11)
    assert page.raw("GET", RECORD).status_code == 200


def test_a_receipt_can_be_checked_from_the_page(
    world: World, page: Page, as_person: Callable[..., Page]
) -> None:
    published(world)
    page.language = "en"
    page.get(CHECK)
    assert "Enter" in page.submit({"receipt": ""}, status=422).faults[0]
    shown = page.submit({"receipt": "0000-0000-0000-0000"})
    assert "0000-0000-0000-0000" in shown.main
    assert shown.heading == "Check a receipt"
    assert any(way.path.endswith("/receipt") for way in VOTING)
