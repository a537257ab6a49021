"""The terms of a count as plain values: what a rule is told besides the contest.

Must not read or write texts: how terms are spelt for the engine stands with the tests that use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A bound on one group: of money, or of how many projects where `counted`."""

    group: tuple[str, str]
    limit: int
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Every setting of every rule. `minimum` is a measure ("" the rule's own) with a number, or a share."""

    ties: tuple[str, ...] = ("votes", "cost", "list")
    seed: bytes = b""
    swap: tuple[str, str] | None = None
    minimum: tuple[str, int] | Fraction | None = None
    conflicts: tuple[tuple[str, ...], ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    group_max: tuple[Bound, ...] = ()
    group_min: tuple[Bound, ...] = ()
    reserved: tuple[str, ...] = ()
    measure: str = ""
    fit: str = "skip"
    part_share: Fraction = Fraction(4, 5)
    floors: Mapping[str, int] = field(default_factory=dict)
    seats: int = 0
    per_group: tuple[str, int] | None = None
    utility: str = ""
    completion: str = "none"
    comparison: bool = False
    integral: bool = False
    to_the_end: bool = False
    step: int = 1


class ContradictionError(Exception):
    """The terms ask for something that cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The winners in order, each with the exact figure that chose it; money left; who got a part."""

    won: tuple[str, ...]
    figures: Mapping[str, Fraction | int | None]
    left: int
    part: tuple[str, int] | None = None
