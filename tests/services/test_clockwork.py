"""The clock opens and closes the vote: at its minute, once, with everything frozen, and never unready."""

import contextlib
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pb.domain.freeze import config_digest
from pb.domain.proposals import Status
from pb.domain.rounds import Phase, Round, phase_at
from pb.services import clockwork, rounds, signing
from pb.services.opening import list_paper
from pb.storage.events import list_events
from tests.rounds import COUNTY_POT, HARBOUR_POT, make_proposal, make_round, reload
from tests.world import World


def ready(world: World) -> Round:
    """A round with an accepted proposal in each pot, at the minute of its vote."""
    round_ = make_round(world)
    make_proposal(world, round_, "Gardd")
    make_proposal(world, round_, "Cwch", pot=HARBOUR_POT)
    world.clock.moment = round_.schedule.voting_open_at or world.clock.moment
    return round_


def types(world: World, round_: Round) -> list[str]:
    with world.db.read() as tx:
        return [event.type for event in list_events(tx, round_.id)]


def test_voting_opens_at_its_minute_with_everything_frozen(world: World) -> None:
    round_ = ready(world)
    make_proposal(world, round_, "Na", status=Status.DECLINED)
    world.clock.go(seconds=-1)
    clockwork.settle(world.deps, round_.id)
    assert reload(world, round_).config_digest is None
    world.clock.go(seconds=1)
    clockwork.settle(world.deps, round_.id)
    opened = reload(world, round_)
    assert phase_at(opened, world.clock.now()) is Phase.VOTING
    assert opened.milestones.voting_opened_at == world.clock.now()
    assert opened.four_eyes is True
    assert opened.seed_commitment == hashlib.sha256(world.deps.keys.tie_secret(round_.id)).hexdigest()
    assert world.deps.keys.link_key(round_.id) is not None
    with world.db.read() as tx:
        (event,) = list_events(tx, round_.id)
        papers = list_paper(tx, opened)
    assert len(papers) == 2
    assert (event.type, event.role, event.actor) == ("voting_opened", "system", None)
    assert event.payload == {
        "config_digest": config_digest(opened, papers, four_eyes=True),
        "seed_commitment": opened.seed_commitment,
        "four_eyes": True,
        "openings": "sealed",
        "signing_key": signing.public_key(world.deps),
    }
    assert opened.config_digest == event.payload["config_digest"]


def test_a_round_that_lacks_something_stays_shut_and_opens_by_itself_later(world: World) -> None:
    round_ = make_round(world)
    make_proposal(world, round_, "Gardd")
    world.clock.moment = round_.schedule.voting_open_at or world.clock.moment
    world.clock.go(hours=1)
    clockwork.settle(world.deps, round_.id)
    clockwork.settle_all(world.deps)
    assert reload(world, round_) == round_
    assert rounds.view_round(world.deps, None, round_.id).is_late
    assert world.deps.keys.link_key(round_.id) is None
    make_proposal(world, round_, "Cwch", pot=HARBOUR_POT)
    clockwork.settle_all(world.deps)
    assert types(world, round_) == ["voting_opened"]


def test_the_four_eyes_of_the_opening_stay(world: World) -> None:
    round_ = ready(world)
    clockwork.settle(world.deps, round_.id)
    world.one_pair_of_eyes()
    assert rounds.view_round(world.deps, None, round_.id).four_eyes is True


def test_the_vote_closes_at_its_minute(world: World) -> None:
    round_ = ready(world)
    clockwork.settle(world.deps, round_.id)
    world.clock.moment = round_.schedule.voting_close_at or world.clock.moment
    clockwork.settle_all(world.deps)
    closed = reload(world, round_)
    assert closed.milestones.voting_closed_at == world.clock.now()
    assert phase_at(closed, world.clock.now()) is Phase.COUNTING
    assert world.deps.keys.link_key(round_.id) is None
    assert types(world, round_) == ["voting_opened", "voting_closed", "link_destroyed"]


def test_settling_again_and_at_once_changes_nothing_more(world: World) -> None:
    round_ = ready(world)
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda _: clockwork.settle(world.deps, round_.id), range(24)))
    assert types(world, round_) == ["voting_opened"]
    world.clock.moment = round_.schedule.voting_close_at or world.clock.moment
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda _: clockwork.settle(world.deps, round_.id), range(24)))
    assert types(world, round_) == ["voting_opened", "voting_closed", "link_destroyed"]


def test_a_vote_whose_whole_time_went_by_unready_does_not_open(world: World) -> None:
    round_ = ready(world)
    world.clock.go(days=30)
    clockwork.settle(world.deps, round_.id)
    assert reload(world, round_) == round_


def test_unknown_rounds_are_no_matter(world: World) -> None:
    clockwork.settle(world.deps, "no such round")
    clockwork.settle_all(world.deps)


def test_a_link_that_a_crash_left_is_destroyed_by_the_next_reader(world: World) -> None:
    round_ = ready(world)
    clockwork.settle(world.deps, round_.id)
    world.clock.moment = round_.schedule.voting_close_at or world.clock.moment
    clockwork.settle(world.deps, round_.id)
    world.deps.keys.make_link_key(round_.id)  # as if the process had died before it was overwritten
    world.clock.go(seconds=1)
    clockwork.settle(world.deps, round_.id)
    assert world.deps.keys.link_key(round_.id) is None


def test_a_failure_on_the_way_leaves_nothing_half_open(world: World) -> None:
    round_ = ready(world)

    class Failing:
        def __getattr__(self, name: str) -> object:
            if name == "tie_secret":
                raise OSError("no space left on device")
            return getattr(world.deps.keys, name)

    failing = replace(world.deps, keys=Failing())  # type: ignore[arg-type] # stands in for the key folder
    with contextlib.suppress(OSError):
        clockwork.settle(failing, round_.id)
    assert reload(world, round_) == round_
    assert types(world, round_) == []
    clockwork.settle(world.deps, round_.id)
    assert types(world, round_) == ["voting_opened"]


def test_lists_see_pots_of_every_round(world: World) -> None:
    ready(world)
    card = rounds.view_rounds(world.deps).waiting[0]
    assert (card.total_pence, card.pot_count) == (
        COUNTY_POT.amount_pence + HARBOUR_POT.amount_pence,
        2,
    )
    assert card.next_at is None
    world.clock.moment -= timedelta(days=1)
    assert rounds.view_rounds(world.deps).waiting[0].next_at is not None


def test_on_postgresql_too_the_first_to_look_opens_and_closes_it(tmp_path: Path, postgres_url: str) -> None:
    world = World(tmp_path, database_url=postgres_url)
    round_ = ready(world)
    for due_at in (round_.schedule.voting_open_at, round_.schedule.voting_close_at):
        world.clock.moment = due_at or world.clock.moment
        with ThreadPoolExecutor(6) as many:
            list(many.map(lambda _: clockwork.settle(world.deps, round_.id), range(12)))
        clockwork.settle_all(world.deps)
    assert types(world, round_) == ["voting_opened", "voting_closed", "link_destroyed"]
    world.close()
