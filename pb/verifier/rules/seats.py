"""Seats: the first so many projects by a measure, in all or in each group, whatever they cost together.

It never looks at the money left.
Worked: two seats; A 9 votes, B 8, C 8 and cheaper than B: A and, by the tie order votes then cost, C.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pb.verifier.ballots import USUAL_MEASURE, scores_of
from pb.verifier.constraints import Constraints, read_constraints
from pb.verifier.contest import Contest, Count, UncountableError
from pb.verifier.rules.most_votes import MEASURES, note_ties
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker


@dataclass(frozen=True, slots=True)
class Seats:
    """How many win in all, and how many of each group of one kind; None and an empty kind are no limit."""

    in_all: int | None
    kind: str
    per_group: int

    def left(self, contest: Contest, name: str, won: list[str]) -> bool:
        """Whether there is a seat for this project beside the winners."""
        if self.in_all is not None and len(won) >= self.in_all:
            return False
        groups = contest.groups
        own = [group for group in groups[name] if group[0] == self.kind]
        return all(sum(group in groups[other] for other in won) < self.per_group for group in own)


def read_seats(contest: Contest, settings: Settings) -> Seats:
    """`seats` and `per_group`, of which there must be one. Raises UncountableError."""
    text, per_group = settings.text("seats"), settings.text("per_group")
    kind, _, number = per_group.rpartition(":")
    in_all = (settings.as_whole("seats", text) if text else 0) or contest.seats
    if in_all is None and not per_group:
        raise UncountableError("seats")
    if not per_group:
        return Seats(in_all, "", 0)
    return Seats(in_all, kind, settings.as_whole("per_group", number))


def fill(
    contest: Contest,
    seats: Seats,
    worth: Mapping[str, Fraction],
    *,
    constraints: Constraints,
    ties: TieBreaker,
) -> list[str]:
    """The winners in order: reserved projects, then the highest worth that is free and has a seat.

    Reserved projects take seats like all others. A project waits for the one it needs.
    """
    won = list[str]()
    for name in constraints.reserved_in_order():
        if not seats.left(contest, name, won):
            raise UncountableError("reserved")
        won.append(name)
    order = ties.order([name for name in worth if name not in constraints.reserved], worth.__getitem__)
    queue = list(order)
    while ready := [name for name in queue if not constraints.waiting(name, won)]:
        queue.remove(ready[0])
        if not constraints.barred(ready[0], won) and seats.left(contest, ready[0], won):
            won.append(ready[0])
    note_ties(order, worth, set(won), constraints, ties)
    return won


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by seats. Raises UncountableError for settings that cannot be judged."""
    settings = Settings(texts)
    scores = scores_of(contest)
    measure = settings.choice("measure", USUAL_MEASURE[contest.ballot_type], MEASURES)
    seats = read_seats(contest, settings)
    constraints = read_constraints(contest, scores, settings, measure)
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    worth = {name: score[measure] for name, score in scores.items()}
    won = fill(contest, seats, worth, constraints=constraints, ties=ties)
    return Count(selected=tuple(won), cost=sum(contest.costs[name] for name in won), ties=tuple(ties.noted))
