"""What is said aloud after each mark on a paper: of the pot in which it was put, and of no other."""

import html
import re

import pytest

from pb.domain.text import Language
from pb.tally.model import BallotSpec
from tests.votes import GARDEN, GREEN, NATURE, PATHS, ROUND, TREES, YOUNG, issue, open_sorted_vote
from tests.web.page import Page
from tests.web.test_papers import enter, mark
from tests.world import World

Fields = dict[str, str | list[str]]
CHOICE, BEST, EXTRA = f"choice.{GREEN}", f"favourite.{GREEN}", f"extra.{GREEN}"
TOLD = re.compile(r'<div id="told" data-hx-swap-oob="innerHTML">(.*?)</div>', re.DOTALL)
UP_TO_TWO = BallotSpec(type="approval", limits={"max_count": 2, "min_count": 2})
FAVOURITE = BallotSpec(type="approval", limits={"max_count": 2, "favourites": 1})
BOOST = BallotSpec(type="approval", limits={"max_count": 2, f"boost:category={NATURE.id}": 1})
SORTED = BallotSpec(type="approval", limits={f"max_count:category={NATURE.id}": 1})
BASKET = BallotSpec(type="basket", limits={})
POINTS = BallotSpec(type="points", limits={"max_total": 5})
ALL = BallotSpec(type="score", limits={"lowest": 1, "highest": 5, "complete": 1})
GRADES = BallotSpec(type="grades", limits={"grades": 4, "max_count": 1})
RANKING = BallotSpec(type="ranking", limits={"max_count": 2})


def told(page: Page, fields: Fields, *, pot: str = GREEN) -> list[str]:
    """The sentences that go into the live region; none where it stays as it is."""
    assert page.shown is not None
    data = {**page.shown.fields(), **fields, "marked_in": pot}
    answer = page.raw("POST", f"/rounds/{ROUND}/ballot", data=data, headers={"hx-request-type": "partial"})
    assert answer.status_code == 200
    found = TOLD.search(answer.text)
    plain = html.unescape(re.sub(r"<[^>]*>", "\n", found[1] if found else ""))
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]


CASES: list[tuple[BallotSpec, list[tuple[Fields, list[str]]]]] = [
    (
        UP_TO_TWO,
        [
            ({CHOICE: [GARDEN, TREES]}, ["Chosen: 2 of 2."]),
            ({CHOICE: GARDEN}, ["Chosen: 1 of 2.", "Choose one more, or none at all."]),
            ({}, ["Chosen: 0 of 2."]),
            ({CHOICE: [GARDEN, TREES, PATHS]}, ["Chosen: 3 of 2.", "Take one away before you go on."]),
        ],
    ),
    (FAVOURITE, [({CHOICE: GARDEN, BEST: GARDEN}, ["Chosen: 1 of 2. Favourite: 1 of 1."])]),
    (BOOST, [({CHOICE: GARDEN, EXTRA: GARDEN}, ["Chosen: 1 of 2. Extra vote: 1 of 1."])]),
    (SORTED, [({CHOICE: [GARDEN, TREES]}, ["Chosen: 2.", "Natural world:", "Take one away."])]),
    (
        BASKET,
        [
            ({CHOICE: GARDEN}, ["In your basket: £4,000. Left: £5,000."]),
            (
                {CHOICE: [GARDEN, TREES, PATHS]},
                [
                    "In your basket: £12,500.",
                    "Too much by: £3,500. Take something away before you go on.",
                ],
            ),
        ],
    ),
    (
        POINTS,
        [
            ({mark(GARDEN): "3"}, ["Points given: 3 of 5."]),
            ({mark(GARDEN): "6"}, ["Points given: 6 of 5.", "Take one point away before you go on."]),
        ],
    ),
    (ALL, [({mark(GARDEN): "3"}, ["Proposals marked: 1 of 3.", "Mark 2 more, or none at all."])]),
    (GRADES, [({mark(GARDEN): "3"}, ["Proposals marked: 1 of 1."])]),
    (
        RANKING,
        [
            ({mark(GARDEN): "1"}, []),  # each move is said by the script
            (
                {mark(GARDEN): "2"},
                ["Check the order: each number from 1 upwards once, and none left out."],
            ),
        ],
    ),
]


@pytest.mark.parametrize(("spec", "cases"), CASES, ids=lambda each: getattr(each, "type", ""))
def test_what_is_chosen_is_said_as_a_sentence(
    world: World, page: Page, spec: BallotSpec, cases: list[tuple[Fields, list[str]]]
) -> None:
    open_sorted_vote(world, spec)
    page.language = "en"
    enter(page, issue(world, pots=(GREEN,))[0])
    for fields, sentences in cases:
        assert told(page, fields) == sentences


@pytest.mark.parametrize("language", ["cy", "en"])
def test_with_more_pots_than_one_it_is_said_of_the_one_that_was_marked(
    world: World, page: Page, language: Language
) -> None:
    open_sorted_vote(world, UP_TO_TWO)
    page.language = language
    enter(page, issue(world)[0])
    both: Fields = {CHOICE: [GARDEN, TREES], f"choice.{YOUNG}": []}
    green = {"cy": "Y gronfa werdd. Wedi'u dewis: 2 o 2.", "en": "Green pot. Chosen: 2 of 2."}
    young = {"cy": "Cronfa'r ifanc. Wedi'u dewis: 0 o 2.", "en": "Young people's pot. Chosen: 0 of 2."}
    assert told(page, both) == [green[language]]
    assert told(page, both, pot=YOUNG) == [young[language]]
    assert told(page, both, pot="of-another-round") == []
