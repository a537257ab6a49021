"""Equal shares where projects have few supporters each: what every ballot holds, as fractions.

Must not be used on dense contests, where fractions for each of many ballots are slow.

A purchase changes what few other projects cost; all others are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pb.tally.constraints import Bars
from pb.tally.line import Line
from pb.tally.shares import Demand, Ledger
from pb.tally.shares_market import Market

MANY = 256
"""With fewer projects all of them are compared at every step in no time."""

FEW = 32
"""So many supporters a project has at most, on average, where a contest is thin."""


def named_by(demands: Sequence[Demand], ballots: int) -> list[list[int]]:
    """The projects that each distinct ballot supports, in a thin contest; empty elsewhere."""
    if len(demands) < MANY or sum(len(one.rows) for one in demands) > FEW * len(demands):
        return []
    named: list[list[int]] = [[] for _ in range(ballots)]
    for at, demand in enumerate(demands):
        for row in demand.rows.tolist():
            named[row].append(at)
    return named


class Fractions:
    """What every ballot holds after the purchases of a run, worked out from its ledger where it is wanted."""

    def __init__(self, demands: Sequence[Demand], ledger: Ledger) -> None:
        self._demands, self._ledger = demands, ledger
        self._held = [ledger.endowment] * len(ledger.died)
        self._supporters: dict[int, list[tuple[int, int, int]]] = {}

    def price(self, project: int) -> Fraction | None:
        """The exact price per mark now; None where the supporters cannot pay."""
        self.catch_up()
        cost = self._demands[project].cost
        able = [(self._held[row], weight, mark) for row, weight, mark in self._of(project) if self._held[row]]
        if not cost or sum(held * weight for held, weight, _ in able) < cost:
            return None if cost else Fraction(0)
        level = Fraction(0)
        while True:
            marks = sum(weight * mark for held, weight, mark in able if held >= level * mark)
            given = sum(held * weight for held, weight, mark in able if held < level * mark)
            found = (cost - given) / Fraction(marks)
            if found <= level:
                return level
            level = found

    def held(self, row: int) -> Fraction:
        """What a voter of one ballot holds now."""
        self.catch_up()
        return self._held[row]

    def money(self, project: int) -> Fraction:
        """What the supporters of a project hold together now."""
        self.catch_up()
        return sum((self._held[row] * weight for row, weight, _ in self._of(project)), Fraction(0))

    def catch_up(self) -> list[Fraction]:
        """Make the payments of the purchases since the last time; the exact prices of all so far.

        Prices, and the marks paid for in full and not, are kept in the ledger.
        """
        ledger = self._ledger
        for place in range(len(ledger.exact), len(ledger.bought)):
            demand, rich, poor, given = self._demands[ledger.bought[place]], 0, 0, Fraction(0)
            payers = []
            for row, weight, mark in self._of(ledger.bought[place]):
                died = int(ledger.died[row])
                if died == place:
                    given += self._held[row] * weight
                    poor += weight * mark
                    self._held[row] = Fraction(0)
                elif not 0 <= died < place:
                    rich += weight * mark
                    payers.append((row, mark))
            price = (demand.cost - given) / rich if rich else Fraction(0)
            for row, mark in payers:
                self._held[row] -= price * mark
            ledger.exact.append(price)
            ledger.rich.append(rich)
            ledger.poor.append(poor)
        return ledger.exact

    def _of(self, project: int) -> list[tuple[int, int, int]]:
        """The supporters of a project: distinct ballot, weight, mark."""
        if project not in self._supporters:
            one = self._demands[project]
            marks = [1] * len(one.rows) if one.mark is None else one.mark.tolist()
            self._supporters[project] = list(zip(one.rows.tolist(), one.weight.tolist(), marks, strict=True))
        return self._supporters[project]


class Thin:
    """The run of one endowment in fractions throughout: few supporters are looked at for each purchase."""

    def __init__(self, market: Market, endowment: Fraction) -> None:
        self._market = market
        self.ledger = Ledger(endowment, len(market.weight))
        self.tied: list[tuple[int, tuple[int, ...]]] = []
        self.fractions = Fractions(market.demands, self.ledger)
        wanted = [at for at, buyers in enumerate(market.buyers) if buyers is not None]
        self._line = Line[Fraction]((market.demands[at].in_full, at) for at in wanted)
        self._bars, self._open, self._selected = Bars(market.constraints), set(wanted), list(market.won)

    def finish(self) -> None:
        """Buy until nothing more can be bought."""
        ready = None if self._market.constraints.free else self._allowed
        self._bar()
        while found := self._line.lowest(self._look, ready):
            tied = found[1]
            if len(tied) > 1:
                self.tied.append((len(self.ledger.bought), tuple(tied)))
            winner = min(tied, key=self._market.breaker.rank.__getitem__)
            self._buy(winner, tied[winner])
            self._bar()

    def _look(self, at: int) -> tuple[Fraction, Fraction] | None:
        price = self.fractions.price(at)
        return None if price is None else (price / (self._market.demands[at].factor or 1), price)

    def _allowed(self, at: int) -> bool:
        """Whether a project waits for no other."""
        return not self._market.constraints.waits_for(at, self._selected)

    def _bar(self) -> None:
        """Let those leave the line that never may be bought again."""
        for at, _ in self._bars.newly(self._open, self._selected):
            self._open.discard(at)
            self._line.close(at)

    def _buy(self, winner: int, price: Fraction) -> None:
        """Let the supporters pay."""
        demand, place = self._market.demands[winner], len(self.ledger.bought)
        rows = demand.rows.tolist()
        marks = [1] * len(rows) if demand.mark is None else demand.mark.tolist()
        spent = [
            row for row, mark in zip(rows, marks, strict=True) if self.fractions.held(row) < price * mark
        ]
        self.ledger.bought.append(winner)
        self._selected.append(winner)
        self._open.discard(winner)
        self.ledger.died[[row for row in spent if self.ledger.died[row] < 0]] = place
        self._line.close(winner)
        self._line.touch({at for row in rows for at in self._market.named[row]})
