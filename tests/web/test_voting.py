"""Voting pages in both languages: from the code to the receipt, and every kind no on the way."""

import gzip
from datetime import timedelta

import pytest
from starlette.types import ASGIApp

from pb.domain.ids import PotId
from pb.domain.rounds import Pot
from pb.domain.text import Bilingual
from pb.services import ballots, codes
from pb.storage import box
from pb.tally import BallotSpec
from tests.papers import a_long_paper
from tests.votes import (
    BASKET,
    CAMP,
    CHOIR,
    CLOSES_AT,
    GARDEN,
    GREEN,
    PATHS,
    ROUND,
    TREES,
    YOUNG,
    cast,
    issue,
    open_vote,
    take_off,
    voter_of,
    voting_round,
)
from tests.web.checks import words_of
from tests.web.page import Page, Shown
from tests.world import World

VOTE = f"/rounds/{ROUND}/vote"
BALLOT = f"/rounds/{ROUND}/ballot"
RECEIPT = f"/rounds/{ROUND}/receipt"
CHOOSE_GREEN, CHOOSE_YOUNG = f"choice.{GREEN}", f"choice.{YOUNG}"


def enter(page: Page, code: str) -> Shown:
    page.get(VOTE)
    return page.submit({"code": code})


def receipt_on(shown: Shown) -> str:
    (panel,) = shown.all(".//p[@class='code']")
    return panel.text or ""


def ticked(shown: Shown, name: str) -> list[str]:
    boxes = shown.all(f".//input[@name='{name}']")
    return sorted(box.get("value", "") for box in boxes if box.get("checked") is not None)


def lines(shown: Shown, place: str) -> list[str]:
    return [words_of(item) for item in shown.all(f"{place}/li")]


def in_the_box(world: World) -> list[dict[str, dict[str, int]]]:
    with world.db.read() as tx:
        return box.list_counted_payloads(tx, ROUND)


@pytest.mark.parametrize(
    ("language", "check", "done"),
    [
        ("cy", "Gwirio eich dewisiadau", "Mae eich pleidlais yn y blwch"),
        ("en", "Check your choices", "Your vote is in the box"),
    ],
)
def test_a_vote_from_the_code_to_the_receipt(
    world: World, page: Page, language: str, check: str, done: str
) -> None:
    open_vote(world)
    (code,) = issue(world)
    page.language = language
    shown = enter(page, code.lower())
    assert page.went == [f"/{language}{BALLOT}"]
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["referrer-policy"] == "no-referrer"
    shown = page.submit({CHOOSE_GREEN: [GARDEN, TREES], CHOOSE_YOUNG: CHOIR})
    assert shown.heading == check
    assert "£9,000" in shown.main
    assert "£800.50" in shown.main
    shown = page.submit()
    assert shown.heading == done
    assert receipt_on(shown)
    assert "£" not in shown.main  # nothing of the choices
    assert in_the_box(world) == [{GREEN: {TREES: 1, GARDEN: 1}, YOUNG: {CHOIR: 1}}]


def test_coming_back_shows_the_earlier_choices_and_changes_the_vote(world: World, page: Page) -> None:
    open_vote(world)
    (code,) = issue(world)
    page.language = "en"
    enter(page, code)
    page.submit({CHOOSE_GREEN: GARDEN})
    first = receipt_on(page.submit())
    shown = page.submit(form="finish")
    assert shown.notice == "You have finished. Your code is forgotten on this device."
    assert page.get(BALLOT).path == f"/en{VOTE}"
    shown = enter(page, code)
    assert ticked(shown, CHOOSE_GREEN) == [GARDEN]
    assert "You have voted." in shown.main
    page.submit({CHOOSE_GREEN: PATHS})
    second = receipt_on(page.submit())
    world.clock.moment = CLOSES_AT
    page.get(RECEIPT)
    assert "replaced by a later vote" in page.submit({"receipt": first}).main
    assert "This vote was counted." in page.submit({"receipt": second}).main


def test_sending_unchanged_choices_goes_to_the_receipt(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    enter(page, issue(world)[0])
    page.submit({CHOOSE_GREEN: GARDEN})
    receipt = receipt_on(page.submit())
    page.get(BALLOT)
    assert receipt_on(page.submit()) == receipt


def test_a_blank_vote_is_asked_about_once(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    enter(page, issue(world)[0])
    shown = page.submit()
    assert "Yes, cast a blank vote" in shown.main
    assert page.submit().heading == "Your vote is in the box"
    assert in_the_box(world) == [{GREEN: {}, YOUNG: {}}]


def test_too_many_is_said_on_the_paper_with_everything_still_ticked(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    enter(page, issue(world)[0])
    shown = page.submit({CHOOSE_GREEN: [GARDEN, TREES, PATHS], CHOOSE_YOUNG: CAMP}, status=422)
    assert shown.faults == ["You have chosen too many. Pot: Green pot. At most: 2. You have chosen: 3."]
    assert ticked(shown, CHOOSE_GREEN) == sorted([GARDEN, TREES, PATHS])
    assert ticked(shown, CHOOSE_YOUNG) == [CAMP]
    assert "Take one away before you go on." in shown.main
    check = page.get(f"{BALLOT}/check")  # by its address: seen, but not to be cast
    assert "Cast your vote" not in check.main
    assert "You have chosen too many." in check.main


def test_a_basket_over_the_pot_says_by_how_much_in_welsh(world: World, page: Page) -> None:
    open_vote(world, BASKET)
    enter(page, issue(world)[0])
    shown = page.submit({CHOOSE_YOUNG: [CAMP, CHOIR]}, status=422)
    assert shown.faults == [
        "Mae eich dewisiadau'n costio gormod. Cronfa: Cronfa'r ifanc. Dim mwy na: £1,500. "
        "Maent yn costio: £2,000.50, sef £500.50 yn ormod."
    ]
    assert ticked(shown, CHOOSE_YOUNG) == sorted([CAMP, CHOIR])


def test_each_tick_is_kept_and_answered_with_the_total(world: World, page: Page) -> None:
    open_vote(world, BASKET)
    (code,) = issue(world)
    page.language = "en"
    shown = enter(page, code)
    token = shown.value("form_token")
    fields = {CHOOSE_GREEN: [GARDEN, TREES], "form_token": token}
    answer = page.raw("POST", BALLOT, data=fields, headers={"hx-request-type": "partial"})
    assert answer.status_code == 200
    assert "£9,000" in answer.text
    assert "Left: £0" in answer.text
    assert "<html" not in answer.text
    assert ticked(page.get(BALLOT), CHOOSE_GREEN) == sorted([GARDEN, TREES])  # a closed tab loses nothing
    assert "Your vote is not cast yet." in page.get(BALLOT).main
    assert in_the_box(world) == []


def test_each_pot_says_in_two_places_what_is_not_done_yet(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    shown = enter(page, issue(world)[0])
    places = (".//ul[@id='pots']", ".//div[@id='tally']/ul")
    assert [lines(shown, place) for place in places] == [
        ["Green pot Nothing chosen yet", "Young people's pot Nothing chosen yet"]
    ] * 2
    ballots.keep_choices(world.deps, voter_of(world, issue(world)[0]), {})  # somebody else's changes nothing
    page.submit({CHOOSE_YOUNG: CHOIR})
    shown = page.get(f"{BALLOT}/check")
    assert shown.links()["Choose in this pot – Green pot"] == f"/en{BALLOT}#f-pot-{GREEN}"
    assert "Choose in this pot – Young people's pot" not in shown.links()
    shown = page.get(BALLOT)
    assert [lines(shown, place) for place in places] == [
        ["Green pot Nothing chosen yet", "Young people's pot Chosen 1 / 2"]
    ] * 2
    targets = [link.get("href") for link in shown.all(".//ul[@id='pots']//a")]
    assert targets == [f"#f-pot-{GREEN}", f"#f-pot-{YOUNG}"]


@pytest.mark.parametrize("pots", [(GREEN,), (GREEN, YOUNG)])
def test_too_few_is_told_where_the_tally_is(world: World, page: Page, pots: tuple[str, ...]) -> None:
    open_vote(world, BallotSpec(type="approval", limits={"max_count": 3, "min_count": 3}))
    page.language = "en"
    shown = enter(page, issue(world, pots=pots)[0])
    assert "or none at all." not in words_of(shown.all(".//div[@id='tally']")[0])  # blank is no fault
    shown = page.submit({CHOOSE_GREEN: GARDEN}, status=422)
    assert "Choose 2 more, or none at all." in words_of(shown.all(".//div[@id='tally']")[0])


def test_one_pot_needs_no_list_of_pots(world: World, page: Page) -> None:
    open_vote(world)
    shown = enter(page, issue(world, pots=(GREEN,))[0])
    assert shown.all(".//ul[@id='pots']") == []


def test_with_many_pots_the_bar_counts_them_and_names_those_with_too_much(world: World, page: Page) -> None:
    more = tuple(Pot(id=PotId(name), name=Bilingual(cy=name, en=name), amount_pence=1) for name in "ab")
    open_vote(world, pots=(*voting_round().pots, *more))
    page.language = "en"
    enter(page, issue(world, pots=(GREEN, YOUNG, "a", "b"))[0])
    shown = page.submit({CHOOSE_GREEN: [GARDEN, TREES, PATHS], CHOOSE_YOUNG: CHOIR}, status=422)
    (bar,) = shown.all(".//div[@id='tally']")
    assert words_of(bar).startswith("Pots in which you have chosen: 2 / 4")
    assert lines(shown, ".//div[@id='tally']/ul") == [
        "Green pot Chosen 3 / 2 Take one away before you go on."
    ]
    assert len(lines(shown, ".//ul[@id='pots']")) == 4


def test_a_tick_that_comes_too_late_is_answered_in_its_place(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    shown = enter(page, issue(world)[0])
    fields = {CHOOSE_GREEN: GARDEN, "form_token": shown.value("form_token")}
    world.clock.go(minutes=16)
    answer = page.raw("POST", BALLOT, data=fields, headers={"hx-request-type": "partial"})
    assert '<p class="total-over" role="alert"><strong>Not saved yet.' in answer.text
    assert "show once more that you can vote" in answer.text
    assert "<html" not in answer.text


def test_the_language_switch_keeps_what_is_ticked(world: World, page: Page) -> None:
    open_vote(world)
    enter(page, issue(world)[0])
    assert page.shown is not None
    fields = {**page.shown.fields(), CHOOSE_GREEN: [GARDEN, PATHS], "language_switch": "1"}
    shown = page.post(f"/en{BALLOT}", fields)
    assert shown.heading == "Ballot paper"
    assert ticked(shown, CHOOSE_GREEN) == sorted([GARDEN, PATHS])
    assert [line.text for line in shown.all(".//div[@id='tally']//strong")] == ["2"]


def test_a_session_that_ended_asks_for_the_code_and_loses_no_choice(world: World, page: Page) -> None:
    open_vote(world)
    (code,) = issue(world)
    page.language = "en"
    enter(page, code)
    world.clock.go(minutes=16)
    shown = page.submit({CHOOSE_GREEN: GARDEN}, status=422)
    assert shown.heading == "Enter your code again"
    shown = page.submit({"code": code[:-1] + ("0" if code[-1] != "0" else "1")}, status=422)
    assert shown.faults == ["There is a slip in this code. Compare it with your letter, letter by letter."]
    shown = page.submit({"code": code})
    assert shown.heading == "Check your choices"
    assert "Community garden" in shown.main


def test_a_paper_that_changes_before_casting_is_said_plainly(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    enter(page, issue(world)[0])
    page.submit({CHOOSE_GREEN: [GARDEN, TREES]})
    take_off(world, TREES)
    shown = page.submit(status=422)
    assert "The ballot paper has just changed." in shown.main
    assert "Street trees" in shown.main
    assert "Community garden" in shown.main
    assert page.submit().heading == "Your vote is in the box"
    assert in_the_box(world) == [{GREEN: {GARDEN: 1}, YOUNG: {}}]


def test_a_proposal_of_another_pot_is_refused_kindly(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    enter(page, issue(world, pots=(GREEN,))[0])
    shown = page.submit({CHOOSE_GREEN: [GARDEN, CAMP]}, status=422)
    assert shown.faults == [
        "Something you chose is not on this ballot paper any more. "
        "It has been taken out; your other choices are kept."
    ]
    assert ticked(shown, CHOOSE_GREEN) == [GARDEN]


def test_two_taps_and_two_windows_give_one_vote(world: World, page: Page) -> None:
    open_vote(world)
    page.language = "en"
    enter(page, issue(world)[0])
    page.submit({CHOOSE_GREEN: GARDEN})
    assert page.shown is not None
    form = page.shown.fields()
    receipts = {receipt_on(page.post(f"{BALLOT}/check", form)) for _ in range(3)}
    assert len(receipts) == 1
    page.get(BALLOT)
    page.submit({CHOOSE_GREEN: TREES})
    shown = page.post(f"{BALLOT}/check", {**form, "cast": "0" * 32}, status=422)
    assert "Your choices were changed in another window." in shown.main
    assert len(in_the_box(world)) == 1


def closing_words(shown: Shown) -> list[str]:
    """What is said of the close, as far as it is not hidden."""
    return [words_of(each) for each in shown.all(".//*[@id='closing']/p") if each.get("hidden") is None]


def seconds_told(shown: Shown) -> str | None:
    (told,) = shown.all(".//*[@id='closing']")
    return told.get("data-left")


@pytest.mark.parametrize("where", ["ballot", "ballot/check"])
def test_ten_minutes_before_the_close_the_pages_say_so(world: World, page: Page, where: str) -> None:
    open_vote(world)
    page.language = "en"
    world.clock.moment = CLOSES_AT - timedelta(seconds=601)
    enter(page, issue(world)[0])
    page.submit({CHOOSE_GREEN: GARDEN})
    shown = page.get(f"/rounds/{ROUND}/{where}")
    assert (seconds_told(shown), closing_words(shown)) == ("601", [])
    world.clock.go(seconds=1)
    shown = page.get(f"/rounds/{ROUND}/{where}")
    assert seconds_told(shown) == "600"
    (words,) = closing_words(shown)
    assert words.startswith("Voting closes in less than 10 minutes.")


@pytest.mark.parametrize("where", ["ballot", "ballot/check"])
def test_what_comes_after_the_close_is_not_cast_and_is_told_so(world: World, page: Page, where: str) -> None:
    open_vote(world)
    page.language = "en"
    enter(page, issue(world)[0])
    shown = page.submit({CHOOSE_GREEN: GARDEN})
    if where == "ballot":
        shown = page.get(BALLOT)
    world.clock.moment = CLOSES_AT
    tick = page.raw("POST", BALLOT, data=shown.fields(), headers={"hx-request-type": "partial"})
    assert "Voting has closed." in tick.text
    assert "enter your code" not in tick.text
    switched = page.post(f"/cy{BALLOT}", {**shown.fields(), "language_switch": "1"}, status=409)
    assert switched.heading == "Mae'r pleidleisio wedi cau"
    page.language, page.shown = "en", shown
    late = page.submit(status=409)
    assert late.heading == "Voting has closed"
    assert "was not cast" in late.main
    assert f"/en{RECEIPT}" in late.links().values()
    assert in_the_box(world) == []


def test_after_the_close_a_code_opens_nothing(world: World, app: ASGIApp) -> None:
    open_vote(world)
    world.clock.moment = CLOSES_AT
    late = Page(app, "en").post(VOTE, {"code": "x"}, status=409)
    assert "A vote that you cast before stands." in late.main


@pytest.mark.parametrize("language", ["cy", "en"])
def test_kind_words_for_codes_that_do_not_open(world: World, app: ASGIApp, language: str) -> None:
    open_vote(world)
    good, void = issue(world, 2)
    codes.void_code(world.deps, world.elin, ROUND, void)
    page = Page(app, language)
    said = {}
    for name, code in (("void", void), ("unknown", "00000-00000-00000"), ("slip", good[:-1]), ("none", "")):
        page.get(VOTE)
        said[name] = page.submit({"code": code}, status=422).faults
    assert len({str(words) for words in said.values()}) == 4
    assert all(len(words) == 1 for words in said.values())
    for _ in range(5):
        page.raw("POST", VOTE, data={"code": "00000-00000-00000"})
    locked = page.post(VOTE, {"code": "00000-00000-00000"}, status=429)
    assert int(locked.headers["retry-after"]) > 60


def test_receipts_before_the_close(world: World, page: Page) -> None:
    open_vote(world)
    receipt = cast(world, voter_of(world, issue(world)[0]), {})
    page.get(RECEIPT)
    assert "wedi cyrraedd y blwch" in page.submit({"receipt": receipt}).main
    assert "Ni wyddom am bleidlais" in page.submit({"receipt": "0000-0000-0000-0000"}).main
    assert page.submit({"receipt": "<b>"}, status=422).faults == [
        "Mae llithriad yn y dderbynneb hon. Mae ynddi 16 o lythrennau a rhifau."
    ]


@pytest.mark.parametrize("path", [BALLOT, f"{BALLOT}/check", f"{BALLOT}/receipt"])
def test_without_a_code_there_is_only_the_page_that_asks_for_it(world: World, page: Page, path: str) -> None:
    open_vote(world)
    assert page.get(path).path == f"/cy{VOTE}"
    page.get("/rounds/nid-yw/vote", status=404)


def test_leaving_says_that_choices_are_kept_but_not_cast(world: World, page: Page) -> None:
    open_vote(world)
    (code,) = issue(world)
    page.language = "en"
    enter(page, code)
    page.submit({CHOOSE_GREEN: GARDEN})
    shown = page.get(f"{BALLOT}/finish")
    assert "Your choices are not cast yet." in shown.main
    page.submit()
    assert page.get(VOTE).all(".//*[@class='notice']") == []
    assert ticked(enter(page, code), CHOOSE_GREEN) == [GARDEN]


@pytest.mark.parametrize(
    "fields",
    [
        {CHOOSE_GREEN: "x" * 100_000},
        {CHOOSE_GREEN: ["\u202e<b>", "\0", "🗳" * 9_000]},
        {f"mark.{GREEN}.{GARDEN}": "9" * 5_000},
        {f"mark.{GREEN}.{GARDEN}": "minws un"},
        {"mark.": "1", "choice.": "1", "choice": "1", f"mark.{GREEN}": "1", "choice.🗳": "1"},
        {f"favourite.{GREEN}": GARDEN},
    ],
)
def test_hostile_papers_are_refused_kindly(
    world: World, page: Page, fields: dict[str, str | list[str]]
) -> None:
    open_vote(world)
    shown = enter(page, issue(world)[0])
    token = shown.value("form_token")
    answer = page.raw("POST", BALLOT, data={**fields, "form_token": token})
    assert answer.status_code in (303, 422)
    page.get(BALLOT)
    assert page.raw(
        "POST", f"{BALLOT}/check", data={"cast": "x" * 99_999, "form_token": token}
    ).status_code in (
        303,
        422,
    )
    assert in_the_box(world) == []


def in_sight(shown: Shown) -> list[str]:
    """The proposals that are not hidden, by the values of their boxes."""
    items = [item for item in shown.all(".//li[@class='ballot-item']") if item.get("hidden") is None]
    return [box.get("value", "") for item in items for box in item.iterfind(".//input")]


def test_a_paper_of_thirty_proposals_is_light(world: World, page: Page) -> None:
    a_long_paper(world)
    shown = enter(page, issue(world)[0])
    assert len(in_sight(shown)) == 30
    assert len(gzip.compress(shown.html.encode())) < 12_000


def test_narrowing_keeps_what_is_ticked_and_says_what_is_out_of_sight(world: World, page: Page) -> None:
    a_long_paper(world)
    page.language = "en"
    enter(page, issue(world)[0])
    shown = page.submit(
        {CHOOSE_GREEN: [GARDEN, "cynnig3"], "words": "TY  cwrdd", "ward": "harbwr"}, button=("narrow", "1")
    )
    assert page.went == [f"/en{BALLOT}?words=TY+cwrdd&ward=harbwr"]
    assert len(in_sight(shown)) == 12
    assert "cynnig3" in in_sight(shown)
    assert "Proposals shown: 12 / 30" in shown.main
    assert "Chosen, but not shown just now: 1. They stay chosen." in shown.main
    assert ticked(shown, CHOOSE_GREEN) == sorted([GARDEN, "cynnig3"])
    assert [(field.get("name"), field.get("value")) for field in shown.all(".//input[@type='search']")] == [
        ("words", "TY cwrdd")
    ]
    shown = page.submit({"words": "", "ward": "", "goal": "WFG3"}, button=("narrow", "1"))
    assert sorted(in_sight(shown)) == [f"cynnig{number}" for number in range(5)]
    assert page.submit().heading == "Check your choices"  # what is out of sight goes along
    assert "Community garden" in page.get(f"{BALLOT}/check").main
    page.submit()
    assert in_the_box(world)[0][GREEN] == {GARDEN: 1, "cynnig3": 1}


def test_narrowing_to_nothing_says_so_and_a_short_paper_has_no_search(world: World, page: Page) -> None:
    a_long_paper(world)
    page.language = "en"
    enter(page, issue(world)[0])
    shown = page.submit({"words": "no such thing"}, button=("narrow", "1"))
    assert in_sight(shown) == []
    assert "Proposals shown: 0 / 30" in shown.main
    young = enter(page, issue(world, pots=(YOUNG,))[0])
    assert young.all(".//*[@role='search']") == []


def test_the_order_of_proposals_is_the_voters_own_and_is_said(world: World, page: Page) -> None:
    open_vote(world)
    (code,) = issue(world)
    shown = enter(page, code)
    boxes = shown.all(f".//input[@name='{CHOOSE_GREEN}']")
    part = ballots.view_paper(world.deps, voter_of(world, code)).parts[0]
    assert [box.get("value") for box in boxes] == [each.project_id for each in part.proposals]
    assert "mewn trefn ar hap" in shown.main
