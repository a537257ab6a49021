"""Printed ballot papers: every kind, in both languages on one sheet, drafts marked, for staff alone."""

import pytest

from pb.domain.text import Language
from pb.tally.ballots import BALLOT_TYPES
from pb.tally.model import BallotSpec
from tests.rounds import make_proposal, make_round
from tests.votes import GARDEN, GREEN, NATURE, ROUND, SPORT, issue, open_sorted_vote
from tests.web.conftest import AsPerson
from tests.web.page import Page, Shown
from tests.web.test_papers import enter
from tests.world import World

HERE = f"/manage/{ROUND}/paper"
SPECS = {
    "approval": BallotSpec(type="approval", limits={"max_count": 2, f"max_count:category={NATURE.id}": 1}),
    "favourite": BallotSpec(type="approval", limits={"max_count": 2, "favourites": 1}),
    "boost": BallotSpec(type="approval", limits={"max_count": 2, f"boost:category={SPORT.id}": 1}),
    "basket": BallotSpec(type="basket", limits={f"max_cost:category={NATURE.id}": 4_000_00}),
    "points": BallotSpec(type="points", limits={"max_total": 10}),
    "score": BallotSpec(type="score", limits={"lowest": 1, "highest": 5}),
    "grades": BallotSpec(type="grades", limits={"grades": 4}),
    "ranking": BallotSpec(type="ranking", limits={"max_count": 3}),
}
SAID = {
    "approval": (
        "Byd natur: dim mwy na 1",
        "Natural world: at most 1",
        "Rhowch groes (X)",
        "Put a cross (X)",
    ),
    "favourite": ("Ffefryn / Favourite", "mae'n cyfrif ddwywaith", "it counts twice"),
    "boost": ("Pleidlais ychwanegol / Extra vote", "o'r math hwn y mae: Chwaraeon", "of this kind: Sport"),
    "basket": (
        "dim mwy na £4,000 gyda'i gilydd",
        "together at most £4,000",
        "Cost of your choices, at most £9,000:",
    ),
    "points": ("Mae gennych 10 pwynt.", "You have 10 points.", "Points you have given, at most 10:"),
    "score": ("Rhowch sgôr o 1 i 5", "a score from 1 to 5", "1 2 3 4 5"),
    "grades": ("Da iawn / Very good", "Gwael / Poor"),
    "ranking": ("1, 2, 3 ac yn y blaen", "1, 2, 3 and so on"),
}
# What is there to be marked for the three proposals of the green pot, by the classes of the sheet.
PLACES = {
    "approval": ("box", 3), "favourite": ("box", 6), "boost": ("box", 4), "basket": ("box", 3),
    "points": ("line", 4), "score": ("ring", 15), "grades": ("box", 12), "ranking": ("box box-place", 3),
}  # fmt: skip


def sheets(shown: Shown) -> list[str]:
    """What is on paper: everything but the headings of tables, which are for those who hear the page."""
    found = []
    for sheet in shown.all(".//article"):
        for table in sheet.iter("table"):
            for unseen in [part for part in table if part.get("class") == "unseen"]:
                table.remove(unseen)
        found.append(" ".join("".join(sheet.itertext()).split()))
    return found


def test_every_ballot_type_has_its_paper() -> None:
    assert {spec.type for spec in SPECS.values()} == set(BALLOT_TYPES)


@pytest.mark.parametrize("kind", SPECS)
def test_a_paper_says_everything_in_both_languages(world: World, as_person: AsPerson, kind: str) -> None:
    open_sorted_vote(world, SPECS[kind])
    elin = as_person(world.elin)
    shown = elin.get(HERE)
    green, young = sheets(shown)
    assert [words for words in SAID[kind] if words not in green] == []
    for words in ("Gardd gymunedol Community garden £4,000", "Y gronfa werdd / Green pot", "£9,000"):
        assert words in green
    for words in ("Peidiwch ag ysgrifennu eich enw.", "Do not write your name.", "c0c0c0c0c0c0c0c0"):
        assert words in young
    name, count = PLACES[kind]
    sheet = shown.all(".//article")[0]
    assert len([each for each in sheet.iter("span") if each.get("class") == name]) == count
    assert sheets(elin.switch_language()) == [green, young], "the sheet is the same for whoever prints it"


def test_a_paper_before_the_vote_is_a_draft(world: World, as_person: AsPerson) -> None:
    round_ = make_round(world)
    make_proposal(world, round_, "Gardd")
    elin = as_person(world.elin, language="en")
    shown = elin.get(f"/manage/{round_.id}/paper")
    assert "Drafft: nid ar gyfer pleidleisio" in sheets(shown)[0]
    assert "There are no proposals in this pot." in sheets(shown)[1]
    assert "sheet-large" not in str(shown.all(".//article")[0].get("class"))
    shown = elin.get(f"/manage/{round_.id}/paper?size=large")
    assert "sheet-large" in str(shown.all(".//article")[0].get("class"))
    assert "Ballot papers to print" in elin.get(f"/manage/{round_.id}").main


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_bar_of_a_favourite_says_what_it_counts(world: World, page: Page, language: Language) -> None:
    open_sorted_vote(world, SPECS["favourite"])
    page.language = language
    fields = {**enter(page, issue(world)[0]).fields(), f"favourite.{GREEN}": GARDEN}
    live = page.raw("POST", f"/rounds/{ROUND}/ballot", data=fields, headers={"hx-request-type": "partial"})
    assert {"cy": "Ffefryn: 1 / 1", "en": "Favourite: 1 / 1"}[language] in live.text
