"""The result page of Wieliczka 2023, published and read back: every figure worked out from its HTML alone.

A resident's questions are asked of the page, and of nothing else.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from pb.services import results
from pb.web.app import create_app
from tests.corpus.test_import import WIELICZKA, through_the_platform
from tests.web.page import Page, Shown
from tests.web.sums_read import SumRead, faults_of, numbers, text_of
from tests.world import World

pytestmark = pytest.mark.corpus
HALF = Fraction(1, 200)
"""Half of the last figure shown."""


@pytest.fixture(scope="module")
def pages(pabulib: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Shown]]:
    """The page in each language."""
    world = World(tmp_path_factory.mktemp("wieliczka"))
    round_id, _ = through_the_platform(world, pabulib / WIELICZKA, "as-declared", {})
    pot_id = results.view_results(world.deps, None, round_id).pots[0].pot.id
    page = Page(create_app(world.deps))
    shown = {}
    for page.language in ("cy", "en"):
        shown[page.language] = page.get(f"/rounds/{round_id}/results/{pot_id}")
    yield shown
    world.close()


class Row:
    """One proposal of the chart: its words, votes, cost and sum."""

    def __init__(self, element: Element) -> None:
        head, votes, cost = element
        title = head.find(".//*[@class='result-title']")
        note = head.find(".//*[@class='result-note']")
        assert title is not None
        assert note is not None
        self.title, self.note = text_of(title), text_of(note)
        self.votes, self.cost = numbers(text_of(votes))[0], numbers(text_of(cost))[0]
        self.anchor = element.get("id", "")
        (self.sum,) = sums_in(head)


def sums_in(element: Element) -> list[SumRead]:
    return [SumRead(one) for one in element.iterfind(".//dl") if (one.get("class") or "").startswith("sum ")]


def charts(shown: Shown) -> tuple[list[Row], list[Row]]:
    """Rows of what is funded, and of the others."""
    tables = [one for one in shown.all(".//table") if "results" in (one.get("class") or "")]
    funded, others = ([Row(row) for row in one.iterfind("./tbody/tr")] for one in tables)
    return funded, others


def story(shown: Shown, kind: str) -> list[SumRead]:
    """The sums of the story, which stand outside the charts."""
    main = shown.root.find(".//main")
    assert main is not None
    inside = {id(one) for table in main.iterfind(".//table") for one in table.iterfind(".//dl")}
    every = [one for one in main.iterfind(".//dl") if (one.get("class") or "").startswith("sum ")]
    return [read for one in every if id(one) not in inside for read in [SumRead(one)] if read.kind == kind]


def figures(shown: Shown) -> list[Fraction]:
    (large,) = [one for one in shown.all(".//dl") if one.get("class") == "figures"]
    return [numbers(text_of(one))[0] for one in large.iterfind(".//dd")]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_sum_on_the_page_adds_up(pages: dict[str, Shown], language: str) -> None:
    main = pages[language].root.find(".//main")
    assert main is not None
    found = sums_in(main)
    # one for each of 64 proposals, then share, raises, first purchase, the pair, and the closest
    assert len(found) == 64 + 6
    assert [fault for one in found for fault in faults_of(one, HALF)] == []


@pytest.mark.parametrize("language", ["cy", "en"])
def test_pot_costs_and_what_is_left(pages: dict[str, Shown], language: str) -> None:
    pot, given, left, people = figures(pages[language])
    funded, others = charts(pages[language])
    assert pot - given == left
    assert sum(row.cost for row in funded) == given
    for row in (*funded, *others):
        assert row.sum.figure("total" if row in funded else "cost") == row.cost
    (share,) = story(pages[language], "share")
    assert (share.figure("pot"), share.figure("people")) == (pot, people)
    (raises,) = story(pages[language], "raises")
    assert raises.figure("start") == share.figure("total").__floor__()


@pytest.mark.parametrize("language", ["cy", "en"])
def test_who_paid_is_who_voted(pages: dict[str, Shown], language: str) -> None:
    """Those who paid, those who gave what was left and those who had nothing are all who chose it."""
    main = pages[language].root.find(".//main")
    assert main is not None
    funded, others = charts(pages[language])
    without = {row.anchor: Fraction(0) for row in funded}
    for element in main.iterfind(".//tr[@id]"):
        hint = element.find(".//p[@class='hint']")
        if hint is not None:
            without[element.get("id", "")] = numbers(text_of(hint))[0]
    for row in funded:
        payers = sum(numbers(words)[0] for _, words, _ in row.sum.parts())
        assert payers + without[row.anchor] == row.votes, row.title
    for row in others:
        assert numbers(row.sum.parts()[0][1])[0] == row.votes, row.title


@pytest.mark.parametrize("language", ["cy", "en"])
def test_sentences_say_what_the_sums_say(pages: dict[str, Shown], language: str) -> None:
    funded, others = charts(pages[language])
    for row in funded:
        each = [numbers(words)[1] for kind, words, _ in row.sum.parts() if kind == "in-full"]
        assert numbers(row.note) == [max(each)], row.title
    for row in others:
        assert numbers(row.note) == [row.sum.figure(kind) for kind in ("total", "cost", "short")], row.title


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_steps_spend_the_pot(pages: dict[str, Shown], language: str) -> None:
    (pot, given, *_), (funded, _) = figures(pages[language]), charts(pages[language])
    table = next(one for one in pages[language].all(".//table") if "results" not in (one.get("class") or ""))
    left, bought = pot, []
    for row in table.iterfind("./tbody/tr"):
        paid, after = (numbers(text_of(cell))[0] for cell in list(row)[3:])
        left -= paid
        assert after == left
        bought += [link.get("href") for link in row.iterfind(".//a")]
    assert pot - left == given
    assert bought == [f"#{row.anchor}" for row in funded]


def test_both_languages_have_the_same_figures(pages: dict[str, Shown]) -> None:
    cy, en = (story_figures(pages[language]) for language in ("cy", "en"))
    assert cy == en
    assert len(cy) > 300


def story_figures(shown: Shown) -> list[tuple[str, Fraction]]:
    main = shown.root.find(".//main")
    assert main is not None
    return [(kind, figure) for one in sums_in(main) for kind, _, figure in one.rows]


QUESTIONS = {
    "en": (
        "Why can a proposal with more votes lose?",
        "One person's equal share",
        "All the shares were raised, step by step",
        "Who paid for it",
        "Where their shares went",
        "Left over",
        "How close was it?",
        "How can I check it?",
    ),
    "cy": (
        "Pam y gall cynnig â mwy o bleidleisiau golli?",
        "Cyfran gyfartal un person",
        "Codwyd pob cyfran, gam wrth gam",
        "Pwy dalodd amdano",
        "I ble'r aeth eu cyfrannau",
        "Yn weddill",
        "Pa mor agos oedd hi?",
        "Sut y gallaf ei wirio?",
    ),
}


@pytest.mark.parametrize("language", ["cy", "en"])
def test_what_a_resident_would_ask(pages: dict[str, Shown], language: str) -> None:
    """The words stand there, and the answers follow from the figures beside them."""
    main = pages[language].main
    assert [words for words in QUESTIONS[language] if words not in main] == []
    funded, others = charts(pages[language])
    (spent,), purchases = story(pages[language], "spent"), story(pages[language], "bought")
    first, cheaper = purchases
    loser = max(others, key=lambda row: row.votes)
    winner = min(funded, key=lambda row: row.votes)
    # the pair: more votes and lost, fewer and won, each with its own sum
    assert loser.votes > winner.votes
    assert (loser.sum.rows, winner.sum.rows) == (spent.rows, cheaper.rows)
    assert first.rows == funded[0].sum.rows
    # the closest one is the closest of all, and one more share would not have been enough
    (closest,) = story(pages[language], "closest")
    assert closest.figure("short") == min(row.sum.figure("short") for row in others)
    assert closest.figure("short") > closest.figure("share")
    (raises,) = story(pages[language], "raises")
    assert closest.figure("share") == raises.figure("total") == numbers(spent.rows[0][1])[1]
