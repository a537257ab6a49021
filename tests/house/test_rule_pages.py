"""The page of each rule lists the parameters that the rule takes: all of them, and no others.

It does not ask whether the words beside them are good.
"""

import re

from pb.tally import RULES, BallotSpec, ParamInvalid, read_params
from pb.tally.ballots import BALLOT_TYPES
from tests.house.tree import DOCS

SAMPLES = {
    "part_share": "50%",
    "floors": "A:100",
    "seats": "2",
    "per_group": "ward:1",
    "utility": "count",
    "completion": "greedy",
    "comparison": "yes",
    "start": "integral",
    "stop": "overspend",
    "step": "5",
    "fit": "stop",
    "ties": "list",
    "minimum": "1",
    "conflicts": "A|B",
    "needs": "B>A",
    "group_max": "ward=North:100",
    "group_min": "ward=North:#1",
    "reserved": "A",
}
BESIDE: tuple[dict[str, str], ...] = ({}, {"fit": "part"}, {"fit": "seats"}, {"completion": "add-one"})
"""Some parameters are only read beside another."""


def test_each_page_lists_the_parameters_its_rule_takes() -> None:
    wrong = {rule: (told, taken) for rule in RULES if (told := _told(rule)) != (taken := _taken(rule))}
    assert wrong == {}, "docs/rules/<id>.md, the table of parameters: told, taken"


def _told(rule: str) -> list[str]:
    text = (DOCS / "rules" / f"{rule}.md").read_text(encoding="utf-8").split("## Parameters / Paramedrau")[1]
    names = re.findall(r"^\| `([a-z_, ]+)` \|", text, flags=re.M)
    return sorted(name for row in names for name in row.split(", "))


def _taken(rule: str) -> list[str]:
    spec = BallotSpec(type=RULES[rule].ballot_types[0])
    samples = {"measure": BALLOT_TYPES[spec.type].measures[0], **SAMPLES}
    return sorted(
        name
        for name, sample in samples.items()
        if any(_takes(rule, spec, {**beside, name: sample}) for beside in BESIDE if name not in beside)
    )


def _takes(rule: str, spec: BallotSpec, params: dict[str, str]) -> bool:
    try:
        read_params(rule, params, spec)
    except ParamInvalid:
        return False
    return True
