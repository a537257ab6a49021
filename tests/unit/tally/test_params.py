"""Parameters: texts in full for the record, and a sentence's worth of facts for what makes no sense."""

from __future__ import annotations

import pytest

from pb.tally import BallotSpec, ParamInvalid, read_params

APPROVAL = BallotSpec(type="approval")


def test_texts_hold_every_parameter_in_full() -> None:
    assert read_params("most-votes", {}, APPROVAL).texts == {
        "fit": "skip",
        "measure": "votes",
        "ties": "votes,cost,lot",
    }
    shares = read_params("equal-shares", {"completion": "add-one"}, APPROVAL).texts
    assert shares == {
        "comparison": "no",
        "completion": "add-one",
        "start": "exact",
        "step": "1",
        "stop": "full",
        "ties": "votes,cost,lot",
        "utility": "cost",
    }


@pytest.mark.parametrize(
    ("rule", "params", "name", "code"),
    [
        ("no-such-rule", {}, "rule", "unknown-rule"),
        ("majority-judgment", {}, "rule", "rule-not-for-ballot"),
        ("most-votes", {"measure": "borda"}, "measure", "not-one-of"),
        ("most-votes", {"colour": "red"}, "colour", "unknown-param"),
        ("most-votes", {"part_share": "50%"}, "part_share", "unknown-param"),
        ("most-votes", {"fit": "part", "part_share": "150%"}, "part_share", "not-a-share"),
        ("most-votes", {"fit": "part", "floors": "A"}, "floors", "bad-floor"),
        ("most-votes", {"minimum": "many"}, "minimum", "not-a-whole-number"),
        ("most-votes", {"minimum": "luck:5"}, "minimum", "unknown-measure"),
        ("most-votes", {"minimum": "101%"}, "minimum", "not-a-share"),
        ("most-votes", {"conflicts": "A"}, "conflicts", "conflict-needs-two"),
        ("most-votes", {"conflicts": "A|A"}, "conflicts", "bad-list-of-projects"),
        ("most-votes", {"needs": "A"}, "needs", "bad-need"),
        ("most-votes", {"needs": "A>A"}, "needs", "needs-itself"),
        ("most-votes", {"group_max": "ward:5"}, "group_max", "bad-group-bound"),
        ("equal-shares", {"group_min": "ward=N:5"}, "group_min", "not-with-this-rule"),
        ("equal-shares", {"comparison": "yes"}, "comparison", "comparison-needs-add-one"),
        ("equal-shares", {"completion": "add-one", "step": "0"}, "step", "not-a-whole-number"),
        ("best-total", {"conflicts": "A|B"}, "conflicts", "not-with-this-rule"),
        ("seats", {"per_group": "ward"}, "per_group", "bad-group-bound"),
    ],
)
def test_refuses(rule: str, params: dict[str, str], name: str, code: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        read_params(rule, params, APPROVAL)
    assert (caught.value.name, caught.value.code) == (name, code)
