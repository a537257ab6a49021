"""Ballots are sealed in batches of fifty or more, at most hourly, the rest at the close; no time is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta

from pb.domain.seals import SealedBatch, first_prev, root_of
from pb.services import clockwork, codes
from pb.storage import box, box_batches
from pb.storage.events import list_events
from tests.votes import CLOSES_AT, GARDEN, GREEN, ROUND, TREES, cast, issue, open_vote, vote_many, voter_of
from tests.world import NOON, World


def batches(world: World) -> list[SealedBatch]:
    with world.db.read() as tx:
        return box_batches.list_sealed_batches(tx, ROUND)


def leaves_in(world: World, number: int) -> list[str]:
    with world.db.read() as tx:
        return box_batches.list_leaves_in_batch(tx, ROUND, number)


def settle(world: World, **later: int) -> None:
    world.clock.go(**later)
    clockwork.settle(world.deps, ROUND)


def test_fifty_ballots_and_an_hour_whichever_comes_later(world: World) -> None:
    open_vote(world)
    vote_many(world, 49)
    settle(world, hours=3)
    assert batches(world) == []
    vote_many(world, 1)
    settle(world)
    assert [(batch.number, batch.size) for batch in batches(world)] == [(1, 50)]
    vote_many(world, 70)
    settle(world, minutes=59)
    assert len(batches(world)) == 1
    settle(world, minutes=1)
    assert [(batch.number, batch.size) for batch in batches(world)] == [(1, 50), (2, 70)]
    settle(world, hours=9)
    assert len(batches(world)) == 2


def test_a_batch_seals_its_leaves_and_the_batch_before(world: World) -> None:
    open_vote(world)
    vote_many(world, 55)
    settle(world, hours=1, minutes=20)
    vote_many(world, 51)
    settle(world, hours=1)
    first, second = batches(world)
    assert (first.prev, second.prev) == (first_prev(ROUND), first.seal)
    for batch in (first, second):
        assert batch.root == root_of(leaves_in(world, batch.number))
        assert batch.sealed_hour.minute == 0
    assert first.sealed_hour == NOON.astimezone(UTC) + timedelta(hours=1)
    with world.db.read() as tx:
        entries = [entry for entry in list_events(tx, ROUND) if entry.type == "batch_sealed"]
    assert [dict(entry.payload) for entry in entries] == [
        {"batch": batch.number, "size": batch.size, "root": batch.root, "seal": batch.seal}
        for batch in (first, second)
    ]
    assert all(entry.at.endswith(":00:00Z") and entry.actor is None for entry in entries)


def test_the_close_seals_the_rest_and_every_leaf_lies_in_one_batch(world: World) -> None:
    open_vote(world)
    given = vote_many(world, 50)
    settle(world, hours=1)
    cast(world, voter_of(world, given[0]), {GREEN: {GARDEN: 1}})  # one in the first batch is replaced
    codes.void_code(world.deps, world.elin, ROUND, given[1])
    world.clock.moment = CLOSES_AT
    settle(world)
    assert [batch.size for batch in batches(world)] == [50, 1]
    with world.db.read() as tx:
        counted, superseded = box.list_leaves(tx, ROUND)
        closed = next(entry for entry in list_events(tx, ROUND) if entry.type == "voting_closed")
    assert sorted(leaves_in(world, 1) + leaves_in(world, 2)) == sorted(counted + superseded)
    assert closed.payload["batches"] == 2
    settle(world, hours=2)
    assert len(batches(world)) == 2


def test_a_box_that_stayed_empty_has_no_batch(world: World) -> None:
    open_vote(world)
    world.clock.moment = CLOSES_AT
    settle(world)
    assert batches(world) == []


def test_many_who_look_at_once_seal_once_while_votes_go_on(world: World) -> None:
    open_vote(world)
    vote_many(world, 60)
    late = [voter_of(world, code) for code in issue(world, 16)]
    world.clock.go(hours=1)

    def look(number: int) -> None:
        clockwork.settle(world.deps, ROUND)
        if number < len(late):
            cast(world, late[number], {GREEN: {TREES: 1}})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(look, range(32)))
    (batch,) = batches(world)
    assert batch.size >= 60
    world.clock.moment = CLOSES_AT
    settle(world)
    assert sum(each.size for each in batches(world)) == 76
    assert all(each.root == root_of(leaves_in(world, each.number)) for each in batches(world))


def test_casting_never_seals(world: World) -> None:
    open_vote(world)
    vote_many(world, 60)
    world.clock.go(hours=5)
    cast(world, voter_of(world, issue(world)[0]), {})
    assert batches(world) == []
