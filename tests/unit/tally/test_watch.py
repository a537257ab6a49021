"""Watching a count: every stage is heard, a stop ends it, and watching changes no answer."""

import pytest

from pb.tally import BallotSpec, Contest, Profile, Project, Stage, Stopped, run
from pb.tally.watch import inside, unwatched

TIED = Contest(
    budget=100,
    projects=(Project(id="A", cost=100), Project(id="B", cost=100)),
    spec=BallotSpec(type="approval", limits={"max_count": 1}),
    profile=Profile(weights={(("A", 1),): 3, (("B", 1),): 3}),
)


def test_a_count_is_heard_stage_by_stage() -> None:
    heard: list[tuple[Stage, int, int | None]] = []
    watched = run(TIED, "most-votes", {"ties": "list"}, watch=lambda *told: heard.append(told))
    assert [told for told in heard if told[0] is not Stage.RAISE][:2] == [
        (Stage.CHECK, 0, 1),
        (Stage.ALLOCATE, 0, 2),
    ]
    assert heard[-1] == (Stage.TIES, 0, 1)
    assert watched == run(TIED, "most-votes", {"ties": "list"})


@pytest.mark.parametrize("stage", [Stage.CHECK, Stage.ALLOCATE, Stage.TIES])
def test_a_watch_stops_a_count_at_any_stage(stage: Stage) -> None:
    def stop(now: Stage, _done: int, _total: int | None) -> None:
        if now is stage:
            raise Stopped

    with pytest.raises(Stopped):
        run(TIED, "most-votes", {"ties": "list"}, watch=stop)


def test_a_turn_of_a_longer_loop_reports_the_loop() -> None:
    heard: list[tuple[Stage, int, int | None]] = []
    watch = inside(lambda *told: heard.append(told), Stage.COMPARE, 2, 5)
    run(TIED, "most-votes", {"ties": "list"}, watch=watch)
    assert set(heard) == {(Stage.COMPARE, 2, 5)}


def test_nobody_need_watch() -> None:
    unwatched(Stage.CHECK, 0, None)
