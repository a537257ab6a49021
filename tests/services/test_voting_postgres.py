"""The races of casting and closing on a real PostgreSQL, where writers do not take turns by themselves."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pb.domain.seals import root_of
from pb.services import ballots, clockwork, codes, voting
from pb.services.receipts import look_up_receipt
from pb.storage import box, box_batches
from tests.votes import (
    GARDEN,
    GREEN,
    ROUND,
    TREES,
    cast,
    close,
    issue,
    open_vote,
    race_with_the_close,
    vote_many,
    voter_of,
)
from tests.world import World

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(tmp_path: Path, postgres_url: str) -> Iterator[World]:
    made = World(tmp_path, database_url=postgres_url)
    open_vote(made)
    yield made
    made.close()


def test_the_whole_story_of_a_vote(world: World) -> None:
    first, second, third = issue(world, 3)
    replaced = cast(world, voter_of(world, first), {GREEN: {GARDEN: 1}})
    counted = cast(world, voter_of(world, first), {GREEN: {TREES: 1}})
    void = cast(world, voter_of(world, second), {})
    codes.void_code(world.deps, world.elin, ROUND, second, replace=True)
    ballots.keep_choices(world.deps, voter_of(world, third), {GREEN: {GARDEN: 1}})
    close(world)
    states = [look_up_receipt(world.deps, ROUND, each).state for each in (replaced, counted, void)]
    assert states == ["replaced", "counted", "void"]
    with world.db.read() as tx:
        turnout = voting.turnout(tx, ROUND)
    assert (turnout.codes_issued, turnout.codes_void, turnout.codes_used) == (4, 1, 1)
    assert (turnout.counted, turnout.superseded) == (1, 2)


def test_eight_threads_sending_the_same_form_give_one_ballot(world: World) -> None:
    voter = voter_of(world, issue(world)[0])
    ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
    seen = ballots.view_paper(world.deps, voter)
    gate = threading.Barrier(8)

    def send(_: int) -> str:
        gate.wait()
        return voting.cast_ballot(world.deps, voter, token=seen.cast_token, paper_digest=seen.paper_digest)

    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(send, range(8)))
    assert len(receipts) == 1
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (1, 0)


def test_fifty_votes_racing_with_the_close(world: World) -> None:
    receipts = race_with_the_close(world, head_start_seconds=0.05)
    with world.db.read() as tx:
        turnout = voting.turnout(tx, ROUND)
    assert turnout.counted + turnout.superseded == len(receipts) == len(set(receipts))
    assert turnout.codes_used == turnout.counted
    assert all(look_up_receipt(world.deps, ROUND, each).state == "counted" for each in receipts)


def test_batches_are_sealed_once_while_votes_are_cast_changed_and_made_void(world: World) -> None:
    given = vote_many(world, 60)
    late = [voter_of(world, code) for code in (*issue(world, 12), *given[:6])]
    world.clock.go(hours=1)

    def act(number: int) -> None:
        clockwork.settle(world.deps, ROUND)
        if number < len(late):
            cast(world, late[number], {GREEN: {TREES: 1}})
        else:
            codes.void_code(world.deps, world.elin, ROUND, given[number])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(30)))
    close(world)
    with world.db.read() as tx:
        batches = box_batches.list_sealed_batches(tx, ROUND)
        leaves = [box_batches.list_leaves_in_batch(tx, ROUND, batch.number) for batch in batches]
        counted, superseded = box.list_leaves(tx, ROUND)
    assert [batch.number for batch in batches] == [1, 2]
    assert batches[0].size >= 50
    assert [root_of(each) for each in leaves] == [batch.root for batch in batches]
    assert sorted(leaf for each in leaves for leaf in each) == sorted(counted + superseded)
    assert (len(counted), len(superseded)) == (60, 18)
