"""Ballot papers in colours of people's own, and printed: what is marked is seen to be marked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.site import Site, running_site
from tests.browser.voter import Vote, Voter, open_vote

KINDS = ("several", "score", "grades")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("media")) as running:
        yield running


@pytest.fixture(scope="module")
def opened(shared: Site) -> dict[str, Vote]:
    return {kind: open_vote(shared.world, kind) for kind in KINDS}


def heart_of(field: Locator) -> bytes:
    """A picture of the middle: of a box enough to see a tick, of a button no more than its dot."""
    field.evaluate("field => field.scrollIntoView({ block: 'center' })")  # not under the bar at the foot
    box = field.bounding_box()
    assert box is not None
    size = 12 if field.get_attribute("type") == "checkbox" else 2
    x, y = box["x"] + (box["width"] - size) / 2, box["y"] + (box["height"] - size) / 2
    return field.page.screenshot(clip={"x": x, "y": y, "width": size, "height": size})


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_is_seen_in_forced_colours_and_in_print(
    chromium: Browser, shared: Site, opened: dict[str, Vote], kind: str
) -> None:
    vote = opened[kind]
    voter = Voter(chromium, shared, vote, screen="1280")
    voter.enter(vote.code())
    voter.mark(vote.wanted())
    marked = voter.page.locator(".ballot input:checked:not([value=''])").first
    plain = voter.page.locator(".ballot input:not(:checked):not([value=''])").first
    voter.page.emulate_media(forced_colors="active")
    assert heart_of(marked) != heart_of(plain)
    voter.page.emulate_media(forced_colors="none", media="print")
    voter.page.evaluate("document.activeElement.blur()")
    assert heart_of(marked) != heart_of(plain)
    if kind != "several":  # its words are white on colour on the screen: colour is not printed
        label = marked.locator("xpath=following-sibling::label")
        assert label.evaluate("label => getComputedStyle(label).color") == "rgb(30, 41, 47)"
    voter.leave()


def test_a_receipt_on_paper_says_where_to_check_it(
    chromium: Browser, shared: Site, opened: dict[str, Vote]
) -> None:
    vote = opened["several"]
    voter = Voter(chromium, shared, vote, language="cy")
    voter.enter(vote.code())
    voter.mark(vote.wanted())
    voter.go_on()
    voter.go_on()
    address = voter.page.get_by_text(f"{shared.base_url}/cy/rounds/{vote.round_id}/receipt")
    expect(address).to_be_hidden()
    voter.page.emulate_media(media="print")
    expect(address).to_be_visible()
    expect(voter.page.locator(".code")).to_be_visible()
    for needless in ("[name=email]", ".button", ".site-nav"):
        expect(voter.page.locator(needless).first).to_be_hidden()
    voter.leave()
