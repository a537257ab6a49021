"""Messages to one place or from one network: so many an hour, over processes and restarts, then forgotten."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pb.domain.refusals import Refusal
from pb.services import message_limits, proving, signin
from pb.services.deps import Deps
from pb.services.message_limits import CODES_TO, FOR, TO, count_message
from pb.storage.message_counts import ACCOUNTS
from tests.proofs import open_vote_by_email
from tests.services.proofs.test_email import TYPED
from tests.services.test_wrong_codes import elsewhere, restarted, rows
from tests.votes import ROUND, close
from tests.world import World

__all__ = ["elsewhere"]
COUNTS = "SELECT count(*) FROM message_count"


def ask(deps: Deps, number: int = 0, **changed: str) -> str:
    try:
        return proving.ask(deps, ROUND, "email", TYPED | changed, network=f"192.0.2.{number}").token
    except Refusal as refusal:
        return refusal.code


def test_a_share_holds_in_other_processes_and_after_a_restart(world: World) -> None:
    open_vote_by_email(world)
    second = restarted(world)
    for number, deps in enumerate((world.deps, second, world.deps, second, world.deps)):
        assert ask(deps, number, email=f"nia+{number}@cwm.example") != "too-many-attempts"
    assert ask(restarted(world)) == ask(second) == "too-many-attempts"
    assert len(world.letters.letters) == 5
    assert ask(second, email="rhys@cwm.example") != "too-many-attempts"
    world.clock.go(hours=1, minutes=1)
    assert ask(second) != "too-many-attempts"
    second.db.close()


def test_letters_about_accounts_are_counted_apart_and_as_lastingly(world: World) -> None:
    second = restarted(world)
    for number in range(60):
        deps = (world.deps, second)[number % 2]
        signin.ask_to_join(deps, email=f"a{number}@cwm.example", language="cy", network="192.0.2.7")
    for deps in (restarted(world), second):
        with pytest.raises(Refusal, match="too-many-attempts"):
            signin.ask_reset(deps, email="b@cwm.example", language="cy", network="192.0.2.7")
    open_vote_by_email(world)
    assert ask(world.deps, 7) != "too-many-attempts"
    second.db.close()


def test_what_is_refused_counts_for_nobody_else(world: World) -> None:
    open_vote_by_email(world)
    for _ in range(6):
        ask(world.deps)
    before = sorted(rows(world, "SELECT digest, count, locks FROM message_count"))
    assert ask(world.deps, 8) == "too-many-attempts"
    assert sorted(rows(world, "SELECT digest, count, locks FROM message_count")) == before


def test_no_row_tells_an_address_or_a_network_by_itself(world: World) -> None:
    open_vote_by_email(world)
    ask(world.deps)
    signin.ask_to_join(world.deps, email="nia@cwm.example", language="cy", network="192.0.2.0")
    kept = rows(world, "SELECT * FROM message_count")
    assert len(kept) == 4
    for said in ("nia@cwm.example", "192.0.2.0"):
        for kind in ("", *(f"message {share.kind}\0" for share in (TO, FOR, CODES_TO, message_limits.FROM))):
            assert said not in str(kept)
            assert hashlib.sha256(f"{kind}{said}".encode()).hexdigest() not in str(kept)


def test_a_row_goes_when_it_limits_nothing_any_more_and_with_its_round(world: World) -> None:
    open_vote_by_email(world)
    ask(world.deps)
    signin.ask_to_join(world.deps, email="a@cwm.example", language="cy", network="192.0.2.7")
    world.clock.moment += timedelta(minutes=59)
    ask(world.deps, 1, email="rhys@cwm.example")
    assert rows(world, COUNTS) == [(6,)]
    world.clock.moment += timedelta(minutes=2)
    ask(world.deps, 2, email="mair@cwm.example")
    assert rows(world, COUNTS) == [(4,)]
    signin.ask_to_join(world.deps, email="a@cwm.example", language="cy", network="192.0.2.7")
    close(world)
    assert rows(world, COUNTS) == [(0,)], "those of accounts are days old by then"


@pytest.mark.postgres
def test_messages_at_the_same_moment_are_all_counted(elsewhere: World) -> None:
    def send(number: int) -> bool:
        shares = ((TO, "nia@cwm.example"), (FOR, "nia"))
        try:
            count_message(elsewhere.deps, ACCOUNTS, *shares[:: (-1) ** number], network=f"192.0.2.{number}")
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, range(24))) == 5
