"""Who may win beside whom, one constraint after another.

Must not choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pb.tally import BALLOT_TYPES, Contest
from tests.reference.ballots import measured
from tests.reference.terms import Bound, ContradictionError, Terms


def own_measure(rule: str, contest: Contest, terms: Terms) -> str:
    """What a rule counts where a minimum names no measure: its own, where it goes by one."""
    if rule in ("most-votes", "value-for-money", "seats"):
        return terms.measure or BALLOT_TYPES[contest.spec.type].measures[0]
    return "points" if rule == "cumulative-transfer" else "votes"


class Guards:
    """The constraints of one count. `measure` is what a minimum without a name of its own counts."""

    def __init__(self, contest: Contest, terms: Terms, measure: str) -> None:
        self.contest = contest
        self.terms = terms
        self.costs = {project.id: project.cost for project in contest.projects}
        self.groups = {project.id: project.groups for project in contest.projects}
        self.weak = self._weak(measure)
        self._refuse_contradictions()

    def _weak(self, measure: str) -> set[str]:
        minimum = self.terms.minimum
        if minimum is None:
            return set()
        if isinstance(minimum, Fraction):
            votes, everyone = measured(self.contest, "votes"), self.contest.profile.ballots
            return {name for name, has in votes.items() if has < minimum * everyone}
        given = measured(self.contest, minimum[0] or measure)
        return {name for name, has in given.items() if has < minimum[1]}

    def _refuse_contradictions(self) -> None:
        reserved = self.terms.reserved
        for clash in self.terms.conflicts:
            if len(set(clash) & set(reserved)) > 1:
                raise ContradictionError("two reserved projects exclude each other")
        for one, other in self.terms.needs:
            if one in reserved and other not in reserved:
                raise ContradictionError("a reserved project needs one that is not")
        for bound in self.terms.group_max:
            if self.used(bound, reserved) > bound.limit:
                raise ContradictionError("reserved projects overfill a group")

    def used(self, bound: Bound, won: Sequence[str]) -> int:
        """How much of a bound the winners use."""
        inside = [name for name in won if bound.group in self.groups[name]]
        return len(inside) if bound.counted else sum(self.costs[name] for name in inside)

    def barred(self, name: str, won: Sequence[str]) -> bool:
        """Whether the project can never win once these have."""
        if name in self.weak:
            return True
        for clash in self.terms.conflicts:
            if name in clash and any(other in won for other in clash if other != name):
                return True
        for bound in self.terms.group_max:
            if bound.group in self.groups[name] and self.used(bound, [*won, name]) > bound.limit:
                return True
        return False

    def waits(self, name: str, won: Sequence[str]) -> bool:
        """Whether the project needs one that has not won (yet)."""
        return any(one == name and other not in won for one, other in self.terms.needs)

    def free(self, name: str, won: Sequence[str]) -> bool:
        """Whether the project may win now."""
        return not self.barred(name, won) and not self.waits(name, won)

    def short(self, won: Sequence[str]) -> list[tuple[str, str]]:
        """The groups below their least."""
        return [bound.group for bound in self.terms.group_min if self.used(bound, won) < bound.limit]

    def reserved(self, money: int | None) -> list[str]:
        """The winners before any vote is looked at, in order: those the money pays for (None: no matter).

        One that needs another comes after it.
        """
        won: list[str] = []
        open_ = list(self.terms.reserved)
        while ready := [name for name in open_ if not self.waits(name, won)]:
            open_.remove(ready[0])
            if money is None or sum(self.costs[name] for name in [*won, ready[0]]) <= money:
                won.append(ready[0])
        return won
