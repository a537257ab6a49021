"""Enter in a field sends the form, with and without scripts; only its own button switches the language."""

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Person, Site


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_enter_in_a_field_sends_the_form(chromium: Browser, site: Site, language: str, scripts: bool) -> None:
    person = Person(chromium, site, language=language, scripts=scripts)
    person.open("/sign-in")
    person.fill(email="nobody@aber.example")
    person.page.locator("[name='email']").press("Enter")
    person.page.wait_for_selector("#error-summary")
    assert person.path == "/sign-in"
    assert person.page.locator("html").get_attribute("lang") == language
    assert person.page.locator("[name='email']").input_value() == "nobody@aber.example"
    person.look()


def test_no_key_stops_at_the_unseen_button(chromium: Browser, site: Site) -> None:
    person = Person(chromium, site, language="cy", scripts=False)
    person.open("/sign-in")
    names = []
    for _ in range(6):
        person.page.keyboard.press("Tab")
        names.append(person.page.evaluate("document.activeElement.textContent.trim()"))
    assert "" not in names[:5], names
    assert "English" in names
