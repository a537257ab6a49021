"""After a small vote from the first letter to the record: what must be nowhere, looked for everywhere.

Every file of the data folder is read byte by byte, then every table, the log at its most talkative, and the
record; first with voting open, then after the close.
"""

import hashlib
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pb.domain.codes import read_voter_code
from pb.domain.ids import PersonId
from pb.domain.voting import handle_for
from pb.services import audit, ballots, clockwork, codes, counting, signin, voters, voting
from pb.services.deps import Deps
from pb.services.mail import FolderMailer
from pb.storage import people
from pb.storage.tables import METADATA
from tests.rounds import COUNTY_POT, HARBOUR_POT, make_proposal, make_round
from tests.world import NOON, World

PASSWORD, EMAIL, NAME = "cennin-pedr-melyn-1", "gwenllian.cudd@cwm.example", "Gwenllian Gudd"
ROUND = "cronfa26"


@dataclass
class Rehearsal:
    """What was used on the way, by those to whom it belongs."""

    world: World
    deps: Deps
    folder: Path
    codes: tuple[str, ...] = ()
    tokens: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    record: bytes = b""

    @property
    def secrets(self) -> list[str]:
        """Codes in every writing, the secret part of each, passwords, and tokens."""
        plain = [code.replace("-", "") for code in self.codes]
        cut = [code[5:14] for code in plain]
        lower = [code.lower() for code in (*self.codes, *plain)]
        return [*self.codes, *plain, *cut, *lower, PASSWORD, *self.tokens]

    @property
    def selectors(self) -> list[str]:
        found = [read_voter_code(code) for code in self.codes]
        return [code.selector for code in found if code is not None]

    def files(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(self.folder).as_posix(), path.read_bytes()

    def tables(self) -> dict[str, str]:
        """Each table as text."""
        with self.world.db.read() as tx:
            return {
                table.name: "\n".join(str(tuple(row)) for row in tx.connection().execute(select(table)))
                for table in METADATA.sorted_tables
            }

    def places_of(self, secrets: list[str]) -> set[str]:
        """The files and the members of the record where any of the texts stands."""
        kept = [*self.files(), *((f"record {name}", content) for name, content in members(self.record))]
        return {name for name, content in kept for secret in secrets if secret.encode() in content}


def members(record: bytes) -> Iterator[tuple[str, bytes]]:
    if record:
        with zipfile.ZipFile(io.BytesIO(record)) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)


@pytest.fixture
def open_vote(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Rehearsal]:
    """Somebody joins; codes are issued; votes are cast, changed, and one only ticked; a code is made void."""
    caplog.set_level(logging.DEBUG)
    world = World(tmp_path)
    deps = replace(world.deps, mailer=FolderMailer(tmp_path / "mail", sender="cyngor@cwm.example"))
    story = Rehearsal(world, deps, tmp_path)
    join(story)
    round_ = make_round(world, opens=NOON - 14 * (NOON - NOON.replace(day=1)))
    first, second = (
        make_proposal(world, round_, "Gardd"),
        make_proposal(world, round_, "Cwch", pot=HARBOUR_POT),
    )
    issued = codes.issue_batch(
        deps, world.elin, ROUND, label="Ysgol", count=7, pot_ids=[COUNTY_POT.id, HARBOUR_POT.id]
    )
    story.codes = issued.codes
    world.clock.moment = round_.schedule.voting_open_at or NOON
    clockwork.settle(deps, ROUND)
    for number, code in enumerate(story.codes[:6]):
        vote(
            story, code, {COUNTY_POT.id: {first.id: 1}, HARBOUR_POT.id: {second.id: 1} if number % 2 else {}}
        )
    vote(story, story.codes[0], {HARBOUR_POT.id: {second.id: 1}})
    made = codes.void_code(deps, world.elin, ROUND, story.codes[1], replace=True)
    assert made is not None
    story.codes += made.codes
    key = deps.keys.link_key(ROUND)
    assert key is not None
    story.handles = [handle_for(key, selector) for selector in story.selectors]
    yield story
    world.close()


def join(story: Rehearsal) -> None:
    signin.ask_to_join(story.deps, email=EMAIL, language="cy")
    (letter,) = (story.folder / "mail").iterdir()
    sent = letter.read_text().replace("=\n", "").replace("=3D", "=")
    link = sent.split("/confirm/")[1].split()[0]
    session = signin.finish_joining(story.deps, link, name=NAME, password=PASSWORD, language="cy")
    again = signin.sign_in(story.deps, email=EMAIL, password=PASSWORD)
    letter.unlink()
    story.tokens += [link, session, again]


def vote(story: Rehearsal, code: str, choices: dict[str, dict[str, int]]) -> None:
    token = voters.enter_code(story.deps, ROUND, code, network="192.0.2.7")
    voter = voters.load_voter(story.deps, ROUND, token)
    assert voter is not None
    story.tokens.append(token)
    ballots.check_choices(story.deps, voter, choices)
    seen = ballots.view_paper(story.deps, voter)
    story.receipts.append(
        voting.cast_ballot(story.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)
    )


@pytest.fixture
def finished(open_vote: Rehearsal) -> Rehearsal:
    """The same, closed, counted, published and taken away as a record."""
    story, world = open_vote, open_vote.world
    voter = voters.load_voter(story.deps, ROUND, voters.enter_code(story.deps, ROUND, story.codes[6]))
    assert voter is not None
    ballots.keep_choices(story.deps, voter, {})  # ticked, never cast
    world.clock.go(days=11)
    clockwork.settle(story.deps, ROUND)
    counting.count_round(story.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(story.deps, world.alys, ROUND, is_sure=True)
    story.record = audit.export_record(story.deps, world.carys, ROUND).content
    return story


def test_codes_passwords_and_tokens_are_kept_nowhere(finished: Rehearsal) -> None:
    assert len(finished.secrets) > 40
    assert finished.places_of(finished.secrets) == set()


def test_while_voting_is_open_they_are_kept_nowhere_either(open_vote: Rehearsal) -> None:
    assert open_vote.places_of(open_vote.secrets) == set()


def test_addresses_and_names_stand_with_the_person_and_nowhere_else(finished: Rehearsal) -> None:
    holding = {name for name, text in finished.tables().items() if EMAIL in text}
    assert holding == {"person"}
    assert {name for name, text in finished.tables().items() if NAME in text} == {"person"}
    assert finished.places_of([EMAIL, NAME]) <= {"pb.db", "pb.db-wal"}
    everyone = [f"{name}@cwm.example" for name in ("alys", "elin", "ffion", "carys", "bryn")]
    assert finished.places_of(everyone) <= {"pb.db", "pb.db-wal"}
    assert "@cwm.example" not in finished.tables()["event"]


def test_the_log_at_its_most_talkative_tells_none_of_it(
    finished: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("pb"))
    said += "\n".join(str(record.exc_text) for record in caplog.records)
    told = [
        each for each in (*finished.secrets, EMAIL, NAME, *finished.receipts, "192.0.2.7") if each in said
    ]
    assert told == []


def test_with_voting_open_no_row_holds_a_code_and_a_ballot(open_vote: Rehearsal) -> None:
    tables = open_vote.tables()
    for name, text in tables.items():
        codes_here = any(selector in text for selector in open_vote.selectors)
        ballots_here = any(handle in text for handle in open_vote.handles)
        assert not (codes_here and ballots_here), name
    receipts = {name for name, text in tables.items() if any(each in text for each in open_vote.receipts)}
    assert receipts == {"ballot"}
    assert open_vote.places_of(open_vote.handles) <= {"pb.db", "pb.db-wal"}


def test_after_the_close_nothing_that_is_stored_ties_a_code_to_a_ballot(finished: Rehearsal) -> None:
    assert finished.deps.keys.link_key(ROUND) is None
    with finished.world.db.read() as tx:
        ballot = METADATA.tables["ballot"]
        rows = tx.connection().execute(select(ballot)).mappings().all()
    assert len(rows) == 7
    assert {row["handle"] for row in rows} == {None}
    assert finished.places_of(finished.handles) == set(), "also not in what the files do not use any more"
    left = [content for name, content in finished.files() if name.startswith("keys/")]
    for key in (*left, b"", hashlib.sha256(left[0]).digest()):  # none that is left makes a handle
        guessed = [handle_for(key, selector) for selector in finished.selectors]
        guessed += [hashlib.sha256(selector.encode()).hexdigest() for selector in finished.selectors]
        assert finished.places_of(guessed) == set()
    assert finished.tables()["draft_ballot"] == finished.tables()["voter_session"] == ""
    assert "argon2" not in finished.tables()["credential"]


def test_the_record_tells_nothing_of_codes_or_times_of_votes(finished: Rehearsal) -> None:
    files = dict(members(finished.record))
    whole = b"".join(files.values())
    assert not any(selector.encode() in whole for selector in finished.selectors)
    assert files["ballots.csv"] == b"pot_id,marks\n", "seven ballots are too few to stand there one by one"
    for line in files["events.jsonl"].decode().splitlines():
        event = json.loads(line)
        assert not event["type"].startswith(("ballot", "vote_")), "an event for a vote would tell its time"
        assert event["actor"] not in ("alys", "elin", "carys", "bryn")


def test_the_text_of_a_fault_holds_nothing_that_people_typed(tmp_path: Path) -> None:
    world = World(tmp_path)
    with pytest.raises(IntegrityError) as caught, world.db.write() as tx:
        people.put_person(
            tx, person_id=PersonId("arall"), email="elin@cwm.example", name=NAME, language="cy", at=NOON
        )
    assert "elin@cwm.example" not in str(caught.value)
    assert NAME not in str(caught.value)
    world.close()
