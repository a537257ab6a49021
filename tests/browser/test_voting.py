"""The ballot page in a real browser: found by typing, opened in place, never covered, told of the close."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Route, ViewportSize, expect

from pb.tally import BallotSpec
from tests import votes
from tests.browser.site import Person, Site
from tests.papers import a_long_paper
from tests.votes import CLOSES_AT, GREEN, ROUND

SMALL, ZOOMED = (
    ViewportSize(width=320, height=568),
    ViewportSize(width=320, height=256),
)  # 1280 x 1024 at 400 %


def at_the_paper(person: Person) -> None:
    (code,) = votes.issue(person.site.world)
    person.open(f"/rounds/{ROUND}/vote")
    person.fill(code=code)
    person.press()


def boxes(person: Person) -> Locator:
    return person.page.locator(f"input[name='choice.{GREEN}']")


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_long_paper_is_found_by_typing_and_opens_in_its_place(
    chromium: Browser, site: Site, language: str
) -> None:
    a_long_paper(site.world)
    person = Person(chromium, site, language=language, scripts=True, viewport=SMALL)
    at_the_paper(person)
    page, shown = person.page, person.page.locator(".ballot-item:visible")
    expect(shown).to_have_count(30)
    to_touch = page.locator(".ballot-pick label, .ballot-place a, .narrow summary")
    assert min(to_touch.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")) >= 44
    chosen = page.locator("input[value='cynnig3']")
    chosen.check()
    expect(page.locator("#tally strong").first).to_have_text("1")
    page.locator(".narrow summary").click()
    page.locator("[name=words]").fill({"cy": "TY rhif 12", "en": "hall 12"}[language])
    expect(shown).to_have_count(1)
    expect(page.locator("[data-is=unseen]")).to_have_text("1")
    page.keyboard.press("Enter")  # is no way past the paper
    expect(shown).to_have_count(1)
    whole = page.locator(".ballot-place a:visible")
    whole.focus()
    page.keyboard.press("Space")
    expect(page.locator(".ballot-more:visible h2, .ballot-more:visible h3").first).to_be_visible()
    expect(whole).to_have_attribute("aria-expanded", "true")
    assert len(person.context.pages) == 1
    person.site.looked_at.clear()
    person.look()
    whole.click()
    expect(page.locator(".ballot-more:visible")).to_have_count(0)
    person.press(".total-bar .button")
    assert {"cy": "Tŷ cwrdd rhif 3", "en": "Hall 3"}[language] in person.text


def test_a_paper_that_comes_first_is_light_and_keeps_the_first_tick(chromium: Browser, site: Site) -> None:
    votes.open_vote(site.world)
    person = Person(chromium, site, language="cy", scripts=True, viewport=SMALL)
    at_the_paper(person)
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    person.open(f"/rounds/{ROUND}/ballot")
    assert not [url for url in asked if "htmx" in url and "axe" not in url]
    boxes(person).first.check()
    expect(person.page.locator("#tally strong")).to_have_text("1")
    person.open(f"/rounds/{ROUND}/ballot")
    expect(boxes(person).first).to_be_checked()  # it was kept


def test_a_lost_signal_is_said_and_the_tick_is_sent_when_it_is_back(chromium: Browser, site: Site) -> None:
    votes.open_vote(site.world)
    person = Person(chromium, site, language="en", scripts=True, viewport=SMALL)
    at_the_paper(person)
    unsaved = person.page.locator("#unsaved")
    expect(unsaved).to_be_hidden()
    person.context.set_offline(True)
    boxes(person).first.check()
    expect(unsaved).to_contain_text("Not saved yet.")
    expect(person.page.locator("#tally strong")).to_have_count(0)
    person.context.set_offline(False)
    expect(unsaved).to_be_hidden()
    expect(person.page.locator("#tally strong")).to_have_text("1")


def places(person: Person) -> list[str]:
    """The titles of what has a place, in order, as they stand on the page; the places must fit."""
    rows = person.page.locator(".ballot-item:has(select option:checked:not([value='']))")
    found = [row.locator("select").input_value() for row in rows.all()]
    assert found == [str(number) for number in range(1, len(found) + 1)]
    return rows.locator(".ballot-title").all_inner_texts()


def test_a_ranking_is_made_by_keyboard_and_each_move_is_said(chromium: Browser, site: Site) -> None:
    votes.open_vote(site.world, BallotSpec(type="ranking", limits={"max_count": 2}))
    person = Person(chromium, site, language="en", scripts=True, viewport=SMALL)
    at_the_paper(person)
    page = person.page
    said = page.locator("#told")

    def act(title: str, name: str) -> None:
        page.get_by_role("button", name=f"{name} – {title}", exact=True).focus()
        page.keyboard.press("Enter")

    act("Street trees", "Add to your order")
    act("Walking paths", "Add to your order")
    expect(said).to_have_text("Walking paths – Place: 2. Proposals with a place: 2 of 2.")
    act("Community garden", "Add to your order")  # no place is left: nothing happens
    act("Walking paths", "Move up")
    expect(said).to_have_text("Walking paths – Place: 1. Proposals with a place: 2 of 2.")
    assert page.evaluate("document.activeElement.dataset.act") == "up", "the focus stays where the hand is"
    assert places(person) == ["Walking paths", "Street trees"]
    person.site.looked_at.clear()
    person.look()
    page.get_by_label("Community garden").first.select_option("1")  # takes the place of another
    expect(said).to_have_text(
        "Community garden – Place: 1. Walking paths – No place. Proposals with a place: 2 of 2."
    )
    assert places(person) == ["Community garden", "Street trees"]
    act("Community garden", "Take out of your order")
    assert places(person) == ["Street trees"]
    expect(page.locator("#tally strong")).to_have_text("1")
    person.press(".total-bar .button")
    assert "Place: 1" in person.text
    assert "Community garden" not in person.text


def test_the_bar_covers_nothing_that_has_the_focus(chromium: Browser, site: Site) -> None:
    a_long_paper(site.world)
    person = Person(chromium, site, language="cy", scripts=False, viewport=SMALL)
    at_the_paper(person)
    bar = person.page.locator(".total-bar")
    expect(bar.locator("button")).to_be_in_viewport(ratio=1)  # before anything is scrolled
    for _ in range(30):
        person.page.keyboard.press("Tab")
        covered = person.page.evaluate(
            """() => {
                const here = document.activeElement, bar = document.querySelector(".total-bar");
                const top = bar.getBoundingClientRect().top;
                return !bar.contains(here) && here.getBoundingClientRect().bottom > top;
            }"""
        )
        assert not covered
    tall = bar.bounding_box()
    assert tall is not None
    assert tall["height"] < SMALL["height"] / 3
    assert tall["y"] + tall["height"] <= SMALL["height"] + 1
    person.page.set_viewport_size(ZOOMED)
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "static"
    person.look()


def test_a_vote_by_keyboard_alone_without_scripts(chromium: Browser, site: Site) -> None:
    votes.open_vote(site.world)
    person = Person(chromium, site, language="cy", scripts=False, viewport=SMALL)
    at_the_paper(person)
    boxes(person).first.focus()
    person.page.keyboard.press("Space")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/ballot/check")
    person.page.locator("#page-form button:not([formaction])").first.focus()
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/ballot/receipt")
    assert person.page.locator(".code").count() == 1


def test_the_close_is_told_as_it_comes(chromium: Browser, site: Site) -> None:
    """By what the server says is left: the browser's own clock is some years away from the site's."""
    votes.open_vote(site.world)
    site.world.clock.moment = CLOSES_AT - timedelta(seconds=603)
    person = Person(chromium, site, language="en", scripts=True, viewport=SMALL)
    at_the_paper(person)
    soon, over = (person.page.locator(f"#closing [data-when={when}]") for when in ("soon", "over"))
    expect(soon).to_be_hidden()
    expect(soon).to_be_visible(timeout=8_000)
    expect(over).to_be_hidden()
    site.world.clock.moment = CLOSES_AT - timedelta(seconds=2)
    at_the_paper(person)
    expect(over).to_be_visible(timeout=8_000)
    expect(soon).to_be_hidden()
    site.world.clock.moment = CLOSES_AT
    boxes(person).first.check()
    expect(person.page.locator("#tally")).to_contain_text("was not cast")


@pytest.mark.parametrize(("language", "scripts"), [("cy", True), ("en", False)])
def test_somebody_without_time_is_reminded_and_loses_no_tick(
    chromium: Browser, site: Site, language: str, scripts: bool
) -> None:
    votes.open_vote(site.world)
    person = Person(chromium, site, language=language, scripts=scripts, viewport=SMALL)
    at_the_paper(person)
    boxes(person).first.check()
    person.press("button[name=remind]")
    assert person.path == f"/rounds/{ROUND}/ballot/reminder"
    person.fill(phone="029 2000 0000")
    person.press()
    assert person.page.locator("[name=phone]").input_value() == "029 2000 0000"
    person.fill(phone="07700 900123")
    person.press()
    expect(person.page.locator("button[name=forget]")).to_be_visible()
    person.open(f"/rounds/{ROUND}/ballot")
    expect(boxes(person).first).to_be_checked()
    person.open(f"/rounds/{ROUND}/ballot/reminder")
    person.press("button[name=forget]")
    assert person.page.locator("[name=phone]").input_value() == ""


OF_NATURE = f"category={votes.NATURE.id}"
LIMITED = BallotSpec(type="approval", limits={"max_count": 2, "favourites": 1, f"max_count:{OF_NATURE}": 1})


@pytest.mark.parametrize(("language", "scripts"), [("cy", True), ("en", False)])
def test_favourites_and_limits_by_keyboard(
    chromium: Browser, site: Site, language: str, scripts: bool
) -> None:
    votes.open_sorted_vote(site.world, LIMITED)
    person = Person(chromium, site, language=language, scripts=scripts, viewport=SMALL)
    at_the_paper(person)
    page, tick, best = person.page, f"#c-{votes.GARDEN}", f"#d-{votes.TREES}"
    for box in (tick, best):
        page.locator(box).focus()
        page.keyboard.press("Space")
    if scripts:
        expect(page.locator(f"#c-{votes.TREES}")).to_be_checked()  # a favourite is chosen
        broken = {"cy": "Byd natur: Tynnwch un allan.", "en": "Natural world: Take one away."}[language]
        expect(page.locator("#tally")).to_contain_text(broken)
        expect(page.locator(".total-bar button")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_contain_text(
        {"cy": "Byd natur", "en": "Natural world"}[language]
    )
    expect(page.locator(tick)).to_be_checked()
    expect(page.locator(best)).to_be_checked()
    page.locator(tick).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ballot/check")
    person.site.looked_at.clear()
    person.look()
    assert {"cy": "Ffefryn: yn cyfrif ddwywaith", "en": "Favourite: counts twice"}[language] in person.text


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("viewport", [SMALL, ViewportSize(width=360, height=640)])
def test_the_vote_is_cast_within_reach_of_a_thumb(
    chromium: Browser, site: Site, language: str, viewport: ViewportSize
) -> None:
    votes.open_vote(site.world)
    person = Person(chromium, site, language=language, scripts=False, viewport=viewport)
    at_the_paper(person)
    boxes(person).first.check()
    person.press(".total-bar .button")
    cast = person.page.locator(".total-bar button")
    expect(cast).to_be_in_viewport(ratio=1)  # before anything is scrolled
    place = cast.bounding_box()
    assert place is not None
    assert place["y"] > viewport["height"] * 0.6, "at the foot, where the thumb is"
    last = person.page.locator("main section").last
    person.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    below, bar = last.bounding_box(), person.page.locator(".total-bar").bounding_box()
    assert below is not None
    assert bar is not None
    assert below["y"] + below["height"] <= bar["y"] + 1, "nothing is hidden under it in the end"
    person.page.set_viewport_size(ZOOMED)
    assert person.page.locator(".total-bar").evaluate("bar => getComputedStyle(bar).position") == "static"
    person.look()
    person.press(".total-bar button")
    assert person.path == f"/rounds/{ROUND}/ballot/receipt"


def test_the_next_step_does_not_wait_for_a_tick_that_is_still_under_way(
    chromium: Browser, site: Site
) -> None:
    votes.open_vote(site.world)
    person = Person(chromium, site, language="en", scripts=True, viewport=SMALL)
    at_the_paper(person)
    boxes(person).first.check()
    expect(person.page.locator("#tally strong")).to_have_text("1")  # the library is there
    held: list[Route] = []

    def hold_ticks(route: Route) -> None:
        if route.request.headers.get("hx-request-type") == "partial":
            held.append(route)
        else:
            route.continue_()

    person.page.route("**/ballot", hold_ticks)
    boxes(person).nth(1).check()
    person.page.wait_for_timeout(300)
    assert len(held) == 1
    person.press(".total-bar .button")
    assert person.path == f"/rounds/{ROUND}/ballot/check"
    assert person.page.locator("tbody tr").count() == 2
