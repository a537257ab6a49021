"""The counts that pabutools and our tally both have, each with our rule and parameters.

Must not count: what theirs calls each of them is in `agreement_theirs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

CHOICES, MARKED = ("approval", "basket"), ("points", "score", "ranking")
ALIKE = {"basket": "approval", "score": "points"}
"""What theirs is handed of one is the same as of the other, so only the other is invented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count both have: ours by rule and parameters, the ballot types it is run on, and whether on files.

    `coarse`: raise shares by large steps, because theirs raises them until all that anybody wants is bought.
    """

    name: str
    rule: str
    params: Mapping[str, str]
    kinds: tuple[str, ...]
    real: bool
    coarse: bool = False

    @property
    def invented(self) -> tuple[str, ...]:
        """The ballot types to invent contests of."""
        return tuple(dict.fromkeys(ALIKE.get(kind, kind) for kind in self.kinds))


def _count(name: str, rule: str, kinds: tuple[str, ...], *, real: bool = True, **params: str) -> Count:
    return Count(name=name, rule=rule, params=params, kinds=kinds, real=real)


def _shares(name: str, kinds: tuple[str, ...] = CHOICES, *, real: bool = True, **params: str) -> Count:
    return _count(f"equal-shares{name}", "equal-shares", kinds, real=real, **params)


def _raised(name: str, **params: str) -> Count:
    params = {"completion": "add-one", **params}
    return replace(
        _count(f"equal-shares, add-one {name}", "equal-shares", CHOICES, real=False, **params), coarse=True
    )


COUNTS = (
    _count("most-votes", "most-votes", CHOICES),
    _count("most-votes by points", "most-votes", MARKED),
    _count("value-for-money", "value-for-money", CHOICES),
    _count("value-for-money by points", "value-for-money", MARKED),
    _shares(""),
    _shares(" by number", utility="count"),
    _shares(" by points", MARKED, utility="points"),
    _shares(" by points x cost", MARKED, utility="points-cost"),
    _shares(", then most votes", completion="greedy"),
    _count("phragmen", "phragmen", CHOICES),
    _count("best-total", "best-total", CHOICES),
    _count("best-total by cost", "best-total", CHOICES, utility="cost"),
    _count("best-total by points", "best-total", MARKED, utility="points"),
    _count("cumulative-transfer", "cumulative-transfer", ("points",)),
    _count("maximin-support", "maximin-support", ("approval",), real=False),
    _count("expanding-approvals", "expanding-approvals", ("ranking",)),
    _shares(", add-one", completion="add-one"),
    _raised("of all projects"),
    _raised("to the end", stop="overspend"),
    _shares(", add-one, then most votes", real=False, completion="add-one-greedy"),
    _shares(", add-one, compared", real=False, completion="add-one", comparison="yes"),
)
