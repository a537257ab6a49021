"""Most votes: projects in order of a measure, each funded where the money left pays for it.

Must not look at price for value: that is another rule.

Source: practice in all Polish, Dutch and French elections of Pabulib (`greedy`, `greedy-no-skip`).
Worked: pot 100; A 60 with 9 votes, B 50 with 8, C 40 with 7. A is funded (40 left), B does not fit:
skip goes on to C (0 left); stop ends the count; part gives B the 40 if 40/50 reaches the least share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.faults import ParamInvalid
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot
from pb.tally.spending import Fit, spend

_FLOOR = re.compile(r"(.+):([0-9]{1,18})\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The measure that orders, what happens to a project that does not fit, and the common parameters."""

    measure: str
    fit: Fit
    common: Common


class MostVotes:
    """The rule in use almost everywhere."""

    id = "most-votes"
    version = "1"
    ballot_types = tuple(BALLOT_TYPES)

    def read_params(self, reader: Reader) -> Params:
        """Read `measure`, `fit`, `part_share`, `floors` and the common ones. Raises ParamInvalid."""
        measures = BALLOT_TYPES[reader.spec.type].measures
        measure = reader.choice("measure", measures, measures[0])
        mode = reader.choice("fit", ("skip", "stop", "part"), "skip")
        fit = Fit(mode=mode)
        if mode == "part":
            fit = _part(reader)
        return Params(measure=measure, fit=fit, common=reader.common(measure=measure, group_min=True))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Spend the pot from the highest measure down. Raises ParamInvalid for floors of unknown projects."""
        known = {project.id for project in count.contest.projects}
        for name, _ in params.fit.floors:
            if name not in known:
                raise ParamInvalid("floors", "unknown-project", project=name)
        pot = count.start()
        scores = [count.scores[project.id][params.measure] for project in count.contest.projects]
        spend(count, pot, scores, measure=params.measure, fit=params.fit)
        return pot


def _part(reader: Reader) -> Fit:
    """Floors that projects named, or else one least share for all. Raises ParamInvalid."""
    floors = _floors(reader.text("floors", ""))
    if floors:
        reader.refuse("part_share")
        return Fit(mode="part", floors=floors)
    return Fit(mode="part", part_share=reader.share("part_share", "80%"))


def _floors(text: str) -> tuple[tuple[str, int], ...]:
    """Read `A:5000;B:7000`: the least amount (minor units) each project would take."""
    found: list[tuple[str, int]] = []
    for part in text.split(";") if text else ():
        match = _FLOOR.match(part.strip())
        if not match:
            raise ParamInvalid("floors", "bad-floor", given=part)
        found.append((unquote(match[1]), int(match[2])))
    if len(dict(found)) != len(found):
        raise ParamInvalid("floors", "bad-floor", given=text)
    return tuple(found)
