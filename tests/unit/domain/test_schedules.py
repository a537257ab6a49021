"""Dates are refused where they are typed: past, reversed, overlapping, locked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pb.domain.refusals import Refusal
from pb.domain.rounds import Schedule
from pb.domain.schedules import DATES, decide_schedule, locked_dates
from tests.unit.domain.a_round import ANNOUNCED, DAY, DRAFT, NOW, OPENED, SCHEDULE

BLANK = replace(DRAFT, schedule=Schedule())


def faults_of(call: object) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as refused:
        call()  # type: ignore[operator] # a lambda
    return [(fault.field, fault.code) for fault in refused.value.faults]


def test_a_whole_schedule_is_taken() -> None:
    wanted = {name: NOW + (at + 1) * DAY for at, name in enumerate(DATES)}
    assert decide_schedule(BLANK, wanted, NOW) == SCHEDULE


def test_dates_left_out_stay() -> None:
    moved = decide_schedule(DRAFT, {"voting_close_at": NOW + 9 * DAY}, NOW)
    assert moved == replace(SCHEDULE, voting_close_at=NOW + 9 * DAY)


def test_proposal_dates_can_be_left_empty_or_taken_away() -> None:
    none = {"proposals_open_at": None, "proposals_close_at": None}
    assert decide_schedule(DRAFT, none, NOW).proposals_open_at is None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"voting_open_at": NOW}, [("voting_open_at", "date-passed")]),
        ({"voting_close_at": NOW + 3 * DAY}, [("voting_close_at", "closes-before-opens")]),
        ({"proposals_close_at": NOW + DAY}, [("proposals_close_at", "closes-before-opens")]),
        ({"voting_open_at": NOW + 1.5 * DAY}, [("voting_open_at", "before-proposals-close")]),
        ({"voting_close_at": NOW + 5000 * DAY}, [("voting_close_at", "date-too-far")]),
        ({"proposals_open_at": None}, [("proposals_open_at", "missing-date")]),
        ({"proposals_close_at": None}, [("proposals_close_at", "missing-date")]),
    ],
)
def test_contradictions_are_refused_on_their_field(
    wanted: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert faults_of(lambda: decide_schedule(DRAFT, wanted, NOW)) == expected  # type: ignore[arg-type] # mixed on purpose


def test_voting_may_open_the_minute_proposals_close() -> None:
    assert decide_schedule(DRAFT, {"voting_open_at": NOW + 2 * DAY}, NOW).voting_open_at == NOW + 2 * DAY


def test_a_draft_may_lack_voting_dates_and_an_announced_round_may_not() -> None:
    none = {"voting_open_at": None, "voting_close_at": None}
    assert decide_schedule(DRAFT, none, NOW).voting_open_at is None
    assert faults_of(lambda: decide_schedule(ANNOUNCED, none, NOW)) == [
        ("voting_open_at", "missing-date"),
        ("voting_close_at", "missing-date"),
    ]


def test_what_has_begun_no_longer_moves() -> None:
    later = NOW + 1.5 * DAY
    assert locked_dates(ANNOUNCED, NOW) == frozenset()
    assert locked_dates(ANNOUNCED, later) == {"proposals_open_at"}
    assert locked_dates(ANNOUNCED, NOW + 9 * DAY) == {"proposals_open_at", "proposals_close_at"}
    assert locked_dates(DRAFT, NOW + 9 * DAY) == frozenset()
    assert locked_dates(OPENED, NOW) == set(DATES)
    assert locked_dates(replace(DRAFT, imported_from="a.pb"), NOW) == set(DATES)
    wanted = {"proposals_open_at": NOW + 1.75 * DAY}
    assert faults_of(lambda: decide_schedule(ANNOUNCED, wanted, later)) == [
        ("proposals_open_at", "date-locked")
    ]
    extended = decide_schedule(ANNOUNCED, {"proposals_close_at": later + timedelta(hours=1)}, later)
    assert extended.proposals_close_at == later + timedelta(hours=1)


def test_a_vote_that_could_not_open_gets_new_dates() -> None:
    late = NOW + 9 * DAY
    moved = decide_schedule(
        ANNOUNCED, {"voting_open_at": late + DAY, "voting_close_at": late + 2 * DAY}, late
    )
    assert moved.voting_open_at == late + DAY


def test_unknown_names_change_nothing() -> None:
    assert decide_schedule(DRAFT, {"__class__": NOW}, NOW) == SCHEDULE
