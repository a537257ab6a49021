"""The rule a Pabulib file says it was counted by, as one of ours with its parameters.

Must not guess: a file that states no rule, or one that is not described, is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from pb.tally.faults import ParamInvalid
from pb.tally.model import Contest

AS_DECLARED = "as-declared"
"""What is asked for in the place of a rule's id, to count by the rule the file declares."""
_MEASURES = {"approval": "votes", "basket": "votes", "points": "points", "score": "sum", "ranking": "borda"}
_SHARES = {"utility": "cost", "completion": "add-one", "start": "integral", "ties": "votes,cost,list"}
_RULES: dict[str, tuple[str, dict[str, str]]] = {
    "greedy": ("most-votes", {"fit": "skip"}),
    "greedy-no-skip": ("most-votes", {"fit": "stop"}),
    "greedy-threshold": ("most-votes", {"fit": "skip"}),
    "greedy-exclusive": ("most-votes", {"fit": "skip"}),
    "greedy-custom": ("most-votes", {"fit": "part", "part_share": "80%"}),
    "equalshares/add1": ("equal-shares", _SHARES),
    "equalshares/add1-comparison": ("equal-shares", _SHARES | {"comparison": "yes", "stop": "overspend"}),
}


def declared_rule(meta: Mapping[str, str], contest: Contest) -> tuple[str, dict[str, str]]:
    """The rule id and its parameters; the order of a greedy file breaks its ties.

    Raises ParamInvalid `rule-not-declared`.
    """
    stated = meta.get("rule", "")
    if stated not in _RULES:
        raise ParamInvalid("rule", "rule-not-declared", stated=stated[:80], known=tuple(_RULES))
    rule, base = _RULES[stated]
    params = {"ties": "list", **base}
    if rule == "most-votes":
        params["measure"] = _MEASURES[contest.spec.type]
        least = meta.get("min_project_score_threshold", "")
        if least:
            params["minimum"] = least.removesuffix(".0")
    exclusive = _exclusive(contest)
    if stated == "greedy-exclusive" and exclusive:
        params["conflicts"] = exclusive
    return rule, params


def wanted_rule(
    rule: str, params: Mapping[str, str], meta: Mapping[str, str], contest: Contest
) -> tuple[str, dict[str, str]]:
    """The rule asked for, or the one the file declares, and its parameters, of which those given go before.

    Raises ParamInvalid `rule-not-declared`.
    """
    if rule == AS_DECLARED:
        rule, base = declared_rule(meta, contest)
        return rule, base | dict(params)
    return rule, {"ties": "votes,cost,list"} | dict(params)


def _exclusive(contest: Contest) -> str:
    """The sets of projects of which only one may win, where the file has a column `exclusive`."""
    sets: dict[str, list[str]] = {}
    for project in contest.projects:
        for dimension, value in project.groups:
            if dimension == "exclusive":
                sets.setdefault(value, []).append(_quoted(project.id))
    return ";".join("|".join(members) for members in sets.values() if len(members) > 1)


def _quoted(name: str) -> str:
    for sign in "%|;>":
        name = name.replace(sign, f"%{ord(sign):02X}")
    return name
