"""What a run of equal shares works on: the market that stays the same, the state of the run, its notes.

Must not buy: that is for `shares_run`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pb.tally.columns import Ints
from pb.tally.constraints import Constraints
from pb.tally.model import Reason
from pb.tally.shares import Demand, Price, State, room
from pb.tally.ties import Breaker

WIDE = 20_000_000
"""Where ballots times projects are more than this, notes do not keep what every ballot held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What does not change from run to run: demands, weights of ballots, ties, constraints."""

    demands: Sequence[Demand]
    weight: Ints
    breaker: Breaker
    constraints: Constraints
    taken: tuple[int, ...]
    won: tuple[int, ...]


def wide(market: Market) -> bool:
    """Whether there are too many ballots and projects to keep much of a run."""
    return len(market.weight) * len(market.demands) > WIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a run knew when it had made some purchases: their order, what ballots held, prices worked out."""

    endowment: Fraction
    order: tuple[int, ...]
    held: Ints | None
    known: dict[int, Price | None]


Notes = dict[frozenset[int], Note]


@dataclass(slots=True, kw_only=True)
class Run:
    """Purchases certain for every endowment from `low.endowment` to `high.endowment`.

    `above` are the notes of a run with a larger endowment: where the same has been bought, its prices bound
    ours from below. `notes` are our own, kept where somebody will want them.
    """

    market: Market
    low: State
    high: State
    step: Fraction
    bits: int
    open: list[int]
    least: dict[int, int]
    reasons: dict[int, Reason] = field(default_factory=dict)
    tied: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    above: Notes = field(default_factory=dict)
    notes: Notes | None = None

    @property
    def single(self) -> bool:
        """Whether the range has shrunk to one endowment."""
        return self.low is self.high


def bits_for(market: Market, endowment: Fraction) -> int:
    """How finely money can be counted in runs with endowments up to this one."""
    largest = max((demand.largest for demand in market.demands), default=1)
    return room(int(market.weight.sum()) * endowment, endowment, largest)


def start(market: Market, low: Fraction, high: Fraction, step: Fraction, bits: int) -> Run:
    """A run over the endowments low, low + step, ..., high before any purchase."""
    size = len(market.weight)
    first = State(low, bits, size)
    last = first if high == low else State(high, bits, size)
    wanted = [at for at, demand in enumerate(market.demands) if demand.marks and at not in market.taken]
    least = {at: (market.demands[at].cost << bits) // market.demands[at].marks for at in wanted}
    return Run(market=market, low=first, high=last, step=step, bits=bits, open=wanted, least=least)
