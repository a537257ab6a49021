"""Small invented contests, the same ones every time: many equal costs, equal ballots, free and dear projects.

Must not be kind to either side: what makes counts disagree is what they are full of.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from pb.tally import BallotSpec, Contest, Marks, Profile, Project

SEED = 20_260


def contests(kind: str, number: int) -> Iterator[Contest]:
    """So many contests of a ballot type, with one to six projects and up to twelve different ballots."""
    chance = random.Random(f"{SEED} {kind}")
    for _ in range(number):
        yield _contest(chance, kind)


def _contest(chance: random.Random, kind: str) -> Contest:
    costs = _costs(chance, chance.randint(1, 6))
    names = [f"p{at}" for at in range(len(costs))]
    chance.shuffle(names)
    ballots: list[Marks] = []
    for _ in range(chance.randint(0, 12)):
        ballots += [_ballot(chance, kind, names)] * chance.choice([1, 1, 1, 2, 3, 7])
    budget = chance.choice(
        [sum(costs) // 2, sum(costs) * 3 // 4, chance.randint(1, sum(costs) + 1), max(costs)]
    )
    return Contest(
        budget=budget,
        projects=tuple(Project(id=name, cost=cost) for name, cost in zip(names, costs, strict=True)),
        spec=BallotSpec(type=kind),
        profile=Profile.of(ballots),
    )


def _costs(chance: random.Random, number: int) -> list[int]:
    """Whole amounts: all alike, doubled again and again, close together, or anything."""
    way = chance.randrange(4)
    if way == 0:
        costs = [chance.choice([60, 60, 60, 120]) for _ in range(number)]
    elif way == 1:
        costs = [2 ** chance.randint(0, 7) for _ in range(number)]
    elif way == 2:
        costs = [100 + chance.randint(-1, 1) for _ in range(number)]
    else:
        costs = [chance.randint(1, 300) for _ in range(number)]
    if chance.random() < 0.05:
        costs[chance.randrange(number)] = 0
    return costs if any(costs) else [1] * number


def _ballot(chance: random.Random, kind: str, names: list[str]) -> Marks:
    """A blank ballot now and then; else some projects, with marks that are often equal."""
    chosen = chance.sample(names, chance.randint(0, len(names)))
    if kind == "ranking":
        return tuple(sorted((name, place) for place, name in enumerate(chosen, 1)))
    high = 1 if kind == "approval" else chance.choice([1, 3, 9])
    return tuple(sorted((name, chance.randint(1, high)) for name in chosen))
