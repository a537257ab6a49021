"""What is chosen of each category and ward on a paper, beside the limits that are set for it.

It judges no ballot: a broken limit is only told here, and refused by the tally.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pb.domain.groups import GroupNames, name_of
from pb.domain.rounds import Group
from pb.domain.text import Bilingual
from pb.tally.limits import group_limits
from pb.tally.model import BallotSpec, Project

GROUP_LIMITS = ("max_count", "min_count", "max_cost", "min_cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTotal:
    """One group in one pot: what is chosen of it, and its limits (None where there is none). Money in pence.

    `is_asked` is False while nothing at all is chosen in the pot: then nothing is missing either.
    """

    name: Bilingual
    chosen_count: int
    cost_pence: int
    most_count: int | None
    least_count: int | None
    most_pence: int | None
    least_pence: int | None
    is_asked: bool

    @property
    def over_count(self) -> int:
        return 0 if self.most_count is None else max(0, self.chosen_count - self.most_count)

    @property
    def short_count(self) -> int:
        return max(0, (self.least_count or 0) - self.chosen_count) if self.is_asked else 0

    @property
    def over_pence(self) -> int:
        return 0 if self.most_pence is None else max(0, self.cost_pence - self.most_pence)

    @property
    def short_pence(self) -> int:
        return max(0, (self.least_pence or 0) - self.cost_pence) if self.is_asked else 0

    @property
    def is_broken(self) -> bool:
        return bool(self.over_count or self.short_count or self.over_pence or self.short_pence)


def limits_by_group(spec: BallotSpec) -> dict[Group, dict[str, int]]:
    """The limits of each group that has any, by their names without the group."""
    found: dict[Group, dict[str, int]] = {}
    for head in GROUP_LIMITS:
        for group, limit in group_limits(spec, head):
            found.setdefault(group, {})[head] = limit
    return found


def group_totals(
    spec: BallotSpec, projects: Sequence[Project], chosen: Mapping[str, int], names: GroupNames
) -> tuple[GroupTotal, ...]:
    """Every group with a limit that a project of the pot belongs to, in the order of `names`."""
    limited = limits_by_group(spec)
    here = {group for project in projects for group in project.groups} & limited.keys()
    order = {group: at for at, group in enumerate(names)}
    return tuple(
        _total(group, limited[group], [one for one in projects if group in one.groups], chosen, names)
        for group in sorted(here, key=lambda group: (order.get(group, len(order)), group))
    )


def _total(
    group: Group,
    limits: Mapping[str, int],
    inside: Sequence[Project],
    chosen: Mapping[str, int],
    names: GroupNames,
) -> GroupTotal:
    named = [project for project in inside if project.id in chosen]
    return GroupTotal(
        name=name_of(names, group),
        chosen_count=len(named),
        cost_pence=sum(project.cost for project in named),
        most_count=limits.get("max_count"),
        least_count=limits.get("min_count"),
        most_pence=limits.get("max_cost"),
        least_pence=limits.get("min_cost"),
        is_asked=bool(chosen),
    )
