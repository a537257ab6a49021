"""Between a voter and the receipt: no signal, a slow one, another device, another language, a double tap.

Each is tried on the papers on which it could go wrong in its own way, with scripts and without; a vote that
has got through lies in the box once, whatever was pressed, and what has not is said not to have.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Site, running_site
from tests.browser.voter import PAPERS, Marks, Vote, Voter, open_vote

BY_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}  # bytes
OTHER = {"cy": "en", "en": "cy"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("interruptions")) as running:
        yield running


@pytest.fixture(scope="module")
def opened(shared: Site) -> dict[str, Vote]:
    return {kind: open_vote(shared.world, kind) for kind in PAPERS}


def on_paper(voter: Voter) -> Marks:
    """The marks that stand on the paper as it is shown."""
    found: Marks = {}
    shown = voter.page.locator(".ballot").evaluate_all(
        """lists => lists.flatMap(list => [...list.querySelectorAll("input, select")])
            .filter(field => (field.type === "checkbox" || field.type === "radio") ? field.checked : true)
            .map(field => [field.name, field.value]).filter(([, value]) => value)"""
    )
    for name, value in shown:
        kind, pot, *rest = name.split(".")
        found.setdefault(pot, {})[value if kind == "choice" else rest[0]] = (
            1 if kind == "choice" else int(value)
        )
    return found


@pytest.mark.parametrize("kind", list(PAPERS))
def test_the_language_is_switched_in_the_middle(
    chromium: Browser, shared: Site, opened: dict[str, Vote], kind: str
) -> None:
    """Without scripts nothing has been kept before the switch: the form itself carries it over."""
    vote, scripts = opened[kind], kind in ("single", "points", "ranking")
    voter = Voter(chromium, shared, vote, language="cy", scripts=scripts, screen="320")
    voter.enter(vote.code())
    voter.mark(vote.wanted())
    voter.language = "en"
    voter.push(voter.page.locator(".language"), "Enter", leads_on=True)
    assert on_paper(voter) == vote.wanted()
    assert voter.heading == "Ballot paper"
    voter.go_on()
    voter.go_on()
    assert vote.cast()[voter.receipt] == vote.wanted()
    voter.leave()


@pytest.mark.parametrize("kind", ["basket", "ranking", "grades"])
def test_another_device_goes_on_where_the_first_stopped(
    chromium: Browser, shared: Site, opened: dict[str, Vote], kind: str
) -> None:
    vote = opened[kind]
    code, wanted = vote.code(), vote.wanted()
    one, two = vote.pots
    phone = Voter(chromium, shared, vote, language="cy", screen="320")
    phone.enter(code)
    phone.mark({one: wanted[one]})
    laptop = Voter(chromium, shared, vote, language="en", scripts=False, screen="1280")
    laptop.enter(code)
    assert on_paper(laptop) == {one: wanted[one]}
    laptop.mark({two: wanted[two]})
    laptop.go_on()
    laptop.go_on()
    assert vote.cast()[laptop.receipt] == wanted
    phone.open(phone.path)
    assert on_paper(phone) == wanted
    expect(phone.page.locator(".notice-good")).to_be_visible()
    for device in (phone, laptop):
        device.leave()


def test_a_closed_tab_loses_nothing(chromium: Browser, shared: Site, opened: dict[str, Vote]) -> None:
    vote = opened["score"]
    voter = Voter(chromium, shared, vote, screen="320")
    voter.enter(vote.code())
    voter.mark(vote.wanted())
    path = voter.path
    voter.page.close()
    voter.page = voter.context.new_page()
    voter.open(path)
    assert on_paper(voter) == vote.wanted()
    expect(
        voter.page.locator(".notice-warning:not(#offline)")
    ).to_be_visible()  # not cast yet, and said to be
    voter.leave()


@pytest.mark.parametrize("kind", ["points", "score", "ranking"])
def test_what_is_marked_without_a_signal_is_sent_when_it_is_back(
    chromium: Browser, shared: Site, opened: dict[str, Vote], kind: str
) -> None:
    vote = opened[kind]
    one, two = vote.pots
    wanted, code = vote.wanted(), vote.code()
    voter = Voter(chromium, shared, vote, language="en", screen="320")
    voter.enter(code)
    voter.mark({one: wanted[one]})
    voter.context.set_offline(True)
    ((proposal, mark),) = wanted[two].items()
    voter.put(two, proposal, mark)
    expect(voter.page.locator("#unsaved")).to_be_visible()
    with voter.page.expect_response(lambda got: got.request.method == "POST" and got.ok):
        voter.context.set_offline(False)
    expect(voter.page.locator("#unsaved")).to_be_hidden()
    other = Voter(chromium, shared, vote, language="cy", scripts=False)
    other.enter(code)
    assert on_paper(other) == wanted
    for device in (voter, other):
        device.leave()


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_vote_that_could_not_be_sent_is_said_not_to_be_cast(
    chromium: Browser, shared: Site, opened: dict[str, Vote], language: str
) -> None:
    vote = opened["several"]
    before = vote.cast()
    voter = Voter(chromium, shared, vote, language=language, screen="360")
    at_the_check(voter)
    voter.context.set_offline(True)
    voter.page.locator("#page-form .button").first.click()
    expect(voter.page.locator("#offline")).to_be_in_viewport()
    assert voter.path.endswith("/ballot/check")
    assert vote.cast() == before
    voter.complaints.clear()  # the browser's own, of the request that failed
    voter.context.set_offline(False)
    voter.go_on()
    assert vote.cast() == before | {voter.receipt: vote.wanted()}
    voter.leave()


@BY_SCRIPTS
def test_whatever_is_pressed_again_the_vote_is_cast_once(
    chromium: Browser, shared: Site, opened: dict[str, Vote], scripts: bool
) -> None:
    """A double tap; the receipt loaded again; Back, and the button once more; the same form sent anew."""
    vote = opened["several"]
    before = vote.cast()
    voter = Voter(chromium, shared, vote, scripts=scripts, screen="320")
    at_the_check(voter)
    page = voter.page
    fields = dict(
        page.locator("#page-form input[type=hidden]").evaluate_all(
            "all => all.map(one => [one.name, one.value])"
        )
    )
    page.locator("#page-form .button").first.dblclick()
    page.wait_for_url("**/ballot/receipt")
    page.wait_for_load_state()
    receipt = voter.receipt
    once = before | {receipt: vote.wanted()}
    assert vote.cast() == once
    page.reload()
    assert (voter.receipt, vote.cast()) == (receipt, once)
    for _ in range(2):  # Back as far as there was anything to press
        page.go_back()
        page.wait_for_load_state()
        if page.locator("#page-form [name=cast]").count():
            page.locator("#page-form .button").first.click()
            page.wait_for_url("**/ballot/receipt")
        voter.complaints.clear()
    sent = page.request.post(f"{shared.base_url}/cy/rounds/{vote.round_id}/ballot/check", form=fields)
    assert receipt in sent.text()
    assert vote.cast() == once
    voter.open(f"/rounds/{vote.round_id}/ballot")
    assert on_paper(voter) == vote.wanted()
    voter.leave()


@BY_SCRIPTS
def test_on_a_slow_connection_everything_arrives(
    chromium: Browser, shared: Site, opened: dict[str, Vote], scripts: bool
) -> None:
    """The first tick comes before the scripts do, and counts; a second press on the way is none."""
    vote = opened["single"]
    before = vote.cast()
    voter = Voter(chromium, shared, vote, scripts=scripts, screen="320")
    voter.context.new_cdp_session(voter.page).send("Network.emulateNetworkConditions", SLOW_3G)
    voter.enter(vote.code())
    voter.open(voter.path)
    voter.mark(vote.wanted())
    voter.go_on()
    voter.page.locator("#page-form .button").first.dblclick()
    voter.page.wait_for_url("**/ballot/receipt")
    voter.page.wait_for_load_state()
    assert vote.cast() == before | {voter.receipt: vote.wanted()}
    voter.leave()


def at_the_check(voter: Voter) -> None:
    voter.enter(voter.vote.code())
    voter.mark(voter.vote.wanted())
    voter.go_on()
