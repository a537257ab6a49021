"""Killed while votes go side by side to PostgreSQL: each is there whole or not at all, receipts or not."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from pb.storage import box
from tests.faults.test_killed import CODES, KILLED, check_closed, check_votes, copied, ended, run_in
from tests.faults.voting_process import deps_at, vote
from tests.votes import PATHS, ROUND, issue, open_vote
from tests.world import NOON, World

pytestmark = pytest.mark.postgres
# All choose in one transaction and cast in the next, each with four messages of questions before the commit.
# Beside each point: how many votes may be in the box.
POINTS = {
    "after,sent,5": [0],
    "before,sent,10": [0],
    "after,sent,10": [0, CODES],  # the commit is on its way
    "before,answered,10": [CODES],
    f"after,told,{CODES + 1}": [CODES],
}


@pytest.fixture
def places(tmp_path: Path, postgres_server: str, postgres_url: str) -> list[Path]:
    """For each point a folder with an open vote and codes, and a database of its own."""
    beginning = tmp_path / "beginning"
    beginning.mkdir()
    world = World(beginning, database_url=postgres_url)
    open_vote(world)
    (beginning / "codes").write_text("\n".join(issue(world, CODES)))
    world.close()
    url = make_url(postgres_url)
    made = []
    for number, point in enumerate(POINTS):
        place = copied(beginning, tmp_path / str(number))
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(
                f'CREATE DATABASE "{url.database}_{number}" TEMPLATE "{url.database}"'.encode()
            )
        own = url.set(database=f"{url.database}_{number}")
        (place / "url").write_text(own.render_as_string(hide_password=False))
        (place / "job").write_text(f"fast together,{point}")
        made.append(place)
    return made


def test_killed_while_casting_side_by_side(places: list[Path]) -> None:
    run_in(places)
    for place, (point, votes) in zip(places, POINTS.items(), strict=True):
        assert ended(place) == KILLED, point
        deps = deps_at(place, NOON)
        with deps.db.read() as tx:
            assert sum(box.count_ballots(tx, ROUND)) in votes, point
        check_votes(deps, place, point, in_flight=CODES)
        for code in (place / "codes").read_text().split()[:2]:  # everybody may vote on, or again
            vote(deps, place, code, PATHS)
        check_votes(deps, place, point, in_flight=CODES)
        deps.db.close()
        check_closed(place, point)
