"""Choices held against a paper: what stands on it, what it comes to, and whether it could be cast.

It knows no codes, no voters and no clock; the limits themselves are the tally's to judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pb.domain.groups import name_of
from pb.domain.paper_groups import GroupTotal, group_totals
from pb.domain.refusals import Fault, Refusal
from pb.domain.rounds import Group, Pot
from pb.domain.text import Bilingual
from pb.domain.voting import BallotMarks, Choices, Paper, PaperPot, judge, keep_known, write_payload
from pb.tally import BallotSpec
from pb.tally.limits import group_limits

DOUBLED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PotTotal:
    """What has been chosen in one pot; money in pence. `most_pence` is None where cost does not limit.

    `doubled_count` are favourites, or extra votes used; `boost` is the only group that an extra vote may go
    to, and one for a proposal of its own is not in `chosen_count`. `in_order` is False where places 1, 2, 3
    ... of a ranking are given twice or left out.
    """

    pot: Pot
    spec: BallotSpec
    chosen_count: int
    cost_pence: int
    points: int
    most_pence: int | None
    in_order: bool
    groups: tuple[GroupTotal, ...] = ()
    doubled_count: int = 0
    needed_count: int = 0  # how many have to be marked, where all or none are
    boost: Group | None = None
    boost_name: Bilingual | None = None

    @property
    def least_count(self) -> int:
        return self.spec.limits.get("min_count", 0)

    @property
    def most_count(self) -> int | None:
        return self.spec.limits.get("max_count")

    @property
    def least_pence(self) -> int:
        return self.spec.limits.get("min_cost", 0)

    @property
    def most_favourites(self) -> int:
        return self.spec.limits.get("favourites", 0)

    @property
    def least_points(self) -> int:
        return self.spec.limits.get("min_total", 0)

    @property
    def most_points(self) -> int | None:
        return self.spec.limits.get("max_total")

    @property
    def left_points(self) -> int | None:
        return None if self.most_points is None else self.most_points - self.points

    @property
    def left_pence(self) -> int | None:
        return None if self.most_pence is None else self.most_pence - self.cost_pence

    @property
    def left_count(self) -> int | None:
        return None if self.most_count is None else self.most_count - self.chosen_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Choices held against a paper, with everything that follows from the two alone."""

    known: Choices  # a part for every pot
    gone: tuple[str, ...]  # ids that do not stand on the paper (any more)
    payload: str  # `known` in canonical JSON
    totals: tuple[PotTotal, ...]
    marks: BallotMarks | None  # None where `faults` forbid to cast them
    faults: tuple[Fault, ...]

    def to_cast(self) -> BallotMarks:
        """The marks to be counted. Raises invalid-form where a limit is broken."""
        if self.marks is None:
            raise Refusal.invalid(self.faults)
        return self.marks


def marked(paper: Paper, choices: Choices) -> Marked:
    """Hold choices against a paper."""
    known, gone = keep_known(paper, choices)
    marks: BallotMarks | None = None
    faults: tuple[Fault, ...] = ()
    try:
        marks = judge(paper, known)
    except Refusal as refusal:
        faults = refusal.faults
    return Marked(
        known=known,
        gone=gone,
        payload=write_payload(known),
        totals=totals(paper, known),
        marks=marks,
        faults=faults,
    )


def totals(paper: Paper, choices: Choices) -> tuple[PotTotal, ...]:
    """What is chosen in each pot so far, with the limits that bind it."""
    limits, is_basket = paper.spec.limits, paper.spec.type == "basket"
    boost = next(iter(group_limits(paper.spec, "boost")), None)
    found = []
    for part in paper.pots:
        costs = part.costs
        chosen = {name: mark for name, mark in choices.get(part.pot.id, {}).items() if name in costs}
        extra = _extra_alone(paper.spec, part, chosen, boost)
        found.append(
            PotTotal(
                pot=part.pot,
                spec=paper.spec,
                chosen_count=len(chosen) - extra,
                cost_pence=sum(costs[name] for name in chosen),
                points=sum(max(mark, 0) for mark in chosen.values()),
                most_pence=limits.get("max_cost", part.pot.amount_pence) if is_basket else None,
                groups=group_totals(paper.spec, part.projects, chosen, paper.names),
                needed_count=len(part.projects) if limits.get("complete") else 0,
                doubled_count=sum(mark == DOUBLED for mark in chosen.values()) + extra,
                boost=boost[0] if boost else None,
                boost_name=name_of(paper.names, boost[0]) if boost else None,
                in_order=sorted(chosen.values()) == list(range(1, len(chosen) + 1)),
            )
        )
    return tuple(found)


def _extra_alone(
    spec: BallotSpec, part: PaperPot, chosen: Mapping[str, int], boost: tuple[Group, int] | None
) -> int:
    """How many extra votes went to proposals of their own, beyond the choices that everybody has."""
    most = spec.limits.get("max_count")
    if boost is None or most is None:
        return 0
    group, extra = boost
    free = extra - sum(mark == DOUBLED for mark in chosen.values())
    single = sum(group in one.groups and chosen.get(one.id) == 1 for one in part.projects)
    return max(0, min(free, single, len(chosen) - most))
