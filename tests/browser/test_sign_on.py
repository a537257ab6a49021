"""Council sign-on in a real browser: over another site and back, under the policy that every page has.

Scripts off and on. The provider's address and the site's differ in their host, as in earnest: cookies that
did not come along from there, or a policy that forbids the way, would be found here.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from pb.domain.sign_on import SignOnSettings
from pb.services.openid.provider import OpenIdProvider
from pb.storage import rounds
from tests.browser.site import Person, Site, running_site
from tests.browser.voter import Voter, open_vote
from tests.provider import CLIENT, SECRET, Provider
from tests.sign_on import open_vote_by_sign_on
from tests.votes import GARDEN, GREEN, ROUND
from tests.world import NOON

SIGN_ON = f"/rounds/{ROUND}/vote/sign-on"


@contextmanager
def site_with_provider(folder: Path) -> Iterator[tuple[Site, Provider]]:
    with running_site(folder) as site:
        back = f"{site.base_url}/sign-on"
        with Provider(now=site.world.clock.now, return_to=back, host="localhost").running() as provider:
            made = SignOnSettings(issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET)
            # The site has been built around these Deps: they are changed, and not replaced.
            object.__setattr__(site.world.deps, "sign_on", OpenIdProvider(made, return_to=back))
            open_vote_by_sign_on(site.world)
            yield site, provider


def go(person: Person) -> None:
    """From the form to the provider's page; ours between them leads on by itself."""
    person.open(SIGN_ON)
    fill(person)


def fill(person: Person) -> None:
    person.fill(postcode="SA99 1AA")
    person.choose("tie", "live")
    person.choose("is_old_enough", "1")
    person.page.locator("#page-form button[type=submit]:not([formaction])").first.click()
    expect(person.page.locator("h1")).to_have_text("Provider")


@pytest.mark.parametrize(("scripts", "language"), [(True, "cy"), (False, "en")])
def test_over_the_provider_to_the_receipt_and_back_again(
    chromium: Browser, tmp_path: Path, scripts: bool, language: str
) -> None:
    with site_with_provider(tmp_path) as (site, _):
        person = Person(chromium, site, language=language, scripts=scripts)
        go(person)
        person.page.get_by_text("Cancel").click()
        expect(person.page).to_have_url(re.compile(r"why=sign-on-cancelled"))
        person.look()
        go(person)
        person.page.get_by_label("Name").fill("nia-7")
        person.page.get_by_role("button", name="Sign in").click()
        expect(person.page).to_have_url(f"{site.base_url}/{language}/rounds/{ROUND}/ballot")
        person.look()
        person.page.go_back()
        expect(person.page.locator("h1")).to_have_text("Provider")
        person.page.get_by_label("Name").fill("nia-7")
        person.page.get_by_role("button", name="Sign in").click()
        expect(person.page).to_have_url(re.compile(r"why=sign-on-over"))
        person.press(f"a[href$='/rounds/{ROUND}/ballot']")
        person.press()
        person.press()
        assert person.path.endswith("/ballot/receipt")
        person.leave()


@pytest.mark.parametrize(("scripts", "language"), [(False, "cy"), (True, "en")])
def test_by_keyboard_from_the_choice_of_ways_to_the_paper(
    chromium: Browser, tmp_path: Path, scripts: bool, language: str
) -> None:
    with site_with_provider(tmp_path) as (site, _):
        vote = open_vote(site.world, "several")
        with site.world.db.write() as tx:
            round_ = rounds.load_round(tx, vote.round_id)
            assert round_ is not None
            rounds.put_round(tx, replace(round_, proofs=("email", "sign-on")), at=NOON)
        voter = Voter(chromium, site, vote, language=language, scripts=scripts, screen="320", hand="keyboard")
        here, page = f"/rounds/{vote.round_id}", voter.page
        voter.open(f"{here}/vote")
        voter.push(page.locator("a[href$='/vote/sign-on']"), "Enter", leads_on=True)
        voter.tab_to(page.locator("[name=postcode]"))
        voter.enter_key()
        assert page.locator("#error-summary li").count() == 3
        voter.tab_to(page.locator("[name=postcode]"))
        page.keyboard.type("SA99 1AA")
        voter.push(page.locator("[name=tie]").first, "Space")
        voter.push(page.locator("[name=is_old_enough]"), "Space")
        voter.push(page.locator("#page-form button[type=submit]:not([formaction])").last, "Enter")
        expect(page.locator("h1")).to_have_text("Provider")
        voter.tab_to(page.get_by_label("Name"))
        page.keyboard.type("nia-7")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{site.base_url}/{language}{here}/ballot")
        voter.look()
        voter.mark(vote.wanted(1))
        voter.go_on()
        assert voter.path == f"{here}/ballot/check"
        voter.leave()


def test_ticks_made_after_the_session_ended_come_back_from_the_provider(
    chromium: Browser, tmp_path: Path
) -> None:
    with site_with_provider(tmp_path) as (site, _):
        person = Person(chromium, site, language="en", scripts=True)
        go(person)
        person.page.get_by_label("Name").fill("nia-7")
        person.page.get_by_role("button", name="Sign in").click()
        expect(person.page).to_have_url(f"{site.base_url}/en/rounds/{ROUND}/ballot")
        site.world.clock.go(minutes=16)
        person.choose(f"choice.{GREEN}", GARDEN)
        person.press()
        person.press(f"button[formaction$='{SIGN_ON}']")
        assert "Your choices are kept" in person.text
        fill(person)
        person.page.get_by_label("Name").fill("nia-7")
        person.page.get_by_role("button", name="Sign in").click()
        expect(person.page).to_have_url(f"{site.base_url}/en/rounds/{ROUND}/ballot")
        expect(person.page.locator(f"[name='choice.{GREEN}'][value='{GARDEN}']")).to_be_checked()
        person.leave()
