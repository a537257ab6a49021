"""After two hundred votes nothing that is stored, remembered, logged or published ties a person to a ballot.

Every file and table is read, on both databases: for byte strings that name both, for the order in which rows
lie, for times, and for the numbers of transactions.
"""

import gc
import io
import json
import logging
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from pb.storage.editions import Kept
from pb.web.app import create_app
from pb.web.memory import Memory
from tests.services.stored_story import CODES, Story, close_story, open_story
from tests.votes import CLOSES_AT, ROUND, issue
from tests.web.page import Page
from tests.world import NOON, World

POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)


@pytest.fixture(scope="module", params=["sqlite", POSTGRES])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("stored")
    url = request.getfixturevalue("postgres_database") if request.param == "postgres" else None
    world = World(folder, database_url=url)
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = records.append  # type: ignore[method-assign,assignment] # a list is all that is wanted
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    made = open_story(world, folder)
    by_browser(made)
    close_story(made)
    root.removeHandler(handler)
    root.setLevel(level)
    made.log = "\n".join(f"{one.getMessage()} {one.exc_text}" for one in records if one.name.startswith("pb"))
    yield made
    world.close()


def by_browser(story: Story) -> None:
    """One more votes on the pages themselves, so that what the site remembers is there to be read."""
    (code,) = issue(story.world)
    page = Page(create_app(story.world.deps))
    page.get(f"/rounds/{ROUND}/vote")
    page.submit({"code": code})
    page.get(f"/rounds/{ROUND}/ballot")
    page.submit()  # blank, which is asked about once
    shown = page.submit()
    story.selectors.append(code[:5])
    story.secrets.append(code)
    story.receipts.append(shown.all(".//p[@class='code']")[0].text or "")


def leaves_of(story: Story) -> dict[str, str]:
    """Leaf by receipt."""
    return {row["receipt"]: row["leaf"] for table, row in story.rows() if table == "ballot"}


def test_no_row_names_both_a_voter_and_a_ballot(story: Story) -> None:
    ballots = {*story.receipts, *leaves_of(story).values()}
    for table, row in story.rows():
        said = " ".join(str(value) for value in row.values())
        if any(selector in str(row.get("selector", "")) for selector in story.selectors):
            assert not any(one in said for one in ballots), table
        assert not any(secret in said for secret in (*story.secrets, *story.handles, *story.addresses)), table
    assert {row["handle"] for table, row in story.rows() if table == "ballot"} == {None}
    left = {table for table, _ in story.rows()}
    gone = {"draft_ballot", "voter_session", "voter_key", "sent_code", "code_lock", "desk_count", "elector"}
    gone |= {"message_count"}
    assert not left & gone


def test_no_file_keeps_a_secret_a_handle_or_an_address(story: Story) -> None:
    wanted = [one.encode() for one in (*story.secrets, *story.handles, *story.addresses)]
    assert len(wanted) > 500
    kept = files_of_postgres(story.world)
    kept |= {str(path.relative_to(story.folder)): path.read_bytes() for path in files_in(story.folder)}
    for name, packed in (("record", story.record), ("annex", story.annex)):
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            kept |= {f"{name} {member}": archive.read(member) for member in archive.namelist()}
    assert [name for name, content in kept.items() for one in wanted if one in content] == []


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def files_of_postgres(world: World) -> dict[str, bytes]:
    """Every file of the database itself; its write-ahead log is for those who run it, as the guide says."""
    if world.db.is_sqlite:
        return {}
    with world.db.connection() as connection:
        oid = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        folder = (
            Path(connection.execute(text("SHOW data_directory")).scalar_one())
            / "base"
            / str(oid.scalar_one())
        )
        connection.execute(text("CHECKPOINT"))
    found = {path.name: path.read_bytes() for path in files_in(folder)}
    assert any(b"code_batch" in content for content in found.values()), "these are the files"
    return found


def test_neither_log_nor_memory_says_who_chose_what(story: Story) -> None:
    words = (*story.secrets, *story.handles, *story.addresses, *story.receipts, "192.0.2.7")
    assert [word for word in words if word in story.log] == []
    remembered = "\n".join(strings_in([one for one in gc.get_objects() if isinstance(one, Memory | Kept)]))
    assert "Gardd gymunedol" in remembered, "the papers are there"
    assert [word for word in words if word in remembered] == []


def strings_in(thing: Any, depth: int = 12) -> Iterator[str]:
    """Every text within a thing, as far down as it goes."""
    if isinstance(thing, str | bytes):
        yield thing if isinstance(thing, str) else thing.decode("latin-1")
    elif depth:
        for part in parts_of(thing):
            yield from strings_in(part, depth - 1)


def parts_of(thing: Any) -> Iterable[Any]:
    if isinstance(thing, Mapping):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, list | tuple | set | frozenset):
        return thing
    if isinstance(thing, type) or not type(thing).__module__.startswith("pb."):
        return ()
    names = getattr(thing, "__slots__", None) or vars(thing)
    return [getattr(thing, name, None) for name in names]


def test_where_rows_lie_tells_nobody_who_came_first(story: Story) -> None:
    """By row numbers or places in the file; the primary key of the box is random, that of the roll a code."""
    place = "ctid" if not story.world.db.is_sqlite else "rowid"
    with story.world.db.read() as tx:
        rows = tx.connection().execute(text(f"SELECT selector FROM credential ORDER BY {place}"))
        lying = [row[0] for row in rows]
        batches = tx.connection().execute(text(f"SELECT id, proof FROM code_batch ORDER BY {place}")).all()
        stored = [row[0] for row in tx.connection().execute(text("SELECT leaf FROM ballot"))]
    assert lying == sorted(lying)
    assert len({proof for _, proof in batches}) == 3
    assert batches == sorted(batches), "not which way somebody came first"
    assert len(lying) == CODES + 1 + 30 + 1
    by_vote = [leaves_of(story)[receipt] for receipt in story.receipts]
    assert stored != by_vote
    # neighbours in time are no neighbours in the table more often than by chance (two in two hundred)
    places = {leaf: at for at, leaf in enumerate(stored)}
    near = sum(abs(places[one] - places[two]) == 1 for one, two in pairwise(by_vote))
    assert near <= 12


def test_no_time_of_a_vote_is_left(story: Story) -> None:
    found: dict[str, datetime] = {}
    for table, row in story.rows():
        for name, value in row.items():
            if isinstance(value, datetime) and NOON < value < CLOSES_AT - timedelta(minutes=1):
                found.setdefault(f"{table}.{name}", value)
    hours = [found.pop(name) for name in [*found] if name == "box_batch.sealed_hour"]
    assert all(hour == hour.replace(minute=0, second=0, microsecond=0) for hour in hours)
    assert set(found) <= {"code_batch.issued_at"}, "codes that the organisers issued while voting was open"
    batches = [row for table, row in story.rows() if table == "code_batch" and row["proof"] != "code"]
    assert batches
    assert all(row["issued_at"] == NOON - timedelta(hours=1) for row in batches), "not when the first came"


@pytest.mark.parametrize("story", [POSTGRES], indirect=True)
def test_no_transaction_number_joins_the_two(story: Story) -> None:
    with story.world.db.read() as tx:
        for table in ("credential", "code_batch", "ballot"):
            query = text(f"SELECT count(DISTINCT xmin::text) FROM {table}")
            assert tx.connection().execute(query).scalar_one() == 1, table


def test_the_public_record_ties_no_leaf_to_a_ballot_and_no_event_to_a_vote(story: Story) -> None:
    with zipfile.ZipFile(io.BytesIO(story.record)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    leaves = files["leaves.txt"].split()
    holding = {name for name, content in files.items() if any(leaf in content for leaf in leaves)}
    # whoever voted last is alone in the last batch, and the root of one leaf is the leaf itself
    assert holding == {"leaves.txt", "batches.jsonl", "events.jsonl"}
    alone = json.loads(files["batches.jsonl"].splitlines()[-1])
    assert [leaf for leaf in leaves if leaf in files["events.jsonl"]] == alone["leaves"] == [alone["root"]]
    events = [json.loads(line) for line in files["events.jsonl"].splitlines()]
    close = CLOSES_AT.isoformat().replace("+00:00", "Z")
    during = [event for event in events if "2026-03-02T12:00:00Z" < event["at"] < close]
    assert {event["type"] for event in during} <= {"batch_sealed", "codes_issued"}
    assert all(event["at"].endswith(":00:00Z") for event in during if event["type"] == "batch_sealed")
    rows = files["ballots.csv"].splitlines()[1:]
    assert rows == sorted(rows)
    # rows of the public file are in order of content: leaves beside them would be in no order that fits
    assert len(leaves) == len(story.receipts)
