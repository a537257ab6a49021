"""Who may win beside whom: least support, conflicts, needs, bounds on groups, projects that win first.

It never picks a winner: it says whether a project may be funded now.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from pb.verifier.contest import Contest, Project, Scores, UncountableError
from pb.verifier.settings import Settings, split_ids

MINIMUM_MEASURES = ("votes", "points", "sum", "mean", "borda", "first")


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on the projects of one group: of money in minor units, or of their number where `counted`."""

    group: tuple[str, str]
    limit: int
    counted: bool

    def used(self, projects: Collection[Project]) -> int:
        inside = [project for project in projects if self.group in project.groups]
        return len(inside) if self.counted else sum(project.cost for project in inside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """The constraints of one count, over project ids."""

    projects: Mapping[str, Project]
    too_weak: frozenset[str]
    conflicts: tuple[tuple[str, ...], ...]
    needs: tuple[tuple[str, str], ...]
    group_max: tuple[Bound, ...]
    group_min: tuple[Bound, ...]
    reserved: tuple[str, ...]

    def barred(self, name: str, won: Collection[str]) -> bool:
        """Whether the project can no longer win beside those that have won."""
        return name in self.too_weak or self.excluded(name, won)

    def excluded(self, name: str, won: Collection[str]) -> bool:
        """Whether the winners exclude the project, or fill a group of its own."""
        if any(name in rivals and any(other in won for other in rivals) for rivals in self.conflicts):
            return True
        beside = [self.projects[other] for other in (*won, name)]
        own = self.projects[name].groups
        return any(bound.group in own and bound.used(beside) > bound.limit for bound in self.group_max)

    def waiting(self, name: str, won: Collection[str]) -> bool:
        """Whether a project this one needs has not won yet."""
        return any(one == name and other not in won for one, other in self.needs)

    def awaited(self, name: str) -> bool:
        """Whether another project needs this one, or a group that must reach a least amount holds it."""
        own = self.projects[name].groups
        return any(name == other for _, other in self.needs) or any(
            bound.group in own for bound in self.group_min
        )

    def reserved_in_order(self) -> list[str]:
        """The reserved projects in the order in which they win where money does not matter."""
        won: list[str] = []
        while len(won) < len(self.reserved):
            ready = [name for name in self.reserved if name not in won and not self.waiting(name, won)]
            if not ready:
                break
            won.append(ready[0])
        return won

    def short(self, won: Collection[str]) -> list[tuple[str, str]]:
        """The groups that have not reached their least amount or number."""
        beside = [self.projects[other] for other in won]
        return [bound.group for bound in self.group_min if bound.used(beside) < bound.limit]


def read_constraints(contest: Contest, scores: Scores, settings: Settings, measure: str) -> Constraints:
    """The constraints the settings state; a bare `minimum` counts `measure`. Raises UncountableError."""
    projects = {project.id: project for project in contest.projects}
    found = Constraints(
        projects=projects,
        too_weak=_too_weak(contest, scores, settings, measure),
        conflicts=tuple(split_ids(part) for part in settings.parts("conflicts", ";")),
        needs=tuple(_need(part) for part in settings.parts("needs", ";")),
        group_max=_bounds(settings, "group_max"),
        group_min=_bounds(settings, "group_min"),
        reserved=tuple(name for part in settings.parts("reserved", ";") for name in split_ids(part)),
    )
    named = [*found.reserved, *(name for group in (*found.conflicts, *found.needs) for name in group)]
    for name in named:
        if name not in projects:
            raise UncountableError(name)
    for place, name in enumerate(found.reserved):
        needed = {other for one, other in found.needs if one == name}
        if found.excluded(name, found.reserved[:place]) or not needed <= set(found.reserved):
            raise UncountableError("reserved")
    return found


def _too_weak(contest: Contest, scores: Scores, settings: Settings, measure: str) -> frozenset[str]:
    text = settings.text("minimum")
    if not text:
        return frozenset()
    if text.endswith("%"):
        least = settings.percent("minimum", "") * contest.ballot_count
        return frozenset(name for name, score in scores.items() if score["votes"] < least)
    head, _, number = text.rpartition(":")
    if head and head not in MINIMUM_MEASURES:
        raise UncountableError(f"minimum={text}")
    floor = settings.as_whole("minimum", number)
    return frozenset(name for name, score in scores.items() if score[head or measure] < floor)


def _need(text: str) -> tuple[str, str]:
    """`B>A`: B only if A."""
    one, arrow, other = text.partition(">")
    if not arrow:
        raise UncountableError(f"needs={text}")
    return unquote(one.strip()), unquote(other.strip())


def _bounds(settings: Settings, name: str) -> tuple[Bound, ...]:
    """`ward=North:50000;size=large:#1`: an amount in minor units, or a number after #."""
    bounds = []
    for part in settings.parts(name, ";"):
        group, _, limit = part.rpartition(":")
        kind, equals, value = group.partition("=")
        limit = limit.strip()
        if not equals:
            raise UncountableError(f"{name}={part}")
        number = settings.as_whole(name, limit.removeprefix("#"))
        bounds.append(Bound((unquote(kind.strip()), unquote(value.strip())), number, limit.startswith("#")))
    return tuple(bounds)
