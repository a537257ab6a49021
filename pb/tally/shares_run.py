"""Runs of equal shares: which projects are bought, for one endowment or for a whole range of them at once.

Must not guess: a range is settled only where the same purchases are certain for every endowment in it.

Why a range can be settled from its two ends: while the purchases are the same, a larger endowment leaves
every ballot with at least as much and makes every project at most as dear. So if the winner at the lower end
is cheaper than every rival is at the upper end, it wins everywhere between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from pb.tally import shares_exact
from pb.tally.shares import Demand, Price, State
from pb.tally.shares_market import Note, Run, wide


def finish(run: Run) -> None:
    """Buy until nothing more can be bought, shrinking the range from above where it is not all one answer."""
    while True:
        _learn(run)
        winner, level = _next(run)
        if winner is None:
            return
        run.open.remove(winner)
        _buy(run, winner, level)


def _learn(run: Run) -> None:
    """Take over the prices a run above found when it had bought the same.

    In the same order, and with a larger endowment, everything was at most as dear there. Else the price can
    be lower here by what some ballot holds more here, times the voters who could not pay in full, shared
    among the marks of those who could.
    """
    state = run.high
    note = run.above.get(frozenset(state.bought)) if run.above else None
    if note is None:
        return
    gap = 0
    if note.order != tuple(state.bought) or note.endowment < state.endowment:
        if note.held is None:
            return
        gap = max(0, int((state.held - note.held).max()) + state.slack)
    for at, price in note.known.items():
        if price is None:
            if not gap and at in run.open:
                run.open.remove(at)
            continue
        low = price.low - -(-gap * price.poor // price.marks)
        if low > run.least.get(at, low):
            run.least[at] = low


def _note(run: Run, prices: dict[int, Price | None]) -> None:
    """Keep what this step's prices were, for runs below."""
    if run.notes is not None:
        state = run.high
        run.notes[frozenset(state.bought)] = Note(
            endowment=state.endowment,
            order=tuple(state.bought),
            held=None if wide(run.market) else state.held.copy(),
            known=prices,
        )


def _allowed(run: Run) -> list[int]:
    """The projects that may be bought now; those that never can be any more are dropped with the reason."""
    rules = run.market.constraints
    if rules.free:
        return run.open
    selected = [*run.market.won, *run.low.bought]
    for at in list(run.open):
        reason = rules.blocked(at, selected)
        if reason:
            run.open.remove(at)
            run.reasons[at] = reason
    return [at for at in run.open if not rules.waits_for(at, selected)]


def _next(run: Run) -> _Found:
    """The next purchase, with its exact price where that had to be worked out."""
    while True:
        found = _contest(run)
        if isinstance(found, tuple):
            return found
        if not run.single:
            _shrink(run)
        else:
            return _exactly(run, found)


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
    prices: dict[int, Price | None] = {}
    allowed = _allowed(run)
    near = dict(zip(allowed, [run.least[at] / _factor(demands[at]) for at in allowed], strict=True))
    for at in sorted(near, key=near.__getitem__):
        if near[at] > race.far:
            break
        if not race.beaten(at):
            prices[at] = _price(run, race, at)
    _note(run, prices)
    if race.best is None:
        return [at for at, _ in race.near] if race.near else (None, None)
    rivals = [(at, price) for at, price in race.near if not race.beaten(at)]
    if len(rivals) == 1:
        return race.best, rivals[0][1]
    if all(price.full and price.high is not None for _, price in rivals):
        return _cheapest(run, {at: Fraction(demands[at].cost, demands[at].marks) for at, _ in rivals})
    return [at for at, _ in rivals]


def _price(run: Run, race: _Race, at: int) -> Price | None:
    """Price a project at the upper end of the range, and enter it into the race unless it is beaten."""
    price = run.high.price(at, run.market.demands[at], run.least[at], race.enough(at))
    if price is None:
        run.open.remove(at)
        return None
    run.least[at] = max(run.least[at], price.low)
    if not race.beaten(at):
        race.enter(at, price if run.single else _at_low(run, at, price))
    return price


def _at_low(run: Run, at: int, price: Price) -> Price:
    """The price at the lower end of the range, where it is highest."""
    low = run.low.price(at, run.market.demands[at], price.low)
    return low or Price(low=price.low, high=None, full=False)


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
        run.tied.append((len(run.low.bought), tuple(tied)))
    return winner, level[winner]


def _exactly(run: Run, unsure: list[int]) -> _Found:
    """Settle by fractions what whole numbers left open: who can be paid for, and who is cheapest."""
    market = run.market
    level: dict[int, Fraction] = {}
    for at in unsure:
        found = shares_exact.price(run.low, market.demands, market.weight, market.demands[at])
        if found is None:
            run.open.remove(at)
        else:
            level[at] = found[0]
    return _cheapest(run, level) if len(level) == len(unsure) else _next(run)


def _buy(run: Run, winner: int, level: Fraction | Price | None) -> None:
    """Let the supporters pay at both ends of the range, which shrinks where it is unsure who runs out."""
    if not _pay(run, run.low, winner, level):
        run.high = run.low
        _pay_exactly(run, winner)
    elif not run.single and not _pay(run, run.high, winner, None if isinstance(level, Price) else level):
        _shrink(run)
    for state in (run.low, run.high):
        if state.slack > state.most >> 20:
            shares_exact.tighten(state, run.market.demands, run.market.weight)


def _pay(run: Run, state: State, winner: int, level: Fraction | Price | None) -> bool:
    demand = run.market.demands[winner]
    if isinstance(level, Fraction):
        units = level * 2**state.bits
        return state.pay(winner, demand, floor(units), ceil(units))
    price = level or state.price(winner, demand, (demand.cost << state.bits) // demand.marks)
    if price is None or price.high is None:
        return False
    return state.pay(winner, demand, price.low, price.high)


def _pay_exactly(run: Run, winner: int) -> None:
    market, state = run.market, run.low
    demand = market.demands[winner]
    found = shares_exact.price(state, market.demands, market.weight, demand)
    if found is None:
        raise AssertionError("a purchase its supporters cannot pay")
    units = found[0] * 2**state.bits
    state.settle(winner, demand, found[1], floor(units), ceil(units))


def _shrink(run: Run) -> None:
    """Halve the range: its upper end moves down and the purchases so far are made again there."""
    steps = (run.high.endowment - run.low.endowment) / run.step
    middle = run.low.endowment + (steps // 2) * run.step
    while middle > run.low.endowment:
        state = State(middle, run.bits, len(run.market.weight))
        if all(_pay(run, state, number, None) for number in run.low.bought):
            run.high = state
            return
        middle = run.low.endowment + (((middle - run.low.endowment) / run.step) // 2) * run.step
    run.high = run.low
