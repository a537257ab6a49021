"""Ties: a total order of the projects by declared keys, and a note of every tie that order had to break.

Must not break a tie silently, nor by anything but the declared keys.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from pb.tally.faults import ParamInvalid
from pb.tally.model import Project
from pb.tally.scores import Scores

TIE_KEYS = ("votes", "points", "cost", "cost-high", "first", "list", "lot")
"""More votes, more points, lower cost, higher cost, more first choices, earlier in the list, the lot."""

LAST_KEYS = ("list", "lot")
"""The keys that leave nobody tied; one of them must come last."""


def read_keys(text: str) -> tuple[str, ...]:
    """Read `votes,cost,list`. Raises ParamInvalid: a key unknown or repeated, or the order not total."""
    keys = tuple(part.strip() for part in text.split(","))
    for key in keys:
        if key not in TIE_KEYS:
            raise ParamInvalid("ties", "unknown-tie-key", key=key, known=TIE_KEYS)
    if len(set(keys)) != len(keys):
        raise ParamInvalid("ties", "repeated-tie-key", keys=keys)
    if keys[-1] not in LAST_KEYS or set(keys[:-1]) & set(LAST_KEYS):
        raise ParamInvalid("ties", "ties-not-total", keys=keys, last=LAST_KEYS)
    return keys


def lot_of(seed: bytes, name: str) -> bytes:
    """The lot of a project: SHA-256(seed || 0x00 || id). The smallest comes first."""
    return hashlib.sha256(seed + b"\0" + name.encode("utf-8")).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A tie as it was met: projects by number, in the order that decided it.

    `buys`: whoever is chosen is bought, or ends the count where it does not fit; `steady`: if the count buys
    others of the tie at the same level, it does so in any order. `changes`, for a tie noted afterwards: which
    of the others would have changed who gets money by coming first, where the rule knows.
    """

    step: int
    tied: tuple[int, ...]
    chosen: int
    key: str
    buys: bool = False
    steady: bool = False
    changes: frozenset[int] | None = None


class Breaker:
    """The total order of projects under the declared keys, and the ties it was asked to break.

    `swap` (a, b) moves project b to just before project a: that is how a count asks whether another order
    would have changed the winners.
    """

    def __init__(
        self,
        keys: Sequence[str],
        projects: Sequence[Project],
        scores: Scores,
        seed: bytes | None,
        *,
        swap: tuple[int, int] | None = None,
    ) -> None:
        if "lot" in keys and seed is None:
            raise ParamInvalid("ties", "lot-needs-seed", keys=tuple(keys))
        self._keys = tuple(keys)
        self._values = [
            _values(keys, at, project, scores[project.id], seed) for at, project in enumerate(projects)
        ]
        order = sorted(range(len(projects)), key=self._values.__getitem__)
        if swap is not None:
            order.remove(swap[1])
            order.insert(order.index(swap[0]), swap[1])
        self.rank = [0] * len(projects)
        for place, number in enumerate(order):
            self.rank[number] = place
        self.met: list[Broken] = []

    def choose(self, tied: Sequence[int], step: int, *, buys: bool = False, steady: bool = False) -> int:
        """The first of the tied projects; where there are several, the tie is noted for step `step`.

        `buys` and `steady` are as in `Broken`.
        """
        order = tuple(sorted(tied, key=self.rank.__getitem__))
        if len(order) > 1:
            key = self.key_between(order)
            one = Broken(step=step, tied=order, chosen=order[0], key=key, buys=buys, steady=steady)
            self.met.append(one)
        return order[0]

    def note(self, tied: Sequence[int], step: int, changes: frozenset[int] | None) -> None:
        """Note a tie that the order of projects has decided; `changes` is as in `Broken`."""
        self.choose(tied, step)
        if len(tied) > 1:
            self.met[-1] = replace(self.met[-1], changes=changes)

    def key_between(self, tied: Sequence[int]) -> str:
        """The key at which one of the tied projects is left alone in front."""
        front = list(tied)
        for place, key in enumerate(self._keys):
            best = min(self._values[number][place] for number in front)
            front = [number for number in front if self._values[number][place] == best]
            if len(front) == 1:
                return key
        return self._keys[-1]


def _values(
    keys: Sequence[str], at: int, project: Project, scores: Mapping[str, int | Fraction], seed: bytes | None
) -> tuple[Any, ...]:
    made: list[Any] = []
    for key in keys:
        if key == "votes":
            made.append(-scores["votes"])
        elif key == "points":
            made.append(-_points(scores))
        elif key == "first":
            made.append(-scores.get("first", 0))
        elif key == "cost":
            made.append(project.cost)
        elif key == "cost-high":
            made.append(-project.cost)
        elif key == "lot":
            made.append(lot_of(seed or b"", project.id))
        else:
            made.append(at)
    return tuple(made)


def _points(scores: Mapping[str, int | Fraction]) -> int | Fraction:
    for measure in ("points", "sum", "borda", "votes"):
        if measure in scores:
            return scores[measure]
    return 0
