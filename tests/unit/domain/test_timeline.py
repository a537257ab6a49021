"""The stages of a round, and what the clock does next."""

from dataclasses import replace
from datetime import timedelta

from pb.domain.rounds import Phase, Schedule
from pb.domain.timeline import next_moment, seconds_left, timeline
from tests.unit.domain.a_round import ANNOUNCED, DAY, DRAFT, NOW, OPENED


def test_stages_go_from_next_to_done() -> None:
    assert {stage.state for stage in timeline(DRAFT, NOW)} == {"next"}
    assert [stage.state for stage in timeline(OPENED, NOW + 3 * DAY)] == [
        "done",
        "done",
        "now",
        "next",
        "next",
    ]
    over = replace(OPENED, milestones=replace(OPENED.milestones, counted_at=NOW, published_at=NOW))
    assert {stage.state for stage in timeline(over, NOW)} == {"done"}


def test_stages_carry_their_dates() -> None:
    voting = timeline(ANNOUNCED, NOW)[2]
    assert (voting.phase, voting.opens_at, voting.closes_at) == (Phase.VOTING, NOW + 3 * DAY, NOW + 4 * DAY)


def test_proposing_is_left_out_where_residents_do_not_propose() -> None:
    staffed = replace(ANNOUNCED, schedule=Schedule(voting_open_at=NOW + DAY, voting_close_at=NOW + 2 * DAY))
    assert next(stage.phase for stage in timeline(staffed, NOW)) is Phase.REVIEWING


def test_the_next_moment_is_ahead_or_none() -> None:
    assert next_moment(ANNOUNCED, NOW) == NOW + DAY
    assert next_moment(ANNOUNCED, NOW + DAY) == NOW + 2 * DAY
    assert next_moment(ANNOUNCED, NOW + 2 * DAY) == NOW + 3 * DAY
    assert next_moment(ANNOUNCED, NOW + 3 * DAY) is None  # late: it waits for people
    assert next_moment(OPENED, NOW + 3 * DAY) == NOW + 4 * DAY
    assert next_moment(OPENED, NOW + 4 * DAY) is None


def test_seconds_left_are_whole_and_never_below_nought() -> None:
    closes = Schedule(voting_close_at=NOW + timedelta(seconds=90, milliseconds=900))
    round_ = replace(OPENED, schedule=closes)
    assert seconds_left(round_, NOW) == 90
    assert seconds_left(round_, NOW + timedelta(days=1)) == 0
    assert seconds_left(replace(OPENED, schedule=Schedule()), NOW) == 0
