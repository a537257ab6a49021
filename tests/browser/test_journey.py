"""A whole vote in a real browser, from the code to the receipt, on every kind of paper.

Six things vary: the kind of paper, the screen (320, 360 and 1280 px, and 1280 x 1024 at 400 %), the language,
scripts, the hand (pointer, or keyboard alone) and the number of pots. `make test` walks the twenty-eight
journeys of `CHOSEN`, in which every two of these meet in every way; `make test-long` walks all there are.
"""

from collections.abc import Iterator
from itertools import combinations, product
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site, running_site
from tests.browser.voter import PAPERS, SCREENS, Vote, Voter, open_vote


class Journey(NamedTuple):
    """One way to vote."""

    paper: str
    screen: str
    language: str
    scripts: bool
    hand: str
    pots: int

    def __str__(self) -> str:
        words = ("scripts" if self.scripts else "no scripts", self.hand, f"{self.pots} pots")
        return " ".join((self.paper, self.screen, self.language, *words))


FACTORS = (tuple(PAPERS), tuple(SCREENS), ("cy", "en"), (True, False), ("pointer", "keyboard"), (1, 2))
ALL = [Journey(*each) for each in product(*FACTORS)]
CHOSEN = [
    Journey(
        paper,
        screen,
        language=("cy", "en")[(row + column) % 2],
        scripts=(row + column // 2) % 2 == 0,
        hand=("pointer", "keyboard")[(row // 2 + column) % 2],
        pots=2 - (row // 2 + column // 2 + column) % 2,
    )
    for row, paper in enumerate(PAPERS)
    for column, screen in enumerate(SCREENS)
]
REST = [journey for journey in ALL if journey not in CHOSEN]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("journey")) as running:
        yield running


@pytest.fixture(scope="module")
def opened(shared: Site) -> dict[str, Vote]:
    return {kind: open_vote(shared.world, kind) for kind in PAPERS}


def test_every_two_of_the_things_that_vary_meet_in_every_way() -> None:
    for one, two in combinations(range(len(FACTORS)), 2):
        met = {(journey[one], journey[two]) for journey in CHOSEN}
        assert met == set(product(FACTORS[one], FACTORS[two])), (one, two)


@pytest.mark.parametrize(
    "journey", [*CHOSEN, *(pytest.param(each, marks=pytest.mark.long) for each in REST)], ids=str
)
def test_a_vote_from_the_code_to_the_receipt(
    chromium: Browser, shared: Site, opened: dict[str, Vote], journey: Journey
) -> None:
    vote = opened[journey.paper]
    voter = Voter(
        chromium,
        shared,
        vote,
        language=journey.language,
        scripts=journey.scripts,
        screen=journey.screen,
        hand=journey.hand,
        with_axe=True,
    )
    wanted = vote.wanted(journey.pots)
    voter.enter(vote.code(journey.pots))
    voter.mark(wanted)
    voter.go_on()
    assert voter.path.endswith("/ballot/check")
    chosen = {proposal for marks in wanted.values() for proposal in marks}
    for proposal, title in vote.titles.items():
        assert (getattr(title, journey.language) in voter.text) == (proposal in chosen), title
    before = vote.cast()
    voter.go_on()
    assert voter.path.endswith("/ballot/receipt")
    receipt = voter.receipt
    assert receipt not in before
    assert vote.cast() == before | {receipt: wanted}
    looked_up(voter, receipt)
    voter.leave()


def looked_up(voter: Voter, receipt: str) -> None:
    """The page of receipts knows it, and a device that was left clean does not know the voter."""
    voter.push(voter.page.locator("main a[href$='/receipt']").first, "Enter", leads_on=True)
    field = voter.page.locator("[name=receipt]").last
    if voter.hand == "pointer":
        field.fill(receipt)
        voter.go_on()
    else:
        voter.tab_to(field)
        voter.page.keyboard.type(receipt)
        voter.enter_key()
    assert receipt in voter.page.locator(".notice-good").inner_text()
    voter.open(f"/rounds/{voter.vote.round_id}/ballot/finish")
    voter.go_on()
    voter.open(f"/rounds/{voter.vote.round_id}/ballot")
    assert voter.path.endswith("/vote")
