"""Equal shares for many endowments at once: one column of doubles for each, every decision with its proof.

Must not guess: a column in which doubles cannot tell who is next is handed back as unsure.

How: what a ballot holds is known between two doubles, `_least` and `_most`. Prices only rise while purchases
are made, so a bound from below lasts, and only the project that may be cheapest is looked at. It is looked at
in all columns at once, wherever these are in their own run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pb.tally.columns import Ints
from pb.tally.shares_bounds import UNIT, Bools, Buyers, Doubles, Quote
from pb.tally.shares_market import Market

SOON = 4
"""A project is looked at as well in columns where its price is at most so far above the cheapest."""

THINNED = 6
"""After how many purchases a column it is looked for supporters who hold nothing any more."""

THIN = 0.75
"""Supporters are listed anew once fewer than this part of them holds anything in any column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The run of one endowment: its purchases in order, with proofs to compare it with another.

    `price` is the most the purchase can cost per unit of utility, `rival` the least any other could.
    `ties`: place in the order, the projects tied, and those that had to be compared exactly.
    """

    endowment: Fraction
    order: tuple[int, ...]
    ties: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]
    price: Doubles | None = None
    rival: Doubles | None = None


def same_between(low: Found, high: Found) -> bool:
    """Whether every endowment between two certainly makes the same purchases as both.

    While purchases are the same, a larger endowment leaves every ballot at least as much, and makes every
    project at most as dear. So a purchase that at the lower end is cheaper than all others are at the upper
    end is cheapest everywhere between.
    """
    if low.order != high.order or low.ties != high.ties or low.price is None or high.rival is None:
        return False
    return bool((low.price < high.rival).all())


class Survey:
    """The runs of several endowments, made together."""

    def __init__(self, market: Market, endowments: Sequence[Fraction]) -> None:
        self._market = market
        self._buyers = list(market.buyers)
        self._endowments = endowments
        columns, size = len(endowments), len(market.demands)
        start = np.array([float(one) for one in endowments])
        self._unit = float(start.max()) * UNIT
        self._least: Doubles = np.tile(start - self._unit, (len(market.weight), 1))
        self._most: Doubles = np.tile(start + self._unit, (len(market.weight), 1))
        self._wide: Doubles = np.full(columns, self._unit)
        factor = [float(demand.factor or 1) for demand in market.demands]
        first = np.array([_first(buyers) for buyers in market.buyers])
        self._low: Doubles = np.tile(first * (1 - 4 * UNIT) / factor, (columns, 1))
        self._high: Doubles = np.full((columns, size), -1.0)
        many = np.array([len(demand.rows) + 16 for demand in market.demands])
        self._top: Doubles = np.tile(first * (1 + 8 * UNIT * many), (columns, 1))
        every = np.array([float(demand.marks or 1) for demand in market.demands])
        self._steep: Doubles = np.tile(every * (1 + UNIT), (columns, 1))
        self._waits: dict[int, dict[int, float]] = {}
        self._order = np.full((columns, size), -1, dtype=np.int64)
        self._price: Doubles = np.zeros((columns, size))
        self._rival: Doubles = np.zeros((columns, size))
        self._count = np.zeros(columns, dtype=np.int64)
        self._ties: dict[int, list[tuple[int, tuple[int, ...], tuple[int, ...]]]] = {}
        self._unsure = np.zeros(columns, dtype=np.bool_)
        self._paid = 0
        self._next = np.full(columns, -1, dtype=np.int64)
        self._second: Doubles = np.zeros(columns)
        self._limit: Doubles = np.zeros(columns)
        if not market.constraints.free:
            for column in range(columns):
                self._allow(column)

    def run(self) -> list[Found | None]:
        """Make all the runs; None for a column whose next purchase doubles cannot tell.

        Columns that are behind go first, so that most are at the same place and looked at together.
        """
        self._choose(np.arange(len(self._endowments)))
        while True:
            going = np.flatnonzero(self._next >= 0)
            if not len(going):
                return [self._found(column) for column in range(len(self._endowments))]
            behind = self._next[going[self._count[going] == self._count[going].min()]]
            at = int(np.bincount(behind).argmax())
            want = self._next == at
            self._look(at, want)
            self._choose(np.flatnonzero(want))

    def _found(self, column: int) -> Found | None:
        if self._unsure[column]:
            return None
        many = int(self._count[column])
        return Found(
            endowment=self._endowments[column],
            order=tuple(self._order[column, :many].tolist()),
            ties=tuple(self._ties.get(column, ())),
            price=self._price[column, :many],
            rival=self._rival[column, :many],
        )

    def _choose(self, columns: Ints) -> None:
        """Say for some columns which project to look at next, and buy where that is certain."""
        while len(columns):
            line = np.arange(len(columns))
            low, high = self._low[columns], self._high[columns]
            best = low.argmin(axis=1)
            most, open_ = high[line, best], low[line, best] < np.inf
            self._next[columns] = np.where(open_, best, -1)
            low[line, best] = np.inf
            rival = low.argmin(axis=1)
            second = low[line, rival]
            self._second[columns] = second
            self._limit[columns] = np.maximum(second, high[line, rival])
            known = open_ & (most >= 0)
            sure = known & (most < second)
            buys = {at: columns[sure & (best == at)] for at in best[sure].tolist()}
            for column in columns[known & ~sure].tolist() if known.any() else ():
                self._settle(column, buys)
            for at, those in buys.items():
                self._buy(at, those)
            columns = np.concatenate(list(buys.values())) if buys else columns[:0]

    def _settle(self, column: int, buys: dict[int, Ints]) -> None:
        """Several projects may be cheapest: look at each, then compare exactly those paid for in full."""
        most = self._high[column, self._low[column].argmin()]
        near = np.flatnonzero(self._low[column] <= most).tolist()
        unknown = [at for at in near if self._high[column, at] < 0]
        if unknown:
            self._next[column] = min(unknown, key=self._low[column].__getitem__)
            return
        if not all(self._in_full(at, column) for at in near):
            self._unsure[column] = True
            self._next[column] = -1
            self._low[column] = np.inf
            return
        rho = {at: self._market.demands[at].in_full for at in near}
        lowest = min(rho.values())
        tied = tuple(at for at, value in rho.items() if value == lowest)
        winner = min(tied, key=self._market.breaker.rank.__getitem__)
        self._ties.setdefault(column, []).append((int(self._count[column]), tied, tuple(rho)))
        buys[winner] = np.append(buys.get(winner, np.zeros(0, dtype=np.int64)), column)

    def _in_full(self, at: int, column: int) -> bool:
        """Whether every supporter certainly holds the whole share of the price."""
        buyers = self._of(at)
        price = np.array([self._high[column, at] * buyers.factor * (1 + 4 * UNIT)])
        rich = self._least[buyers.rows, column][:, None] >= buyers.share(price)
        return float(buyers.marks.sum()) == buyers.every and bool(rich.all())

    def _look(self, at: int, want: Bools) -> None:
        """Bound the price of a project in the wanted columns, and wherever it may soon be wanted."""
        buyers = self._of(at)
        up, down = buyers.factor * (1 + 8 * UNIT), buyers.factor * (1 - 2 * UNIT)
        least = self._low[:, at]
        columns = np.flatnonzero((least <= self._limit * SOON) & (least < np.inf))
        quote = Quote(
            buyers,
            buyers.part(self._most, columns),
            low=least[columns] * down,
            top=self._top[columns, at],
            steep=self._steep[columns, at],
            wide=self._wide[columns],
        )
        limit = self._limit[columns] * up
        want = want[columns]
        quote.find(want, limit, lambda: buyers.part(self._least, columns))
        known, never = quote.known, quote.never
        if known.any():
            self._high[columns[known], at] = quote.high[known] * ((1 + 2 * UNIT) / buyers.factor)
        self._low[columns, at] = np.where(never, np.inf, quote.low * ((1 - 2 * UNIT) / buyers.factor))
        self._top[columns, at] = quote.top
        self._steep[columns, at] = quote.steep
        unsure = columns[want & ~known & ~never & (quote.low <= limit)]
        self._unsure[unsure] = True
        self._low[unsure] = np.inf

    def _of(self, at: int) -> Buyers:
        buyers = self._buyers[at]
        if buyers is None:
            raise AssertionError("a project nobody wants was next")
        return buyers

    def _buy(self, at: int, columns: Ints) -> None:
        """Let the supporters pay in some columns."""
        place = self._count[columns]
        self._order[columns, place] = at
        self._price[columns, place] = self._high[columns, at]
        low, high = (bound[columns, at] * self._of(at).factor for bound in (self._low, self._high))
        self._low[columns, at] = np.inf
        self._rival[columns, place] = self._second[columns]
        for column in columns.tolist() if self._ties else ():
            for known, _, near in self._ties.get(column, ()):
                if known == self._count[column]:
                    others = np.delete(self._low[column], near)
                    self._rival[column, known] = others.min(initial=np.inf)
        self._high[columns] = -1
        self._count[columns] += 1
        if self._market.demands[at].cost:
            self._wide[columns] = np.maximum(self._wide[columns], high - low)
            self._pay(at, columns, low, high)
        if not self._market.constraints.free:
            for column in columns.tolist():
                self._allow(column)

    def _pay(self, at: int, columns: Ints, low: Doubles, high: Doubles) -> None:
        """Take a price that lies between two from what the supporters hold."""
        buyers = self._of(at)
        for held, price in (
            (self._least, high * (1 + 4 * UNIT) + self._unit),
            (self._most, np.maximum(low * (1 - 4 * UNIT) - self._unit, 0)),
        ):
            left = buyers.part(held, columns)
            left -= buyers.share(price)
            np.maximum(left, 0, out=left)
            if len(columns) == held.shape[1]:
                held[buyers.rows] = left
            else:
                held[buyers.rows[:, None], columns] = left
        self._paid += len(columns)
        if self._paid >= THINNED * len(self._count):
            self._thin()

    def _thin(self) -> None:
        """Leave ballots that certainly hold nothing in any column out of the lists of supporters."""
        self._paid = 0
        alive: Bools = np.any(self._most, axis=1)
        open_: Bools = np.any(self._low < np.inf, axis=0)
        for at, buyers in enumerate(self._buyers):
            if buyers is not None and open_[at]:
                kept = alive[buyers.rows]
                if np.count_nonzero(kept) < THIN * len(kept):
                    self._buyers[at] = buyers.only(kept)

    def _allow(self, column: int) -> None:
        """Close what may not win any more in a column, and hold back what waits for another."""
        rules = self._market.constraints
        waits = self._waits.setdefault(column, {})
        selected = [*self._market.won, *self._order[column, : self._count[column]].tolist()]
        for at, low in waits.items():
            self._low[column, at] = low
        waits.clear()
        for at in np.flatnonzero(self._low[column] < np.inf).tolist():
            if rules.blocked(at, selected):
                self._low[column, at] = np.inf
            elif rules.waits_for(at, selected):
                waits[at] = float(self._low[column, at])
                self._low[column, at] = np.inf


def _first(buyers: Buyers | None) -> float:
    """The price per mark where every supporter pays it in full: no price can be lower."""
    return float("inf") if buyers is None else buyers.cost / buyers.every
