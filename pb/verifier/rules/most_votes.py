"""Most votes: down the list by a measure, each project funded where the money left pays for it.

`skip` passes over a project that does not fit, `stop` ends there, `part` ends there and may give it the rest.
Worked: pot 100; A 60 (9 votes), B 50 (8), C 40 (7). A leaves 40: skip funds A and C, stop funds A alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import unquote

from pb.verifier.ballots import USUAL_MEASURE, scores_of
from pb.verifier.constraints import Constraints, read_constraints
from pb.verifier.contest import Contest, Count
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker

MEASURES = ("votes", "points", "sum", "mean", "borda", "first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What happens to a project that does not fit: `mode` skip, stop or part, and the least it would take."""

    mode: str = "skip"
    part_share: Fraction = Fraction(1)
    floors: Mapping[str, int] = field(default_factory=dict)

    def takes_part(self, name: str, cost: int, left: int) -> bool:
        """Whether `left` is enough of the cost for the project to go ahead with that alone."""
        if self.mode != "part" or left <= 0:
            return False
        if self.floors:
            return name in self.floors and left >= self.floors[name]
        return left >= self.part_share * cost


@dataclass(slots=True)
class Pot:
    """Money going out: what is left, and who won, in order."""

    left: int
    won: list[str] = field(default_factory=list)

    def fund(self, name: str, cost: int) -> None:
        self.left -= cost
        self.won.append(name)


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by most votes. Raises UncountableError for settings this verifier cannot judge."""
    settings = Settings(texts)
    scores = scores_of(contest)
    measure = settings.choice("measure", USUAL_MEASURE[contest.ballot_type], MEASURES)
    fit = _read_fit(settings)
    constraints = read_constraints(contest, scores, settings, measure)
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    pot = Pot(contest.budget)
    worth = {name: score[measure] for name, score in scores.items()}
    fund_reserved(contest, pot, constraints)
    fund_in_order(contest, pot, worth, fit=fit, constraints=constraints, ties=ties)
    return Count(selected=tuple(pot.won), cost=contest.budget - pot.left, ties=tuple(ties.noted))


def _read_fit(settings: Settings) -> Fit:
    mode = settings.choice("fit", "skip", ("skip", "stop", "part"))
    if mode != "part":
        return Fit(mode=mode)
    floors = {}
    for part in settings.parts("floors", ";"):
        name, _, amount = part.rpartition(":")
        floors[unquote(name)] = settings.as_whole("floors", amount)
    if floors:
        return Fit(mode=mode, floors=floors)
    return Fit(mode=mode, part_share=settings.percent("part_share", "80%"), floors=floors)


def fund_reserved(contest: Contest, pot: Pot, constraints: Constraints) -> None:
    """Projects that win before any vote is looked at, where they fit."""
    queue = list(constraints.reserved)
    while name := next((name for name in queue if not constraints.waiting(name, pot.won)), None):
        queue.remove(name)
        if contest.costs[name] <= pot.left:
            pot.fund(name, contest.costs[name])


def fund_in_order(
    contest: Contest,
    pot: Pot,
    worth: Mapping[str, Fraction],
    *,
    fit: Fit,
    constraints: Constraints,
    ties: TieBreaker,
) -> None:
    """Spend what is left on the projects in `worth`, highest first; note the ties that mattered."""
    settled = {*pot.won, *constraints.reserved}
    order = ties.order([name for name in worth if name not in settled], worth.__getitem__)
    queue = list(order)
    while short := constraints.short(pot.won):
        groups = contest.groups
        name = next(
            (name for name in queue if groups[name] & set(short) and _fits(contest, pot, constraints, name)),
            None,
        )
        if name is None:
            break
        queue.remove(name)
        pot.fund(name, contest.costs[name])
    never = _fund_down(contest, pot, queue, fit, constraints)
    note_ties(order, worth, set(pot.won) - settled, constraints, ties, never=never)


def _fits(contest: Contest, pot: Pot, constraints: Constraints, name: str) -> bool:
    free = not constraints.barred(name, pot.won) and not constraints.waiting(name, pot.won)
    return free and contest.costs[name] <= pot.left


def _fund_down(
    contest: Contest, pot: Pot, queue: list[str], fit: Fit, constraints: Constraints
) -> Collection[str]:
    """Again and again the first project in the queue that waits for no other; whoever never came up."""
    while name := next((name for name in queue if not constraints.waiting(name, pot.won)), None):
        queue.remove(name)
        cost = contest.costs[name]
        if constraints.barred(name, pot.won):
            continue
        if cost <= pot.left:
            pot.fund(name, cost)
        elif fit.mode != "skip":
            if fit.takes_part(name, cost, pot.left):
                pot.left = 0
            return set(queue)
    return ()


def note_ties(
    order: list[str],
    worth: Mapping[str, Fraction],
    won: set[str],
    constraints: Constraints,
    ties: TieBreaker,
    *,
    never: Collection[str] = (),
) -> None:
    """A tie had to be broken where of projects of equal worth some won, some lost or some never came up.

    And where others wait for one of them: what comes first among equals then tells when those come up.
    """
    for value in sorted({worth[name] for name in order}, reverse=True):
        level = [name for name in order if worth[name] == value and name not in constraints.too_weak]
        fates = {(name in won, name in never) for name in level}
        if len(fates) > 1 or (len(level) > 1 and any(constraints.awaited(name) for name in level)):
            ties.first(level)
