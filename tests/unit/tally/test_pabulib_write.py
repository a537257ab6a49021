"""Writing Pabulib files: what is written reads back the same, and what has no form is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.cli.convert import plain, same
from pb.tally import BallotSpec, Contest, ContestInvalid, Profile, Project
from pb.tally.pabulib import read_pabulib
from pb.tally.pabulib_write import REQUIRED, write_pabulib
from tests.property.contests import contests

META = dict.fromkeys(REQUIRED, "x")


GROUPS = ((), (("category", "green"), ("category", "sport; and play")), (("district", 'the "old" town'),))
NAMES = ("", "Swings", 'The "big"; one', "Parc, y pentref", "Llŷn — pêl-droed", "VOTES")


@pytest.mark.parametrize("kind", ["approval", "basket", "points", "score", "ranking"])
@given(data=st.data())
def test_reads_back_the_same(kind: str, data: st.DataObject) -> None:
    drawn = data.draw(contests(kind, plain=True))
    groups = st.sampled_from(GROUPS)
    projects = tuple(replace(one, groups=data.draw(groups)) for one in drawn.projects)
    contest = replace(drawn, projects=projects, seats=None)
    ids = [project.id for project in projects]
    names = {name: data.draw(st.sampled_from(NAMES)) for name in ids}
    recorded = {name: data.draw(st.integers(0, 3)) for name in ids}
    file = read_pabulib(write_pabulib(contest, META, unit=100, names=names, recorded=recorded))
    assert file.contest.profile == contest.profile
    assert file.contest.budget * 100 == contest.budget * file.unit
    for read, given_ in zip(file.contest.projects, projects, strict=True):
        assert (read.id, read.cost * 100, read.groups) == (given_.id, given_.cost * file.unit, given_.groups)
    costs = {name: value for name, value in contest.spec.limits.items() if "cost" in name}
    others = contest.spec.limits.keys() - costs
    assert file.contest.spec.type == kind
    assert {name: file.contest.spec.limits[name] for name in others} == {
        name: contest.spec.limits[name] for name in others
    }
    assert file.contest.spec.limits.keys() == contest.spec.limits.keys()
    for name, value in costs.items():
        assert file.contest.spec.limits[name] * 100 == value * file.unit
    assert file.names == names
    assert file.recorded == recorded
    assert same(file, read_pabulib(plain(file)))


def test_money_names_and_ids_that_look_like_something_else_stay_as_they_are() -> None:
    ids = ("1", "01", "1.0", "1e5", "nan", "a", "A", "\u00e9", "e\u0301", "true", "-", "#")
    contest = Contest(
        budget=10**17 + 1,
        projects=tuple(Project(id=name, cost=at) for at, name in enumerate(ids)),
        spec=BallotSpec(type="approval", limits={"min_count": 1, "max_count": 3}),
        profile=Profile.of([((name, 1),) for name in ids] + [(("a", 1), ("A", 1))] * 2),
    )
    file = read_pabulib(write_pabulib(contest, META, unit=1000))
    assert file.contest == contest


def test_a_single_choice_is_choose_1() -> None:
    contest = Contest(
        budget=1,
        projects=(Project(id="A", cost=1),),
        spec=BallotSpec(type="approval", limits={"max_count": 1}),
        profile=Profile.of([(("A", 1),)]),
    )
    assert b"vote_type;choose-1\n" in write_pabulib(contest, META)


def test_a_blank_ballot_is_no_choice_of_one() -> None:
    contest = Contest(
        budget=1,
        projects=(Project(id="A", cost=1),),
        spec=BallotSpec(type="approval", limits={"max_count": 1}),
        profile=Profile.of([(("A", 1),), ()]),
    )
    assert b"vote_type;approval\n" in write_pabulib(contest, META)


def test_entries_and_columns_stand_in_the_order_of_the_format() -> None:
    contest = Contest(
        budget=1,
        projects=(Project(id="A", cost=1, groups=(("category", "green"), ("district", "North"))),),
        spec=BallotSpec(type="points", limits={"max_total": 5, "min_count": 1}),
        profile=Profile.of([(("A", 1),)]),
    )
    meta = {"comment": "#1: x", "own": "y", **META, "currency": "GBP"}
    lines = write_pabulib(contest, meta, names={"A": "Swings"}, recorded={"A": 2}).decode().splitlines()
    keys = [line.partition(";")[0] for line in lines[2 : lines.index("PROJECTS")]]
    assert keys == [
        *("description", "country", "unit", "instance", "num_projects", "num_votes", "budget", "vote_type"),
        *("rule", "date_begin", "date_end", "min_length", "max_sum_points", "currency", "comment", "own"),
    ]
    assert lines[-5:-3] == ["project_id;cost;votes;score;name;category;selected;district", lines[-4]]
    assert lines[-4] == "A;0.01;1;1;Swings;green;2;North"


def test_points_are_told_from_the_most_down() -> None:
    contest = Contest(
        budget=1,
        projects=tuple(Project(id=name, cost=1) for name in "ABC"),
        spec=BallotSpec(type="points"),
        profile=Profile.of([(("A", 1), ("B", 3), ("C", 1))]),
    )
    assert write_pabulib(contest, META).endswith(b"1;B,A,C;3,1,1\n")


@pytest.mark.parametrize(
    ("kind", "name", "meta", "code"),
    [
        ("grades", "A", META, "no-pabulib-form"),
        ("approval", "A,B", META, "bad-project-id"),
        ("approval", "A\nB", META, "bad-project-id"),
        ("approval", "A", {}, "missing-key"),
    ],
)
def test_refuses_what_has_no_form(kind: str, name: str, meta: dict[str, str], code: str) -> None:
    refused(code, kind, Project(id=name, cost=1), {}, meta)


@pytest.mark.parametrize("group", [("ward", "North"), ("category", "a,b"), ("category", " a")])
def test_refuses_a_group_that_has_no_form(group: tuple[str, str]) -> None:
    refused("no-pabulib-form", "approval", Project(id="A", cost=1, groups=(group,)), {}, META)


def test_refuses_a_limit_that_has_no_form() -> None:
    refused("no-pabulib-form", "approval", Project(id="A", cost=1), {"favourites": 1}, META)


def refused(code: str, kind: str, project: Project, limits: dict[str, int], meta: dict[str, str]) -> None:
    spec = BallotSpec(type=kind, limits=limits)
    contest = Contest(budget=1, projects=(project,), spec=spec, profile=Profile.of([]))
    with pytest.raises(ContestInvalid) as caught:
        write_pabulib(contest, meta)
    assert caught.value.code == code
