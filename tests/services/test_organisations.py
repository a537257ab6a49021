"""An organisation's pages: its rounds with what to do next, its wards, its settings."""

import pytest

from pb.domain.ids import WardId
from pb.domain.refusals import Refusal
from pb.domain.text import Bilingual
from pb.services import organisations
from pb.storage.events import list_events
from tests.rounds import make_proposal, make_round
from tests.world import ORGANISATION, World

NAME = Bilingual(cy="Y Dre", en="Town")


def told(world: World) -> list[str]:
    with world.db.read() as tx:
        return [event.type for event in list_events(tx, ORGANISATION)]


def wards(world: World) -> dict[str, str]:
    return {w.id: w.name.en for w in organisations.view_wards(world.deps, world.carys, ORGANISATION).wards}


def test_the_dashboard_lists_rounds_with_what_to_do_next(world: World) -> None:
    round_ = make_round(world)
    make_proposal(world, round_, "Gardd")
    page = organisations.view_dashboard(world.deps, world.carys, ORGANISATION)
    assert [(card.id, code) for card, code in page.rounds] == [(round_.id, "follow-proposals")]
    assert not page.may_organise
    assert organisations.view_dashboard(world.deps, world.alys, ORGANISATION).may_organise
    for who, code in ((world.bryn, "not-found"), (None, "sign-in-first")):
        with pytest.raises(Refusal, match=code):
            organisations.view_dashboard(world.deps, who, ORGANISATION)


def test_wards_come_change_and_go(world: World) -> None:
    ward_id = organisations.add_ward(world.deps, world.elin, ORGANISATION, NAME)
    organisations.rename_ward(
        world.deps, world.elin, ORGANISATION, ward_id, Bilingual(cy="Y Dref", en="The Town")
    )
    assert wards(world)[ward_id] == "The Town"
    organisations.remove_ward(world.deps, world.elin, ORGANISATION, ward_id)
    assert ward_id not in wards(world)
    assert told(world) == ["ward_added", "ward_renamed", "ward_removed"]


def test_a_ward_in_use_stays(world: World) -> None:
    make_round(world)  # its second pot is for the harbour
    assert organisations.view_wards(world.deps, world.elin, ORGANISATION).in_use == {"harbwr"}
    with pytest.raises(Refusal, match="ward-in-use"):
        organisations.remove_ward(world.deps, world.elin, ORGANISATION, "harbwr")
    assert told(world) == []


@pytest.mark.parametrize(
    ("name", "field", "code"),
    [
        (Bilingual(cy="Y Dre"), "name_en", "missing"),
        (Bilingual(cy="x" * 100_000, en="Town"), "name_cy", "too-long"),
        (Bilingual(cy="Y Dre", en="HARBOUR"), "name_en", "ward-name-taken"),
    ],
)
def test_ward_names_are_refused_on_their_field(world: World, name: Bilingual, field: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        organisations.add_ward(world.deps, world.elin, ORGANISATION, name)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [(field, code)]


def test_unknown_wards_are_not_found(world: World) -> None:
    with pytest.raises(Refusal, match="ward-not-found"):
        organisations.rename_ward(world.deps, world.elin, ORGANISATION, WardId("nowhere"), NAME)
    with pytest.raises(Refusal, match="ward-not-found"):
        organisations.view_ward(world.deps, world.elin, ORGANISATION, "nowhere")


def test_who_may_change_what(world: World) -> None:
    for who in (world.ffion, world.carys):
        with pytest.raises(Refusal, match="not-your-role"):
            organisations.add_ward(world.deps, who, ORGANISATION, NAME)
        with pytest.raises(Refusal, match="not-your-role"):
            organisations.view_new_round(world.deps, who, ORGANISATION)
    with pytest.raises(Refusal, match="not-your-role"):
        organisations.save_settings(world.deps, world.elin, ORGANISATION, NAME, four_eyes=False)
    assert told(world) == []


def test_owners_change_names_and_the_second_pair_of_eyes(world: World) -> None:
    organisations.save_settings(world.deps, world.alys, ORGANISATION, NAME, four_eyes=False)
    page = organisations.view_settings(world.deps, world.elin, ORGANISATION)
    assert (page.organisation.name, page.organisation.four_eyes, page.may_change) == (NAME, False, False)
    with world.db.read() as tx:
        (event,) = list_events(tx, ORGANISATION)
    assert (event.type, event.role, event.payload) == ("settings_changed", "owner", {"four_eyes": False})
