"""What was read of a round is read again as soon as anything its pages show has changed, and only then."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pb.domain.proposals import Status
from pb.domain.rounds import Ward
from pb.domain.text import Bilingual
from pb.storage import people, proposals, rounds
from pb.storage.db import Database
from tests.rounds import HARBOUR, make_proposal, make_round, reload
from tests.world import NOON, ORGANISATION, World

NEW = Bilingual(cy="Newydd", en="New")


def rename_round(world: World) -> None:
    round_ = reload(world, make_round(world))
    with world.db.write() as tx:
        rounds.put_round(tx, replace(round_, name=NEW), at=NOON)


def rename_ward(world: World) -> None:
    with world.db.write() as tx:
        people.put_ward(tx, ORGANISATION, Ward(id=HARBOUR.id, name=NEW))


def withdraw(world: World) -> None:
    round_ = reload(world, make_round(world))
    taken = make_proposal(world, round_, "Gardd")
    with world.db.write() as tx:
        proposals.put_proposal(tx, replace(taken, status=Status.WITHDRAWN), search="")


@pytest.mark.parametrize("change", [rename_round, rename_ward, withdraw])
def test_every_change_of_what_is_shown_makes_a_new_edition(
    world: World, change: Callable[[World], None]
) -> None:
    before = reload(world, make_round(world))
    change(world)
    assert reload(world, before).edition not in ("", before.edition)


def test_what_changes_many_rounds_leaves_each_its_own_edition(world: World) -> None:
    """What is kept goes by the edition alone: two rounds with one edition would be taken for each other."""
    first, second = make_round(world, round_id="un"), make_round(world, round_id="dau", pots=())
    rename_ward(world)
    assert reload(world, first).id == "un"
    assert reload(world, second).id == "dau"
    assert reload(world, first).edition != reload(world, second).edition


def test_another_process_sees_a_change_at_once(world: World) -> None:
    round_ = make_round(world)
    garden = make_proposal(world, round_, "Gardd")
    other = Database(world.db.url.render_as_string(hide_password=False))
    with other.read() as tx:
        assert [each.id for each in proposals.list_accepted(tx, round_.id)] == [garden.id]
        assert rounds.load_round(tx, round_.id) == round_
    with world.db.write() as tx:
        proposals.put_proposal(tx, replace(garden, status=Status.WITHDRAWN), search="")
        rounds.put_round(tx, replace(round_, name=NEW), at=NOON)
    rename_ward(world)
    with other.read() as tx:
        seen = rounds.load_round(tx, round_.id)
        assert proposals.list_accepted(tx, round_.id) == ()
    other.close()
    assert seen is not None
    assert seen.name == NEW
    assert [pot.ward.name for pot in seen.pots if pot.ward] == [NEW]


def test_what_was_undone_is_never_read_again(world: World) -> None:
    round_ = reload(world, make_round(world))

    def change_and_fail() -> None:
        with world.db.write() as tx:
            rounds.put_round(tx, replace(round_, name=NEW), at=NOON)
            seen = rounds.load_round(tx, round_.id)
            assert seen is not None
            assert seen.name == NEW
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert reload(world, round_) == round_


def test_an_edition_is_read_once(world: World) -> None:
    round_ = reload(world, make_round(world))
    make_proposal(world, round_, "Gardd")
    with world.db.read() as tx:
        assert rounds.load_round(tx, round_.id) is rounds.load_round(tx, round_.id)
        assert proposals.list_accepted(tx, round_.id) is proposals.list_accepted(tx, round_.id)
