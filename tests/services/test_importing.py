"""Elections brought in: what the round holds, what is refused, and that a refusal leaves nothing."""

from pathlib import Path

import pytest

from pb.domain.freeze import config_digest
from pb.domain.ids import OrganisationId
from pb.domain.people import Organisation
from pb.domain.proposals import ProposalFilter
from pb.domain.refusals import Refusal
from pb.domain.rounds import Phase, phase_at
from pb.domain.text import Bilingual
from pb.services import audit, counting, importing, results
from pb.storage import people, proposals, rounds
from pb.storage.events import list_events
from pb.tally.faults import FileInvalid, ParamInvalid
from pb.verifier.__main__ import main as verify
from tests.world import NOON, ORGANISATION, World

FILE = """META
key;value
description;Budget of a small town
country;Poland
unit;Town
subunit;North
instance;2023
num_projects;4
num_votes;4
budget;1000.50
vote_type;approval
rule;greedy
currency;PLN
max_length;3
PROJECTS
project_id;cost;name;category
7;600,25;Ławka, "długa";parks
a b:c;300;100% <b>Drzewa</b>;parks
3;200;;roads
9;100.10;Buda;roads
VOTES
voter_id;vote
1;7,3
2;7,a b:c
3;a b:c
4;
"""


def bring_in(world: World, text: str = FILE, **given: str) -> importing.Imported:
    rule = given.pop("rule", importing.AS_DECLARED)
    organisation = given.pop("organisation", ORGANISATION)
    return importing.import_election(
        world.deps,
        organisation_id=organisation or None,
        file_name="../town.pb",
        data=text.encode(),
        rule=rule,
        params=given,
    )


def nothing_is_left(world: World) -> bool:
    with world.db.read() as tx:
        return rounds.list_rounds(tx, announced_only=False) == []


def test_the_round_holds_what_the_file_says(world: World) -> None:
    made = bring_in(world)
    assert (made.proposal_count, made.ballot_count, made.name) == (4, 4, "Budget of a small town")
    with world.db.read() as tx:
        round_ = rounds.load_round(tx, made.round_id)
        papers = proposals.list_proposals(tx, made.round_id, ProposalFilter())
        events = list_events(tx, made.round_id)
    assert round_ is not None
    assert (round_.currency.code, round_.currency.minor_digits) == ("PLN", 2)
    assert (round_.pots[0].amount_pence, round_.pots[0].name.cy) == (1000_50, "North")
    assert round_.imported_from == "../town.pb"
    assert round_.spec.limits == {"max_count": 3}
    assert round_.rule.id == "most-votes"
    assert round_.rule.params["ties"] == "list"
    assert phase_at(round_, NOON) is Phase.COUNTING
    assert round_.config_digest == config_digest(round_, papers, four_eyes=True)
    assert [(one.number, one.project_id, one.cost_pence) for one in papers] == [
        (1, "7", 600_25),
        (2, "a b:c", 300_00),
        (3, "3", 200_00),
        (4, "9", 100_10),
    ]
    assert papers[0].title == Bilingual(cy='Ławka, "długa"', en='Ławka, "długa"')
    assert papers[2].title == Bilingual(cy="3", en="3")
    assert [event.type for event in events] == ["round_imported"]


def test_it_is_counted_published_and_verified_like_any_other(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = bring_in(world)
    counting.count_round(world.deps, world.elin, made.round_id, is_sure=True)
    counting.publish_round(world.deps, world.alys, made.round_id, is_sure=True)
    view = results.view_results(world.deps, None, made.round_id)
    # two votes each for 7 and a b:c, in the file's order: 600.25 and 300; 3 costs 200, and 100.25 is left:
    # the 100.10 of 9 fits
    assert [line.project_id for line in view.pots[0].winners] == ["7", "a b:c", "9"]
    assert view.pots[0].ballots == 4
    assert view.turnout is not None
    assert (view.turnout.codes_issued, view.turnout.counted) == (None, 4)
    record = tmp_path / "record.zip"
    record.write_bytes(audit.export_record(world.deps, world.carys, made.round_id).content)
    code = verify([str(record)])
    assert code == 0, capsys.readouterr().out


def test_a_rule_can_be_given_with_money_in_the_files_unit(world: World) -> None:
    made = bring_in(world, rule="equal-shares", completion="add-one", step="0.50")
    assert made.rule.id == "equal-shares"
    assert made.rule.params["step"] == "50"
    assert made.rule.params["ties"] == "votes,cost,list"


@pytest.mark.parametrize(
    ("given", "name", "code"),
    [
        ({"rule": "nonsense"}, "rule", "unknown-rule"),
        ({"ties": "votes,lot"}, "ties", "no-lot-when-imported"),
        ({"group_max": "category=parks:500"}, "group_max", "no-groups-when-imported"),
        ({"colour": "red"}, "colour", "unknown-param"),
    ],
)
def test_rules_that_cannot_be_are_refused(world: World, given: dict[str, str], name: str, code: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        bring_in(world, **given)
    assert (caught.value.name, caught.value.code) == (name, code)
    assert nothing_is_left(world)


@pytest.mark.parametrize(
    ("before", "after", "line", "field"),
    [
        ("budget;1000.50", "budget;much", 10, "budget"),
        ("budget;1000.50", "budget;0", 1, "budget"),
        ("3;200;;roads", "3;-200;;roads", 19, "cost"),
        ("num_votes;4", "num_votes;5", 9, "num_votes"),
        ("3;a b:c", "3;z", 25, "vote"),
        ("vote_type;approval", "vote_type;shouting", 11, "vote_type"),
    ],
)
def test_malformed_files_are_refused_with_line_and_field(
    world: World, before: str, after: str, line: int, field: str
) -> None:
    assert before in FILE
    with pytest.raises(FileInvalid) as caught:
        bring_in(world, FILE.replace(before, after))
    assert (caught.value.line, caught.value.field) == (line, field)
    assert nothing_is_left(world)


def test_a_file_without_currency_or_names(world: World) -> None:
    text = FILE.replace("currency;PLN\n", "").replace("description;Budget of a small town\n", "")
    made = bring_in(world, text)
    assert made.name == "Town North 2023"
    with world.db.read() as tx:
        round_ = rounds.load_round(tx, made.round_id)
    assert round_ is not None
    assert round_.currency.code == "XXX"


def test_the_only_organisation_takes_it_and_several_must_be_told_apart(world: World) -> None:
    assert bring_in(world, organisation="").ballot_count == 4
    other = Organisation(id=OrganisationId("other"), name=Bilingual(cy="Arall", en="Other"))
    with world.db.write() as tx:
        people.put_organisation(tx, other, at=NOON)
    with pytest.raises(Refusal) as caught:
        bring_in(world, organisation="")
    assert caught.value.code == "which-organisation"
    with pytest.raises(Refusal) as caught:
        bring_in(world, organisation="nowhere")
    assert caught.value.code == "not-found"
