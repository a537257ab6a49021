"""Several proofs on a real PostgreSQL, where two who come at once do not take turns by themselves."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pb.domain.refusals import Refusal
from pb.services import in_person, proof_setup, proving, sign_on, voters
from tests.proofs import sent_code
from tests.provider import Provider
from tests.services.proofs.test_email import TYPED
from tests.services.proofs.test_register import NIA, come, come_by_email, open_it
from tests.sign_on import answer_in, leave, world_with_provider
from tests.votes import GREEN, ROUND, YOUNG, cast, close
from tests.world import World

pytestmark = pytest.mark.postgres


@pytest.fixture
def both(tmp_path: Path, postgres_url: str) -> Iterator[tuple[World, Provider]]:
    with world_with_provider(tmp_path, postgres_url) as made:
        open_it(made[0], proofs=("code", "email", "register", "sign-on", "person"))
        yield made


@pytest.fixture
def world(both: tuple[World, Provider]) -> World:
    return both[0]


def test_one_person_one_voter_to_the_close(world: World) -> None:
    voter = come_by_email(world, "nia@cwm.example")
    assert come(world) == voter
    cast(world, voter, {GREEN: {}, YOUNG: {}})
    close(world)
    counts = dict(proof_setup.view_proofs(world.deps, world.elin, ROUND).counts)
    assert (counts["email"].issued_count, counts["email"].used_count) == (1, 1)
    assert counts["register"].issued_count == 0


def test_whoever_comes_twice_at_once_is_one_voter(world: World) -> None:
    token = proving.ask(world.deps, ROUND, "email", TYPED).token
    code, gate = sent_code(world), threading.Barrier(4)

    def by_register() -> str:
        gate.wait()
        return proving.ask(world.deps, ROUND, "register", NIA).token

    def by_email() -> str:
        gate.wait()
        return proving.answer(world.deps, ROUND, "email", code, token=token)

    with ThreadPoolExecutor(4) as pool:
        coming = [pool.submit(by_register) for _ in range(3)] + [pool.submit(by_email)]
        tokens = [each.result() for each in coming]
    found = {voters.load_voter(world.deps, ROUND, each) for each in tokens}
    assert len(found) == 1
    assert None not in found


def test_whoever_comes_to_the_desk_and_online_at_once_is_one_voter(world: World) -> None:
    gate = threading.Barrier(4)

    def at_the_desk() -> None:
        gate.wait()
        in_person.let_in(world.deps, world.elin, ROUND, NIA | {"is_sure": "1"})

    def by_register() -> None:
        gate.wait()
        proving.ask(world.deps, ROUND, "register", NIA)

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(way) for way in (at_the_desk, by_register) * 2]:
            each.result()
    counts = dict(proof_setup.view_proofs(world.deps, world.elin, ROUND).counts)
    assert sum(counts[proof].issued_count for proof in ("register", "person")) == 1
    assert in_person.view_desk(world.deps, world.elin, ROUND).let_in_count == 2


def test_an_answer_of_the_provider_that_comes_twice_at_once_works_once(both: tuple[World, Provider]) -> None:
    world, provider = both
    token, address = leave(world)
    back, gate = answer_in(provider.sign_in(address, "nia-7")), threading.Barrier(4)

    def come_back() -> str:
        gate.wait()
        try:
            sign_on.come_back(world.deps, ROUND, token, back)
        except Refusal as no:
            return no.code
        return "in"

    with ThreadPoolExecutor(4) as pool:
        ended = [each.result() for each in [pool.submit(come_back) for _ in range(4)]]
    assert sorted(ended) == ["in", *["sign-on-over"] * 3]


def test_whoever_comes_by_account_and_address_at_once_is_one_voter(both: tuple[World, Provider]) -> None:
    world, provider = both
    token = proving.ask(world.deps, ROUND, "email", TYPED).token
    code, gate = sent_code(world), threading.Barrier(4)
    journeys = [leave(world) for _ in range(2)]
    claims = {"email": TYPED["email"], "email_verified": True}
    answers = [answer_in(provider.sign_in(address, "nia-7", **claims)) for _, address in journeys]
    ways = [
        lambda: sign_on.come_back(world.deps, ROUND, journeys[0][0], answers[0]),
        lambda: sign_on.come_back(world.deps, ROUND, journeys[1][0], answers[1]),
        lambda: proving.answer(world.deps, ROUND, "email", code, token=token),
        lambda: proving.ask(world.deps, ROUND, "register", NIA).token,
    ]

    def come(way: Callable[[], str]) -> str:
        gate.wait()
        return way()

    with ThreadPoolExecutor(4) as pool:
        tokens = list(pool.map(come, ways))
    found = {voters.load_voter(world.deps, ROUND, each) for each in tokens}
    assert len(found) == 1
    assert None not in found
    (voter,) = found
    assert voter is not None
    cast(world, voter, {GREEN: {}, YOUNG: {}})
    pairs = {pair.proofs: pair for pair in proof_setup.view_proofs(world.deps, world.elin, ROUND).pairs}
    assert sum(pairs["email", "sign-on"].voted) <= 1
    assert pairs["email", "sign-on"].unmatched == (0, 0)
