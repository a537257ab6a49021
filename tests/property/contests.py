"""Generated contests, many of them nasty: equal costs, geometric costs, near-ties, one voter, none.

Must not shrink the variety to what the engine finds easy.
"""

from __future__ import annotations

from hypothesis import strategies as st

from pb.tally import BallotSpec, Contest, Marks, Profile, Project

COSTS = st.one_of(
    st.integers(min_value=1, max_value=12),
    st.sampled_from([10, 10, 10, 20]),
    st.sampled_from([1, 2, 4, 8, 16, 32, 64, 128]),
    st.sampled_from([10**12, 10**12 + 1, 10**12 - 1, 2 * 10**12]),
    st.integers(min_value=0, max_value=10**6),
)


@st.composite
def contests(draw: st.DrawFn, kind: str = "approval", most_ballots: int = 8) -> Contest:
    """A contest of the given ballot type with up to six projects."""
    number = draw(st.integers(min_value=1, max_value=6))
    same = draw(st.booleans())
    one = draw(COSTS)
    costs = [one if same and draw(st.booleans()) else draw(COSTS) for _ in range(number)]
    projects = tuple(Project(id=f"p{at}", cost=cost) for at, cost in enumerate(costs))
    total = sum(costs)
    budget = draw(st.one_of(st.integers(min_value=0, max_value=total + 1), st.sampled_from([*costs, total])))
    ballots = draw(st.lists(ballots_of(kind, [project.id for project in projects]), max_size=most_ballots))
    repeated = [ballot for ballot in ballots for _ in range(draw(st.sampled_from([1, 1, 2, 5])))]
    limits = {"basket": {"max_cost": total}, "score": {"lowest": -3, "highest": 9}}.get(kind, {})
    spec = BallotSpec(type=kind, limits=limits)
    return Contest(
        budget=budget, projects=projects, spec=spec, profile=Profile.of(repeated), seats=number // 2
    )


def ballots_of(kind: str, names: list[str]) -> st.SearchStrategy[Marks]:
    """Valid ballots of a type."""
    chosen = st.lists(st.sampled_from(names), unique=True)
    if kind == "ranking":
        return chosen.map(lambda order: tuple(sorted((name, at) for at, name in enumerate(order, 1))))
    low, high = {"points": (1, 9), "score": (-3, 9), "grades": (0, 4)}.get(kind, (1, 1))
    given = st.dictionaries(st.sampled_from(names), st.integers(min_value=low, max_value=high))
    return given.map(lambda marks: tuple(sorted(marks.items())))
