"""Majority judgment: projects in order of the grade a majority grants at least, then by money or by seats.

Whoever gives a project no grade is taken to give it the lowest.
Source: Balinski, Laraki, "Majority Judgment", 2010.
Worked: five voters, 0 best. A 0 0 1 2 2 and B 0 1 1 1 2: both 1; neither has more above than below it, so the
one with fewer below comes first: B.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pb.verifier.ballots import scores_of
from pb.verifier.constraints import read_constraints
from pb.verifier.contest import Contest, Count, UncountableError
from pb.verifier.rules.most_votes import Fit, Pot, fund_in_order, fund_reserved
from pb.verifier.rules.seats import fill, read_seats
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker


def grades_given(contest: Contest) -> dict[str, list[int]]:
    """For each project how many gave each grade, the best first; no grade counts as the lowest."""
    grades = contest.limits.get("grades", 5)
    given = {project.id: [0] * grades for project in contest.projects}
    for marks, weight in contest.ballots:
        own = dict(marks)
        for name, row in given.items():
            row[own.get(name, grades - 1)] += weight
    return given


def judgment(row: list[int]) -> tuple[tuple[int, int, int], ...]:
    """What a project is judged by, the smaller the better: median and gauge, then again without that grade.

    The median of an even number is the worse of the two in the middle: a majority grants at least that.
    """
    return tuple(_medians(list(row)))


def _medians(row: list[int]) -> Iterator[tuple[int, int, int]]:
    while voters := sum(row):
        grade = next(grade for grade in range(len(row)) if 2 * sum(row[: grade + 1]) > voters)
        above, below = sum(row[:grade]), sum(row[grade + 1 :])
        # More above than below is a good sign, the more above the better; else the fewer below the better.
        yield (grade, 0, -above) if above > below else (grade, 1, below)
        row[grade] -= 1


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by majority judgment. Raises UncountableError for settings that cannot be judged."""
    if contest.ballot_type != "grades":
        raise UncountableError(contest.ballot_type)
    settings = Settings(texts)
    scores = scores_of(contest)
    mode = settings.choice("fit", "skip", ("skip", "stop", "seats"))
    seats = read_seats(contest, settings) if mode == "seats" else None
    constraints = read_constraints(contest, scores, settings, "votes")
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    judged = {name: judgment(row) for name, row in grades_given(contest).items()}
    places = sorted(set(judged.values()), reverse=True)
    worth = {name: Fraction(places.index(one)) for name, one in judged.items()}
    if seats is not None:
        won = fill(contest, seats, worth, constraints=constraints, ties=ties)
        cost = sum(contest.costs[name] for name in won)
        return Count(selected=tuple(won), cost=cost, ties=tuple(ties.noted))
    pot = Pot(contest.budget)
    fund_reserved(contest, pot, constraints)
    fund_in_order(contest, pot, worth, fit=Fit(mode=mode), constraints=constraints, ties=ties)
    return Count(selected=tuple(pot.won), cost=contest.budget - pot.left, ties=tuple(ties.noted))
