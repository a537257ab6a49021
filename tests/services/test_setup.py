"""Setting up through the services: who may, what is refused, what the chain says, what rolls back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from pb.domain.ids import RoundId
from pb.domain.paper_setup import TypedBallot
from pb.domain.people import Viewer
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase
from pb.domain.setup import TypedNames
from pb.domain.text import Bilingual
from pb.services import overview, rounds, setup
from pb.storage.events import list_events
from tests.rounds import COUNTY_POT, make_proposal, make_round, with_milestones
from tests.world import NOON, ORGANISATION, World

NAMES = TypedNames(
    name=Bilingual(cy="Cronfa", en="Fund"), summary=Bilingual(cy="Arian.", en="Money."), contact="01234"
)
POT = setup.PotForm(
    name=Bilingual(cy="Pot", en="Pot"), amount="1000", ward_id="", theme=Bilingual(), largest_request=""
)
HOUR = timedelta(hours=1)
VOTING = {"voting_open_at": NOON + HOUR, "voting_close_at": NOON + 2 * HOUR}


def draft(world: World) -> RoundId:
    """A draft with nothing missing."""
    round_id = setup.create_round(world.deps, world.elin, ORGANISATION, NAMES)
    setup.add_pot(world.deps, world.elin, round_id, POT)
    setup.save_dates(world.deps, world.elin, round_id, VOTING)
    return round_id


def told(world: World, round_id: str) -> list[tuple[str, dict[str, object]]]:
    with world.db.read() as tx:
        return [(event.type, dict(event.payload)) for event in list_events(tx, round_id)]


def test_a_round_is_set_up_and_announced(world: World) -> None:
    round_id = draft(world)
    setup.save_ballot(world.deps, world.elin, round_id, TypedBallot(type="basket", age="11"))
    setup.save_rule(world.deps, world.elin, round_id, "equal-shares", {"completion": "greedy"})
    setup.announce(world.deps, world.elin, round_id)
    view = rounds.view_round(world.deps, None, round_id)
    assert (view.phase, view.round.spec.type, view.round.minimum_age) == (Phase.REVIEWING, "basket", 11)
    assert view.round.rule.params["completion"] == "greedy"
    assert told(world, round_id) == [
        ("round_created", {}),
        ("round_changed", {"sections": ["pots"]}),
        ("round_changed", {"sections": ["dates"]}),
        ("round_changed", {"sections": ["ballot"]}),
        ("round_changed", {"sections": ["rule"]}),
        ("round_announced", {"ballot": "basket", "rule": "equal-shares", "pots": 1}),
    ]


def test_saving_the_same_again_says_nothing(world: World) -> None:
    round_id = draft(world)
    before = told(world, round_id)
    setup.save_names(world.deps, world.elin, round_id, NAMES)
    setup.save_dates(world.deps, world.elin, round_id, VOTING)
    assert told(world, round_id) == before


def test_a_draft_is_seen_by_its_own_people_only(world: World) -> None:
    round_id = draft(world)
    assert rounds.view_round(world.deps, world.carys, round_id).phase is Phase.DRAFT
    for stranger in (None, world.bryn):
        with pytest.raises(Refusal, match="round-not-found"):
            rounds.view_round(world.deps, stranger, round_id)
    assert rounds.view_rounds(world.deps).waiting == ()


CHANGES: list[Callable[[World, Viewer | None, str], object]] = [
    lambda w, who, r: setup.save_names(w.deps, who, r, NAMES),
    lambda w, who, r: setup.add_pot(w.deps, who, r, POT),
    lambda w, who, r: setup.save_pot(w.deps, who, r, COUNTY_POT.id, POT),
    lambda w, who, r: setup.remove_pot(w.deps, who, r, COUNTY_POT.id),
    lambda w, who, r: setup.save_dates(w.deps, who, r, {}),
    lambda w, who, r: setup.save_ballot(w.deps, who, r, TypedBallot(type="basket")),
    lambda w, who, r: setup.save_rule(w.deps, who, r, "most-votes", {}),
]


@pytest.mark.parametrize("change", [*CHANGES, lambda w, who, r: setup.announce(w.deps, who, r)])
def test_only_organisers_change_a_round(
    world: World, change: Callable[[World, Viewer | None, str], object]
) -> None:
    round_ = make_round(world)
    for who, code in (
        (world.ffion, "not-your-role"),
        (world.carys, "not-your-role"),
        (world.bryn, "not-found"),
        (None, "sign-in-first"),
    ):
        with pytest.raises(Refusal, match=code):
            change(world, who, round_.id)
    assert told(world, round_.id) == []


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_changes_once_voting_has_opened(
    world: World, change: Callable[[World, Viewer | None, str], object]
) -> None:
    round_ = make_round(world)
    with_milestones(world, round_, voting_opened_at=NOON)
    with pytest.raises(Refusal, match="setup-locked") as refused:
        change(world, world.alys, round_.id)
    assert refused.value.kind is Kind.WRONG_PHASE
    assert told(world, round_.id) == []


def test_a_round_that_lacks_something_is_not_announced(world: World) -> None:
    round_id = setup.create_round(world.deps, world.elin, ORGANISATION, NAMES)
    with pytest.raises(Refusal, match="round-not-ready") as refused:
        setup.announce(world.deps, world.elin, round_id)
    assert refused.value.facts == {"count": 2}
    assert rounds.view_rounds(world.deps).waiting == ()


def test_a_round_is_announced_once(world: World) -> None:
    round_id = draft(world)
    setup.announce(world.deps, world.elin, round_id)
    with pytest.raises(Refusal, match="already-announced"):
        setup.announce(world.deps, world.elin, round_id)


def test_a_pot_with_proposals_stays(world: World) -> None:
    round_ = make_round(world)
    make_proposal(world, round_, "Gardd")
    with pytest.raises(Refusal, match="pot-has-proposals"):
        setup.remove_pot(world.deps, world.elin, round_.id, COUNTY_POT.id)
    setup.remove_pot(world.deps, world.elin, round_.id, "harbwrp")
    with pytest.raises(Refusal, match="pot-not-found"):
        setup.save_pot(world.deps, world.elin, round_.id, "harbwrp", POT)


def test_a_ward_of_somebody_else_is_no_choice(world: World) -> None:
    round_id = draft(world)
    form = setup.PotForm(
        name=POT.name, amount="1", ward_id="elsewhere", theme=Bilingual(), largest_request=""
    )
    with pytest.raises(Refusal) as refused:
        setup.add_pot(world.deps, world.elin, round_id, form)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("ward", "not-a-choice")]


def test_unknown_rounds_and_organisations_are_not_found(world: World) -> None:
    with pytest.raises(Refusal, match="round-not-found"):
        setup.announce(world.deps, world.elin, "\0🙂" * 1000)
    with pytest.raises(Refusal, match="not-found"):
        setup.create_round(world.deps, world.elin, "nowhere", NAMES)


def test_the_overview_says_what_to_do_next(world: World) -> None:
    round_id = setup.create_round(world.deps, world.elin, ORGANISATION, NAMES)

    def next_thing() -> str:
        return overview.view_manage(world.deps, world.carys, round_id).next

    assert next_thing() == "finish-setup"
    setup.add_pot(world.deps, world.elin, round_id, POT)
    setup.save_dates(world.deps, world.elin, round_id, VOTING)
    assert next_thing() == "announce"
    setup.announce(world.deps, world.elin, round_id)
    assert next_thing() == "mend-before-vote"
    view = overview.view_manage(world.deps, world.elin, round_id)
    assert [one.code for one in view.missing_vote] == ["pot-without-proposals"]
    assert (view.may_organise, view.may_review, view.may_audit) == (True, True, True)


def test_the_overview_is_for_people_of_the_organisation(world: World) -> None:
    round_ = make_round(world)
    assert not overview.view_manage(world.deps, world.ffion, round_.id).may_organise
    with pytest.raises(Refusal, match="not-your-role"):
        overview.view_setup(world.deps, world.ffion, round_.id)
    with pytest.raises(Refusal, match="not-found"):
        overview.view_manage(world.deps, world.bryn, round_.id)
