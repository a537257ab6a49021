"""Writing Pabulib files: what is written reads back the same, and what has no form is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.tally import BallotSpec, Contest, ContestInvalid, Profile, Project
from pb.tally.pabulib import read_pabulib
from pb.tally.pabulib_write import REQUIRED, write_pabulib
from tests.property.contests import contests

META = dict.fromkeys(REQUIRED, "x")


@pytest.mark.parametrize("kind", ["approval", "basket", "points", "score", "ranking"])
@given(data=st.data())
def test_reads_back_the_same(kind: str, data: st.DataObject) -> None:
    contest = data.draw(contests(kind, plain=True))
    names = {project.id: f'The "big"; one {project.id}' for project in contest.projects}
    file = read_pabulib(write_pabulib(contest, META, unit=100, names=names, recorded={"p0": 1}))
    assert file.contest.profile == contest.profile
    assert file.contest.budget * 100 == contest.budget * file.unit
    assert [one.cost * 100 for one in file.contest.projects] == [
        one.cost * file.unit for one in contest.projects
    ]
    assert file.names == names
    assert file.recorded == {project.id: int(project.id == "p0") for project in contest.projects}


def test_a_single_choice_is_choose_1() -> None:
    contest = Contest(
        budget=1,
        projects=(Project(id="A", cost=1),),
        spec=BallotSpec(type="approval", limits={"max_count": 1}),
        profile=Profile.of([(("A", 1),)]),
    )
    assert b"vote_type;choose-1\n" in write_pabulib(contest, META)


@pytest.mark.parametrize(
    ("kind", "name", "meta", "code"),
    [
        ("grades", "A", META, "no-pabulib-form"),
        ("approval", "A,B", META, "bad-project-id"),
        ("approval", "A", {}, "missing-key"),
    ],
)
def test_refuses_what_has_no_form(kind: str, name: str, meta: dict[str, str], code: str) -> None:
    contest = Contest(
        budget=1,
        projects=(Project(id=name, cost=1),),
        spec=BallotSpec(type=kind),
        profile=Profile.of([]),
    )
    with pytest.raises(ContestInvalid) as caught:
        write_pabulib(contest, meta)
    assert caught.value.code == code
