"""Rounds in which the first vote counts: said before casting, kept after it, and told to whoever returns."""

from html import unescape

import pytest

from pb.domain.rounds import WhichCounts
from pb.domain.text import Language
from pb.storage import box
from tests.rounds import make_round, reload
from tests.votes import APPROVAL, GARDEN, GREEN, ROUND, TREES, YOUNG, issue, open_vote
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.web.test_papers import BALLOT, VOTE, enter
from tests.world import World

BOTH = pytest.mark.parametrize("language", ["cy", "en"])
CHOICE = f"choice.{GREEN}"
STANDS = {"cy": "y bleidlais gyntaf sy'n cyfrif", "en": "the first vote counts"}
CHANGE = {"cy": "newid eich pleidlais", "en": "change your vote"}


def counted(world: World) -> list[dict[str, dict[str, int]]]:
    with world.db.read() as tx:
        return box.list_counted_payloads(tx, ROUND)


@BOTH
def test_it_is_chosen_in_set_up_and_told(world: World, as_person: AsPerson, language: Language) -> None:
    round_ = make_round(world)
    elin = as_person(world.elin, language=language)
    shown = elin.get(f"/manage/{round_.id}/ballot")
    assert shown.value("which_counts") == "last"
    elin.submit({"which_counts": "first"})
    assert reload(world, round_).which_counts is WhichCounts.FIRST
    elin.get(f"/manage/{round_.id}/ballot")
    elin.post(
        f"/manage/{round_.id}/ballot",
        {**elin.get(f"/manage/{round_.id}/ballot").fields(), "which_counts": "x"},
        status=422,
    )


@BOTH
def test_a_first_vote_stands(world: World, page: Page, language: Language) -> None:
    open_vote(world, APPROVAL, which_counts=WhichCounts.FIRST)
    page.language, (code,) = language, issue(world)
    assert STANDS[language] in page.get(VOTE).main
    enter(page, code)
    shown = page.submit({CHOICE: [GARDEN]})
    assert STANDS[language] in shown.main
    assert CHANGE[language] not in shown.main
    kept = shown.fields()
    shown = page.submit()
    assert STANDS[language] in shown.main
    assert CHANGE[language] not in shown.main.lower()
    for path in (BALLOT, f"{BALLOT}/check", BALLOT):
        assert page.get(path).path == f"/{language}{BALLOT}/receipt"
    for path, fields in ((BALLOT, {CHOICE: [TREES]}), (f"{BALLOT}/check", {**kept, "cast": "0" * 32})):
        shown = page.post(path, {**kept, **fields})
        assert (shown.path, STANDS[language] in str(shown.notice)) == (f"/{language}{BALLOT}/receipt", True)
    again = page.post(f"{BALLOT}/check", kept)  # the same form once more
    assert again.path == f"/{language}{BALLOT}/receipt"
    live = page.raw("POST", BALLOT, data={**kept, CHOICE: [TREES]}, headers={"hx-request-type": "partial"})
    assert STANDS[language] in unescape(live.text)
    page.get(f"{BALLOT}/finish")
    page.submit()
    assert enter(page, code).path == f"/{language}{BALLOT}/receipt", "whoever comes back is told kindly"
    assert counted(world) == [{GREEN: {GARDEN: 1}, YOUNG: {}}]
    with world.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (1, 0)


def test_where_the_last_counts_nothing_of_this_is_said(world: World, page: Page) -> None:
    open_vote(world, APPROVAL)
    page.language = "en"
    enter(page, issue(world)[0])
    assert STANDS["en"] not in page.submit({CHOICE: [GARDEN]}).main
    assert CHANGE["en"] in page.submit().main
    assert page.get(BALLOT).path == f"/en{BALLOT}"
