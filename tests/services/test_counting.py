"""Counting and publishing: who may, when, what is sealed, and that nothing is left behind by a refusal."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from pb.domain.people import Viewer
from pb.domain.refusals import Refusal
from pb.domain.rounds import Phase, RuleChoice
from pb.services import counting
from pb.storage import outcomes, rounds
from pb.storage.events import list_events
from pb.tally import canonical
from tests.elections import CROWD, GREEN, ROUND, YOUNG, a_round, close_a_round
from tests.world import NOON, World


def count(world: World, viewer: Viewer | None = None, *, is_sure: bool = True) -> None:
    counting.count_round(world.deps, viewer or world.elin, ROUND, is_sure=is_sure)


def publish(world: World, viewer: Viewer | None = None, *, is_sure: bool = True) -> None:
    counting.publish_round(world.deps, viewer or world.alys, ROUND, is_sure=is_sure)


def event_types(world: World) -> list[str]:
    with world.db.read() as tx:
        return [event.type for event in list_events(tx, ROUND)]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def test_a_count_seals_every_pot(world: World) -> None:
    close_a_round(world)
    count(world)
    with world.db.read() as tx:
        green, young = outcomes.list_counts(tx, ROUND)
        contest = outcomes.load_contest(tx, GREEN) or ""
        last = list_events(tx, ROUND)[-3:]
    assert (green.pot_id, young.pot_id) == (GREEN, YOUNG)
    # Pond 40 votes £2,000; bench and trees 30 each: first the cheaper bench, £800, then the trees, £2,500,
    # do not fit the £2,200 left; the shed, £1,500, does
    assert green.outcome["selected"] == ["pwll", "mainc", "sied"]
    assert green.outcome["ballots"] == 50
    assert young.outcome["ballots"] == 30  # twenty papers had no youth fund on them
    assert young.outcome["selected"] == ["pel"]
    assert [project["id"] for project in json.loads(contest)["projects"]] == ["pwll", "coed", "mainc", "sied"]
    assert hashlib.sha256(contest.encode()).hexdigest() == green.contest_digest
    assert hashlib.sha256(canonical(green.outcome)).hexdigest() == green.outcome_digest
    assert [event.type for event in last] == ["outcome_counted", "outcome_counted", "outcome_confirmed"]
    assert last[0].payload["outcome_digest"] == green.outcome_digest
    assert len({event.actor for event in last}) == 1


def test_the_lot_is_drawn_from_the_committed_secret_and_the_box(world: World) -> None:
    round_ = close_a_round(world)
    count(world)
    with world.db.read() as tx:
        green = outcomes.list_counts(tx, ROUND)[0]
        turnout = outcomes.load_turnout(tx, ROUND)
    assert turnout is not None
    secret = world.deps.keys.tie_secret(ROUND)
    assert hashlib.sha256(secret).hexdigest() == round_.seed_commitment
    seed = hashlib.sha256(secret + bytes.fromhex(turnout.root)).digest()
    assert green.seed == seed.hex()


def test_a_second_person_publishes(world: World) -> None:
    close_a_round(world)
    count(world)
    world.clock.go(hours=1)
    publish(world)
    assert event_types(world)[-2:] == ["outcome_confirmed", "outcome_published"]
    view = counting.view_count(world.deps, world.alys, ROUND)
    assert view.phase is Phase.PUBLISHED
    assert view.round.milestones.counted_at == NOON
    assert (view.round.milestones.published_at or NOON) > NOON


def test_whoever_counted_may_not_publish(world: World) -> None:
    close_a_round(world)
    count(world, world.elin)
    before = event_types(world)
    assert refused(lambda: publish(world, world.elin)) == "second-person-needed"
    assert event_types(world) == before
    assert counting.view_count(world.deps, world.elin, ROUND).phase is Phase.COUNTING
    assert not counting.view_count(world.deps, world.elin, ROUND).may_publish
    assert counting.view_count(world.deps, world.alys, ROUND).may_publish


def test_one_person_is_enough_where_the_round_was_opened_so(world: World) -> None:
    world.one_pair_of_eyes()
    close_a_round(world)
    count(world, world.elin)
    publish(world, world.elin)
    assert counting.view_count(world.deps, world.elin, ROUND).phase is Phase.PUBLISHED


def test_switching_off_the_second_person_after_opening_changes_nothing(world: World) -> None:
    close_a_round(world)
    world.one_pair_of_eyes()
    count(world, world.elin)
    assert refused(lambda: publish(world, world.elin)) == "second-person-needed"


def test_counting_again_asks_for_a_new_second_person(world: World) -> None:
    close_a_round(world)
    count(world, world.elin)
    count(world, world.alys)
    assert event_types(world).count("outcome_counted") == 4
    assert refused(lambda: publish(world, world.alys)) == "second-person-needed"
    publish(world, world.elin)


@pytest.mark.parametrize(
    ("who", "code"),
    [("ffion", "not-your-role"), ("carys", "not-your-role"), ("bryn", "not-found"), ("", "sign-in-first")],
)
def test_others_neither_count_nor_publish(world: World, who: str, code: str) -> None:
    close_a_round(world)
    viewer = getattr(world, who) if who else None
    assert refused(lambda: counting.count_round(world.deps, viewer, ROUND, is_sure=True)) == code
    count(world)
    assert refused(lambda: counting.publish_round(world.deps, viewer, ROUND, is_sure=True)) == code
    assert refused(lambda: counting.view_count(world.deps, viewer, ROUND)) == code


def test_a_slip_of_the_finger_counts_and_publishes_nothing(world: World) -> None:
    close_a_round(world)
    before = event_types(world)
    assert refused(lambda: count(world, is_sure=False)) == "invalid-form"
    assert event_types(world) == before
    count(world)
    assert refused(lambda: publish(world, is_sure=False)) == "invalid-form"
    assert event_types(world)[-1] == "outcome_confirmed"


def test_nothing_is_counted_before_the_close(world: World) -> None:
    with world.db.write() as tx:
        rounds.put_round(tx, a_round(), at=NOON)
    assert refused(lambda: count(world)) == "wrong-phase"
    # the minute has passed, but the box is not sealed yet
    with world.db.write() as tx:
        opened = replace(a_round().milestones, voting_opened_at=NOON)
        rounds.put_round(tx, replace(a_round(), milestones=opened), at=NOON)
    assert refused(lambda: count(world)) == "box-not-closed"
    assert event_types(world) == []


def test_nothing_is_published_uncounted_or_twice(world: World) -> None:
    close_a_round(world)
    assert refused(lambda: publish(world)) == "not-counted"
    count(world)
    publish(world)
    assert refused(lambda: publish(world)) == "wrong-phase"
    assert refused(lambda: count(world)) == "wrong-phase"


def test_a_round_that_is_not_there(world: World) -> None:
    assert refused(lambda: count(world)) == "round-not-found"


@pytest.mark.parametrize("what", ["contest", "outcome"])
def test_what_was_tampered_with_is_not_published(world: World, what: str) -> None:
    close_a_round(world)
    count(world)
    with world.db.write() as tx:
        sealed = outcomes.list_counts(tx, ROUND)[0]
        contest = outcomes.load_contest(tx, GREEN) or ""
        if what == "contest":
            contest = contest.replace("200000", "100000")
        elif (
            what == "seed"
        ):  # pond and trees would be drawn otherwise, were they tied; the digest of it is sealed
            sealed = replace(sealed, outcome_digest="0" * 64)
        else:
            sealed = replace(sealed, outcome_digest=hashlib.sha256(b"").hexdigest())
        outcomes.put_count(tx, sealed, contest=contest, outcome=canonical(sealed.outcome).decode())
    assert refused(lambda: publish(world)) == "recount-differs"
    assert "outcome_published" not in event_types(world)


def test_a_failed_count_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    close_a_round(world)
    before = event_types(world)

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(rounds, "put_round", fail)
    with pytest.raises(OSError, match="disk full"):
        count(world)
    with world.db.read() as tx:
        assert outcomes.list_counts(tx, ROUND) == []
    assert event_types(world) == before


def test_no_ballots_and_no_winners(world: World) -> None:
    close_a_round(world, ballots=())
    count(world)
    view = counting.view_count(world.deps, world.elin, ROUND)
    assert [result.ballots for result in view.results] == [0, 0]
    publish(world)


def test_the_view_names_who_counted(world: World) -> None:
    close_a_round(world)
    empty = counting.view_count(world.deps, world.alys, ROUND)
    assert (empty.results, empty.counted_by, empty.may_publish) == ((), None, False)
    count(world, world.elin)
    view = counting.view_count(world.deps, world.alys, ROUND)
    assert view.counted_by == "Elin"
    assert [line.project_id for line in view.results[0].winners] == ["pwll", "mainc", "sied"]
    assert view.results[0].left == 5_000_00 - 2_000_00 - 800_00 - 1_500_00
    assert view.turnout is not None
    assert view.turnout.counted == len(CROWD)


def test_the_order_of_ballots_does_not_show(world: World) -> None:
    close_a_round(
        world,
        ballots=tuple(reversed(CROWD)),
        rule=RuleChoice(id="most-votes", params={"ties": "votes,cost,list"}),
    )
    count(world)
    with world.db.read() as tx:
        contest = json.loads(outcomes.load_contest(tx, GREEN) or "")
    assert contest["ballots"] == sorted(contest["ballots"])
