"""Two hundred votes by every way of voting, from the opening to the publication, for tests of what is left.

It asserts nothing: what was used on the way is kept, and where everything lies can be read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pb.domain.voting import handle_for
from pb.services import (
    audit,
    ballots,
    checking,
    clockwork,
    comparing,
    counting,
    electors,
    in_person,
    proving,
    voters,
)
from pb.services.child import compute_here
from pb.services.voters import Voter
from pb.storage.tables import METADATA
from tests.proofs import load_postcodes
from tests.votes import CAMP, CLOSES_AT, GARDEN, GREEN, PATHS, ROUND, TREES, YOUNG, cast, issue, open_vote
from tests.world import World

CODES, BY_EMAIL, IN_PERSON = 170, 16, 14
CHOICES: tuple[Mapping[str, Mapping[str, int]], ...] = (
    {GREEN: {GARDEN: 1}},
    {GREEN: {TREES: 1, PATHS: 1}, YOUNG: {CAMP: 1}},
    {GREEN: {PATHS: 1}},
)


@dataclass
class Story:
    """Who came with what, in the order in which they voted; `tokens` are secrets that only they ever had."""

    world: World
    folder: Path
    selectors: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)  # how many had voted when each was sealed
    record: bytes = b""
    annex: bytes = b""
    log: str = ""

    def rows(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Every row of every table, in the order in which the database keeps them."""
        with self.world.db.read() as tx:
            for table in METADATA.sorted_tables:
                for row in tx.connection().execute(select(table)).mappings():
                    yield table.name, dict(row)


def vote_of(story: Story, voter: Voter, number: int) -> None:
    choices = {pot: marks for pot, marks in CHOICES[number % 3].items() if pot in voter.pot_ids}
    story.selectors.append(voter.selector)
    story.receipts.append(cast(story.world, voter, choices))


def come_in(story: Story, token: str) -> Voter:
    voter = voters.load_voter(story.world.deps, ROUND, token)
    assert voter is not None
    story.secrets.append(token)
    return voter


def open_story(world: World, folder: Path) -> Story:
    """Two hundred vote: by code, by e-mail and at a desk, mixed; hours pass, batches are sealed."""
    load_postcodes(world)
    open_vote(world, proofs=("code", "email", "person"))
    deps, story = world.deps, Story(world, folder)
    register = b"surname,number\nCudd,77123\n"
    electors.try_electors(deps, world.elin, ROUND, register, fields=("surname", "number"), source="Rhestr")
    given = [*issue(world, CODES + 1)]
    story.secrets += given
    for number in range(CODES + BY_EMAIL + IN_PERSON):
        if number % 12 == 5 and number // 12 < BY_EMAIL:
            voter = by_email(story, f"person{number}@cudd.example")
        elif number % 12 == 7 and number // 12 < IN_PERSON:
            made = in_person.let_in(
                deps, world.elin, ROUND, {"is_sure": "1", "tie": "live", "is_old_enough": "1"}
            )
            story.secrets.append(made.code)
            voter = come_in(story, voters.enter_code(deps, ROUND, made.code))
        else:
            voter = come_in(story, voters.enter_code(deps, ROUND, given.pop(), network="192.0.2.7"))
        vote_of(story, voter, number)
        world.clock.go(minutes=2)
        if number % 70 == 69:
            clockwork.settle(deps, ROUND)
            story.batches.append(number + 1)
    last = come_in(story, voters.enter_code(deps, ROUND, given.pop()))
    ballots.keep_choices(deps, last, CHOICES[0])  # ticked, never cast
    key = deps.keys.link_key(ROUND)
    assert key is not None
    story.handles = [handle_for(key, selector) for selector in story.selectors]
    return story


def by_email(story: Story, address: str) -> Voter:
    deps, world = story.world.deps, story.world
    story.addresses.append(address)
    asked = {"email": address, "postcode": "SA99 1AB", "tie": "live", "is_old_enough": "1"}
    token = proving.ask(deps, ROUND, "email", asked).token
    sent = world.letters.letters[-1].body
    code = next(word for word in sent.split() if len(word) == 6 and word.isdigit())
    story.secrets.append(token)
    return come_in(story, proving.answer(deps, ROUND, "email", code, token=token))


def close_story(story: Story) -> None:
    """The close, the count, the comparison, the publication, and everything that is taken away."""
    world, deps = story.world, story.world.deps
    world.clock.moment = CLOSES_AT
    clockwork.settle(deps, ROUND)
    counting.count_round(deps, world.elin, ROUND, is_sure=True)
    work = comparing.prepare_comparison(deps, world.elin, ROUND)
    answer = compute_here(work.task, lambda _: None)
    with world.db.write() as tx:
        work.save(tx, answer)
    counting.publish_round(deps, world.alys, ROUND, is_sure=True)
    story.record = checking.download_record(deps, None, ROUND).content
    story.annex = audit.export_annex(deps, world.carys, ROUND).content
