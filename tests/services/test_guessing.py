"""The alarm: many wrong codes in one round within an hour are told to its organisers and to the log."""

import logging

import pytest

from pb.domain.refusals import Refusal
from pb.services import overview, proving, voters, wrong_codes
from pb.storage import roll
from tests.proofs import open_vote_by_email, sent_code
from tests.services.proofs.test_email import TYPED
from tests.votes import ROUND, issue
from tests.world import World

ENOUGH = 500


def rings(world: World) -> bool:
    return overview.view_manage(world.deps, world.elin, ROUND).is_guessed


def test_it_rings_at_five_hundred_in_an_hour_and_says_so_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    open_vote_by_email(world)
    with caplog.at_level(logging.WARNING, logger="pb.codes"):
        for _ in range(ENOUGH - 1):
            wrong_codes.note_wrong(world.deps, ROUND)
        assert not rings(world)
        token = proving.ask(world.deps, ROUND, "email", TYPED).token
        wrong = f"{(int(sent_code(world)) + 1) % 10**6:06}"
        with pytest.raises(Refusal):
            proving.answer(world.deps, ROUND, "email", wrong, token=token)
        assert rings(world)
        wrong_codes.note_wrong(world.deps, ROUND)
    assert [record.getMessage() for record in caplog.records] == [
        f"round {ROUND}: 500 wrong codes within an hour"
    ]
    world.clock.go(minutes=61)
    assert not rings(world)


def test_wrong_voter_codes_count_and_slow_guessing_never_rings(world: World) -> None:
    open_vote_by_email(world)
    for _ in range(ENOUGH):
        wrong_codes.note_wrong(world.deps, ROUND)
        world.clock.go(seconds=8)
    assert not rings(world)
    world.clock.go(hours=2)
    for _ in range(ENOUGH - 1):
        wrong_codes.note_wrong(world.deps, ROUND)
    (unknown,) = issue(world)
    with world.db.write() as tx:
        roll.erase_verifiers(tx, ROUND)
    assert not rings(world)
    with pytest.raises(Refusal):
        voters.enter_code(world.deps, ROUND, unknown)
    assert rings(world)
