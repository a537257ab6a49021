"""One run of equal shares: which projects are bought with one endowment, by whole numbers and fractions.

Must not guess: where whole numbers leave open who is next or who runs out, fractions decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from pb.tally import shares_exact
from pb.tally.shares import Demand, Price
from pb.tally.shares_market import Finished, Market, Run, start
from pb.tally.shares_single import Single, Unsure
from pb.tally.shares_thin import Thin


def run_once(market: Market, endowment: Fraction) -> Finished:
    """The run of one endowment: in doubles where these can tell, else in whole numbers and fractions.

    In fractions alone where projects have so few supporters that nothing else is faster.
    """
    if market.named:
        thin = Thin(market, endowment)
        thin.finish()
        thin.fractions.catch_up()
        held = thin.fractions.money
        return Finished(ledger=thin.ledger, tied=thin.tied, held=held)
    single = Single(market, endowment)
    try:
        single.finish()
    except Unsure:
        run = start(market, endowment)
        finish(run)
        return Finished(ledger=run.state, tied=run.tied)
    return Finished(ledger=single.ledger, tied=single.tied)


def finish(run: Run) -> None:
    """Buy until nothing more can be bought."""
    while True:
        winner, level = _next(run)
        if winner is None:
            return
        run.open.remove(winner)
        _buy(run, winner, level)


def _allowed(run: Run) -> list[int]:
    """The projects that may be bought now; those that never can be any more are dropped."""
    rules = run.market.constraints
    if rules.free:
        return run.open
    selected = [*run.market.won, *run.state.bought]
    run.open = [at for at in run.open if not rules.blocked(at, selected)]
    return [at for at in run.open if not rules.waits_for(at, selected)]


def _next(run: Run) -> _Found:
    """The next purchase, with its exact price where that had to be worked out."""
    market = run.market
    while True:
        found = _contest(run)
        if isinstance(found, tuple):
            return found
        level: dict[int, Fraction] = {}
        for at in found:
            price = shares_exact.price(run.state, market.demands, market.weight, market.demands[at])
            if price is None:
                run.open.remove(at)
            else:
                level[at] = price[0]
        if len(level) == len(found):
            return _cheapest(run, level)


_Found = tuple[int | None, Fraction | Price | None]
"""The next purchase, if any, with its price: exact where it had to be worked out, else between bounds."""


@dataclass(slots=True, kw_only=True)
class _Race:
    """The projects that may be next, with their prices; `best` has the lowest certain price, `most`.

    `far` is a price per unit of utility above which a project is certainly beaten: doubles spare us comparing
    whole numbers there, and lie at most one part in 2**40 off.
    """

    demands: Sequence[Demand]
    least: dict[int, int]
    near: list[tuple[int, Price]] = field(default_factory=list)
    best: int | None = None
    most: int = 0
    far: float = float("inf")

    def beaten(self, at: int) -> bool:
        """Whether the best is certainly cheaper per unit of utility than this project."""
        if self.best is None:
            return False
        return self.least[at] * _factor(self.demands[self.best]) > self.most * _factor(self.demands[at])

    def enough(self, at: int) -> int | None:
        """The highest price at which this project is not certainly beaten."""
        if self.best is None:
            return None
        return self.most * _factor(self.demands[at]) // _factor(self.demands[self.best])

    def enter(self, at: int, price: Price) -> None:
        """Take a project into the race."""
        self.near.append((at, price))
        high = price.high
        if high is not None and (
            self.best is None
            or high * _factor(self.demands[self.best]) < self.most * _factor(self.demands[at])
        ):
            self.best, self.most = at, high
            self.far = high / _factor(self.demands[at]) * (1 + 2.0**-40)


def _contest(run: Run) -> _Found | list[int]:
    """The certain winner of the next step, or the projects among which it is not certain."""
    demands = run.market.demands
    race = _Race(demands=demands, least=run.least)
    allowed = _allowed(run)
    near = dict(zip(allowed, [run.least[at] / _factor(demands[at]) for at in allowed], strict=True))
    for at in sorted(near, key=near.__getitem__):
        if near[at] > race.far:
            break
        if not race.beaten(at):
            _price(run, race, at)
    if race.best is None:
        return [at for at, _ in race.near] if race.near else (None, None)
    rivals = [(at, price) for at, price in race.near if not race.beaten(at)]
    if len(rivals) == 1:
        return race.best, rivals[0][1]
    if all(price.full and price.high is not None for _, price in rivals):
        return _cheapest(run, {at: Fraction(demands[at].cost, demands[at].marks) for at, _ in rivals})
    return [at for at, _ in rivals]


def _price(run: Run, race: _Race, at: int) -> None:
    """Price a project, and enter it into the race unless it is beaten."""
    price = run.state.price(at, run.market.demands[at], run.least[at], race.enough(at))
    if price is None:
        run.open.remove(at)
        return
    run.least[at] = max(run.least[at], price.low)
    if not race.beaten(at):
        race.enter(at, price)


def _factor(demand: Demand) -> int:
    """The factor of utility; a project that costs nothing gives nothing by cost, and is bought at once."""
    return demand.factor or 1


def _cheapest(run: Run, level: dict[int, Fraction]) -> _Found:
    """The project with the lowest exact price per unit of utility, a tie broken and noted."""
    demands = run.market.demands
    rho = {at: price / _factor(demands[at]) for at, price in level.items()}
    lowest = min(rho.values())
    tied = [at for at, value in rho.items() if value == lowest]
    winner = min(tied, key=run.market.breaker.rank.__getitem__)
    if len(tied) > 1:
        run.tied.append((len(run.state.bought), tuple(tied)))
    return winner, level[winner]


def _buy(run: Run, winner: int, level: Fraction | Price | None) -> None:
    """Let the supporters pay."""
    market, state = run.market, run.state
    demand = market.demands[winner]
    low, high = 0, None
    if isinstance(level, Fraction):
        low, high = floor(level * 2**state.bits), ceil(level * 2**state.bits)
    elif level is not None:
        low, high = level.low, level.high
    if high is None or not state.pay(winner, demand, low, high):
        exact = shares_exact.price(state, market.demands, market.weight, demand)
        if exact is None:
            raise AssertionError("a purchase its supporters cannot pay")
        units = exact[0] * 2**state.bits
        state.settle(winner, demand, exact[1], floor(units), ceil(units))
    if state.slack > state.most >> 20:
        shares_exact.tighten(state, market.demands, market.weight)
