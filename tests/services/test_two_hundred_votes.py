"""Two hundred votes by people who left an address or a number: nothing that is stored ties one to another.

Every file of the data folder is read byte by byte, then every table, and the log at its most talkative: while
voting is open, and again after the close.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from pb.domain.voting import handle_for
from pb.services import receipts, reminders, work
from pb.services.voters import Voter
from pb.storage.tables import METADATA
from tests.proofs import come_by, open_vote_by_email
from tests.services.proofs.test_email import TYPED
from tests.votes import CLOSES_AT, GARDEN, GREEN, PATHS, ROUND, TREES, cast, close, issue, voter_of
from tests.world import World

VOTES, UNCAST = 200, 20
MARKS = (GARDEN, TREES, PATHS)


@dataclass
class Person:
    """Somebody as nobody but themselves knows them."""

    number: int
    voter: Voter
    receipt: str = ""
    hashes: list[str] = field(default_factory=list)

    @property
    def email(self) -> str:
        return f"pleidleisiwr-{self.number}@cwm.example"

    @property
    def phone(self) -> str:
        return f"+447700{900_000 + self.number}"


@dataclass
class Story:
    world: World
    folder: Path
    people: list[Person] = field(default_factory=list)
    seals: dict[str, str] = field(default_factory=dict)

    @property
    def voted(self) -> list[Person]:
        return [person for person in self.people if person.receipt]

    @property
    def selectors(self) -> set[str]:
        """Those with a letter: five figures alone may stand by chance in a longer number."""
        return {one.voter.selector for one in self.people if not one.voter.selector.isdigit()}

    def held(self) -> bytes:
        return b"\n".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file())

    def tables(self) -> dict[str, list[str]]:
        with self.world.db.read() as tx:
            return {
                table.name: [str(tuple(row)) for row in tx.connection().execute(select(table))]
                for table in METADATA.sorted_tables
            }


def come(world: World, number: int, codes: list[str]) -> Person:
    """A third each by code, by e-mail and by text."""
    if number % 3 == 0:
        return Person(number, voter_of(world, codes.pop()))
    person = Person(number, Voter(round_id=ROUND, selector="", pot_ids=()))
    way, asked = ("email", {"email": person.email}) if number % 3 == 1 else ("text", {"phone": person.phone})
    person.voter = come_by(world, way, TYPED | asked)
    return person


def wish(world: World, person: Person) -> None:
    by_phone = person.number % 2 == 0
    reminders.ask_reminder(
        world.deps,
        person.voter,
        email="" if by_phone else person.email,
        phone=person.phone if by_phone else "",
        language="cy",
    )


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Everybody asks to be reminded; 180 vote before that, 20 afterwards, and 20 never do."""
    folder = tmp_path_factory.mktemp("dau-gant")
    world = World(folder)
    open_vote_by_email(world, proofs=("code", "email", "text"))
    world.deps = replace(world.deps, settings=replace(world.deps.settings, texts_per_hour=10_000))
    story = Story(world, folder)
    codes = list(issue(world, (VOTES + UNCAST) // 3 + 1))
    link = world.deps.keys.link_key(ROUND)
    assert link is not None
    for number in range(VOTES + UNCAST):
        person = come(world, number, codes)
        wish(world, person)
        hashed = reminders.voter_hash(link, person.voter.selector)
        person.hashes = [hashed, handle_for(link, person.voter.selector)]
        story.people.append(person)
    with world.db.read() as tx:
        table = METADATA.tables["reminder"]
        story.seals = {row.voter_hash: row.sealed for row in tx.connection().execute(select(table))}
    for person in story.people[:180]:
        vote(world, person)
    yield story
    world.close()


def vote(world: World, person: Person) -> None:
    person.receipt = cast(world, person.voter, {GREEN: {MARKS[person.number % 3]: 1}})
    if person.number % 5 == 0:
        email, phone = (person.email, "") if person.number % 2 else ("", person.phone)
        receipts.send_receipt(world.deps, person.voter, email=email, phone=phone, language="cy")


def test_nothing_ties_a_vote_to_an_address(opened: Story, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world, tables, held = opened.world, opened.tables(), opened.held()
    assert len(opened.seals) == VOTES + UNCAST
    assert len({len(seal) for seal in opened.seals.values()}) == 1, "a long address is not told by its seal"
    assert len(tables["reminder"]) == 40, "of those who have voted there is none"
    waiting = {person.hashes[0] for person in opened.people[180:]}
    assert {row.split("'")[3] for row in tables["reminder"]} == waiting
    assert traces_in(held, [each for person in opened.people for each in (person.email, person.phone)]) == []
    handles = {person.hashes[1] for person in opened.people}
    names = set(opened.seals) | opened.selectors
    for rows in tables.values():
        text = "\n".join(rows)
        assert not (any(each in text for each in handles) and any(each in text for each in names))
    assert len(tables["ballot"]) == 180

    world.clock.moment = CLOSES_AT - timedelta(hours=24)
    world.letters.letters.clear()
    world.telephone.texts.clear()
    assert work.send_due_reminders(world.deps) == 40
    sent = {letter.to for letter in world.letters.letters} | {text.to for text in world.telephone.texts}
    late = opened.people[180:]
    assert sent == {person.phone if person.number % 2 == 0 else person.email for person in late}
    said = [letter.body for letter in world.letters.letters] + [text.body for text in world.telephone.texts]
    assert not any(name in body for body in said for name in (*MARKS, "garden", "coed", "llwybr"))
    assert opened.tables()["reminder"] == []
    for person in opened.people[180:VOTES]:
        person.voter = voter_again(world, person)
        vote(world, person)
    close(world)

    tables, held = opened.tables(), opened.held()
    assert len(opened.voted) == len(tables["ballot"]) == VOTES
    assert tables["reminder"] == tables["voter_key"] == tables["sent_code"] == tables["voter_session"] == []
    assert tables["draft_ballot"] == []
    traces = [each for person in opened.people for each in (*person.hashes, person.email, person.phone)]
    assert traces_in(held, [*traces, *opened.seals.values()]) == [], "nor in what files do not use any more"
    assert not any(selector in row for row in tables["ballot"] for selector in opened.selectors)
    assert not any(person.receipt in row for row in tables["credential"] for person in opened.voted)
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("pb"))
    for person in opened.people:
        assert not any(each in logged for each in (person.email, person.phone, *person.hashes))
        assert person.receipt not in logged or not person.receipt


def traces_in(held: bytes, traces: list[str]) -> list[str]:
    assert len(traces) > VOTES
    return [trace for trace in traces if trace.encode() in held or trace.removeprefix("+").encode() in held]


def voter_again(world: World, person: Person) -> Voter:
    """Sessions have ended by then; whoever proves the same is the same voter."""
    if person.number % 3 == 0:
        return person.voter
    again = come(world, person.number, [])
    assert again.voter == person.voter
    return again.voter
