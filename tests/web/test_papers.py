"""Every kind of ballot paper: set up, marked, checked and cast, and refused kindly over its limits.

Approval and the basket are in the tests of voting too; here each kind goes the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from pb.domain.text import Language
from pb.storage import box
from pb.tally.ballots import BALLOT_TYPES
from pb.tally.model import BallotSpec
from tests.rounds import make_round, reload
from tests.votes import GARDEN, GREEN, PATHS, ROUND, TREES, YOUNG, issue, open_vote
from tests.web.conftest import AsPerson
from tests.web.page import Page, Shown
from tests.world import World

VOTE, BALLOT = f"/rounds/{ROUND}/vote", f"/rounds/{ROUND}/ballot"
CHOICE = f"choice.{GREEN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A ballot type as it is set up, filled in well, and filled in beyond its limits."""

    setup: Mapping[str, str]
    limits: Mapping[str, int]
    fields: Mapping[str, str | list[str]]
    marks: Mapping[str, int]
    checked: Mapping[Language, tuple[str, ...]]  # said on the check page
    over: Mapping[str, str | list[str]]
    refusal: Mapping[Language, str]
    how: Mapping[Language, str] = field(default_factory=dict)  # said on the public page of the round


def mark(project: str) -> str:
    return f"mark.{GREEN}.{project}"


KINDS: Mapping[str, Kind] = {
    "approval": Kind(
        setup={"max_count": "2"},
        limits={"max_count": 2},
        fields={CHOICE: [GARDEN, TREES]},
        marks={GARDEN: 1, TREES: 1},
        checked={"cy": ("£9,000",), "en": ("£9,000",)},
        over={CHOICE: [GARDEN, TREES, PATHS]},
        refusal={"cy": "Rydych wedi dewis gormod.", "en": "You have chosen too many. Pot: Green pot."},
        how={"en": "You can choose up to 2 proposals."},
    ),
    "basket": Kind(
        setup={"max_count": ""},
        limits={},
        fields={CHOICE: [GARDEN, TREES]},
        marks={GARDEN: 1, TREES: 1},
        checked={"cy": ("£9,000",), "en": ("£9,000",)},
        over={CHOICE: [GARDEN, TREES, PATHS]},
        refusal={"cy": "Mae eich dewisiadau'n costio gormod.", "en": "Too much by: £3,500."},
        how={"en": "You fill a basket with proposals."},
    ),
    "points": Kind(
        setup={"max_count": "", "points.max_total": "10", "points.max_mark": "6"},
        limits={"max_total": 10, "max_mark": 6},
        fields={mark(GARDEN): "6", mark(TREES): "3", mark(PATHS): ""},
        marks={GARDEN: 6, TREES: 3},
        checked={"cy": ("6 phwynt", "3 phwynt"), "en": ("6 points", "3 points", "one more point")},
        over={mark(GARDEN): "6", mark(TREES): "6"},
        refusal={"cy": "gormod o bwyntiau", "en": "too many points. Pot: Green pot. At most: 10."},
        how={"en": "You have 10 points to share out among the proposals."},
    ),
    "score": Kind(
        setup={"max_count": "2", "score.scale": "0-5"},
        limits={"max_count": 2, "lowest": 0, "highest": 5},
        fields={mark(GARDEN): "5", mark(TREES): "0", mark(PATHS): ""},
        marks={GARDEN: 5, TREES: 0},
        checked={"cy": ("Sgôr: 5", "Sgôr: 0"), "en": ("Score: 5", "Score: 0")},
        over={mark(GARDEN): "5", mark(TREES): "0", mark(PATHS): "1"},
        refusal={"cy": "Rydych wedi dewis gormod.", "en": "You have chosen too many. Pot: Green pot."},
        how={"en": "You give proposals a score from 0 to 5."},
    ),
    "grades": Kind(
        setup={"max_count": "2", "grades.grades": "4"},
        limits={"max_count": 2, "grades": 4},
        fields={mark(GARDEN): "0", mark(TREES): "3", mark(PATHS): ""},
        marks={GARDEN: 0, TREES: 3},
        checked={"cy": ("Da iawn", "Gwael"), "en": ("Very good", "Poor")},
        over={mark(GARDEN): "0", mark(TREES): "0", mark(PATHS): "0"},
        refusal={"cy": "Rydych wedi dewis gormod.", "en": "You have chosen too many. Pot: Green pot."},
        how={"en": "You give proposals one of 4 grades, in words."},
    ),
    "ranking": Kind(
        setup={"max_count": "2"},
        limits={"max_count": 2},
        fields={mark(GARDEN): "2", mark(TREES): "1", mark(PATHS): ""},
        marks={GARDEN: 2, TREES: 1},
        checked={"cy": ("Lle: 1", "Lle: 2"), "en": ("Place: 1", "Place: 2")},
        over={mark(GARDEN): "1", mark(TREES): "1"},
        refusal={"cy": "1, 2, 3", "en": "Number your choices 1, 2, 3 and so on"},
        how={"en": "You put up to 2 proposals in order."},
    ),
}
BOTH = pytest.mark.parametrize("language", ["cy", "en"])
EVERY = pytest.mark.parametrize("kind", list(KINDS))


def spec_of(kind: str) -> BallotSpec:
    return BallotSpec(type=kind, limits=dict(KINDS[kind].limits))


def enter(page: Page, code: str) -> Shown:
    page.get(VOTE)
    return page.submit({"code": code})


def test_every_ballot_type_is_tried() -> None:
    assert set(KINDS) == set(BALLOT_TYPES)


@EVERY
@BOTH
def test_a_paper_is_set_up(
    world: World, as_person: AsPerson, page: Page, kind: str, language: Language
) -> None:
    round_ = make_round(world)
    elin = as_person(world.elin, language=language)
    elin.get(f"/manage/{round_.id}/ballot")
    elin.submit({"ballot_type": kind, **KINDS[kind].setup})
    assert reload(world, round_).spec == spec_of(kind)
    shown = elin.get(f"/manage/{round_.id}/ballot")
    assert shown.value("ballot_type") == kind
    assert {name: shown.value(name) for name in KINDS[kind].setup} == dict(KINDS[kind].setup)
    page.language = language
    assert KINDS[kind].how.get(language, "") in page.get(f"/rounds/{round_.id}").main


@EVERY
@BOTH
def test_a_paper_is_marked_checked_and_cast(world: World, page: Page, kind: str, language: Language) -> None:
    open_vote(world, spec_of(kind))
    page.language = language
    paper = enter(page, issue(world)[0])
    assert len(paper.all(".//li[@class='ballot-item']")) == 5
    shown = page.submit(KINDS[kind].fields)
    assert shown.path == f"/{language}{BALLOT}/check"
    assert [words for words in KINDS[kind].checked[language] if words not in shown.main] == []
    shown = page.submit()
    assert shown.path == f"/{language}{BALLOT}/receipt"
    with world.db.read() as tx:
        assert box.list_counted_payloads(tx, ROUND) == [{GREEN: dict(KINDS[kind].marks), YOUNG: {}}]
    shown = page.get(BALLOT)
    kept = {name: shown.value(name) for name in KINDS[kind].fields if name != CHOICE}
    assert kept == {name: text for name, text in KINDS[kind].fields.items() if name != CHOICE}


@EVERY
@BOTH
def test_a_paper_beyond_its_limits_comes_back_as_it_was_filled_in(
    world: World, page: Page, kind: str, language: Language
) -> None:
    open_vote(world, spec_of(kind))
    page.language = language
    enter(page, issue(world)[0])
    shown = page.submit(KINDS[kind].over, status=422)
    (fault,) = shown.faults
    assert KINDS[kind].refusal[language] in fault
    assert {name: shown.value(name) for name in KINDS[kind].over if name != CHOICE} == {
        name: text for name, text in KINDS[kind].over.items() if name != CHOICE
    }
    other = page.switch_language()
    assert {name: other.value(name) for name in KINDS[kind].over if name != CHOICE} == {
        name: text for name, text in KINDS[kind].over.items() if name != CHOICE
    }
    assert fault not in other.main


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("points", "seven", "Proposal: Community garden. Give a whole number from 1 to 6, or none."),
        ("points", "-1", "Give a whole number from 1 to 6, or none."),
        ("points", "7", "Give a whole number from 1 to 6, or none."),
        ("points", "9" * 100_000, "Give a whole number from 1 to 6, or none."),
        ("score", "6", "Give a whole number from 0 to 5, or none."),
        ("ranking", "9", "Give a whole number from 1 to 3, or none."),
        ("ranking", "2", "Number your choices 1, 2, 3"),
    ],
)
def test_marks_that_cannot_be_are_told_with_the_proposal(
    world: World, page: Page, kind: str, typed: str, sentence: str
) -> None:
    open_vote(world, spec_of(kind))
    page.language = "en"
    enter(page, issue(world)[0])
    (fault,) = page.submit({mark(GARDEN): typed}, status=422).faults
    assert sentence in fault


@EVERY
def test_a_paper_needs_no_mark(world: World, page: Page, kind: str) -> None:
    open_vote(world, spec_of(kind))
    page.language = "en"
    enter(page, issue(world)[0])
    assert "You may cast a blank vote" in page.submit().main
    page.submit()
    with world.db.read() as tx:
        assert box.list_counted_payloads(tx, ROUND) == [{GREEN: {}, YOUNG: {}}]


def test_a_ranking_is_checked_in_its_order(world: World, page: Page) -> None:
    open_vote(world, spec_of("ranking"))
    page.language = "en"
    enter(page, issue(world)[0])
    for first, second in ((GARDEN, TREES), (TREES, GARDEN)):
        page.get(BALLOT)
        page.submit({mark(first): "1", mark(second): "2"})
        assert page.shown is not None
        titles = ["".join(head.itertext()) for head in page.shown.all(".//tbody/tr/th")]
        assert ["Place: 1" in titles[0], "Place: 2" in titles[1]] == [True, True]


def test_a_total_follows_the_points(world: World, page: Page) -> None:
    open_vote(world, spec_of("points"))
    page.language = "en"
    fields = {**enter(page, issue(world)[0]).fields(), mark(GARDEN): "6", mark(TREES): "6"}
    answer = page.raw("POST", BALLOT, data=fields, headers={"hx-request-type": "partial"})
    assert answer.status_code == 200
    assert "<strong>12</strong> / 10" in answer.text
    assert "Take 2 points away before you go on." in answer.text
