"""Tasks: what another process is asked as JSON comes back as the library itself would say it."""

import json

import pytest

from pb.tally import (
    BallotSpec,
    Contest,
    Profile,
    Project,
    Stage,
    canonical,
    contest_record,
    outcome_record,
    run,
)
from pb.tally.tasks import perform
from pb.tally.watch import Watch, unwatched

CONTEST = Contest(
    budget=100,
    projects=(Project(id="A", cost=60), Project(id="B", cost=50)),
    spec=BallotSpec(type="approval", limits={"max_count": 2}),
    profile=Profile(weights={(("A", 1),): 3, (("A", 1), ("B", 1)): 2}),
)
PARAMS = {"ties": "votes,lot"}
ASKED = {"contest": contest_record(CONTEST), "rule": "most-votes", "params": PARAMS, "seed": "07"}


def test_a_count_by_way_of_json_is_the_same_count() -> None:
    heard = []

    def watch(part: int, parts: int) -> Watch:
        heard.append((part, parts))
        return unwatched

    task = json.loads(json.dumps({"do": "count", "contests": [ASKED, ASKED]}))
    answer = json.loads(canonical(perform(task, watch)))
    alone = json.loads(canonical(outcome_record(run(CONTEST, "most-votes", PARAMS, seed=b"\x07"))))
    assert answer == {"outcomes": [alone, alone]}
    assert heard == [(1, 2), (2, 2)]


def test_each_part_is_watched() -> None:
    stages: list[Stage] = []
    perform({"do": "count", "contests": [ASKED]}, lambda *_: lambda stage, *_: stages.append(stage))
    assert stages[:2] == [Stage.CHECK, Stage.ALLOCATE]


def test_a_task_that_is_not_known_is_not_done() -> None:
    with pytest.raises(KeyError):
        perform({"do": "guess"}, lambda *_: unwatched)
