"""A pot's result read from its sealed count: winners first, reasons, steps and ties with titles."""

from datetime import UTC, datetime

from pb.domain.counting import PotCount, ballots_in_pot, contest_of
from pb.domain.results import PotResult, pot_result
from pb.domain.rounds import RuleChoice
from pb.domain.text import Bilingual
from pb.tally import outcome_record, run
from tests.elections import BALLOTS, GREEN, ROUND, Ballots, a_round, the_proposals


def result_of(rule: str, params: dict[str, str], ballots: Ballots = BALLOTS) -> PotResult:
    round_ = a_round(rule=RuleChoice(id=rule, params=params))
    pot, papers = round_.pot(GREEN), the_proposals()
    contest = contest_of(round_, pot, papers, ballots_in_pot(ballots, GREEN))
    count = PotCount(
        pot_id=GREEN,
        round_id=ROUND,
        contest_digest="c",
        outcome=outcome_record(run(contest, rule, params, seed=None)),
        outcome_digest="o",
        seed=None,
        counted_at=datetime(2026, 3, 2, tzinfo=UTC),
        counted_by=None,
    )
    return pot_result(pot, count, papers)


def test_winners_come_first_in_the_order_they_won() -> None:
    result = result_of("most-votes", {"ties": "votes,cost,list"})
    assert [line.project_id for line in result.lines] == ["pwll", "mainc", "sied", "coed"]
    assert [line.place for line in result.lines] == [1, 2, 3, None]
    assert [line.won for line in result.lines] == [True, True, True, False]
    assert [line.project_id for line in result.winners] == ["pwll", "mainc", "sied"]
    assert [line.project_id for line in result.others] == ["coed"]
    assert (result.cost, result.left, result.ballots) == (4_300_00, 700_00, 5)
    lost = result.others[0]
    assert lost.code == "not-enough-money-left"
    assert lost.facts == {"left": 2_200_00, "cost": 2_500_00, "short_by": 300_00}
    assert (lost.votes, lost.paid, lost.score) == (3, 0, None)


def test_ties_and_steps_speak_of_titles() -> None:
    result = result_of("most-votes", {"ties": "votes,cost,list"})
    assert [(tie.tied[0].en, tie.tied[1].en, tie.key, tie.matters) for tie in result.ties] == [
        ("Park bench", "Street trees", "cost", True)
    ]
    assert [(step.action, step.title.en if step.title else None) for step in result.steps] == [
        ("fund", "Wildlife pond"),
        ("fund", "Park bench"),
        ("skip", "Street trees"),
        ("fund", "Tool shed"),
    ]
    assert result.step("endow") is None
    assert result.title_of("coed") == Bilingual(cy="Coed ar y stryd", en="Street trees")
    assert result.title_of("gone") == Bilingual(cy="gone", en="gone")


def test_what_is_funded_in_part_is_no_winner_but_is_paid() -> None:
    result = result_of("most-votes", {"fit": "part", "ties": "votes,cost,list"})
    part = next(line for line in result.lines if line.code == "part-funded")
    assert (part.project_id, part.paid, part.won) == ("coed", 2_200_00, False)
    assert result.left == 0


def test_another_measure_is_the_score() -> None:
    result = result_of("most-votes", {"measure": "points", "ties": "votes,cost,list"})
    assert [line.score for line in result.lines] == [4, 3, 1, 3]
    assert result.measure == "points"


def test_steps_without_a_proposal_have_no_title() -> None:
    result = result_of("equal-shares", {"completion": "add-one", "ties": "votes,cost,list"})
    raised = result.step("endow")
    assert raised is not None
    assert raised.title is None
    assert "endowment" in raised.facts
