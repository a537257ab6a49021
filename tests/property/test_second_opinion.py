"""The verifier's own count, written apart from the tally, comes to the same winners, money and ties.

Neither knows the other's code: what both read is the description of the rules.
"""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.tally import BALLOT_TYPES, RULES, BallotSpec, Contest, ParamInvalid, Profile, Project, run
from pb.verifier import contest as second
from pb.verifier.ballots import scores_of
from pb.verifier.checks.recount import same_ties
from pb.verifier.contest import UncountableError
from pb.verifier.rules import REFERENCE_RULES
from pb.verifier.ties import TieBreaker, read_keys

SEED = bytes(range(32))
MARKS = {
    "approval": st.integers(1, 2),
    "basket": st.just(1),
    "points": st.integers(1, 5),
    "score": st.integers(0, 10),
    "grades": st.integers(0, 4),
}
COSTS = st.one_of(st.integers(0, 60), st.sampled_from([10, 20, 20, 40]))
OFTEN = st.sampled_from([True, False, False])


@st.composite
def elections(draw: st.DrawFn, kind: str) -> Contest:
    """Up to six projects of few different costs, some in a ward, and up to nine ballots."""
    names = [f"p{at}" for at in range(draw(st.integers(1, 6)))]
    projects = tuple(
        Project(id=name, cost=draw(COSTS), groups=((("ward", "N"),) if draw(st.booleans()) else ()))
        for name in draw(st.permutations(names))
    )
    budget = draw(st.one_of(st.integers(0, 150), st.sampled_from([0, 30, 60, 100])))
    limits = {"favourites": 6} if kind == "approval" else {}
    if kind == "basket":
        limits = {"max_cost": 10_000}
    ballots = []
    for _ in range(draw(st.integers(0, 9))):
        named = draw(st.lists(st.sampled_from(names), unique=True))
        if kind == "ranking":
            marks = {name: place for place, name in enumerate(named, 1)}
        else:
            marks = {name: draw(MARKS[kind]) for name in named}
        ballots.append(tuple(sorted(marks.items())))
    spec = BallotSpec(type=kind, limits=limits)
    return Contest(budget=budget, projects=projects, spec=spec, profile=Profile.of(ballots))


FOR_ALL = {
    "ties": ["votes,cost,lot", "cost,list", "points,cost-high,list", "lot", "list"],
    "minimum": ["1", "votes:2", "50%"],
}
UTILITY = ["cost", "count", "points", "points-cost"]
OWN = {
    "most-votes": {"fit": ["skip", "stop", "part"], "group_min": ["ward=N:20", "ward=N:#2"]},
    "value-for-money": {"fit": ["skip", "stop"], "group_min": ["ward=N:20", "ward=N:#2"]},
    "majority-judgment": {"fit": ["skip", "stop"]},
    "best-total": {"utility": UTILITY},
    "equal-shares-bounded": {"utility": UTILITY, "completion": ["greedy"]},
    "equal-shares": {
        "utility": UTILITY,
        "completion": ["greedy", "add-one", "add-one-greedy"],
        "start": ["integral"],
    },
}
MEASURED = ("most-votes", "value-for-money", "seats")
NO_NEEDS = ("phragmen", "cumulative-transfer", "expanding-approvals")
ADD_ONE = {"comparison": ["yes", "no"], "stop": ["full", "overspend"], "step": ["1", "3"]}


@st.composite
def rule_settings(draw: st.DrawFn, rule: str, contest: Contest) -> dict[str, str]:
    """Settings of the rule and of all rules, each now and then."""
    choices: dict[str, list[str]] = {**FOR_ALL, **OWN.get(rule, {})}
    if rule in MEASURED:
        choices["measure"] = list(BALLOT_TYPES[contest.spec.type].measures)
    if rule != "best-total":
        choices["group_max"] = ["ward=N:30", "ward=N:#1"]
    found = {name: draw(st.sampled_from(texts)) for name, texts in choices.items() if draw(OFTEN)}
    if rule == "majority-judgment" and draw(OFTEN):
        found["fit"] = "seats"
    if rule == "seats" or found.get("fit") == "seats":
        found |= draw(
            st.sampled_from([{"seats": "2"}, {"per_group": "ward:1"}, {"seats": "3", "per_group": "ward:1"}])
        )
    if found.get("completion", "").startswith("add-one"):
        found |= {name: draw(st.sampled_from(texts)) for name, texts in ADD_ONE.items()}
    pair = [quote(project.id) for project in contest.projects][:2]
    if len(pair) == 2 and rule != "best-total":
        kinds = ["", "conflicts", "reserved"] if rule in NO_NEEDS else ["", "conflicts", "reserved", "needs"]
        kind = draw(st.sampled_from(kinds))
        found |= {kind: (">" if kind == "needs" else "|").join(pair)} if kind else {}
    return found


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_both_counts_agree(data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(sorted(set(RULES) & set(REFERENCE_RULES))))
    contest = data.draw(st.sampled_from(sorted(RULES[rule].ballot_types)).flatmap(elections))
    params = data.draw(rule_settings(rule, contest))
    elsewhere = second.Contest(
        budget=contest.budget,
        projects=tuple(
            second.Project(id=one.id, cost=one.cost, groups=one.groups) for one in contest.projects
        ),
        ballot_type=contest.spec.type,
        limits=contest.spec.limits,
        ballots=tuple(sorted(contest.profile.items())),
    )
    try:
        first = run(contest, rule, params, seed=SEED)
    except ParamInvalid:
        with pytest.raises(UncountableError):
            REFERENCE_RULES[rule](elsewhere, params, SEED)
        return
    again = REFERENCE_RULES[rule](elsewhere, params, SEED)
    assert (first.selected, first.cost) == (again.selected, again.cost)
    stated = [{"tied": tie.tied, "chosen": tie.chosen, "key": tie.key} for tie in first.ties]
    keys = read_keys(params)
    assert same_ties(again, stated, TieBreaker(elsewhere, keys, scores_of(elsewhere), SEED))
