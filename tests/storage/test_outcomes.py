"""Counts and turnout: saved and read back, counted again in place, and the constraints violated once each."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from pb.domain.counting import PotCount, Turnout
from pb.domain.ids import PersonId, PotId
from pb.storage import outcomes, rounds
from tests.elections import GREEN, ROUND, YOUNG, a_round
from tests.world import NOON, World

OPEN_BOX = Turnout(codes_issued=8, codes_void=1, codes_used=5, counted=5, superseded=2, root="ab" * 32)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = World(tmp_path, database_url=url)
    with made.db.write() as tx:
        rounds.put_round(tx, a_round(), at=NOON)
    yield made
    made.close()


def a_count(pot_id: PotId) -> PotCount:
    return PotCount(
        pot_id=pot_id,
        round_id=ROUND,
        contest_digest="c",
        outcome={"selected": ["pwll"], "é": "£"},
        outcome_digest="o",
        seed="ab",
        counted_at=NOON,
        counted_by=PersonId("elin"),
    )


@pytest.mark.parametrize(
    "turnout", [OPEN_BOX, replace(OPEN_BOX, codes_issued=None, codes_void=None, codes_used=None)]
)
def test_turnout_is_read_as_it_was_saved(world: World, turnout: Turnout) -> None:
    with world.db.write() as tx:
        assert outcomes.load_turnout(tx, ROUND) is None
        outcomes.put_turnout(tx, ROUND, turnout)
    with world.db.read() as tx:
        assert outcomes.load_turnout(tx, ROUND) == turnout


def test_a_box_is_closed_once(world: World) -> None:
    with world.db.write() as tx:
        outcomes.put_turnout(tx, ROUND, OPEN_BOX)
    with pytest.raises(IntegrityError), world.db.write() as tx:
        outcomes.put_turnout(tx, ROUND, OPEN_BOX)


def test_counts_come_in_the_order_of_the_pots(world: World) -> None:
    with world.db.write() as tx:
        for pot_id in (YOUNG, GREEN):
            outcomes.put_count(
                tx, a_count(pot_id), contest='{"budget":1}', outcome='{"selected":["pwll"],"é":"£"}'
            )
    with world.db.read() as tx:
        assert outcomes.list_counts(tx, ROUND) == [a_count(GREEN), a_count(YOUNG)]
        assert outcomes.load_contest(tx, GREEN) == '{"budget":1}'
        assert outcomes.load_contest(tx, "nowhere") is None
        assert outcomes.list_counts(tx, "nowhere") == []


def test_counting_again_takes_the_place_of_the_first(world: World) -> None:
    again = replace(a_count(GREEN), outcome={}, outcome_digest="p", seed=None, counted_by=None)
    with world.db.write() as tx:
        outcomes.put_count(tx, a_count(GREEN), contest="{}", outcome="{}")
    with world.db.write() as tx:
        outcomes.put_count(tx, again, contest="[]", outcome="{}")
    with world.db.read() as tx:
        assert outcomes.list_counts(tx, ROUND) == [again]
        assert outcomes.load_contest(tx, GREEN) == "[]"


def test_a_count_is_of_a_pot_that_is_there(world: World) -> None:
    with pytest.raises(IntegrityError), world.db.write() as tx:
        outcomes.put_count(tx, a_count(PotId("nowhere")), contest="{}", outcome="{}")
