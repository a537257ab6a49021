"""Every outcome that the paper on expanding approvals allows, in the way pabutools has supporters pay.

Must not try for ever: it looks for one order of buying that ends at the outcome wanted, and gives up in time.

At each rank any project may be bought whose supporters have enough of their shares left, counted in voters.
They lose the same fraction of what they have: what it costs by what they have, both rounded down to whole
voters, as theirs does. Where that divides by nothing, theirs ends with an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pb.tally import Contest

MOST = 20_000


@dataclass(slots=True)
class Family:
    """Whether some order of buying ends with the projects `wanted`; `broken`: whether one ends with an error.

    Without `wanted` every order is tried.
    """

    contest: Contest
    wanted: frozenset[str] | None = None
    found: bool = False
    broken: bool = False
    tried: int = 0

    def search(self) -> None:
        """Try the orders one after another."""
        ballots = [dict(marks) for marks in self.contest.profile.weights]
        weights = [Fraction(voters) for voters in self.contest.profile.weights.values()]
        self._go(1, frozenset(), ballots, weights)

    def _go(
        self, rank: int, bought: frozenset[str], ballots: list[dict[str, int]], weights: list[Fraction]
    ) -> None:
        self.tried += 1
        if self.found or self.tried > MOST:
            return
        voters, pot = self.contest.profile.ballots, self.contest.budget
        costs = {one.id: one.cost for one in self.contest.projects}
        left = pot - sum(costs[name] for name in bought)
        last = max((len(one) for one in ballots), default=0)
        while rank <= last + 1:  # as theirs: at the end, a free project that nobody ranks needs nothing
            held = {
                name: sum(weights[at] for at, one in enumerate(ballots) if 0 < one.get(name, 0) <= rank)
                for name in costs
                if name not in bought and costs[name] <= left
            }
            ready = [
                name
                for name, has in held.items()
                if round(Fraction(has), 6) >= round(Fraction(voters * costs[name], pot), 6)
            ]
            if ready:
                for name in [one for one in ready if self.wanted is None or one in self.wanted]:
                    self._buy(name, rank, bought, ballots, weights)
                return
            rank += 1
        self.found = bought == self.wanted

    def _buy(
        self,
        name: str,
        rank: int,
        bought: frozenset[str],
        ballots: list[dict[str, int]],
        weights: list[Fraction],
    ) -> None:
        cost = next(one.cost for one in self.contest.projects if one.id == name)
        inside = [at for at, one in enumerate(ballots) if 0 < one.get(name, 0) <= rank]
        has = sum((weights[at] for at in inside), Fraction(0))
        if has > 0 and int(has) == 0:
            self.broken = True
            return
        fraction = Fraction(self.contest.profile.ballots * cost // self.contest.budget, int(has) or 1)
        paid = [one * (1 - fraction) if at in inside else one for at, one in enumerate(weights)]
        self._go(rank, bought | {name}, ballots, paid)
