"""A rehearsal: which ballots an organiser tries the rules on, before one is chosen.

It invents and counts nothing; what it judges is the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pb.domain.refusals import Fault, refuse_faults
from pb.domain.text import Bilingual
from pb.tally.invent import MOST_VOTERS, TASTES

LEAST_VOTERS, USUAL_VOTERS, MOST_DRAW = 10, 300, 9999
LEAST_PAST_BALLOTS = 10
"""Fewer ballots than this are nobody's crowd to hide in; the figures of so small a vote are left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRehearsal:
    """The form as typed: with `source` `past` the votes of the pot `past`; else they are invented."""

    source: str
    pot_id: str
    taste: str
    voters: str
    draw: str
    past: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRehearsal:
    """The last rehearsal of a round.

    `asked`: `source` (invented, past, file), `invents` (whether the proposals are invented too), `taste`,
    `voters`, `draw`, `budget`, `ballot`, `currency`, `digits`, and `name` {cy, en} of where ballots are from.
    `projects`: {id, cost, cy, en} in list order.
    """

    asked: Mapping[str, Any]
    projects: Sequence[Mapping[str, Any]]
    comparison: Mapping[str, Any]
    made_at: datetime

    @property
    def titles(self) -> dict[str, Bilingual]:
        return {one["id"]: Bilingual(cy=one["cy"], en=one["en"]) for one in self.projects}

    @property
    def costs(self) -> dict[str, int]:
        return {one["id"]: one["cost"] for one in self.projects}


def decide_invented(typed: TypedRehearsal) -> dict[str, Any]:
    """{taste, voters, draw} as the tally takes them. Raises Refusal INVALID on `taste`, `voters`, `draw`."""
    taste = None if typed.taste in TASTES else Fault(field="taste", code="not-a-choice")
    voters = _whole("voters", typed.voters, LEAST_VOTERS, MOST_VOTERS)
    draw = _whole("draw", typed.draw or "1", 1, MOST_DRAW)
    refuse_faults(taste, voters, draw)
    return {"taste": typed.taste, "voters": voters, "draw": draw}


def _whole(name: str, text: str, least: int, most: int) -> int | Fault:
    tidy = text.replace(",", "").strip()
    if not (tidy.isascii() and tidy.isdigit() and len(tidy) < 9 and least <= int(tidy) <= most):
        return Fault(
            field=name, code="whole-number-between", facts={"least_count": least, "most_count": most}
        )
    return int(tidy)
