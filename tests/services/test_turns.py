"""Turns at the hash of a code: whoever comes from where few wrong ones come goes first, and is let in."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from pb.domain.codes import voter_code
from pb.domain.refusals import Refusal
from pb.services import hashing, limits, turns, voters
from pb.services.hashing import PasswordHasher
from pb.services.limits import Suspicion, surroundings
from pb.services.turns import Line
from tests.votes import ROUND, issue, open_vote
from tests.world import CHEAP, NOON, World


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@contextmanager
def held(pool: Executor) -> Iterator[None]:
    """Nothing of what waits in line is done until this is over."""
    let_go = threading.Event()
    pool.submit(let_go.wait, 20)
    try:
        yield
    finally:
        let_go.set()


@contextmanager
def crowd(size: int) -> Iterator[Callable[..., Future[object]]]:
    with ThreadPoolExecutor(size) as pool:
        yield pool.submit


def until_waiting(line: Line, number: int) -> None:
    until = time.monotonic() + 20
    while len(line._waiting) != number:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_the_least_suspected_goes_first_and_equals_in_the_order_of_their_coming(
    threads: ThreadPoolExecutor,
) -> None:
    line, served = Line(threads, places=1, most=9), list[str]()
    with crowd(5) as send, held(threads):
        for number, (name, against) in enumerate(
            [("at its turn", 9), ("late", 7), ("one", 2), ("other", 2), ("clean", 0)]
        ):
            send(line.take, partial(served.append, name), against)
            until_waiting(line, number)
    assert served == ["at its turn", "clean", "one", "other", "late"]


def test_a_full_line_sends_the_most_suspected_away(threads: ThreadPoolExecutor) -> None:
    line, served = Line(threads, places=1, most=3), list[str]()

    def take(name: str, against: int) -> None:
        line.take(partial(served.append, name), against)

    with crowd(4) as send:
        with held(threads):
            send(take, "at its turn", 9)
            send(take, "some", 1)
            until_waiting(line, 1)
            most = send(take, "most", 5)
            until_waiting(line, 2)
            with pytest.raises(Refusal, match="too-busy") as caught:
                take("worse", 6)
            send(take, "clean", 0)
            with pytest.raises(Refusal, match="too-busy"):
                most.result(20)
        until_waiting(line, 0)
    assert served == ["at its turn", "clean", "some"]
    assert caught.value.facts["retry_after_seconds"] == turns.BUSY_SECONDS


@pytest.mark.parametrize("holds_a_thread", [True, False])
def test_nobody_waits_for_ever(
    monkeypatch: pytest.MonkeyPatch, threads: ThreadPoolExecutor, holds_a_thread: bool
) -> None:
    line, served = Line(threads, places=1, most=3), list[str]()

    def wait(name: str) -> None:
        job = partial(served.append, name)
        if holds_a_thread:
            line.take(job)
        else:
            asyncio.run(line.take_later(job))

    with crowd(1) as send, held(threads):
        send(line.take, partial(served.append, "at its turn"))
        until_waiting(line, 0)
        monkeypatch.setattr(turns, "BUSY_SECONDS", 0.05)
        with pytest.raises(Refusal, match="too-busy"):
            wait("late")
    monkeypatch.setattr(turns, "BUSY_SECONDS", 20)
    wait("later")  # the place is free again
    assert served == ["at its turn", "later"]


def test_what_fails_at_its_turn_fails_for_whoever_waited_and_the_next_has_theirs(
    threads: ThreadPoolExecutor,
) -> None:
    line = Line(threads, places=1, most=1)
    for waits in (line.take, lambda job: asyncio.run(line.take_later(job))):
        with pytest.raises(ZeroDivisionError):
            waits(lambda: 1 // 0)
        assert waits(lambda: 7) == 7


def test_a_right_code_is_not_crowded_out_by_guesses_from_many_addresses(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "MOST_CODES", 20)
    monkeypatch.setattr(turns, "BUSY_SECONDS", 60)
    open_vote(world)
    (code,) = issue(world)
    hasher = PasswordHasher(password_cost=CHEAP, code_cost=CHEAP)
    deps = replace(world.deps, hasher=hasher)
    for number in range(4):  # guesses of a moment ago
        deps.limits.wrong_codes.note(f"10.0.7.{number}", world.clock.now())

    def guess(number: int) -> str:
        try:
            return voters.enter_code(
                deps, ROUND, voter_code(number, number).text, network=f"10.0.7.{number + 9}"
            )
        except Refusal as refusal:
            return refusal.faults[0].code if refusal.faults else refusal.code

    with crowd(hashing.MOST_CODES + 1) as send:
        with ExitStack() as all_held:
            for _ in range(hasher._threads._max_workers):
                all_held.enter_context(held(hasher._threads))
            guesses = [send(guess, number) for number in range(hashing.MOST_CODES)]
            until_waiting(hasher._codes, hashing.MOST_CODES - hasher._threads._max_workers)
            mine = send(lambda: voters.enter_code(deps, ROUND, code, network="192.0.2.7"))
            wait(guesses, 20, return_when=FIRST_COMPLETED)
        assert isinstance(mine.result(20), str)
        answers = sorted(str(each.result(20)) for each in guesses)
    assert answers == ["code-wrong"] * (hashing.MOST_CODES - 1) + ["too-busy"]


def test_unknown_codes_and_wrong_ones_speak_alike_against_an_address(world: World) -> None:
    open_vote(world)
    (code,) = issue(world)
    unknown = voter_code(3, 5)
    wrong = replace(unknown, selector=code[:5])
    for address, typed in (("192.0.2.7", unknown.text), ("198.51.100.7", wrong.text)):
        with pytest.raises(Refusal) as caught:
            voters.enter_code(world.deps, ROUND, typed, network=address)
        assert caught.value.faults[0].code == "code-wrong"
    suspicion, now = world.deps.limits.wrong_codes, world.clock.now()
    assert suspicion.against("192.0.2.7", now) == suspicion.against("198.51.100.7", now) == 3


def test_suspicion_falls_on_the_surroundings_and_is_forgotten() -> None:
    suspicion = Suspicion()
    for _ in range(3):
        suspicion.note("10.0.7.1", NOON)
    seen = [suspicion.against(a, NOON) for a in ("10.0.7.1", "10.0.7.2", "10.0.9.9", "10.1.0.1", "::1")]
    assert seen == [9, 6, 3, 0, 0]
    assert suspicion.against("10.0.7.1", NOON + timedelta(minutes=11)) == 9
    assert suspicion.against("10.0.7.1", NOON + timedelta(minutes=22)) == 0


def test_a_flood_from_ever_new_addresses_leaves_room_to_count_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_NAMES", 60)
    suspicion = Suspicion()
    for number in range(100):
        suspicion.note(f"2001:db8:{number:x}::1", NOON)
    assert len(suspicion._now) <= 60
    for _ in range(5):
        suspicion.note("203.0.113.9", NOON)
    assert suspicion.against("203.0.113.9", NOON) == 15
    assert suspicion.against("2001:db8:ffff::1", NOON) == 100, "what has most against it stays"


def test_an_address_of_either_kind_has_three_surroundings() -> None:
    assert surroundings("10.1.2.3") == ("10.1.2.3/32", "10.1.2.0/24", "10.1.0.0/16")
    assert surroundings("::ffff:10.1.2.3") == surroundings("10.1.2.3")
    assert surroundings("2001:db8:1:2::7") == ("2001:db8:1:2::/64", "2001:db8:1::/48", "2001:db8::/32")
    assert surroundings("a socket") == ("a socket",)


def test_many_threads_are_all_served_once() -> None:
    served, gate = list[str](), threading.Barrier(16)
    with ThreadPoolExecutor(3) as three, ThreadPoolExecutor(16) as pool:
        line = Line(three, places=3, most=64)

        def many(number: int) -> None:
            gate.wait()
            for step in range(20):
                line.take(partial(served.append, f"{number} {step}"), step % 3)

        list(pool.map(many, range(16)))
    assert len(served) == len(set(served)) == 320
    assert (line._free, line._waiting) == (3, [])
