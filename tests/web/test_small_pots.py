"""A pot with few voters tells nobody how they voted: on no page, in no file, nor by taking figures away.

Two rounds that differ only in what these few chose, and in how many they were, must show the same.
"""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from pb.domain.disclosure import LEAST_SHOWN
from pb.services import audit, comparing, counting, packing, rehearsal_ballots, signin
from pb.services.child import compute_here
from pb.storage import outcomes
from pb.storage import signin as stored
from pb.verifier.__main__ import main as verify
from pb.web import cookies
from pb.web.app import create_app, ways
from tests.elections import BALLOTS, GREEN, ROUND, YOUNG, Ballots, a_round, close_a_round
from tests.web.page import Page
from tests.world import World


def forty(young: int, wins: int) -> Ballots:
    """Forty voters in the green pot; the first have the youth fund too, and some choose from it."""
    made: list[Mapping[str, Mapping[str, int]]] = []
    for at, ballot in enumerate(BALLOTS * 8):
        given: dict[str, Mapping[str, int]] = {GREEN: ballot[GREEN]}
        if at < young:
            given[YOUNG] = {"pel": 1} if at < wins else {}
        made.append(given)
    return made


# The footballs win either way.
ALL_FOR_IT, HALF_OF_FEWER = forty(6, 6), forty(4, 2)
DIGEST = re.compile(r"[0-9a-f]{64}|[0-9a-f]{128}|[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
NOT_THE_SAME = re.compile(
    r'name="form_token" value="[^"]*"|[\d,]+(?=</dd></div>\n<div><dt>(?:Fingerprint|Ôl bys))'
)
PUBLIC = [way.path for way in ways() if way.path.startswith("/rounds/{round_id}") and way.show is not None]


def counted(folder: Path, ballots: Ballots) -> World:
    keys = folder / "keys"
    keys.mkdir(parents=True)
    for name in ("secret.key", "signing.key"):  # so that made-up names and keys are alike
        (keys / name).write_bytes(b"7" * 32)
    world = World(folder)
    close_a_round(world, ballots=ballots)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    return world


def published(folder: Path, ballots: Ballots) -> World:
    world = counted(folder, ballots)
    work = comparing.prepare_comparison(world.deps, world.elin, ROUND)
    answer = compute_here(work.task, lambda _: None)
    with world.db.write() as tx:
        work.save(tx, answer)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    return world


def shown(world: World) -> dict[str, str]:
    """Every public page and file in both languages, without the fingerprints of random numbers."""
    page, found = Page(create_app(world.deps)), {}
    names = {"round_id": ROUND, "pot_id": YOUNG, "proposal_id": "pel", "proof": "email"}
    for path in PUBLIC:
        for language in ("cy", "en"):
            page.language = language
            response = page.raw("GET", path.format(**names))
            texts = {path: response.content}
            if path.endswith(".zip"):
                with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
                    texts = {f"{path} {name}": archive.read(name) for name in archive.namelist()}
            for name, content in texts.items():
                text = NOT_THE_SAME.sub("*", DIGEST.sub("*", content.decode()))
                lines = (
                    sorted(text.splitlines()) if name.endswith(("leaves.txt", "batches.jsonl")) else [text]
                )
                found[f"{language} {name}"] = "\n".join(lines)
    return found


def test_nothing_public_tells_how_the_few_voted_or_how_many_they_were(tmp_path: Path) -> None:
    first, second = published(tmp_path / "one", ALL_FOR_IT), published(tmp_path / "two", HALF_OF_FEWER)
    one, two = shown(first), shown(second)
    assert [name for name in one if one[name] != two[name]] == []
    assert "fewer than 10 people voted" in one["en /rounds/{round_id}/results/{pot_id}"]
    assert "Footballs" in one["en /rounds/{round_id}/results"], "who gets the money has to be said"
    assert json.loads(one["en /rounds/{round_id}/record.zip results.json"])["pots"][1]["votes"] == {}
    first.close()
    second.close()


def test_organisers_who_count_and_publish_are_told_no_more(tmp_path: Path) -> None:
    pages = []
    for name, ballots in (("one", ALL_FOR_IT), ("two", HALF_OF_FEWER)):
        world = counted(tmp_path / name, ballots)
        page, token = Page(create_app(world.deps)), signin.new_token(world.deps)
        with world.db.write() as tx:
            stored.put_session(tx, signin.token_hash(token), world.alys.id, at=world.clock.now())
        page.client.cookies.set(cookies.full_name(cookies.SESSION, secure=False), token)
        ways = (f"/manage/{ROUND}/count", f"/manage/{ROUND}/publish", f"/audit/{ROUND}")
        pages.append({way: NOT_THE_SAME.sub("*", DIGEST.sub("*", page.raw("GET", way).text)) for way in ways})
        world.close()
    assert [way for way in pages[0] if pages[0][way] != pages[1][way]] == []
    assert "Peli pêl-droed" in pages[0][f"/manage/{ROUND}/publish"]


def test_the_test_above_would_see_it(tmp_path: Path) -> None:
    """The same two in a pot of many: there the votes are public, and differ."""
    many: Ballots = [{GREEN: {"pwll": 1}, YOUNG: {"pel": 1}}] * 40
    fewer: Ballots = [{GREEN: {"pwll": 1}, YOUNG: {"pel": 1} if at < 38 else {}} for at in range(40)]
    first, second = published(tmp_path / "one", many), published(tmp_path / "two", fewer)
    one, two = shown(first), shown(second)
    unlike = {name.split("/")[-1] for name in one if one[name] != two[name]}
    assert {"{pot_id}", "rules", "results.csv", "record.zip results.json"} <= unlike
    first.close()
    second.close()


@pytest.mark.parametrize("ballots", [ALL_FOR_IT, HALF_OF_FEWER])
def test_auditors_count_it_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ballots: Ballots
) -> None:
    world = published(tmp_path / "one", ballots)
    record, annex = tmp_path / "record.zip", tmp_path / "annex.zip"
    record.write_bytes(audit.export_record(world.deps, world.carys, ROUND).content)
    annex.write_bytes(audit.export_annex(world.deps, world.carys, ROUND).content)
    assert verify([str(record)]) == 0, capsys.readouterr().out
    assert "The figures of these pots are not published" in capsys.readouterr().out
    assert verify([str(record), "--annex", str(annex)]) == 0, capsys.readouterr().out
    with zipfile.ZipFile(annex) as archive:
        whole = json.loads(archive.read(f"hidden/{YOUNG}.json"))["outcome"]
    assert whole["ballots"] == sum(YOUNG in ballot for ballot in ballots) < LEAST_SHOWN
    world.close()


def test_a_digest_of_few_ballots_cannot_be_found_by_trying(tmp_path: Path) -> None:
    """Nine ballots can be guessed; so their plain digests stand in no public file and on no page."""
    world = published(tmp_path / "one", ALL_FOR_IT)
    with world.db.read() as tx:
        green, young = outcomes.list_counts(tx, ROUND)
        record = packing.record_of(world.deps, tx, ROUND)
    assert green.blind is None
    page = Page(create_app(world.deps))
    pages = [
        page.raw("GET", f"/rounds/{ROUND}/results/{YOUNG}").text,
        page.raw("GET", f"/rounds/{ROUND}/board").text,
    ]
    for digest in (young.contest_digest, young.outcome_digest):
        assert digest.encode() not in record
        assert not any(digest in text for text in pages)
    assert young.public_contest_digest.encode() in record
    assert young.public_outcome_digest.encode() in record
    world.close()


def test_its_votes_are_no_exercise_for_other_rules(tmp_path: Path) -> None:
    world = published(tmp_path / "one", ALL_FOR_IT)
    view = comparing.view_comparison(world.deps, world.alys, ROUND)
    assert [pot.pot.id for pot in view.pots] == [GREEN]
    assert view.hidden == {YOUNG}
    with world.db.read() as tx:
        round_ = a_round()
        past = rehearsal_ballots.list_past(world.deps, tx, round_)
    assert [count.pot_id for _, count in past] == [GREEN]
    world.close()
