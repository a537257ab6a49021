"""Limits of a ballot by category and ward as an organiser types them, and whether anybody can keep them.

It knows no ballot type beyond what limits each can have.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pb.domain.money import read_pence
from pb.domain.refusals import Fault
from pb.domain.rounds import (
    CATEGORY,
    Group,
    Missing,
    ProposalStanding,
    Round,
    missing_to_open_voting,
)
from pb.domain.setup import whole
from pb.tally.limits import group_limits
from pb.tally.model import BallotSpec

MOST_CHOICES = 100
COUNTS, COSTS = ("max_count", "min_count"), ("max_cost", "min_cost")
Read = int | Fault | None


def heads_of(ballot_type: str) -> tuple[str, ...]:
    """The limits that a ballot of this type can have for a group."""
    return (*COUNTS, *COSTS) if ballot_type == "basket" else COUNTS


def field_of(head: str, group: Group) -> str:
    """The name of the field for a group's limit: `max_count.category.<id>`."""
    return f"{head}.{group[0]}.{group[1]}"


def limit_of(head: str, group: Group) -> str:
    """The name of the limit as the tally spells it: `max_count:category=<id>`."""
    return f"{head}:{group[0]}={group[1]}"


def read_group_limits(
    ballot_type: str, own: Mapping[str, str], groups: Collection[Group]
) -> tuple[dict[str, int], list[Fault]]:
    """The limits typed for the groups by the tally's names, and what is wrong with them."""
    limits: dict[str, int] = {}
    faults: list[Fault] = []
    for group in groups:
        for heads in (COUNTS, COSTS):
            known = [head for head in heads if head in heads_of(ballot_type)]
            read = {head: _read(head, field_of(head, group), own) for head in known}
            faults += [fault for fault in read.values() if isinstance(fault, Fault)]
            most, least = read.get(heads[0]), read.get(heads[1])
            if isinstance(most, int) and isinstance(least, int) and least > most:
                unit = "most_pence" if heads is COSTS else "most_count"
                code = "more-than-most-money" if heads is COSTS else "more-than-most"
                faults.append(Fault(field=field_of(heads[1], group), code=code, facts={unit: most}))
            limits |= {limit_of(head, group): value for head, value in read.items() if isinstance(value, int)}
    return {name: value for name, value in limits.items() if value or name.startswith("max")}, faults


def contradictions(round_: Round, spec: BallotSpec) -> Iterator[Fault]:
    """Limits that no ballot but a blank one could keep, on the field of the limit for all groups together."""
    limits = spec.limits
    most = limits.get("max_count")
    if limits.get("complete"):
        yield from _against_complete(spec)
    for dimension in sorted({group[0] for group, _ in group_limits(spec, "min_count")}):
        needed = sum(limit for group, limit in group_limits(spec, "min_count") if group[0] == dimension)
        if most is not None and needed > most:
            yield Fault(field="max_count", code="less-than-groups-need", facts={"least_count": needed})
            return
    allowed = {group[1]: limit for group, limit in group_limits(spec, "max_count") if group[0] == CATEGORY}
    if round_.categories and all(each.id in allowed for each in round_.categories):
        room = sum(allowed[each.id] for each in round_.categories)
        if limits.get("min_count", 0) > room:
            yield Fault(field="min_count", code="more-than-groups-allow", facts={"most_count": room})


def _against_complete(spec: BallotSpec) -> Iterator[Fault]:
    """Where every proposal has to be marked there is no room for a most."""
    if "max_count" in spec.limits:
        yield Fault(field="max_count", code="not-with-every-mark")
    for group, _ in group_limits(spec, "max_count"):
        yield Fault(field=field_of("max_count", group), code="not-with-every-mark")


def missing_to_vote(round_: Round, proposals: tuple[ProposalStanding, ...]) -> tuple[Missing, ...]:
    """All that stands between review and the vote: `missing_to_open_voting` and `missing_to_fill`."""
    return (*missing_to_open_voting(round_, proposals), *missing_to_fill(round_, proposals))


def missing_to_fill(round_: Round, proposals: Collection[ProposalStanding]) -> list[Missing]:
    """The pots whose paper nobody could fill but by leaving it blank: too few proposals for what is asked."""
    missing = []
    for pot in round_.pots:
        listed = [one for one in proposals if one.pot_id == pot.id and one.status == "accepted"]
        if listed and not all(_is_enough(limit, needed, listed) for limit, needed in _needs(round_.spec)):
            missing.append(Missing(code="too-few-for-the-limits", facts={"pot": pot.name}))
    return missing


def _read(head: str, field: str, own: Mapping[str, str]) -> Read:
    typed = own.get(field, "")
    if head in COUNTS:
        return whole(field, typed, least=0, most=MOST_CHOICES)
    return read_pence(field, typed) if typed.strip() else None


def _needs(spec: BallotSpec) -> Iterator[tuple[str, int]]:
    return (
        (name, limit) for name, limit in spec.limits.items() if name.startswith(("min_count", "min_cost"))
    )


def _is_enough(limit: str, needed: int, listed: Collection[ProposalStanding]) -> bool:
    head, _, group = limit.partition(":")
    dimension, _, name = group.partition("=")
    inside = [one for one in listed if not group or (dimension, name) in one.groups]
    has: Any = len(inside) if head == "min_count" else sum(one.cost_pence for one in inside)
    return bool(has >= needed)
