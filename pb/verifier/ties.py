"""Who comes first among projects that stand level: the declared keys in turn, and the publicly seeded lot.

It never decides silently: every tie it breaks is noted.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pb.verifier.contest import Contest, Scores, Tie, UncountableError

KEYS = ("votes", "points", "first", "cost", "cost-high", "list", "lot")
USUAL_KEYS = "votes,cost,lot"


def read_keys(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The declared keys out of a rule's settings. Raises UncountableError for one that is unknown."""
    keys = tuple(key.strip() for key in texts.get("ties", USUAL_KEYS).split(","))
    for key in keys:
        if key not in KEYS:
            raise UncountableError(f"ties={key}")
    return keys


def lot_number(seed: bytes, project_id: str) -> bytes:
    """A project's place in the draw: SHA-256 over the seed, a zero byte and its id; lowest comes first."""
    return hashlib.sha256(seed + b"\x00" + project_id.encode()).digest()


@dataclass(slots=True)
class TieBreaker:
    """The order among equals for one contest; `noted` gathers the ties broken so far."""

    contest: Contest
    keys: tuple[str, ...]
    scores: Scores
    seed: bytes | None
    noted: list[Tie] = field(default_factory=list)

    def first(self, tied: Collection[str]) -> str:
        """The one of `tied` that comes first; noted where there were more. Raises UncountableError."""
        left = sorted(tied)
        if len(left) == 1:
            return left[0]
        for key in self.keys:
            rank = self._rank(key, left)
            best = min(rank[name] for name in left)
            left = [name for name in left if rank[name] == best]
            if len(left) == 1:
                self.noted.append(Tie(tuple(sorted(tied)), left[0], key))
                return left[0]
        raise UncountableError(f"ties={','.join(self.keys)}")

    def order(self, names: Collection[str], measure: Callable[[str], Fraction]) -> list[str]:
        """All `names`, highest measure first, equals by the keys; nothing is noted."""
        ranks = [self._rank(key, sorted(names)) for key in self.keys]
        return sorted(names, key=lambda name: (-measure(name), *(rank[name] for rank in ranks)))

    def _rank(self, key: str, names: Sequence[str]) -> Mapping[str, Fraction | int | bytes]:
        """Lower comes first."""
        costs = self.contest.costs
        if key in ("votes", "points", "first"):
            return {name: -self.scores[name][key] for name in names}
        if key == "cost":
            return {name: costs[name] for name in names}
        if key == "cost-high":
            return {name: -costs[name] for name in names}
        if key == "list":
            places = {project.id: place for place, project in enumerate(self.contest.projects)}
            return {name: places[name] for name in names}
        if key == "lot" and self.seed is not None:
            return {name: lot_number(self.seed, name) for name in names}
        raise UncountableError(f"ties={key}")
