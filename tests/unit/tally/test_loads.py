"""Loads: the table of purchases grows as they are made, and what was in it stays."""

from __future__ import annotations

import pytest

from pb.tally import BallotSpec, Contest, Profile, Project, loads, run


def test_the_table_grows_with_the_purchases(monkeypatch: pytest.MonkeyPatch) -> None:
    names = "ABCDEF"
    contest = Contest(
        budget=100,
        projects=tuple(Project(id=name, cost=10 + at) for at, name in enumerate(names)),
        spec=BallotSpec(type="approval"),
        profile=Profile.of(
            tuple((name, 1) for name in sorted({names[at % 6], names[at * at % 6], names[(at + 2) % 5]}))
            for at in range(9)
        ),
    )
    whole = run(contest, "phragmen", {"ties": "list"})
    monkeypatch.setattr(loads, "FIRST", 1)
    assert run(contest, "phragmen", {"ties": "list"}) == whole
    assert len(whole.selected) > 3
