"""The demo's voters: the same seed gives the same ballots, and every ballot is one that the round allows.

It does not claim that anyone real would vote so.
"""

from collections import Counter

import pytest

from pb.cli.demo.county import THEMES, WARDS
from pb.cli.demo.model import DemoRound
from pb.cli.demo.proposals import BY_KEY, PROPOSALS
from pb.cli.demo.rounds import COUNTING, PUBLISHED_EQUAL_SHARES, PUBLISHED_MOST_VOTES, ROUNDS, VOTING
from pb.cli.demo.voters import approvals, ballots, baskets, voters
from pb.domain.proposals import Status

VOTED = [VOTING, COUNTING, PUBLISHED_MOST_VOTES, PUBLISHED_EQUAL_SHARES]


def test_there_are_2400_voters_from_every_ward() -> None:
    people = voters(1)
    assert len(people) == 2_400
    assert [person.number for person in people] == list(range(1, 2_401))
    assert {person.ward for person in people} == {ward.key for ward in WARDS}
    for person in people:
        assert [theme for theme, _ in person.taste] == [theme.key for theme in THEMES]


def test_about_two_in_five_read_welsh() -> None:
    welsh = sum(person.language == "cy" for person in voters(1))
    assert 0.37 <= welsh / 2_400 <= 0.43


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    assert voters(7) == voters(7)
    assert voters(7) != voters(8)


def test_the_first_draws_never_change() -> None:
    # Pinned: a demo whose results move from one machine or release to the next would show nothing twice.
    first = [(person.ward, person.language) for person in voters(60, 3)]
    assert first == [("blaenonnen", "en"), ("pont-y-gamlas", "cy"), ("pont-y-gamlas", "en")]
    assert approvals(voters(60, 9), PROPOSALS, most=3, seed=60)[6:] == (
        ("swimming-lessons", "station-garden", "christmas-dinner"),
        ("junior-brass-band", "youth-minibus", "summer-play-days"),
        ("mens-shed", "library-of-things"),
    )


def test_the_same_seed_gives_the_same_ballots_and_another_gives_others() -> None:
    people = voters(3, 200)
    assert approvals(people, PROPOSALS, most=5, seed=1) == approvals(people, PROPOSALS, most=5, seed=1)
    assert approvals(people, PROPOSALS, most=5, seed=1) != approvals(people, PROPOSALS, most=5, seed=2)
    assert ballots(COUNTING) == ballots(COUNTING)


@pytest.mark.parametrize("most", [1, 3, 5])
def test_nobody_picks_more_than_allowed_and_a_few_leave_it_blank(most: int) -> None:
    choices = approvals(voters(3), PROPOSALS, most=most, seed=1)
    sizes = Counter(map(len, choices))
    assert max(sizes) == most
    assert 0.01 <= sizes[0] / 2_400 <= 0.03
    assert all(len(set(choice)) == len(choice) for choice in choices)


def test_no_basket_costs_more_than_the_pot() -> None:
    pot_pence = 1_250_000
    choices = baskets(voters(3), PROPOSALS, pot_pence=pot_pence, seed=1)
    costs = [sum(BY_KEY[key].amount_pence for key in choice) for choice in choices]
    assert max(costs) <= pot_pence
    assert 0.01 <= costs.count(0) / 2_400 <= 0.03


def test_people_care_more_for_their_own_ward() -> None:
    people = voters(3)
    choices = approvals(people, PROPOSALS, most=5, seed=1)
    in_ward = [person.ward == "blaenonnen" for person in people]
    own = sum("defibrillator" in choice for choice, near in zip(choices, in_ward, strict=True) if near)
    far = sum("defibrillator" in choice for choice, near in zip(choices, in_ward, strict=True) if not near)
    assert own / sum(in_ward) > 2 * far / (2_400 - sum(in_ward))


@pytest.mark.parametrize("round_", VOTED, ids=lambda round_: round_.key)
def test_every_ballot_of_a_round_is_one_that_the_round_allows(round_: DemoRound) -> None:
    cast = ballots(round_)
    assert len(cast) == round_.voter_count
    for person, choices in cast:
        assert list(choices) == [pot.key for pot in round_.pots if pot.ward in (None, person.ward)]
        for pot in round_.pots:
            choice = choices.get(pot.key, ())
            assert set(choice) <= set(pot.proposals)
            assert all(BY_KEY[key].status is Status.ACCEPTED for key in choice)
            if round_.spec.type == "basket":
                assert sum(BY_KEY[key].amount_pence for key in choice) <= pot.amount_pence
            else:
                assert len(choice) <= round_.spec.limits["max_count"]


def test_rounds_before_the_vote_have_no_ballots() -> None:
    assert [ballots(round_) for round_ in ROUNDS if round_ not in VOTED] == [()] * 4
