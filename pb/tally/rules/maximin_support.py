"""Maximin support: at each step the project that leaves the least supported winner with the most support.

Must not fix who supports what: at every step the support of all winners is spread anew, as evenly as can be.

Every voter has the same support to give and spreads it over winners that he chose. A set of winners is
supported at the rate t if each can be given t x cost by those who chose it; t is as large as can be. That is
to say that the costs are spread so that the voter who bears most bears as little as can be, 1 / t: the level
of the set. At each step, of the projects that the money left pays for, the one is funded that makes the level
lowest. Projects reserved beforehand need nobody's support. It ends when nothing fits that anybody chose.

Source: Aziz, Lee, Talmon (2018), "Proportionally Representative Participatory Budgeting: Axioms and
Algorithms" (their generalised sequential Phragmen rule); Sanchez-Fernandez et al. (2021), "The Maximin
Support Method", for projects that cost the same.
Worked: A costs 60 and has u, v, w; B costs 40 and has u, x; C costs 45 and has v, w. Alone: A 60/3 = 20, B
40/2 = 20, C 45/2 = 22.50. A and B are equal, and A has more votes. With A, B makes the level 100/4 = 25 (v
and w bear 25 of A each, u 10 of A and 15 of B, x 25 of B), C (60 + 45)/3 = 35. B is next.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.burdens import Burdens
from pb.tally.constraints import Bars
from pb.tally.params import Common, Reader
from pb.tally.pot import Count, Pot


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The common parameters only."""

    common: Common


class MaximinSupport:
    """The maximin support rule for projects of any cost."""

    id = "maximin-support"
    version = "1"
    ballot_types = ("approval", "basket")

    def read_params(self, reader: Reader) -> Params:
        """Read the common parameters. Raises ParamInvalid."""
        return Params(common=reader.common(measure="votes"))

    def allocate(self, count: Count, params: Params) -> Pot:
        """Fund the project that raises the level least, until nothing fits."""
        pot = count.start()
        race = _Race(count, pot)
        while race.fund_next():
            pass
        for at in range(len(count.contest.projects)):
            if at not in pot.reasons and race.voters[at]:
                waits = count.constraints.waits_for(at, pot.selected)
                pot.reasons[at] = waits or pot.too_dear(at)
        return pot


class _Race:
    """The projects still open, by a level that they certainly need at least: it never falls later."""

    def __init__(self, count: Count, pot: Pot) -> None:
        self._count, self._pot = count, pot
        # Costs in the coarsest unit they share: smaller numbers, the same comparisons.
        self._unit = gcd(*(project.cost for project in count.contest.projects)) or 1
        costs = [project.cost // self._unit for project in count.contest.projects]
        columns = count.columns
        support = BALLOT_TYPES[count.contest.spec.type].support(columns, count.contest.spec)
        named = [columns.entries(at) for at in range(len(costs))]
        rows = [columns.row[entries[support[entries] > 0]] for entries in named]
        self.voters = [int(columns.weight[one].sum()) for one in rows]
        self._burdens = Burdens.of(costs, rows, columns.weight, pot.left // self._unit)
        self._open = {at for at in range(len(costs)) if at not in pot.reasons and self.voters[at]}
        self._least = [(Fraction(costs[at], self.voters[at]), at) for at in sorted(self._open)]
        heapify(self._least)
        self._bars = Bars(count.constraints)
        self._dear: dict[int, set[int]] = {at: {at} for at in self._open}
        self._looked = dict.fromkeys(self._open, 0)

    def fund_next(self) -> bool:
        """Fund one more project; False where none is left that may be."""
        self._bar()
        found = self._lowest()
        if found is None:
            return False
        level, spread = found
        chosen = self._count.breaker.choose(list(spread), len(self._pot.steps), buys=True)
        self._burdens = spread[chosen]
        self._open.remove(chosen)
        self._pot.fund(chosen, {"level": level * self._unit, "supporters": self.voters[chosen]})
        return True

    def _lowest(self) -> tuple[Fraction, dict[int, Burdens]] | None:
        """The lowest level that one more project needs, and the spread with each that needs no more."""
        best: Fraction | None = None
        spreads: dict[int, Burdens] = {}
        seen: list[tuple[Fraction, int]] = []
        while self._least and (best is None or self._least[0][0] <= best):
            least, at = heappop(self._least)
            if at not in self._open or self._raised(least, at):
                continue
            if self._count.constraints.waits_for(at, self._pot.selected):
                seen.append((least, at))
                continue
            level, spread, dear = self._burdens.joined(at, least, best)
            self._dear[at] = dear or self._dear[at]
            seen.append((level, at))
            if spread is not None:
                spreads = {**spreads, at: spread} if level == best else {at: spread}
                best = level
        for entry in seen:
            heappush(self._least, entry)
        return None if best is None else (best, spreads)

    def _raised(self, least: Fraction, at: int) -> bool:
        """Whether the projects that made this one dear before, with winners since, make it dearer now."""
        if self._looked[at] == len(self._burdens.borne):
            return False
        winners = list(self._burdens.borne)
        level = least
        for more in [{one} for one in winners[self._looked[at] :]] + [set(winners)]:
            needed = self._burdens.needed(self._dear[at] | more)
            if needed > level:
                level = needed
                self._dear[at] = self._dear[at] | more
        self._looked[at] = len(winners)
        if level == least:
            return False
        heappush(self._least, (level, at))
        return True

    def _bar(self) -> None:
        """Refuse the projects that no longer can be funded."""
        pot = self._pot
        lost = dict(self._bars.newly(self._open, pot.selected))
        for at in sorted(self._open):
            if at in lost:
                pot.refuse(at, "bar", lost[at])
            elif not pot.fits(at):
                pot.refuse(at, "skip", pot.too_dear(at))
        self._open -= set(pot.reasons)
