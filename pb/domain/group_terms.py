"""Terms of a rule by category and ward: how much money, or how many winners, a group gets at most or first.

It chooses no winner: the tally does, and says which rules can keep which terms.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from urllib.parse import quote

from pb.domain.money import read_pence
from pb.domain.refusals import Fault, Refusal, refuse_faults
from pb.domain.rounds import CATEGORY, WARD, Group, Round
from pb.domain.setup import decide_rule, whole
from pb.tally.params import read_bounds

MOST_WINNERS = 100
# The field of each term, the parameter it goes into, and whether it is a number of winners.
TERMS: Mapping[str, tuple[str, bool]] = {
    "most_cost": ("group_max", False),
    "most_count": ("group_max", True),
    "least_cost": ("group_min", False),
    "least_count": ("group_min", True),
}
PAIRS = (
    ("most_cost", "least_cost", "more-than-most-money", "most_pence"),
    ("most_count", "least_count", "more-than-most", "most_count"),
)
Read = int | Fault | None


def decide_rule_with_terms(
    round_: Round,
    rule_id: str,
    params: Mapping[str, str],
    typed: Mapping[str, str],
    groups: Collection[Group],
) -> Round:
    """As `setup.decide_rule`, with terms typed in fields named `<term>.<dimension>.<id>`.

    Raises Refusal INVALID as that does; on `terms.<field>` for a term that cannot be read, is against
    another, or is not for this rule; and on `<rule>.group_kind` or `<rule>.group_seats`.
    """
    texts, fields, faults = _read_terms(typed, groups)
    given = seats_of_groups(params)
    if isinstance(given, Fault):
        faults = [*faults, replace(given, field=f"{rule_id}.{given.field}")]
    refuse_faults(*faults)
    try:
        return decide_rule(round_, rule_id, {**(given if isinstance(given, dict) else {}), **texts})
    except Refusal as refusal:
        ours = {f"{rule_id}.{param}": field for param, field in fields.items()}
        moved = [
            replace(fault, field=ours[fault.field], code="not-with-this-rule")
            if fault.field in ours
            else fault
            for fault in refusal.faults
        ]
        raise Refusal.invalid(moved) from refusal


def _read_terms(
    typed: Mapping[str, str], groups: Collection[Group]
) -> tuple[dict[str, str], dict[str, str], list[Fault]]:
    """The parameters `group_max` and `group_min`, the first field of each that is filled in, and faults."""
    texts: dict[str, list[str]] = {"group_max": [], "group_min": []}
    fields: dict[str, str] = {}
    faults: list[Fault] = []
    for group in groups:
        read = {term: _read(term, group, typed) for term in TERMS}
        faults += [value for value in read.values() if isinstance(value, Fault)]
        faults += _against_each_other(group, read)
        for term, value in read.items():
            if isinstance(value, int):
                param, counted = TERMS[term]
                texts[param].append(f"{group[0]}={quote(group[1], safe='')}:{'#' if counted else ''}{value}")
                fields.setdefault(param, _field(term, group))
    return {name: ";".join(parts) for name, parts in texts.items() if parts}, fields, faults


def _against_each_other(group: Group, read: Mapping[str, Read]) -> list[Fault]:
    faults = []
    for most_name, least_name, code, unit in PAIRS:
        most, least = read[most_name], read[least_name]
        if isinstance(most, int) and isinstance(least, int) and least > most:
            faults.append(Fault(field=_field(least_name, group), code=code, facts={unit: most}))
    return faults


def terms_by_group(params: Mapping[str, str]) -> dict[Group, dict[str, int]]:
    """The terms of a rule by group, by the names of TERMS: money in minor units, or numbers of winners."""
    found: dict[Group, dict[str, int]] = {}
    for term, (param, counted) in TERMS.items():
        for bound in read_bounds(param, params.get(param, "")):
            if bound.counted is counted:
                found.setdefault((bound.dimension, bound.group), {})[term] = bound.limit
    return found


def seats_of_groups(given: Mapping[str, str]) -> dict[str, str] | Fault:
    """Rule parameters with `group_kind` and `group_seats`, as typed, made into `per_group`; or a fault."""
    params = dict(given)
    kind, number = params.pop("group_kind", ""), params.pop("group_seats", "")
    if kind in ("", "none"):
        return params
    if kind not in (CATEGORY, WARD):
        return Fault(field="group_kind", code="not-a-choice")
    seats = whole("group_seats", number, least=1, most=MOST_WINNERS)
    if isinstance(seats, Fault):
        return seats
    if seats is None:
        return Fault(field="group_seats", code="missing-number")
    return params | {"per_group": f"{kind}:{seats}"}


def _read(term: str, group: Group, typed: Mapping[str, str]) -> Read:
    text = typed.get(f"{term}.{group[0]}.{group[1]}", "")
    if TERMS[term][1]:
        return whole(_field(term, group), text, least=0, most=MOST_WINNERS)
    return read_pence(_field(term, group), text) if text.strip() else None


def _field(term: str, group: Group) -> str:
    return f"terms.{term}.{group[0]}.{group[1]}"
