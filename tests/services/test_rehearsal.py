"""Two hundred votes through the pages, then every stored byte is read: nothing ties a ballot to a person.

Whatever names a voter (code, selector, session, handle, address) must stand nowhere near what names a ballot
(id, nonce, leaf, receipt): not in one row, not on one page of the database's file, not in one other file.
"""

import base64
import hashlib
import io
import logging
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from pb.domain.voting import handle_for
from pb.services import audit, codes, counting
from pb.storage.tables import METADATA
from pb.web.app import create_app
from tests.votes import CLOSES_AT, GARDEN, GREEN, PATHS, ROUND, TREES, issue, open_vote
from tests.web.page import BASE
from tests.world import World

SQLITE_PAGE, POSTGRES_PAGE = 4096, 8192
AT = f"/cy/rounds/{ROUND}"
LETTERS = re.compile(r"[A-Z]")


@dataclass
class Rehearsal:
    """What was used on the way: by voters, and of ballots."""

    world: World
    folder: Path
    codes: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    ballots: list[dict[str, str]] = field(default_factory=list)
    record: bytes = b""
    said: str = ""

    def of_people(self) -> re.Pattern[bytes]:
        """Anything that names a voter."""
        plain = [code.replace("-", "") for code in self.codes]
        # A selector of figures alone stands in any long number by chance.
        selectors = [code[:5] for code in plain if LETTERS.search(code[:5])]
        digests = [hashlib.sha256(token.encode()).hexdigest() for token in self.sessions]
        return any_of([*self.codes, *plain, *selectors, *self.sessions, *digests, *self.addresses])

    def of_ballots(self) -> re.Pattern[bytes]:
        """Anything that names a ballot, in every writing."""
        hexadecimal = [ballot[name] for ballot in self.ballots for name in ("id", "nonce", "leaf")]
        raw = [bytes.fromhex(each) for each in hexadecimal if len(each) == 64]
        written = [base64.b64encode(each).decode().rstrip("=") for each in raw]
        return any_of([*hexadecimal, *written, *self.receipts, *self.handles], raw)


def any_of(texts: list[str], raw: list[bytes] | None = None) -> re.Pattern[bytes]:
    found = [re.escape(text.encode()) for text in sorted(set(texts)) if text]
    return re.compile(b"|".join([*found, *(re.escape(each) for each in raw or [])]))


def rehearse(world: World, folder: Path, votes: int) -> Rehearsal:
    """Votes with the pages alone; some change theirs, some codes are made void, some want a letter."""
    open_vote(world)
    story = Rehearsal(world, folder)
    story.codes = list(issue(world, votes))
    app = create_app(world.deps)
    for number, code in enumerate(story.codes):
        vote(story, TestClient(app, base_url=BASE, follow_redirects=False), number, code)
        if number == votes // 2:
            world.clock.go(hours=2)
    for code in story.codes[:3]:
        codes.void_code(world.deps, world.elin, ROUND, code)
    key = world.deps.keys.link_key(ROUND)
    assert key is not None
    story.handles = [handle_for(key, code[:5]) for code in story.codes]
    story.ballots = rows_of_ballots(world)
    backup(story)
    return story


def vote(story: Rehearsal, client: TestClient, number: int, code: str) -> None:
    page = client.post(f"{AT}/vote", data={"code": code}).text
    story.sessions.append(client.cookies["pb_voter"])
    for choice in (GARDEN, TREES) if number % 10 == 0 else ((GARDEN, TREES, PATHS)[number % 3],):
        page = client.get(f"{AT}/ballot").text
        client.post(
            f"{AT}/ballot", data={"form_token": hidden(page, "form_token"), f"choice.{GREEN}": choice}
        )
        page = client.get(f"{AT}/ballot/check").text
        fields = {name: hidden(page, name) for name in ("form_token", "cast", "paper")}
        client.post(f"{AT}/ballot/check", data=fields)
        page = client.get(f"{AT}/ballot/receipt").text
        found = re.search(r'class="code" translate="no">([^<]+)<', page)
        assert found, page
        story.receipts.append(found[1])
    if number % 8 == 0:
        story.addresses.append(f"pleidleisiwr{number}@gwlad.example")
        fields = {"form_token": hidden(page, "form_token"), "email": story.addresses[-1]}
        assert client.post(f"{AT}/ballot/receipt", data=fields).status_code == 303
    client.post(
        f"{AT}/receipt", data={"receipt": story.receipts[-1], "form_token": hidden(page, "form_token")}
    )


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def rows_of_ballots(world: World) -> list[dict[str, str]]:
    with world.db.read() as tx:
        rows = tx.connection().execute(select(METADATA.tables["ballot"])).mappings()
        return [{name: str(row[name]) for name in ("id", "nonce", "leaf")} for row in rows]


def backup(story: Rehearsal) -> None:
    """A backup of the database as it is taken while voting is open: the keys lie elsewhere."""
    path = story.world.db.url.database
    if story.world.db.is_sqlite and path:
        story.world.db.forget_past()
        shutil.copy(path, story.folder / "backup.db")


def finish(story: Rehearsal, caplog: pytest.LogCaptureFixture) -> None:
    """Close, count, publish, and take the record, through the pages where there are any."""
    world = story.world
    world.clock.moment = CLOSES_AT
    client = TestClient(create_app(world.deps), base_url=BASE)
    for path in ("", "/board", "/results"):
        assert client.get(AT + path).status_code == 200
    for receipt in story.receipts[:20]:
        assert client.post(f"{AT}/receipt", data={"receipt": receipt}).status_code == 200
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)
    story.record = audit.export_record(world.deps, world.carys, ROUND).content
    story.said = "\n".join(
        f"{entry.getMessage()} {entry.exc_text}" for entry in caplog.records if entry.name.startswith("pb")
    )


def pieces(story: Rehearsal) -> Iterator[tuple[str, bytes]]:
    """Every file that is kept, a database's page by page; the members of the record; the log."""
    for path in sorted(story.folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        name = path.relative_to(story.folder).as_posix()
        if name.endswith("-wal"):
            yield from in_pages(name, content[32:], SQLITE_PAGE + 24)
        elif path.suffix == ".db":
            yield from in_pages(name, content, SQLITE_PAGE)
        else:
            yield name, content
    with zipfile.ZipFile(io.BytesIO(story.record)) as archive:
        yield from ((name, archive.read(name)) for name in archive.namelist())
    yield "log", story.said.encode()


def in_pages(name: str, content: bytes, size: int) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(content), size):
        yield f"{name} at {start}", content[start : start + size]


def tied(story: Rehearsal, kept: Iterator[tuple[str, bytes]]) -> tuple[list[str], set[str], set[str]]:
    """Where both stand together; and the kinds of piece where either stands, to show that they were found."""
    people, ballots = story.of_people(), story.of_ballots()
    both, of_people, of_ballots = [], set(), set()
    for name, content in kept:
        has_person, has_ballot = people.search(content), ballots.search(content)
        of_people |= {name.split(" at ")[0]} if has_person else set()
        of_ballots |= {name.split(" at ")[0]} if has_ballot else set()
        if has_person and has_ballot:
            both.append(f"{name}: {has_person[0]!r} and {has_ballot[0]!r}")
    return both, of_people, of_ballots


def rows_that_tie(story: Rehearsal) -> list[str]:
    people, ballots = story.of_people(), story.of_ballots()
    with story.world.db.read() as tx:
        return [
            table.name
            for table in METADATA.sorted_tables
            for row in tx.connection().execute(select(table))
            if people.search(text := repr(tuple(row)).encode()) and ballots.search(text)
        ]


def test_two_hundred_votes_leave_no_stored_byte_that_ties_a_ballot_to_a_person(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = World(tmp_path)
    story = rehearse(world, tmp_path, 200)
    assert len(set(story.receipts)) == len(story.ballots) == 220
    assert rows_that_tie(story) == []
    both, of_people, _ = tied(story, (piece for piece in pieces_while_open(story)))
    assert both == []
    assert "backup.db" in of_people
    finish(story, caplog)
    assert rows_that_tie(story) == []
    both, of_people, of_ballots = tied(story, pieces(story))
    assert both == []
    # What was looked for is really there, each in its own place, and nowhere else.
    assert of_people == {"pb.db", "backup.db"}
    assert {"pb.db", "backup.db", "leaves.txt", "superseded.txt", "batches.jsonl"} <= of_ballots
    assert not of_ballots & {"log", "events.jsonl", "ballots.csv"}
    letters = {letter.to for letter in world.letters.letters}
    assert letters == set(story.addresses)
    handles = any_of(story.handles)
    assert [name for name, content in pieces(story) if handles.search(content) and "backup" not in name] == []
    world.close()


def pieces_while_open(story: Rehearsal) -> Iterator[tuple[str, bytes]]:
    story.record = empty_archive()
    return pieces(story)


def empty_archive() -> bytes:
    target = io.BytesIO()
    zipfile.ZipFile(target, "w").close()
    return target.getvalue()


@pytest.mark.postgres
def test_on_postgresql_the_tables_files_tie_nothing_either(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, postgres_url: str
) -> None:
    """Its own log (`pg_wal`) is not ours to clear: the guide to running it says how long it may be kept."""
    caplog.set_level(logging.DEBUG)
    world = World(tmp_path, database_url=postgres_url)
    story = rehearse(world, tmp_path, 60)
    finish(story, caplog)
    assert rows_that_tie(story) == []
    both, _, _ = tied(story, pieces(story))
    assert both == []
    folder = tables_folder(postgres_url)
    kept = [
        (path.name, page)
        for path in sorted(folder.iterdir())
        for _, page in in_pages(path.name, path.read_bytes(), POSTGRES_PAGE)
    ]
    both, of_people, of_ballots = tied(story, iter(kept))
    assert both == []
    assert of_people
    assert of_ballots
    handles = any_of(story.handles)
    assert {name for name, page in kept if handles.search(page)} == set(), "earlier states of rows are left"
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        for table in ("ballot", "credential"):  # else one number would tell which rows a vote wrote together
            found = connection.execute(f"SELECT count(DISTINCT xmin::text) FROM {table}".encode()).fetchone()
            assert found == (1,), table
        order = connection.execute("SELECT selector FROM credential ORDER BY ctid").fetchall()
        assert order == sorted(order), "the order on disk is that of the codes, not of the votes"
    world.close()


def tables_folder(url: str) -> Path:
    """Where the server keeps the files of this database, once everything is written there."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    assert found is not None
    return Path(found[0]) / "base" / str(found[1])
