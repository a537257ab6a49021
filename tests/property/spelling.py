"""The terms of a count as the texts the engine reads, and terms drawn at random for every rule.

Must not decide what a rule makes of its terms.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from pb.tally import BALLOT_TYPES, Contest
from tests.reference.terms import Bound, Terms

UTILITIES = ("cost", "count", "points", "points-cost")
COMPLETIONS = ("none", "greedy", "add-one", "add-one-greedy")
BY_MEASURE = ("most-votes", "value-for-money", "seats")
NO_NEEDS = ("phragmen", "cumulative-transfer", "expanding-approvals", "best-total")
NO_SETS = ("best-total",)
"""The rules that refuse conflicts and bounds on groups."""
WITH_GROUP_MIN = ("most-votes", "value-for-money")
KEYS = (
    ("votes", "cost", "list"),
    ("votes", "cost", "lot"),
    ("list",),
    ("lot",),
    ("cost-high", "points", "lot"),
    ("first", "cost", "list"),
)
SEED = b"seed of these tests"


def texts_of(rule: str, terms: Terms) -> dict[str, str]:
    """The terms spelt for the engine; what a rule does not take is left out."""
    texts = {"ties": ",".join(terms.ties)}
    if isinstance(terms.minimum, Fraction):
        texts["minimum"] = _percent(terms.minimum)
    elif terms.minimum:
        texts["minimum"] = f"{terms.minimum[0]}:{terms.minimum[1]}".removeprefix(":")
    lists = {
        "conflicts": ";".join("|".join(map(quote, clash)) for clash in terms.conflicts),
        "needs": ";".join(f"{quote(one)}>{quote(other)}" for one, other in terms.needs),
        "group_max": ";".join(map(_bound, terms.group_max)),
        "group_min": ";".join(map(_bound, terms.group_min)),
        "reserved": "|".join(map(quote, terms.reserved)),
    }
    texts |= {name: text for name, text in lists.items() if text}
    return texts | _own(rule, terms)


def _own(rule: str, terms: Terms) -> dict[str, str]:
    simple = {"measure": terms.measure, "utility": terms.utility}
    texts = {name: text for name, text in simple.items() if text}
    if rule in ("most-votes", "value-for-money", "majority-judgment"):
        texts["fit"] = terms.fit
    if terms.fit == "part" and terms.floors:
        texts["floors"] = ";".join(f"{quote(name)}:{floor}" for name, floor in terms.floors.items())
    elif terms.fit == "part":
        texts["part_share"] = _percent(terms.part_share)
    if rule == "seats" or terms.fit == "seats":
        texts["seats"] = str(terms.seats)
        texts |= {"per_group": "{}:{}".format(*terms.per_group)} if terms.per_group else {}
    if rule == "equal-shares-bounded":
        texts["completion"] = terms.completion
    return texts | (_completion(terms) if rule == "equal-shares" else {})


def _completion(terms: Terms) -> dict[str, str]:
    texts = {"completion": terms.completion, "start": "integral" if terms.integral else "exact"}
    if terms.completion.startswith("add-one"):
        texts["stop"] = "overspend" if terms.to_the_end else "full"
        texts["comparison"] = "yes" if terms.comparison else "no"
    if terms.completion.startswith("add-one") or terms.integral:
        texts["step"] = str(terms.step)
    return texts


def _percent(share: Fraction) -> str:
    """Shares here are whole tenths of a percent."""
    return f"{share * 1000 // 10}.{share * 1000 % 10}%"


def _bound(bound: Bound) -> str:
    dimension, group = bound.group
    return f"{dimension}={group}:{'#' if bound.counted else ''}{bound.limit}"


@st.composite
def terms_for(draw: st.DrawFn, rule: str, contest: Contest) -> Terms:
    """Terms a rule takes: its own settings always, each constraint now and then."""
    terms = Terms(ties=draw(st.sampled_from(KEYS)), seed=SEED)
    return replace(terms, **_drawn_own(draw, rule, contest), **_constraints(draw, rule, contest))


def _drawn_own(draw: st.DrawFn, rule: str, contest: Contest) -> dict[str, Any]:
    measures = BALLOT_TYPES[contest.spec.type].measures
    names = [project.id for project in contest.projects]
    found: dict[str, Any] = {}
    if rule in BY_MEASURE:
        found["measure"] = draw(st.sampled_from(["", *measures]))
    if rule in ("equal-shares", "equal-shares-bounded", "best-total"):
        found["utility"] = draw(st.sampled_from(UTILITIES))
    fits = {"most-votes": ("skip", "stop", "part"), "value-for-money": ("skip", "stop")}
    fits["majority-judgment"] = ("skip", "stop", "seats")
    if rule in fits:
        found["fit"] = draw(st.sampled_from(fits[rule]))
    if found.get("fit") == "part":
        found["part_share"] = Fraction(draw(st.sampled_from([0, 25, 50, 80, 100])), 100)
        if draw(st.booleans()):
            floor = draw(st.integers(0, contest.budget + 1))
            found["floors"] = dict.fromkeys(draw(st.sets(st.sampled_from(names), min_size=1)), floor)
    if rule == "seats" or found.get("fit") == "seats":
        found["seats"] = draw(st.sampled_from([0, 1, 2, 3]))
        group = draw(st.sampled_from([None, None, ("ward", 1), ("ward", 2), ("size", 1)]))
        if not found["seats"] and contest.seats is None:
            group = group or ("ward", 1)
        found["per_group"] = group
    return found | _drawn_completion(draw, rule, contest)


def _drawn_completion(draw: st.DrawFn, rule: str, contest: Contest) -> dict[str, Any]:
    if rule == "equal-shares-bounded":
        return {"completion": draw(st.sampled_from(["none", "greedy"]))}
    if rule != "equal-shares":
        return {}
    completion = draw(st.sampled_from(COMPLETIONS))
    add_one = completion.startswith("add-one")
    total = sum(project.cost for project in contest.projects)
    return {
        "completion": completion,
        "integral": draw(st.booleans()),
        "to_the_end": add_one and draw(st.booleans()),
        "comparison": add_one and draw(st.booleans()),
        "step": max(1, total // draw(st.integers(5, 25))),
    }


def _constraints(draw: st.DrawFn, rule: str, contest: Contest) -> dict[str, Any]:
    names = [project.id for project in contest.projects]
    kinds = ["minimum", "reserved"]
    if rule not in NO_SETS and len(names) > 1:
        kinds += ["conflicts", "group_max"]
        kinds += ["needs"] if rule not in NO_NEEDS else []
        kinds += ["group_min"] if rule in WITH_GROUP_MIN else []
    wanted = draw(st.sets(st.sampled_from(kinds), max_size=3))
    return {kind: _constraint(draw, kind, names, contest) for kind in kinds if kind in wanted}


def _constraint(draw: st.DrawFn, kind: str, names: list[str], contest: Contest) -> Any:
    some = st.lists(st.sampled_from(names), unique=True, min_size=min(2, len(names)), max_size=4)
    if kind == "minimum":
        number = draw(st.integers(0, 6))
        return draw(st.sampled_from([("", number), ("votes", number), Fraction(number, 8)]))
    if kind == "reserved":
        return tuple(draw(some)[:2])
    if kind == "conflicts":
        every = st.just([names])  # all in conflict: at most one wins
        return tuple(map(tuple, draw(st.one_of(st.lists(some, min_size=1, max_size=2), every))))
    if kind == "needs":
        chain = draw(some)
        back = ((chain[-1], chain[0]),) if draw(st.booleans()) else ()  # which makes it a cycle
        return (*pairwise(chain), *back)
    return _bounds(draw, contest)


def _bounds(draw: st.DrawFn, contest: Contest) -> tuple[Bound, ...]:
    groups = [("ward", "N"), ("ward", "S"), ("size", "L")]
    costs = [project.cost for project in contest.projects]
    made = []
    for group in draw(st.lists(st.sampled_from(groups), unique=True, min_size=1, max_size=2)):
        counted = draw(st.booleans())
        limit = draw(st.integers(0, 3)) if counted else draw(st.sampled_from([*costs, sum(costs) // 2]))
        made.append(Bound(group=group, limit=limit, counted=counted))
    return tuple(made)
