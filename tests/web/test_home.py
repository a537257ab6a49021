"""The home page, the front door, and which language a visitor is given."""

import pytest

from pb.web import cookies, language
from tests.web.page import Page

BOTH = pytest.mark.parametrize("spoken", ["cy", "en"])


@BOTH
@pytest.mark.parametrize("path", ["/", "/honest", "/accessibility", "/privacy", "/tellers"])
def test_pages_about_the_service_stand_in_both_languages(page: Page, spoken: str, path: str) -> None:
    page.language = spoken
    assert page.get(path).heading


def test_headings_differ_between_the_languages(page: Page) -> None:
    welsh = page.get("/cy/honest").heading
    assert welsh != page.get("/en/honest").heading


@pytest.mark.parametrize(
    ("wish", "place"),
    [
        ("cy-GB,cy;q=0.9,en;q=0.8", "/cy/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("fr,en;q=0.2,cy;q=0.3", "/cy/"),
        ("en;q=nonsense,cy;q=0.1", "/cy/"),
        ("cy;q=0,en;q=0.1", "/en/"),
    ],
)
def test_the_browser_s_wish_leads_on(page: Page, wish: str, place: str) -> None:
    response = page.raw("GET", "http://testserver/", headers={"accept-language": wish})
    assert (response.status_code, response.headers["location"]) == (303, place)


def test_a_choice_once_made_comes_before_the_browser_s_wish(page: Page) -> None:
    page.client.cookies.set(language.COOKIE, "cy")
    response = page.raw("GET", "http://testserver/", headers={"accept-language": "en"})
    assert response.headers["location"] == "/cy/"


@pytest.mark.parametrize("wish", ["", "fr,de;q=0.5", ";;;,,=", "x" * 5000])
def test_without_a_wish_the_door_is_in_both_languages_welsh_first(page: Page, wish: str) -> None:
    response = page.raw("GET", "http://testserver/", headers={"accept-language": wish})
    assert response.status_code == 200
    assert response.text.index('href="/cy/"') < response.text.index('href="/en/"')
    assert '<html lang="cy">' in response.text
    assert 'lang="en"><a class="button" href="/en/"' in response.text


def test_a_short_address_without_a_language_keeps_its_path_and_query(page: Page) -> None:
    known = page.raw("GET", "http://testserver/honest?a=1&b=2", headers={"accept-language": "cy"})
    assert known.headers["location"] == "/cy/honest?a=1&b=2"
    asked = page.raw("GET", "http://testserver/honest?a=1", headers={"accept-language": ""})
    assert 'href="/cy/honest?a=1"' in asked.text


def test_the_switch_goes_to_the_same_page_and_query_and_is_named_in_its_own_language(page: Page) -> None:
    shown = page.get("/cy/honest?round=%C5%B5&x=1%262")
    link = shown.root.find(".//a[@class='language']")
    assert link is not None
    assert (link.get("lang"), link.get("hreflang"), link.text) == ("en", "en", "English")
    assert link.get("href") == "/en/honest?round=%C5%B5&x=1%262"
    assert page.switch_language().path == "/en/honest"


def test_the_choice_is_remembered_only_when_it_is_made(page: Page) -> None:
    page.get("/cy/honest")
    assert language.COOKIE not in page.client.cookies
    page.get("/en/honest", headers={"referer": "http://testserver/cy/honest"})
    assert page.client.cookies[language.COOKIE] == "en"


def test_a_stranger_s_link_is_no_choice(page: Page) -> None:
    page.get("/en/honest", headers={"referer": "https://elsewhere.example/cy/honest"})
    assert language.COOKIE not in page.client.cookies


@pytest.mark.parametrize(
    ("path", "split"),
    [("/cy", ("cy", "/")), ("/cy/", ("cy", "/")), ("/en/a/b", ("en", "/a/b")), ("/cymru", (None, "/cymru")),
     ("//cy/a", (None, "//cy/a")), ("/CY/a", (None, "/CY/a")), ("", (None, ""))],
)  # fmt: skip
def test_paths_are_split_from_their_language(path: str, split: tuple[str | None, str]) -> None:
    assert language.split_path(path) == split


def test_every_cookie_of_the_site_is_in_the_privacy_notice(page: Page) -> None:
    said = page.get("/privacy").main
    names = {value for name, value in vars(cookies).items() if name.isupper() and isinstance(value, str)}
    assert len(names) >= 6
    assert sorted(name for name in names if name not in said) == []
