"""One run of equal shares in doubles: the purchases of one endowment, every decision with its proof.

Must not guess: where doubles cannot tell who is next or who runs out, it says so and the run is made exactly.

What a ballot holds is known between two doubles; how prices are bounded is told in `shares_bounds`. Prices
only rise while purchases are made, so a bound from below lasts, and projects wait in a heap by their bounds.
"""

from __future__ import annotations

from fractions import Fraction
from heapq import heapify, heappop, heappush

import numpy as np

from pb.tally.shares import Ledger
from pb.tally.shares_bounds import TANGENTS, UNIT, Bools, Buyers, Doubles
from pb.tally.shares_market import Market

THIN = 6
"""After how many purchases a project's supporters are looked through for those who hold nothing."""


FEW = 200
"""Supporters so few are not looked through: it would take longer than they do."""


class Unsure(Exception):
    """Doubles cannot tell what happens next."""


class Offer:
    """What is known of one project: its price per mark is at least `low`; `top` is tried first.

    `steep` is as in `Quote`; `high` is the price at most where it is known after `priced` purchases.
    """

    __slots__ = ("buyers", "high", "low", "seen", "steep", "top")

    def __init__(self, buyers: Buyers) -> None:
        first = buyers.cost / buyers.every
        self.buyers = buyers
        self.low, self.top = first * (1 - 4 * UNIT), first * (1 + 8 * buyers.noise)
        self.steep = buyers.every * (1 + UNIT)
        self.high = 0.0
        self.seen = 0


class Single:
    """The run of one endowment."""

    def __init__(self, market: Market, endowment: Fraction) -> None:
        self._market = market
        self.ledger = Ledger(endowment, len(market.weight))
        self.tied: list[tuple[int, tuple[int, ...]]] = []
        start = float(endowment)
        self._unit = start * UNIT
        self._wide = self._unit
        self._least: Doubles = np.full(len(market.weight), start - self._unit)
        self._most: Doubles = np.full(len(market.weight), start + self._unit)
        self._offers = {at: Offer(buyers) for at, buyers in enumerate(market.buyers) if buyers is not None}
        self._heap = [(offer.low / offer.buyers.factor, at) for at, offer in self._offers.items()]
        heapify(self._heap)

    def finish(self) -> None:
        """Buy until nothing more can be bought. Raises Unsure."""
        winner = self._next()
        while winner is not None:
            self._buy(winner)
            winner = self._next()

    def _next(self) -> int | None:
        """The next purchase, if any; the others looked at go back into the heap with better bounds.

        Whatever turns out dearer than another may be goes back at once.
        """
        known: list[tuple[float, int]] = []
        aside: list[tuple[float, int]] = []
        limit = float("inf")
        while self._heap and self._heap[0][0] <= limit:
            rho, at = heappop(self._heap)
            allowed = self._market.constraints.free or self._allowed(at)
            if not allowed:
                if allowed is not None:
                    aside.append((rho, at))
                continue
            offer = self._offers[at]
            factor = offer.buyers.factor
            other = min(limit, self._heap[0][0]) if self._heap else limit
            found = self._look(offer, other * factor * (1 + 8 * UNIT))
            if found is None:
                continue
            rho = offer.low * (1 - 2 * UNIT) / factor
            if found:
                known.append((rho, at))
                limit = min(limit, offer.high * (1 + 2 * UNIT) / factor)
            else:
                heappush(self._heap, (rho, at))
        near = [at for rho, at in known if rho <= limit]
        winner = near[0] if len(near) == 1 else self._tie(near) if near else None
        for rho, at in (*aside, *known):
            if at != winner:
                heappush(self._heap, (rho, at))
        return winner

    def _allowed(self, at: int) -> bool | None:
        """Whether a project may be bought now; None: never again."""
        rules = self._market.constraints
        selected = [*self._market.won, *self.ledger.bought]
        return None if rules.blocked(at, selected) else not rules.waits_for(at, selected)

    def _tie(self, near: list[int]) -> int:
        """Compare exactly the prices of projects whose supporters all pay in full."""
        if not all(self._in_full(self._offers[at]) for at in near):
            raise Unsure
        rho = {at: self._market.demands[at].in_full for at in near}
        lowest = min(rho.values())
        tied = tuple(at for at, value in rho.items() if value == lowest)
        if len(tied) > 1:
            self.tied.append((len(self.ledger.bought), tied))
        return min(tied, key=self._market.breaker.rank.__getitem__)

    def _in_full(self, offer: Offer) -> bool:
        buyers = offer.buyers
        owed = offer.high if buyers.mark is None else buyers.mark * offer.high
        rich: Bools = self._least[buyers.rows] >= owed * (1 + 2 * UNIT)
        return float(buyers.marks.sum()) == buyers.every and bool(rich.all())

    def _look(self, offer: Offer, other: float) -> bool | None:
        """Bound the price: True where it is known, False where it is above any `other`, None: never paid."""
        most = self._most.take(offer.buyers.rows)
        if len(self.ledger.bought) >= offer.seen + THIN and len(most) > FEW:
            most = self._thin(offer, most)
        buyers = offer.buyers
        more = 1 + buyers.noise
        pad = 0.0
        for _ in range(TANGENTS):
            given = buyers.given(most, offer.top) * more
            if given >= buyers.cost:
                if self._enough(offer):
                    return True
            elif not self._tangent(offer, most, offer.top, given):
                if given < buyers.cost * (1 - UNIT):
                    return None
                break
            elif offer.low > other:
                return False
            pad = 8 * pad + self._pad(offer)
            offer.top = offer.low + pad
        raise Unsure

    def _tangent(self, offer: Offer, most: Doubles, price: float, given: float) -> bool:
        """Raise the bound from below at a price at which too little is given; False where that is all."""
        buyers = offer.buyers
        rich = buyers.rich(most, price)
        if not rich:
            return False
        offer.steep = rich * (1 + buyers.noise)
        slope = (buyers.cost * (1 - UNIT) - given) / offer.steep * (1 - buyers.noise)
        offer.low = max(offer.low, price * (1 - UNIT) + slope)
        offer.top = offer.low + self._pad(offer)
        return True

    def _enough(self, offer: Offer) -> bool:
        """Whether at least the cost is given at `top`; what is given too much goes off the price."""
        buyers = offer.buyers
        sure = buyers.given(self._least.take(buyers.rows), offer.top) * (1 - buyers.noise)
        over = sure - buyers.cost * (1 + UNIT)
        if over >= 0:
            offer.high = max(offer.top - over / offer.steep * (1 - buyers.noise), offer.low) * (1 + 4 * UNIT)
        return over >= 0

    def _pad(self, offer: Offer) -> float:
        """How far above a bound from below a price may be certain to be enough."""
        return 4 * self._wide + 4 * offer.buyers.noise * offer.buyers.cost / offer.steep

    def _buy(self, at: int) -> None:
        """Let the supporters pay. Raises Unsure where somebody may or may not run out."""
        offer, place = self._offers[at], len(self.ledger.bought)
        self.ledger.bought.append(at)
        if not offer.buyers.cost:
            return
        rows = offer.buyers.rows
        left = []
        for held, price in (
            (self._least, offer.high * (1 + 4 * UNIT) + self._unit),
            (self._most, max(offer.low * (1 - 4 * UNIT) - self._unit, 0.0)),
        ):
            rest = held.take(rows)
            rest -= price if offer.buyers.mark is None else offer.buyers.mark * price
            held[rows] = np.maximum(rest, 0, out=rest)
            left.append(rest)
        rich = np.count_nonzero(left[0])
        if rich < len(rows):
            spent = rows.compress(left[1] == 0)
            if rich + len(spent) != len(rows):
                raise Unsure
            self.ledger.died[spent.compress(self.ledger.died.take(spent) < 0)] = place
        self._wide = max(self._wide, offer.high - offer.low)

    def _thin(self, offer: Offer, most: Doubles) -> Doubles:
        """Leave supporters who hold nothing out where they are many; what the others hold at most."""
        offer.seen = len(self.ledger.bought)
        kept: Bools = most > 0
        if 2 * np.count_nonzero(kept) >= len(kept):
            return most
        offer.buyers = offer.buyers.only(kept)
        return most.compress(kept)
