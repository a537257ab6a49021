"""The public board in both languages: batches while voting is open, every leaf after the close, and files."""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pb.domain.seals import holds, read_proof, root_of
from pb.domain.text import LANGUAGES, Language
from pb.services import codes, proof_setup, text_cap
from pb.web.app import create_app
from tests.house.tree import ROOT
from tests.votes import (
    CLOSES_AT,
    GARDEN,
    GREEN,
    ROUND,
    TREES,
    cast,
    issue,
    open_vote,
    vote_many,
    voter_of,
)
from tests.web.page import Page
from tests.world import World

BOARD = f"/rounds/{ROUND}/board"
RECEIPT = f"/rounds/{ROUND}/receipt"


def lines(page: Page, name: str) -> list[str]:
    response = page.raw("GET", f"{BOARD}/{name}")
    assert response.status_code == 200
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    return str(response.text).splitlines()


@pytest.mark.parametrize("language", ["cy", "en"])
def test_while_voting_is_open_the_board_lists_batches_and_no_leaf(
    world: World, page: Page, language: str
) -> None:
    open_vote(world)
    page.language = language
    empty = {"cy": "Nid oes swp wedi'i selio eto", "en": "No batch has been sealed yet"}[language]
    assert empty in page.get(BOARD).main
    vote_many(world, 53)
    receipt = cast(world, voter_of(world, issue(world)[0]), {GREEN: {GARDEN: 1}})
    world.clock.go(hours=1)
    shown = page.get(BOARD)
    (batch,) = map(json.loads, lines(page, "batches.jsonl"))
    assert batch["root"] in shown.main
    assert (batch["size"], "leaves" in batch) == (54, False)
    assert " 54 " in shown.main
    assert receipt not in shown.main
    page.get(f"{BOARD}/leaves.txt", status=409)
    page.get(f"{BOARD}/superseded.txt", status=409)


def test_after_the_close_all_leaves_and_the_roots_over_them_can_be_checked(world: World, page: Page) -> None:
    open_vote(world)
    given = vote_many(world, 120)
    page.language = "en"
    world.clock.go(hours=1)
    page.get(BOARD)
    cast(world, voter_of(world, given[0]), {GREEN: {TREES: 1}})
    codes.void_code(world.deps, world.elin, ROUND, given[1])
    world.clock.moment = CLOSES_AT
    shown = page.get(BOARD)
    counted, superseded = lines(page, "leaves.txt"), lines(page, "superseded.txt")
    assert (len(counted), len(superseded)) == (119, 2)
    assert root_of(counted) in shown.main
    assert all(leaf in shown.main for leaf in (*counted[:100], *superseded))
    assert counted[100] not in shown.main
    assert counted[100] in page.get(f"{BOARD}?page=2").main
    for odd in ("0", "99999999999", "x", "²"):
        page.get(f"{BOARD}?page={odd}")
    batches = [json.loads(line) for line in lines(page, "batches.jsonl")]
    assert [batch["size"] for batch in batches] == [120, 1]
    assert sorted(leaf for batch in batches for leaf in batch["leaves"]) == sorted(counted + superseded)
    assert all(root_of(batch["leaves"]) == batch["root"] for batch in batches)
    prev = hashlib.sha256(f'{{"box":"{ROUND}"}}'.encode()).hexdigest()
    for batch in batches:  # as the page words it
        assert batch["prev"] == prev
        body = {key: value for key, value in batch.items() if key not in ("prev", "leaves")}
        written = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
        prev = hashlib.sha256(b"\x03" + bytes.fromhex(prev) + written).hexdigest()


def test_rounds_without_a_box_of_ours_say_so(world: World, page: Page) -> None:
    open_vote(world, imported_from="poland.pb")
    page.language = "en"
    assert "Its votes were cast elsewhere" in page.get(BOARD).main


def test_a_box_that_stayed_empty(world: World, page: Page) -> None:
    open_vote(world)
    world.clock.moment = CLOSES_AT
    page.language = "en"
    assert "No vote was cast" in page.get(BOARD).main
    assert lines(page, "leaves.txt") == []


def proof_of(page: Page, receipt: str) -> dict[str, object]:
    page.get(RECEIPT)
    page.submit({"receipt": receipt})
    response = page.raw("POST", RECEIPT, data={"receipt": receipt, "as": "proof"})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    found: dict[str, object] = json.loads(response.text)
    return found


def trees(found: dict[str, object]) -> dict[str, str]:
    """The root of each proof, every one of which leads there."""
    proofs = found["proofs"]
    assert isinstance(proofs, list)
    assert all(holds(read_proof(proof)) and proof["leaf"] == found["leaf"] for proof in proofs)
    return {proof["tree"]: proof["root"] for proof in proofs}


def test_a_receipt_is_proved_while_voting_is_open_and_after(world: World, page: Page, tmp_path: Path) -> None:
    open_vote(world)
    page.language = "en"
    voter = voter_of(world, issue(world)[0])
    first = cast(world, voter, {GREEN: {GARDEN: 1}})
    page.get(RECEIPT)
    assert "It is not sealed in a batch yet." in page.submit({"receipt": first}).main
    vote_many(world, 55)
    world.clock.go(hours=1)
    page.get(RECEIPT)
    assert (
        "sealed in batch 1, together with others. Votes in that batch: 56."
        in page.submit({"receipt": first}).main
    )
    second = cast(world, voter, {GREEN: {TREES: 1}})
    (batch,) = map(json.loads, lines(page, "batches.jsonl"))
    open_proof = proof_of(page, first)
    assert (open_proof["state"], trees(open_proof)) == ("in-box", {"batch": batch["root"]})
    world.clock.moment = CLOSES_AT
    counted, superseded = lines(page, "leaves.txt"), lines(page, "superseded.txt")
    last_batch = json.loads(lines(page, "batches.jsonl")[1])["root"]
    replaced, stands = proof_of(page, first), proof_of(page, second)
    assert (replaced["state"], trees(replaced)) == (
        "replaced",
        {"superseded": root_of(superseded), "batch": batch["root"]},
    )
    assert (stands["state"], trees(stands)) == (
        "counted",
        {"counted": root_of(counted), "batch": last_batch},
    )
    assert proof_of(page, "0000-0000-0000-0000")["proofs"] == []
    assert bare_check(tmp_path, replaced) == ["OK", "OK"]
    wrong = {**replaced, "leaf": "0" * 64}
    assert bare_check(tmp_path, wrong) == ["WRONG", "WRONG"]


def bare_check(folder: Path, proof: dict[str, object]) -> list[str]:
    """What the few lines of Python in the guide for auditors say of a proof."""
    (folder / "proof.json").write_text(json.dumps(proof))
    command = [sys.executable, "-I", str(ROOT / "docs" / "receipt-check.py"), str(folder / "proof.json")]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
    return [line.split()[-1] for line in said.stdout.splitlines()]


def test_a_receipt_goes_by_email_and_the_address_is_not_kept(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    page.get(f"/rounds/{ROUND}/vote")
    page.submit({"code": issue(world)[0]})
    page.submit({f"choice.{GREEN}": GARDEN})
    shown = page.submit()
    receipt = shown.all(".//p[@class='code']")[0].text or ""
    assert "Enter an email address" in page.submit({"email": "nobody"}, status=422).faults[0]
    shown = page.submit({"email": " Bryn@Gwlad.Example "})
    assert shown.notice == "The receipt is on its way. Your address has not been kept."
    (letter,) = world.letters.letters
    assert letter.to == "bryn@gwlad.example"
    assert receipt in letter.body
    assert f"http://localhost/en{RECEIPT}" in letter.body
    assert not re.search("garden|gardd|£|green|gwyrdd", letter.body, re.IGNORECASE)
    page.language = "cy"
    page.get(f"/rounds/{ROUND}/ballot/receipt")
    page.submit({"email": "bryn@gwlad.example"})
    assert world.letters.letters[1].subject == "Derbynneb eich pleidlais"
    for _ in range(3):
        page.submit({"email": "bryn@gwlad.example"})
    page.submit({"email": "bryn@gwlad.example"}, status=429)
    assert len(world.letters.letters) == 5
    world.db.forget_past()
    for path in (world.db.url.database and [world.db.url.database, f"{world.db.url.database}-wal"]) or []:
        with open(path, "rb") as kept:
            assert b"gwlad.example" not in kept.read()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_goes_by_text_and_the_number_is_not_kept(
    world: World, page: Page, language: Language, tmp_path: Path
) -> None:
    open_vote(world)
    page.language = language
    page.get(f"/rounds/{ROUND}/vote")
    page.submit({"code": issue(world)[0]})
    page.submit({f"choice.{GREEN}": GARDEN})
    shown = page.submit()
    receipt = shown.all(".//p[@class='code']")[0].text or ""
    for wrong in ({"phone": "029 2000 0000"}, {"phone": "07700 900123", "email": "bryn@gwlad.example"}):
        shown = page.submit(wrong, status=422)
        assert shown.value("phone") == wrong["phone"]
    shown = page.submit({"phone": "07700 900123", "email": ""})
    assert shown.notice.endswith(
        "Nid yw eich rhif wedi'i gadw." if language == "cy" else "has not been kept."
    )
    (text,) = world.telephone.texts
    assert text.to == "+447700900123"
    assert text.body.startswith(f"{'Derbynneb' if language == 'cy' else 'Receipt'}: {receipt}.")
    assert text.body.endswith(f"\n\nhttp://localhost/{language}{RECEIPT}")
    assert len(text.body) <= 130
    assert not re.search("garden|gardd|£|green|gwyrdd", text.body, re.IGNORECASE)
    assert proof_setup.view_proofs(world.deps, world.elin, ROUND).texts == text_cap.TextCounts(
        of_late=1, in_all=1, most_per_hour=300
    )
    world.db.forget_past()
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert receipt.encode() in held
    assert b"7700900123" not in held
    assert b"07700 900123" not in held


def test_without_texts_a_receipt_goes_by_email_only(world: World) -> None:
    open_vote(world)
    page = Page(create_app(replace(world.deps, texter=None)), "en")
    page.get(f"/rounds/{ROUND}/vote")
    page.submit({"code": issue(world)[0]})
    page.submit()
    shown = page.submit()
    assert shown.all(".//input[@name='phone']") == []
    assert "Send the receipt to yourself by email" in shown.main
    assert page.submit({"phone": "07700 900123"}, status=422).faults == ["Enter your email address."]
