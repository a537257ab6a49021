"""Small pots for the verifier's own tests: projects as costs, ballots as texts such as `A B:2`."""

from collections import Counter
from collections.abc import Mapping

from pb.verifier.contest import Contest, Project


def pot(
    budget: int,
    costs: Mapping[str, int],
    ballots: list[str],
    *,
    kind: str = "approval",
    limits: Mapping[str, int] | None = None,
    groups: Mapping[str, tuple[str, str]] | None = None,
) -> Contest:
    """`A B:2` is a mark of 1 on A and of 2 on B; `5 x A B` is that ballot five times."""
    counted: Counter[tuple[tuple[str, int], ...]] = Counter()
    for text in ballots:
        times, cross, rest = text.partition(" x ")
        marks = tuple(sorted(_mark(part) for part in (rest if cross else text).split()))
        counted[marks] += int(times) if cross else 1
    return Contest(
        budget=budget,
        projects=tuple(
            Project(id=name, cost=cost, groups=((groups[name],) if groups and name in groups else ()))
            for name, cost in costs.items()
        ),
        ballot_type=kind,
        limits=limits or {},
        ballots=tuple(sorted(counted.items())),
    )


def _mark(part: str) -> tuple[str, int]:
    name, colon, mark = part.partition(":")
    return name, int(mark) if colon else 1
