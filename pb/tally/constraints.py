"""Constraints on who may win: minimum, conflicts, needs, bounds on groups, reserved projects.

Must not choose: it says whether a project may be funded now, and if not, why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from fractions import Fraction
from math import ceil

from pb.tally.faults import ParamInvalid
from pb.tally.model import Contest, Project, Reason
from pb.tally.params import Common, GroupBound
from pb.tally.scores import Scores


class Constraints:
    """The constraints of one count, by project number."""

    def __init__(self, common: Common, contest: Contest, scores: Scores) -> None:
        self._projects = contest.projects
        number = {project.id: at for at, project in enumerate(contest.projects)}
        self.reserved = tuple(_number(number, "reserved", name) for name in common.reserved)
        self.group_min = common.group_min
        self._group_max = common.group_max
        self._rivals: dict[int, set[int]] = {}
        for clash in common.conflicts:
            members = [_number(number, "conflicts", name) for name in clash]
            for member in members:
                self._rivals.setdefault(member, set()).update(other for other in members if other != member)
        self._needs: dict[int, set[int]] = {}
        for name, other in common.needs:
            _number(number, "needs", name)
            self._needs.setdefault(number[name], set()).add(_number(number, "needs", other))
        self._bounds = _bounds_of(contest.projects, common.group_max)
        # A bound may be a most and a least at once, and is counted once.
        every = tuple(dict.fromkeys((*common.group_max, *common.group_min)))
        self._counts = _bounds_of(contest.projects, every)
        self._counted: list[int] = []
        self._use: Counter[GroupBound] = Counter()
        self._members: dict[GroupBound, set[int]] = {}
        for at, bounds in self._bounds.items():
            for bound in bounds:
                self._members.setdefault(bound, set()).add(at)
        self._needed = {other for others in self._needs.values() for other in others}
        self._below = _below(common, contest, scores)
        self._refuse_contradictions()
        self.free = not (self._rivals or self._needs or self._group_max or self._below)
        self.apart = not (self._rivals or self._needs or self._group_max or self.group_min)

    def barred(self, project: int) -> Reason | None:
        """Why this project cannot win whatever else does: it is below the minimum."""
        return self._below.get(project)

    def blocked(self, project: int, selected: Sequence[int]) -> Reason | None:
        """Why this project cannot win beside those selected; None where it can."""
        if project in self._below:
            return self._below[project]
        rivals = self._rivals.get(project)
        if rivals:
            for winner in selected:
                if winner in rivals:
                    return Reason(code="conflict-with", facts={"winner": self._projects[winner].id})
        for bound in self._bounds.get(project, ()):
            full = self._full(bound, project, selected)
            if full:
                return full
        return None

    def waits_for(self, project: int, selected: Sequence[int]) -> Reason | None:
        """The project this one needs and that has not won (yet)."""
        for other in sorted(self._needs.get(project, ())):
            if other not in selected:
                return Reason(code="needs-project", facts={"needs": self._projects[other].id})
        return None

    def concerned(self, winner: int) -> set[int]:
        """The projects that may be barred because this one has won: its rivals, and those of its groups."""
        inside = (self._members[bound] for bound in self._bounds.get(winner, ()))
        return self._rivals.get(winner, set()).union(*inside)

    def lets_in(self, project: int) -> bool:
        """Whether others come up sooner or later by this one: one needs it, or a group must have enough."""
        return project in self._needed or in_any(self._projects[project], self.group_min)

    def _refuse_contradictions(self) -> None:
        """Reserved projects win whatever the votes say, so the other constraints must leave them room."""
        for place, project in enumerate(self.reserved):
            before = self.reserved[:place]
            if self._rivals.get(project, set()) & set(before):
                raise self._contradiction("conflicts", project)
            if not self._needs.get(project, set()) <= set(self.reserved):
                raise self._contradiction("needs", project)
            if any(self._full(bound, project, before) for bound in self._bounds.get(project, ())):
                raise self._contradiction("group_max", project)

    def _contradiction(self, terms: str, project: int) -> ParamInvalid:
        return ParamInvalid(
            "reserved", "reserved-against-terms", project=self._projects[project].id, terms=terms
        )

    def short_groups(self, selected: Sequence[int]) -> list[GroupBound]:
        """The groups that have not yet reached their least amount or number."""
        return [bound for bound in self.group_min if self._used(bound, selected) < bound.limit]

    def _used(self, bound: GroupBound, selected: Sequence[int]) -> int:
        """How much of a bound the winners use: added up winner by winner where they only grow in number."""
        known = self._counted
        if list(selected[: len(known)]) != known:
            known.clear()
            self._use.clear()
        for at in selected[len(known) :]:
            known.append(at)
            for one in self._counts.get(at, ()):
                self._use[one] += 1 if one.counted else self._projects[at].cost
        return self._use[bound]

    def _full(self, bound: GroupBound, project: int, selected: Sequence[int]) -> Reason | None:
        one = self._projects[project]
        used = self._used(bound, selected)
        if used + (1 if bound.counted else one.cost) <= bound.limit:
            return None
        facts = {
            "dimension": bound.dimension,
            "group": bound.group,
            "limit": bound.limit,
            "used": used,
            "counted": bound.counted,
        }
        return Reason(code="group-full", facts=facts)


class Bars:
    """Who can no longer win, asked for again and again while winners are added."""

    def __init__(self, constraints: Constraints) -> None:
        self._constraints = constraints
        self._known: int | None = None

    def newly(self, open_: Set[int], selected: Sequence[int]) -> list[tuple[int, Reason]]:
        """Those of the open projects that can no longer win, since the last time, in list order."""
        rules, before = self._constraints, self._known
        self._known = len(selected)
        if rules.free or before == len(selected):
            return []
        asked: Set[int] = open_
        if before is not None:
            asked = set[int]().union(*map(rules.concerned, selected[before:])) & open_
        found = ((at, rules.blocked(at, selected)) for at in sorted(asked))
        return [(at, reason) for at, reason in found if reason]


def in_any(project: Project, bounds: Sequence[GroupBound]) -> bool:
    """Whether the project lies in one of the bounded groups."""
    return any((bound.dimension, bound.group) in project.groups for bound in bounds)


def _bounds_of(projects: Sequence[Project], bounds: Sequence[GroupBound]) -> dict[int, list[GroupBound]]:
    """The bounds that each project counts towards, for those that any does."""
    by_group: dict[tuple[str, str], list[GroupBound]] = {}
    for bound in bounds:
        by_group.setdefault((bound.dimension, bound.group), []).append(bound)
    found: dict[int, list[GroupBound]] = {}
    for at, project in enumerate(projects):
        inside = [bound for group in project.groups for bound in by_group.get(group, ())]
        if inside:
            found[at] = sorted(inside, key=bounds.index)
    return found


def _number(number: dict[str, int], name: str, project: str) -> int:
    """The number of a project named in the parameter `name`. Raises ParamInvalid."""
    if project not in number:
        raise ParamInvalid(name, "unknown-project", project=project)
    return number[project]


def _below(common: Common, contest: Contest, scores: Scores) -> dict[int, Reason]:
    minimum = common.minimum
    if minimum is None:
        return {}
    needs: int | Fraction = minimum.number or 0
    if minimum.share is not None:
        needs = ceil(minimum.share * contest.profile.ballots)
    below: dict[int, Reason] = {}
    for at, project in enumerate(contest.projects):
        if minimum.measure not in scores[project.id]:
            raise ParamInvalid(
                "minimum", "measure-not-of-ballot", measure=minimum.measure, type=contest.spec.type
            )
        has = scores[project.id][minimum.measure]
        if has < needs:
            below[at] = Reason(
                code="below-minimum", facts={"has": has, "needs": needs, "measure": minimum.measure}
            )
    return below
