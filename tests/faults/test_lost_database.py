"""The database goes away and comes back again and again while people vote: no receipt without a counted vote.

What may be left over is a vote whose answer was lost on the way: it is whole, and its voter sees it.
"""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from pb.services import ballots, clockwork, express, voters, voting
from pb.services.receipts import look_up_receipt
from pb.storage import box
from tests.votes import GARDEN, GREEN, ROUND, TREES, cast, close, issue, open_vote, voter_of
from tests.world import World

pytestmark = pytest.mark.postgres
VOTERS = 40


@pytest.fixture
def world(tmp_path: Path, postgres_url: str) -> Iterator[World]:
    made = World(tmp_path, database_url=postgres_url)
    open_vote(made)
    yield made
    made.close()


def cut_all(url: str, done: threading.Event, cuts: list[int]) -> None:
    """End every connection to the database but this one, until it is done."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        while not done.wait(0.1):
            cuts.append(len(connection.execute(f"{others} AND pid != pg_backend_pid()").fetchall()))


def vote_by_services(world: World, code: str) -> str:
    try:
        return cast(world, voter_of(world, code), {GREEN: {GARDEN: 1}})
    except DBAPIError:
        return ""


def vote_by_express(world: World, code: str) -> str:
    """A receipt only where the express way says that it is done."""
    try:
        token = voters.enter_code(world.deps, ROUND, code)
        voter = voters.load_voter(world.deps, ROUND, token)
        assert voter is not None
        clockwork.settle(world.deps, ROUND)
        ballots.check_choices(world.deps, voter, {GREEN: {GARDEN: 1}})
        seen = ballots.view_paper(world.deps, voter)
    except DBAPIError:
        return ""

    async def send() -> bool:
        fast = express.Express(world.deps)
        return await fast.cast(ROUND, token, cast=seen.cast_token, paper_digest=seen.paper_digest)

    return code if asyncio.run(send()) else ""


@pytest.mark.parametrize("vote", [vote_by_services, vote_by_express])
def test_what_got_a_receipt_counts(world: World, postgres_url: str, vote: object) -> None:
    assert callable(vote)
    codes, done, cuts = issue(world, VOTERS), threading.Event(), list[int]()
    cutter = threading.Thread(target=cut_all, args=(postgres_url, done, cuts))
    cutter.start()
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda code: vote(world, code), codes))
    done.set()
    cutter.join()
    assert sum(cuts) > 0
    accepted = [code for code, receipt in zip(codes, said, strict=True) if receipt]
    assert accepted
    standing = {code: ballots.view_paper(world.deps, voter_of(world, code)).receipt for code in codes}
    assert all(standing[code] for code in accepted)
    kept = [receipt for receipt in standing.values() if receipt]
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (len(kept), 0)
        assert voting.turnout(tx, ROUND).codes_used == len(kept)
    for code in codes[:3]:  # everybody may vote on
        assert cast(world, voter_of(world, code), {GREEN: {TREES: 1}})
    close(world)
    again = [receipt for code, receipt in standing.items() if receipt and code not in codes[:3]]
    assert {look_up_receipt(world.deps, ROUND, receipt).state for receipt in again} <= {"counted"}
