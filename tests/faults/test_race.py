"""Two hundred people send their vote while a real server closes the box: nobody is promised too much.

Who is sent on to a receipt has a ballot in the sealed box; who is refused has none of that sending.
"""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pb.domain.rounds import Milestones, Schedule
from pb.domain.seals import root_of
from pb.services import ballots, voters, voting
from pb.storage import box, box_batches, rounds
from pb.web import cookies, guard
from pb.web.forms import CSRF_FIELD
from tests.served import ask, serving
from tests.votes import GARDEN, GREEN, ROUND, TREES, cast, issue, open_vote
from tests.world import World

HOUR = timedelta(hours=1)
CLOSES_IN, SENT_OVER = 2.0, 4.0  # seconds
Ready = tuple[str, dict[str, str], dict[str, str]]  # selector, cookies, fields


def prepare(world: World, count: int) -> list[Ready]:
    """People on the check page, a quarter of whom are changing a vote."""
    key, ready = world.deps.keys.secret(), []
    for number, code in enumerate(issue(world, count)):
        token = voters.enter_code(world.deps, ROUND, code)
        voter = voters.load_voter(world.deps, ROUND, token)
        assert voter is not None
        if number % 4 == 0:
            cast(world, voter, {GREEN: {GARDEN: 1}})
        ballots.check_choices(world.deps, voter, {GREEN: {TREES: 1}})
        seen = ballots.view_paper(world.deps, voter)
        fields = {
            "cast": seen.cast_token,
            "paper": seen.paper_digest,
            CSRF_FIELD: guard.form_token(key, token),
        }
        ready.append((voter.selector, {cookies.VOTER: token, "pb_language": "en"}, fields))
    return ready


def close_soon(world: World) -> None:
    with world.db.write() as tx:
        round_ = rounds.load_round(tx, ROUND)
        assert round_ is not None
        soon = datetime.now(UTC) + timedelta(seconds=CLOSES_IN)
        schedule = replace(round_.schedule, voting_close_at=soon)
        rounds.put_round(tx, replace(round_, schedule=schedule), at=datetime.now(UTC))


async def race(port: int, ready: list[Ready]) -> list[str]:
    """Everybody sends the form once, some before the minute and some after; who got a receipt."""

    async def send(number: int, each: Ready) -> str:
        selector, mine, fields = each
        await asyncio.sleep(SENT_OVER * number / len(ready))
        status, place = await ask(port, f"/en/rounds/{ROUND}/ballot/check", mine, fields)
        if status == 303 and place.endswith("/ballot/receipt"):
            return selector
        assert status in (303, 409), (status, place)
        return ""

    got = await asyncio.gather(*(send(number, each) for number, each in enumerate(ready)))
    return [selector for selector in got if selector]


@pytest.mark.parametrize(
    ("kind", "count"),
    [("sqlite", 200), pytest.param("postgres", 50, marks=pytest.mark.postgres)],
)
def test_everybody_races_with_the_close(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, count: int
) -> None:
    url = request.getfixturevalue("postgres_url") if kind == "postgres" else None
    world = World(tmp_path, database_url=url)
    now = world.clock.moment = datetime.now(UTC)
    open_vote(
        world,
        schedule=Schedule(voting_open_at=now - HOUR, voting_close_at=now + HOUR),
        milestones=Milestones(announced_at=now - 2 * HOUR, voting_opened_at=now - HOUR),
    )
    ready = prepare(world, count)
    earlier = [selector for number, (selector, _, _) in enumerate(ready) if number % 4 == 0]
    with serving(tmp_path, url) as port:
        asyncio.run(ask(port, f"/en/rounds/{ROUND}", {}))
        close_soon(world)
        accepted = asyncio.run(race(port, ready))
        deadline = time.monotonic() + 20
        while world.deps.keys.link_key(ROUND) is not None and time.monotonic() < deadline:
            asyncio.run(ask(port, f"/en/rounds/{ROUND}", {}))  # whoever looks closes the box
    with world.db.read() as tx:
        turnout, (counted, superseded) = voting.turnout(tx, ROUND), box.list_leaves(tx, ROUND)
        batches = box_batches.list_sealed_batches(tx, ROUND)
        voted = {
            row[0]
            for row in tx.connection().exec_driver_sql("SELECT selector FROM credential WHERE has_voted")
        }
    world.close()
    assert 0 < len(accepted) < count, "the race was no race"
    assert voted == {*accepted, *earlier}
    assert turnout.counted == len(counted) == len(voted)
    assert len(counted) + len(superseded) == len(accepted) + len(earlier)
    assert turnout.root == root_of(counted)
    assert sum(batch.size for batch in batches) == len(counted) + len(superseded)
