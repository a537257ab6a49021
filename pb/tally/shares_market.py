"""What a run of equal shares works on: the market that stays the same, the state of one run.

Must not buy: that is for `shares_run`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pb.tally.columns import Ints
from pb.tally.constraints import Constraints
from pb.tally.shares import Demand, Ledger, State, room
from pb.tally.shares_bounds import Buyers
from pb.tally.ties import Breaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What does not change from run to run: demands, weights of ballots, ties, constraints.

    `buyers` are the demands in doubles, None where nobody wants a project or its fate is settled. `named` are
    the projects that each ballot supports, empty unless the contest is thin.
    """

    demands: Sequence[Demand]
    buyers: Sequence[Buyers | None]
    weight: Ints
    breaker: Breaker
    constraints: Constraints
    taken: tuple[int, ...]
    won: tuple[int, ...]
    named: Sequence[Sequence[int]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A run to its end: the ledger and the ties met (after how many purchases, who).

    `held` is what the supporters of a project hold together at the end, where the run knows.
    """

    ledger: Ledger
    tied: Sequence[tuple[int, tuple[int, ...]]]
    held: Callable[[int], Fraction] | None = None


@dataclass(slots=True, kw_only=True)
class Run:
    """The purchases of one endowment so far: `open` may still be bought, for `least` units per mark or more.

    `tied` are the ties met: how many purchases there were, and who was tied.
    """

    market: Market
    state: State
    open: list[int]
    least: dict[int, int]
    tied: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)


def start(market: Market, endowment: Fraction) -> Run:
    """A run before any purchase."""
    largest = max((demand.largest for demand in market.demands), default=1)
    bits = room(int(market.weight.sum()) * endowment, endowment, largest)
    wanted = [at for at, demand in enumerate(market.demands) if demand.marks and at not in market.taken]
    least = {at: (market.demands[at].cost << bits) // market.demands[at].marks for at in wanted}
    return Run(market=market, state=State(endowment, bits, len(market.weight)), open=wanted, least=least)
