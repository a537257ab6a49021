"""The demo's rounds and people: one round in each phase, each whole, and people who can sign in.

It seeds nothing; it looks at the specification.
"""

from collections import Counter
from dataclasses import astuple
from datetime import UTC, datetime, timedelta

import pytest

from pb.cli.demo.county import THEMES, WARDS
from pb.cli.demo.model import DemoRound
from pb.cli.demo.people import PEOPLE
from pb.cli.demo.proposals import BY_KEY
from pb.cli.demo.rounds import PUBLISHED_EQUAL_SHARES, ROUNDS, VOTING
from pb.domain.ids import OrganisationId, RoundId
from pb.domain.people import Role
from pb.domain.proposals import Status
from pb.domain.rounds import Milestones, Phase, Round, Schedule, phase_at
from pb.domain.signin import password_fault
from pb.domain.text import read_email

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WITH_VOTES = (Phase.VOTING, Phase.COUNTING, Phase.PUBLISHED)


def _at(days: int | None) -> datetime | None:
    return None if days is None else NOW + timedelta(days=days)


def _as_round(spec: DemoRound) -> Round:
    days = spec.days
    voting = spec.phase in WITH_VOTES
    return Round(
        id=RoundId(spec.key),
        organisation_id=OrganisationId("council"),
        name=spec.name,
        summary=spec.summary,
        contact="",
        minimum_age=spec.minimum_age,
        schedule=Schedule(
            proposals_open_at=_at(days.proposals_open),
            proposals_close_at=_at(days.proposals_close),
            voting_open_at=_at(days.voting_open),
            voting_close_at=_at(days.voting_close),
        ),
        spec=spec.spec,
        rule=spec.rule,
        pots=(),
        milestones=Milestones(
            announced_at=_at(days.announced),
            voting_opened_at=_at(days.voting_open) if voting else None,
            voting_closed_at=_at(days.voting_close) if spec.phase is Phase.PUBLISHED else None,
            counted_at=_at(days.counted),
            published_at=_at(days.published),
        ),
    )


def test_there_is_a_round_in_each_phase_and_two_are_published() -> None:
    assert Counter(round_.phase for round_ in ROUNDS) == Counter([*Phase, Phase.PUBLISHED])
    assert len({round_.key for round_ in ROUNDS}) == len(ROUNDS)


@pytest.mark.parametrize("round_", ROUNDS, ids=lambda round_: round_.key)
def test_its_dates_put_a_round_in_its_phase(round_: DemoRound) -> None:
    assert phase_at(_as_round(round_), NOW) is round_.phase
    days = [day for day in astuple(round_.days) if day is not None]
    assert days == sorted(set(days))


@pytest.mark.parametrize("round_", ROUNDS, ids=lambda round_: round_.key)
def test_a_round_is_whole(round_: DemoRound) -> None:
    assert round_.name.is_complete
    assert round_.summary.is_complete
    assert len({pot.key for pot in round_.pots}) == len(round_.pots) >= 1
    for pot in round_.pots:
        assert pot.name.is_complete
        assert 1_200_000 <= pot.amount_pence <= 6_000_000
        assert pot.ward is None or pot.ward in {ward.key for ward in WARDS}
        assert pot.theme is None or pot.theme in {theme.key for theme in THEMES}
    assert (round_.voter_count > 0) == (round_.phase in WITH_VOTES)


@pytest.mark.parametrize("round_", ROUNDS, ids=lambda round_: round_.key)
def test_its_proposals_fit_its_pots(round_: DemoRound) -> None:
    keys = [key for pot in round_.pots for key in pot.proposals]
    assert len(set(keys)) == len(keys)
    for pot in round_.pots:
        for proposal in (BY_KEY[key] for key in pot.proposals):
            if proposal.status is not Status.DECLINED:
                assert proposal.amount_pence <= pot.largest_request_pence
            assert pot.ward in (None, proposal.ward)
    assert set(round_.waiting) <= set(keys)
    if round_.phase in WITH_VOTES:
        assert round_.waiting == ()
        # More is asked for than there is, or there would be nothing to decide.
        for pot in round_.pots:
            assert sum(BY_KEY[key].amount_pence for key in pot.proposals) > pot.amount_pence


def test_the_great_round_holds_all_sixty_and_the_open_one_thirty() -> None:
    great = [key for pot in PUBLISHED_EQUAL_SHARES.pots for key in pot.proposals]
    assert len(great) == 60
    assert PUBLISHED_EQUAL_SHARES.voter_count == 2_400
    open_now = [key for key in VOTING.pots[0].proposals if BY_KEY[key].status is Status.ACCEPTED]
    assert len(open_now) == 30


def test_every_other_proposal_appears_somewhere() -> None:
    shown = {key for round_ in ROUNDS for pot in round_.pots for key in pot.proposals}
    assert shown == set(BY_KEY)


def test_there_is_someone_for_every_seat() -> None:
    assert Counter(person.role for person in PEOPLE) == {
        Role.OWNER.value: 1,
        Role.ORGANISER.value: 2,
        Role.REVIEWER.value: 1,
        Role.AUDITOR.value: 1,
        Role.TELLER.value: 1,
        None: 2,
    }
    assert len({person.email for person in PEOPLE}) == len({person.key for person in PEOPLE}) == 8
    assert {person.language for person in PEOPLE} == {"cy", "en"}


def test_everyone_can_sign_in_with_an_address_that_leads_nowhere_real() -> None:
    for person in PEOPLE:
        assert read_email(person.email) == person.email
        assert person.email.endswith("@cronfa.example")
        assert len(person.passphrase) >= 16
        assert len(person.passphrase.split("-")) in (3, 4)
        assert password_fault("password", person.passphrase, email=person.email) is None
