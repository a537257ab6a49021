"""What equal shares and Phragmen promise to groups of voters, and that their payments prove it.

Must not trust the engine: groups and sets are tried one and all, payments are added up again voter by voter.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally import Contest, Outcome
from tests.property.contests import contests
from tests.property.counting import count
from tests.property.effort import effort, patience
from tests.property.spelling import COMPLETIONS, KEYS, SEED, UTILITIES
from tests.property.truth import purses
from tests.reference.ballots import supporters
from tests.reference.terms import Terms

pytestmark = patience

KINDS = ("approval", "basket", "points", "score", "ranking")


@pytest.mark.parametrize("utility", UTILITIES)
@effort(quick=60, long=3000)
@given(data=st.data())
def test_equal_shares_gives_every_group_what_it_could_buy_up_to_one(
    utility: str, data: st.DataObject
) -> None:
    """EJR up to one project. Source: Peters, Pierczynski, Skowron (2021), theorem 2.

    Completions keep it: greedy only adds winners, and raised shares are those of a larger pot.
    """
    contest = data.draw(contests(data.draw(st.sampled_from(KINDS)), most_ballots=4))
    terms = Terms(
        utility=utility,
        completion=data.draw(st.sampled_from(COMPLETIONS)),
        step=max(1, sum(one.cost for one in contest.projects) // 12),
        ties=data.draw(st.sampled_from(KEYS)),
        seed=SEED,
    )
    outcome = count(contest, "equal-shares", terms)
    assert outcome is not None
    assert wronged(contest, utility, outcome) is None


def wronged(contest: Contest, utility: str, outcome: Outcome) -> tuple[object, object] | None:
    """A group of voters and a set of projects it could buy and all of it wants, but got less than; or None.

    Members are worth to each other what the least of them gets from a project. Equal voters go together.
    """
    costs = {project.id: project.cost for project in contest.projects}
    voters = supporters(contest, utility)
    kinds = [(dict(worth), voters.count(dict(worth))) for worth in {tuple(one.items()) for one in voters}]
    for size in range(1, len(kinds) + 1):
        for group in combinations(kinds, size):
            money = Fraction(sum(weight for _, weight in group) * contest.budget, len(voters))
            shared = sorted(set.intersection(*(set(worth) for worth, _ in group)))
            for picks in product((True, False), repeat=len(shared)):
                wish = [name for name, picked in zip(shared, picks, strict=True) if picked]
                if sum(costs[name] for name in wish) <= money and not satisfied(group, wish, outcome):
                    return group, wish
    return None


def satisfied(group: tuple[tuple[dict[str, int], int], ...], wish: list[str], outcome: Outcome) -> bool:
    """Whether some member has as much as the wish is worth to all, or more with one more project of it."""
    promised = sum(min(worth[name] for worth, _ in group) for name in wish)
    for worth, _ in group:
        has = sum(worth.get(name, 0) for name in outcome.selected)
        more = max((worth[name] for name in wish if name not in outcome.selected), default=0)
        if has >= promised or has + more > promised:
            return True
    return False


@pytest.mark.parametrize("utility", UTILITIES)
@effort(quick=60, long=3000)
@given(data=st.data())
def test_the_payments_of_equal_shares_are_a_price_system(utility: str, data: st.DataObject) -> None:
    """Priceability. Source: Peters, Skowron (2020), "Proportionality and the Limits of Welfarism".

    Nobody pays for what they do not want or more than their share, every winner is paid for to the last bit,
    and the supporters of a loser are left with less than it costs.
    """
    contest = data.draw(contests(data.draw(st.sampled_from(KINDS))))
    terms = Terms(utility=utility, ties=data.draw(st.sampled_from(KEYS)), seed=SEED)
    outcome = count(contest, "equal-shares", terms)
    assert outcome is not None
    voters = supporters(contest, utility)
    held = [Fraction(contest.budget, len(voters) or 1)] * len(voters)
    for step in outcome.steps:
        paid = [
            min(money, step.facts["rho"] * worth.get(step.project, 0))
            for money, worth in zip(held, voters, strict=True)
        ]
        assert sum(paid) == step.paid
        told = [(share, number) for _, number, share in step.facts["paid_in_full"]]
        in_full = [
            share
            for share, worth in zip(paid, voters, strict=True)
            if step.project in worth and share == step.facts["rho"] * worth[step.project]
        ]
        assert sum(number for _, number in told) == len(in_full)
        assert sum(share * number for share, number in told) == sum(in_full)
        held = [money - share for money, share in zip(held, paid, strict=True)]
    assert held == purses(contest, terms, outcome)
    for project in contest.projects:
        fans = [money for money, worth in zip(held, voters, strict=True) if project.id in worth]
        if project.id not in outcome.selected and fans:
            assert sum(fans) < project.cost


@pytest.mark.parametrize("kind", KINDS)
@effort(quick=60, long=3000)
@given(data=st.data())
def test_the_payments_of_phragmen_are_a_price_system(kind: str, data: st.DataObject) -> None:
    """Everyone has earned the time of the last purchase. Source: Los, Christoff, Grossi (2022)."""
    contest = data.draw(contests(kind))
    outcome = count(contest, "phragmen", Terms(ties=data.draw(st.sampled_from(KEYS)), seed=SEED))
    assert outcome is not None
    voters = supporters(contest, "count")
    spent = [Fraction(0)] * len(voters)
    now = Fraction(0)
    for step in outcome.steps:
        if step.action != "fund":
            continue
        assert step.facts["time"] >= now
        now = step.facts["time"]
        fans = [at for at, worth in enumerate(voters) if step.project in worth]
        assert len(fans) == step.facts["supporters"]
        assert sum(now - spent[at] for at in fans) == step.paid
        for at in fans:
            spent[at] = now
    for project in contest.projects:
        held = [now - spent[at] for at, worth in enumerate(voters) if project.id in worth]
        if project.id not in outcome.selected:
            assert sum(held) <= project.cost


FOR_VOTES = ("most-votes", "value-for-money", "seats", "best-total", "phragmen")
FOR_COST = ("most-votes", "value-for-money", "seats", "best-total")


@pytest.mark.parametrize("rule", FOR_VOTES)
@effort(quick=60, long=3000)
@given(data=st.data())
def test_a_winner_named_on_one_more_ballot_still_wins(rule: str, data: st.DataObject) -> None:
    """In an order its turn comes no later, and no less money is left then. Of sets all that hold it gain as
    much, the others nothing. With Phragmen all is as before until it is bought, and it is due sooner. (For
    equal shares it is no theorem: one more voter makes every share smaller.)
    """
    contest = data.draw(contests("approval"))
    terms = terms_of(rule, data)
    for name in winners(contest, rule, terms):
        weights = dict(contest.profile.weights)
        alone = ((name, 1),)
        weights[alone] = weights.get(alone, 0) + 1
        more = replace(contest, profile=replace(contest.profile, weights=weights))
        assert name in winners(more, rule, terms)


@pytest.mark.parametrize("rule", FOR_COST)
@effort(quick=60, long=3000)
@given(data=st.data())
def test_a_winner_that_becomes_cheaper_still_wins(rule: str, data: st.DataObject) -> None:
    """Discount monotonicity. Source: Talmon, Faliszewski (2019), "A Framework for Approval-Based Budgeting
    Methods", for the greedy and the exact utilitarian rules with a utility that does not know the cost.
    """
    contest = data.draw(contests(data.draw(st.sampled_from(KINDS[:1] + KINDS[2:3]))))
    terms = replace(
        terms_of(rule, data), ties=data.draw(st.sampled_from([("list",), ("votes", "cost", "lot")]))
    )
    for name in winners(contest, rule, terms):
        at = next(place for place, one in enumerate(contest.projects) if one.id == name)
        one = contest.projects[at]
        cheaper = replace(one, cost=data.draw(st.integers(0, one.cost)))
        listed = (*contest.projects[:at], cheaper, *contest.projects[at + 1 :])
        assert name in winners(replace(contest, projects=listed), rule, terms)


def terms_of(rule: str, data: st.DataObject) -> Terms:
    """Terms without constraints, by number of projects or votes."""
    fit = (
        data.draw(st.sampled_from(["skip", "stop"])) if rule in ("most-votes", "value-for-money") else "skip"
    )
    keys = data.draw(st.sampled_from([("list",), ("votes", "cost", "lot"), ("votes", "list")]))
    seats = 2 if rule == "seats" else 0
    return Terms(ties=keys, fit=fit, seats=seats, utility="count" if rule == "best-total" else "", seed=SEED)


def winners(contest: Contest, rule: str, terms: Terms) -> tuple[str, ...]:
    """Who wins."""
    outcome = count(contest, rule, terms)
    assert outcome is not None
    return outcome.selected
