"""After a rush of votes: close the round, and count what is in the box against what was answered.

It measures nothing. Run: PB_DATA_DIR=/tmp/rush python -m benchmarks.voting_check ROUND ACCEPTED
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import timedelta

from pb.cli.build import build_deps, config_from_environment
from pb.cli.demo.seed import ScriptedClock
from pb.services import clockwork, rounds
from pb.storage import box, box_batches, outcomes


def main() -> None:
    """Say what is there; fails where a ballot is missing, doubled, or in no batch."""
    parser = argparse.ArgumentParser()
    parser.add_argument("round", help="the round's id")
    parser.add_argument("accepted", type=int, help="how many votes were answered with a receipt")
    given = parser.parse_args()
    deps = build_deps(config_from_environment())
    with deps.db.read() as tx:
        round_ = rounds.load_round_or_refuse(tx, given.round)
        before = box.count_ballots(tx, given.round)
    closes_at = round_.schedule.voting_close_at
    assert closes_at is not None
    later = replace(deps, clock=ScriptedClock(closes_at + timedelta(minutes=1)))
    clockwork.settle(later, given.round)
    with deps.db.read() as tx:
        turnout = outcomes.load_turnout(tx, given.round)
        sealed = sum(batch.size for batch in box_batches.list_sealed_batches(tx, given.round))
        counted, superseded = box.list_leaves(tx, given.round)
    deps.db.close()
    assert turnout is not None
    print(
        f"answered {given.accepted}, in the box {before[0]}, counted {turnout.counted}, in batches {sealed}"
    )
    assert before[0] == turnout.counted == len(set(counted)) == given.accepted + SEEDED
    assert sealed == len(counted) + len(superseded)


SEEDED = 1
"""The vote that `voting_round` casts itself."""

if __name__ == "__main__":
    main()
