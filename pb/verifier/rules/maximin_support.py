"""Maximin support: at each step the project after which the costs of all winners can be spread most evenly.

The level of a set is the least that the voter who bears most must bear when every cost is spread over those
who chose the project. It equals the largest cost / voters over all its parts: the cost of some projects, over
the number of voters who chose any of them. The project that keeps the level lowest is funded, while one fits.
Source: Aziz, Lee, Talmon, "Proportionally Representative Participatory Budgeting: Axioms and Algorithms",
2018.
Worked: A 60 has u, v, w; B 40 has u, x; C 45 has v, w. A first (60/3 = 20). With it B makes the level
100/4 = 25 and C 105/3 = 35: B is next.
"""

from collections import Counter, deque
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from pb.verifier.ballots import scores_of, yields
from pb.verifier.constraints import Constraints, read_constraints
from pb.verifier.contest import Contest, Count, UncountableError
from pb.verifier.rules.most_votes import Pot, fund_reserved
from pb.verifier.settings import Settings
from pb.verifier.ties import TieBreaker

Crowds = Mapping[frozenset[str], int]  # voters by the projects they chose


def count(contest: Contest, texts: Mapping[str, str], seed: bytes | None) -> Count:
    """Recount one pot by maximin support. Raises UncountableError for settings that cannot be judged."""
    if contest.ballot_type not in ("approval", "basket"):
        raise UncountableError(contest.ballot_type)
    settings = Settings(texts)
    scores = scores_of(contest)
    constraints = read_constraints(contest, scores, settings, "votes")
    ties = TieBreaker(contest, settings.keys(), scores, seed)
    settings.done()
    pot = Pot(contest.budget)
    fund_reserved(contest, pot, constraints)
    _fund(contest, pot, constraints, ties)
    return Count(selected=tuple(pot.won), cost=contest.budget - pot.left, ties=tuple(ties.noted))


def _fund(contest: Contest, pot: Pot, constraints: Constraints, ties: TieBreaker) -> None:
    chosen = [(frozenset(yields(contest, marks)), weight) for marks, weight in contest.ballots]
    borne: list[str] = []
    # A level never falls while winners are added: the last one bounds the next from below.
    least = {
        name: Fraction(0)
        for name in set().union(*(names for names, _ in chosen))
        if name not in constraints.reserved
    }
    while True:
        levels: dict[str, Fraction] = {}
        for name in sorted(least, key=lambda name: (least[name], name)):
            if levels and least[name] > min(levels.values()):
                break
            if contest.costs[name] > pot.left or constraints.barred(name, pot.won):
                del least[name]
            elif not constraints.waiting(name, pot.won):
                together = {*borne, name}
                costs = {one: contest.costs[one] for one in sorted(together)}
                levels[name] = least[name] = level_of(costs, _crowds(chosen, together))
        if not levels:
            return
        lowest = min(levels.values())
        winner = ties.first([name for name, level in levels.items() if level == lowest])
        del least[winner]
        borne.append(winner)
        pot.fund(winner, contest.costs[winner])


def _crowds(chosen: list[tuple[frozenset[str], int]], among: set[str]) -> Crowds:
    """How many voters chose which of these projects."""
    crowds: Counter[frozenset[str]] = Counter()
    for names, weight in chosen:
        crowds[names & among] += weight
    return crowds


def level_of(costs: Mapping[str, int], crowds: Crowds) -> Fraction:
    """The largest cost / voters of any of these: begun with all of them, bettered until it stands."""
    part = set(costs)
    while True:
        voters = sum(weight for names, weight in crowds.items() if names & part)
        level = Fraction(sum(costs[name] for name in part), voters)
        worse = _too_dear(costs, crowds, level)
        if not worse:
            return level
        part = worse


def _too_dear(costs: Mapping[str, int], crowds: Crowds, level: Fraction) -> set[str]:
    """Projects that cost more than all who chose any of them bear at that level; none where all can be borne.

    Each project's cost is brought to its crowds along shortest chains of projects that make room for another.
    """
    room = {names: weight * level.numerator for names, weight in crowds.items() if names}
    borne: dict[str, Counter[frozenset[str]]] = {name: Counter() for name in costs}
    of = {name: [names for names in room if name in names] for name in costs}
    for name, cost in costs.items():
        due = cost * level.denominator
        while due:
            chain = _chain(name, room, of, borne)
            if isinstance(chain, set):
                return chain
            due -= _shift(chain, due, room, borne)
    return set()


Link = tuple[str, frozenset[str]]  # a project, and the crowd on which it takes more


def _chain(
    name: str,
    room: Mapping[frozenset[str], int],
    of: Mapping[str, list[frozenset[str]]],
    borne: Mapping[str, Counter[frozenset[str]]],
) -> list[Link] | set[str]:
    """The links from the project to a crowd with room; where there is none, every project in reach."""
    came: dict[str, Link | None] = {name: None}
    seen: set[frozenset[str]] = set()
    queue = deque([name])
    while queue:
        one = queue.popleft()
        for crowd in of[one]:
            if crowd in seen:
                continue
            seen.add(crowd)
            if room[crowd]:
                links = [(one, crowd)]
                while (link := came[links[0][0]]) is not None:
                    links.insert(0, link)
                return links
            for other in crowd:
                if other not in came and borne[other][crowd]:
                    came[other] = (one, crowd)
                    queue.append(other)
    return set(came)


def _shift(
    chain: list[Link],
    due: int,
    room: dict[frozenset[str], int],
    borne: Mapping[str, Counter[frozenset[str]]],
) -> int:
    """Move as much as the chain lets through; each link's project takes over from the next link's project."""
    giving = [(other, crowd) for (_, crowd), (other, _) in pairwise(chain)]
    amount = min([due, room[chain[-1][1]], *(borne[other][crowd] for other, crowd in giving)])
    for name, crowd in chain:
        borne[name][crowd] += amount
    for other, crowd in giving:
        borne[other][crowd] -= amount
    room[chain[-1][1]] -= amount
    return amount
