"""Several proofs on a real PostgreSQL, where two who come at once do not take turns by themselves."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pb.services import proof_setup, proving, voters
from tests.proofs import sent_code
from tests.services.proofs.test_email import TYPED
from tests.services.proofs.test_register import NIA, come, come_by_email, open_it
from tests.votes import GREEN, ROUND, YOUNG, cast, close
from tests.world import World

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(tmp_path: Path, postgres_url: str) -> Iterator[World]:
    made = World(tmp_path, database_url=postgres_url)
    open_it(made)
    yield made
    made.close()


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
