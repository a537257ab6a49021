"""The rehearsal in set-up: invented votes, earlier ones, and those of a file that is brought along."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.domain.jobs import JobKind
from pb.domain.rounds import Milestones, Round
from pb.services import counting, rehearsal_ballots
from pb.services.work import run_due_jobs
from pb.storage import jobs, rehearsals
from pb.tally import BallotSpec
from tests.elections import GREEN, ROUND, Ballots, close_a_round
from tests.rounds import make_proposal, make_round, with_milestones
from tests.web.page import Page
from tests.world import NOON, World

AsPerson = Callable[..., Page]
HERE = "/manage/drafft/rehearsal"
FILE = """META
key;value
description;Dinas
num_projects;2
num_votes;3
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name
1;60;Parc
2;50;Pwll
VOTES
voter_id;vote
1;1
2;1,2
3;2
"""


@pytest.fixture
def draft(world: World) -> Round:
    made = make_round(world, round_id="drafft", opens=NOON + timedelta(days=3))
    return with_milestones(world, replace(made, milestones=Milestones()))


@pytest.fixture
def elin(world: World, draft: Round, as_person: AsPerson) -> Page:
    return as_person(world.elin, language="en")


def matrix(page: Page) -> list[list[str]]:
    assert page.shown is not None
    found = page.shown.root.find(".//table[@class='table matrix']")
    assert found is not None
    rows = found.iterfind("tbody/tr")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]


def test_invented_votes_on_invented_proposals(elin: Page) -> None:
    shown = elin.get(HERE)
    assert "This is an exercise" in shown.main
    assert "The last exercise" not in shown.main
    shown = elin.submit({"taste": "many-groups", "voters": "200"})
    assert shown.notice == "The rules have been tried out. Look at them side by side below."
    assert "Many small groups" in shown.main
    assert "the proposals are invented as well" in shown.main
    assert len(matrix(elin)) == 12
    first = matrix(elin)
    elin.submit({"taste": "many-groups", "voters": "200"})
    assert matrix(elin) == first, "the same draw gives the same"
    assert "Choose this rule: Equal shares" in shown.links()
    shown = elin.get(shown.links()["Choose this rule: Equal shares"])
    assert shown.value("rule") == "equal-shares"
    elin.get(HERE)
    elin.switch_language()


def test_invented_votes_on_the_round_s_own_proposals(world: World, draft: Round, elin: Page) -> None:
    for title in ("Côr", "Gardd", "Llwybr"):
        make_proposal(world, draft, title, pot=draft.pots[0])
    elin.get(HERE)
    shown = elin.submit({"pot": draft.pots[0].id})
    assert "invented as well" not in shown.main
    assert sorted(row[0].split(" (en)")[0] for row in matrix(elin)) == ["Côr", "Gardd", "Llwybr"]


@pytest.mark.parametrize(
    "spec",
    [
        BallotSpec(type="basket", limits={}),
        BallotSpec(type="points", limits={"max_total": 10, "max_mark": 5}),
        BallotSpec(type="score", limits={"lowest": 1, "highest": 5}),
        BallotSpec(type="grades", limits={"grades": 5}),
        BallotSpec(type="ranking", limits={"max_count": 3}),
    ],
    ids=lambda spec: spec.type,
)
def test_every_kind_of_ballot_can_be_tried(world: World, elin: Page, draft: Round, spec: BallotSpec) -> None:
    make_round(world, round_id="drafft", opens=NOON + timedelta(days=3), spec=spec)
    elin.get(HERE)
    elin.submit({"voters": "40"})
    assert len(matrix(elin)) == 12


def test_what_is_typed_wrong_is_told_and_kept(elin: Page) -> None:
    elin.get(HERE)
    shown = elin.submit({"voters": "a few", "draw": "77"}, status=422)
    assert shown.faults == ["Enter a whole number from 10 to 5,000."]
    assert (shown.value("voters"), shown.value("draw")) == ("a few", "77")


POND_AND_TREES: Mapping[str, Mapping[str, int]] = {GREEN: {"pwll": 1, "coed": 1}}
BENCH: Mapping[str, Mapping[str, int]] = {GREEN: {"mainc": 1}}
MANY: Ballots = [*[POND_AND_TREES] * 6, *[BENCH] * 5]


def published(world: World, ballots: Ballots = MANY) -> None:
    close_a_round(world, ballots=ballots)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    counting.publish_round(world.deps, world.alys, ROUND, is_sure=True)


def test_votes_of_an_earlier_round(world: World, elin: Page) -> None:
    published(world)
    elin.get(HERE)
    assert elin.submit({"source": "past", "past": "x"}, status=422).faults == ["Choose one of the answers."]
    shown = elin.submit({"source": "past", "past": GREEN})
    assert "Votes of an earlier round" in shown.main
    assert "Spring fund" in shown.main
    titles = [row[0] for row in matrix(elin)]
    assert sorted(titles) == [
        "Park bench £800", "Street trees £2,500", "Tool shed £1,500", "Wildlife pond £2,000",
    ]  # fmt: skip


def test_few_votes_are_left_alone(world: World, elin: Page) -> None:
    published(world, MANY[:9])
    assert 'value="past"' not in elin.get(HERE).html
    assert "no published votes" in elin.submit({"source": "past", "past": GREEN}, status=409).main


def test_what_is_not_published_is_not_tried(world: World, elin: Page) -> None:
    close_a_round(world, ballots=MANY)
    counting.count_round(world.deps, world.elin, ROUND, is_sure=True)
    elin.get(HERE)
    assert "no published votes" in elin.submit({"source": "past", "past": GREEN}, status=409).main


def send(page: Page, content: bytes, *, status: int = 200) -> None:
    page.get(f"{HERE}/file")
    page.submit(files={"file": ("pleidlais.pb", content, "text/plain")}, status=status)


def test_votes_of_a_file(world: World, elin: Page) -> None:
    send(elin, FILE.encode())
    assert elin.shown is not None
    assert elin.shown.path == f"/en{HERE}"
    assert "Votes from a file" in elin.shown.main
    assert "Dinas" in elin.shown.main
    assert {row[0].split()[0] for row in matrix(elin)} == {"Parc", "Pwll"}
    with world.db.read() as tx:
        job = jobs.find_latest_job(tx, "drafft", (JobKind.REHEARSE,))
    assert job is not None
    assert job.task == {}, "the votes are not kept"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file."),
        (b"PK\x03\x04 not this", "cannot be read as a Pabulib file"),
        (FILE.replace("1;60;Parc", "1;much;Parc").encode(), "Section: PROJECTS. Field: cost."),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(elin: Page, content: bytes, said: str) -> None:
    send(elin, content, status=422)
    assert elin.shown is not None
    assert said in elin.shown.main
    elin.switch_language()


def test_too_many_projects_are_refused(elin: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal_ballots, "MOST_PROJECTS", 1)
    send(elin, FILE.encode(), status=422)
    assert elin.shown is not None
    assert elin.shown.faults == ["The file has too many projects for this page. It takes up to 1."]


def test_once_voting_has_opened_there_is_nothing_to_try(world: World, draft: Round, elin: Page) -> None:
    elin.get(HERE)
    elin.submit()
    with_milestones(world, replace(draft, milestones=Milestones(announced_at=NOON, voting_opened_at=NOON)))
    shown = elin.get(HERE)
    assert shown.root.find(".//form[@id='page-form']") is None
    assert "The last exercise" in shown.main
    assert "Choose this rule: Equal shares" not in shown.links()
    assert elin.get(f"{HERE}/file").root.find(".//form[@id='page-form']") is None
    token = elin.get("/sign-out").value("form_token")
    elin.post(HERE, {"form_token": str(token), "source": "invented"}, status=409)
    elin.post(f"{HERE}/file", {"form_token": str(token)}, status=409)


def test_the_newest_wish_is_the_one_that_is_done(world: World, elin: Page) -> None:
    elin.works = False
    elin.get(HERE)
    first = elin.submit({"voters": "20"}).path
    assert elin.get(HERE).links()["See how far it has got"] == first
    second = elin.submit({"voters": "30"}).path
    assert first != second
    assert "It was stopped." in elin.get(first).main
    assert run_due_jobs(world.deps) == 1
    with world.db.read() as tx:
        kept = rehearsals.load_rehearsal(tx, "drafft")
    assert kept is not None
    assert kept.asked["voters"] == 30
