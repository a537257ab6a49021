"""Comparing rules: the figures of each, worked by hand on one small contest."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pb.tally import BallotSpec, Contest, Profile, Project, Stage, Stopped, canonical, run
from pb.tally.certificate import certify
from pb.tally.columns import Columns
from pb.tally.compare import Choice, compare, comparison_record

TIES = {"ties": "votes,cost,list"}
VOTES = Choice(label="votes", rule="most-votes", params=TIES)
SHARES = Choice(label="shares", rule="equal-shares", params=TIES)
FILLED = Choice(label="filled", rule="equal-shares", params={"completion": "greedy", **TIES})


def two_camps() -> Contest:
    """Six of ten want A, B and C (30 each), four want D (40). Most votes: A, B, C; equal shares: A, B, D."""
    return Contest(
        budget=100,
        projects=tuple(
            Project(id=name, cost=cost, groups=(("ward", ward),))
            for name, cost, ward in (("A", 30, "N"), ("B", 30, "N"), ("C", 30, "N"), ("D", 40, "S"))
        ),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1), ("B", 1), ("C", 1))] * 6 + [(("D", 1),)] * 4),
    )


def test_figures_of_two_rules() -> None:
    found = compare(two_camps(), [VOTES, SHARES])
    votes, shares = found.figures
    assert votes.outcome.selected == ("A", "B", "C")
    assert (votes.with_a_winner, votes.share_with_a_winner) == (6, Fraction(6, 10))
    assert (votes.winners_each, votes.cost_each) == (Fraction(18, 10), Fraction(54))
    assert votes.left == 10
    assert votes.by_wins == (4, 0, 0, 6)
    assert votes.certificate is None
    assert [(one.group, one.projects, one.winners, one.cost) for one in votes.groups] == [
        ("N", 3, 3, 90),
        ("S", 1, 0, 0),
    ]
    assert shares.by_wins == (0, 4, 6)
    (shared,) = found.shared
    assert (shared.both, shared.only_first, shared.only_second) == (("A", "B"), ("C",), ("D",))


def test_the_certificate_makes_every_payment_again() -> None:
    (shares,) = compare(two_camps(), [SHARES]).figures
    proof = shares.certificate
    assert proof is not None
    # each of six pays 5 for A and 5 for B, each of four pays 10 for D
    assert proof.holds
    assert (proof.share, proof.most_paid, proof.kept) == (Fraction(10), Fraction(10), Fraction(0))


def test_one_rule_twice_with_other_parameters() -> None:
    found = compare(two_camps(), [SHARES, FILLED])
    assert [one.label for one in found.figures] == ["shares", "filled"]
    with pytest.raises(ValueError, match="one label"):
        compare(two_camps(), [SHARES, SHARES])


def test_money_spent_by_completion_has_no_certificate() -> None:
    contest = Contest(
        budget=100,
        projects=(Project(id="A", cost=60), Project(id="B", cost=40)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of([(("A", 1), ("B", 1))] * 4 + [(("A", 1),)] * 4 + [()] * 2),
    )
    (filled,) = compare(contest, [FILLED]).figures
    proof = filled.certificate
    assert proof is not None
    assert (proof.holds, proof.broken, proof.project) == (False, "not-paid-from-shares", "B")


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"price": Fraction(4)}, "not-paid-in-full"),
        ({"paid_in_full": ((1, 5, Fraction(5)),)}, "not-paid-in-full"),
        ({"paid_all_left": (1, Fraction(1))}, "not-paid-in-full"),
        ({"endowment": Fraction(11)}, "not-paid-from-shares"),
    ],
)
def test_steps_that_do_not_add_up_are_no_proof(change: dict[str, object], broken: str) -> None:
    contest = two_camps()
    outcome = run(contest, "equal-shares", TIES)
    first, second, third = outcome.steps
    wrong = replace(second, facts={**second.facts, **change})
    forged = replace(outcome, steps=(first, wrong, third))
    proof = certify(contest, Columns.of(contest), forged)
    assert (proof.holds, proof.broken, proof.project) == (False, broken, second.project)


def test_an_outcome_whose_losers_could_pay_is_not_priceable() -> None:
    contest = two_camps()
    outcome = run(contest, "equal-shares", TIES)
    forged = replace(outcome, steps=(), selected=())
    proof = certify(contest, Columns.of(contest), forged)
    assert (proof.broken, proof.project) == ("could-still-pay", "A")


def test_without_voters_there_is_nothing_to_prove() -> None:
    (shares,) = compare(replace(two_camps(), profile=Profile.of([])), [SHARES]).figures
    assert shares.certificate is not None
    assert (shares.certificate.holds, shares.certificate.broken) == (False, "nobody-voted")


def test_the_record_is_exact_json() -> None:
    record = comparison_record(compare(two_camps(), [VOTES, SHARES]))
    assert canonical(record)
    assert record["choices"][0]["winners_each"] == "9/5"
    assert record["choices"][1]["certificate"]["share"] == "10/1"
    assert record["shared"][0]["only_second"] == ["D"]


def test_a_watch_hears_of_every_rule_and_can_stop() -> None:
    heard: list[tuple[Stage, int, int | None]] = []

    def watch(stage: Stage, done: int, total: int | None) -> None:
        heard.append((stage, done, total))
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        compare(two_camps(), [VOTES, SHARES], watch=watch)
    assert {stage for stage, _, _ in heard} == {Stage.COMPARE}
    assert heard[-1] == (Stage.COMPARE, 1, 2)
