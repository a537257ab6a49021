"""Generated contests, many of them nasty: equal costs, geometric costs, near-ties, one voter, none.

Must not shrink the variety to what the engine finds easy. A ballot is drawn as one whole number and unpacked,
which is many times faster than drawing its marks one by one and still shrinks to the blank ballot.
"""

from __future__ import annotations

from hypothesis import strategies as st

from pb.tally import BallotSpec, Contest, Marks, Profile, Project
from pb.tally.model import LARGEST

MOST_PROJECTS = 6
BIG = 10**12
HUGE = 10**17
"""So large that 64 bits leave none below one minor unit: what differs by less is for fractions to decide."""
GROUPS = ((), (("ward", "N"),), (("ward", "S"),), (("ward", "N"), ("size", "L")), (("size", "L"),))
COSTS = (
    st.integers(min_value=1, max_value=12),
    st.sampled_from([10, 10, 10, 20]),
    st.sampled_from([2**power for power in range(10)]),
    st.sampled_from([BIG, BIG + 1, BIG - 1, 2 * BIG, 2 * BIG + 1]),
    st.sampled_from([HUGE, HUGE + 1, HUGE - 1, 2 * HUGE - 1]),
    st.sampled_from([0, 0, 1, 5]),
    st.integers(min_value=0, max_value=10**6),
)
SPECS: dict[str, tuple[dict[str, int], ...]] = {
    "approval": ({}, {"favourites": MOST_PROJECTS}),
    "basket": ({"max_cost": 20 * HUGE},),
    "points": ({}, {"max_total": 54}),
    "score": ({"lowest": -3, "highest": 6}, {"lowest": 0, "highest": 9}),
    "grades": ({}, {"grades": 3}),
    "ranking": ({}, {"max_count": MOST_PROJECTS, "borda_from_limit": 1}),
}
BASE = {"approval": 4, "basket": 2, "points": 10, "score": 11, "grades": 6, "ranking": 7}
"""How many things a voter may do with one project, saying nothing of it included."""


@st.composite
def contests(draw: st.DrawFn, kind: str, most_ballots: int = 7, *, plain: bool = False) -> Contest:
    """A contest of the given ballot type with up to six projects and up to 35 voters.

    `plain`: without doubles and groups.
    """
    number = draw(st.integers(min_value=1, max_value=MOST_PROJECTS))
    family = draw(st.sampled_from(COSTS))
    costs = draw(st.lists(family, min_size=number, max_size=number))
    if draw(st.integers(0, 3)) == 0:  # now and then of two kinds, or all alike
        costs = [costs[0]] * (number // 2) + costs[number // 2 :]
    kinds = GROUPS[:1] if plain else GROUPS
    groups = draw(st.lists(st.sampled_from(kinds), min_size=number, max_size=number))
    names = draw(st.permutations(range(number))) if draw(st.booleans()) else range(number)
    projects = tuple(
        Project(id=f"p{name}", cost=cost, groups=belongs)
        for name, cost, belongs in zip(names, costs, groups, strict=True)
    )
    spec = BallotSpec(type=kind, limits=SPECS[kind][0] if plain else draw(st.sampled_from(SPECS[kind])))
    codes = st.integers(min_value=0, max_value=BASE[kind] ** number - 1)
    voters = draw(st.lists(st.tuples(codes, st.sampled_from([1, 1, 1, 2, 5])), max_size=most_ballots))
    ballots = [ballot for code, weight in voters for ballot in [unpack(kind, spec, projects, code)] * weight]
    return Contest(
        budget=min(LARGEST, draw(_budgets(costs))),
        projects=projects,
        spec=spec,
        profile=Profile.of(ballots),
        seats=draw(st.sampled_from([None, None, 0, 1, number // 2])),
    )


def _budgets(costs: list[int]) -> st.SearchStrategy[int]:
    total = sum(costs)
    sums = [sum(costs[: at + 1]) for at in range(len(costs))]
    return st.one_of(
        st.sampled_from([*costs, *sums, total // 2, total + 1, 0, max(costs) - 1 if max(costs) else 0]),
        st.integers(min_value=0, max_value=total),
    )


def unpack(kind: str, spec: BallotSpec, projects: tuple[Project, ...], code: int) -> Marks:
    """The ballot a whole number stands for; 0 is the blank one."""
    given: dict[str, int] = {}
    for project in projects:
        code, digit = divmod(code, BASE[kind])
        given[project.id] = digit
    if kind == "approval":
        most = 2 if spec.limits.get("favourites") else 1
        marks = {name: min(most, max(1, digit - 1)) for name, digit in given.items() if digit}
    elif kind == "ranking":
        named = sorted((digit, at, name) for at, (name, digit) in enumerate(given.items()) if digit)
        marks = {name: place for place, (_, _, name) in enumerate(named, 1)}
    elif kind == "grades":
        worst = spec.limits.get("grades", 5) - 1
        marks = {name: min(worst, digit - 1) for name, digit in given.items() if digit}
    elif kind == "score":
        low, high = spec.limits["lowest"], spec.limits["highest"]
        marks = {name: min(high, low + digit - 1) for name, digit in given.items() if digit}
    else:
        marks = {name: digit for name, digit in given.items() if digit}
    return tuple(sorted(marks.items()))


def ballots_of(kind: str, names: list[str]) -> st.SearchStrategy[Marks]:
    """Valid ballots of a type, drawn mark by mark."""
    chosen = st.lists(st.sampled_from(names), unique=True)
    if kind == "ranking":
        return chosen.map(lambda order: tuple(sorted((name, at) for at, name in enumerate(order, 1))))
    low, high = {"points": (1, 9), "score": (-3, 9), "grades": (0, 4)}.get(kind, (1, 1))
    given = st.dictionaries(st.sampled_from(names), st.integers(min_value=low, max_value=high))
    return given.map(lambda marks: tuple(sorted(marks.items())))
