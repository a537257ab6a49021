"""Cross-site requests, form tokens, cookies and security headers."""

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from pb.web import cookies, guard
from tests.web.page import Page

KEY = b"k" * 32


def request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": raw, "path": "/", "query_string": b""})


@pytest.mark.parametrize(
    ("headers", "crossed"),
    [
        ({"sec_fetch_site": "cross-site"}, True),
        ({"sec_fetch_site": "same-site"}, True),
        ({"sec_fetch_site": "same-origin"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({"sec_fetch_site": "same-origin", "origin": "https://evil.example", "host": "ours"}, False),
        ({"origin": "https://evil.example", "host": "ours.example"}, True),
        ({"origin": "https://ours.example.evil.example", "host": "ours.example"}, True),
        ({"origin": "https://ours.example", "host": "ours.example"}, False),
        ({"origin": "null", "host": "ours.example"}, False),
        ({"host": "ours.example"}, False),
    ],
)
def test_who_sent_it(headers: dict[str, str], crossed: bool) -> None:
    assert guard.is_cross_site(request(**headers).headers) is crossed


def test_a_form_token_holds_for_its_session_alone() -> None:
    token = guard.form_token(KEY, "one")
    assert guard.holds(KEY, "one", token)
    assert not guard.holds(KEY, "two", token)
    assert not guard.holds(b"other" * 8, "one", token)


def test_a_form_token_never_looks_the_same_twice() -> None:
    tokens = {guard.form_token(KEY, "one") for _ in range(50)}
    assert len(tokens) == 50
    assert all(guard.holds(KEY, "one", token) for token in tokens)


@pytest.mark.parametrize("token", ["", "x", "a" * 86, "é", "====", "A" * 10_000, "\ud800"])
def test_nonsense_is_no_form_token(token: str) -> None:
    assert not guard.holds(KEY, "one", token)


def headers_of(page: Page, path: str, **more: Any) -> dict[str, str]:
    return dict(page.raw("GET", path, **more).headers)


@pytest.mark.parametrize(
    "path", ["/cy/", "/en/nothing", "http://testserver/", "http://testserver/nothing", "/cy/honest"]
)
def test_every_page_carries_the_security_headers(page: Page, path: str) -> None:
    found = headers_of(page, path, headers={"accept-language": ""})
    assert found["content-security-policy"] == guard.CSP
    assert "unsafe" not in guard.CSP
    assert found["x-content-type-options"] == "nosniff"
    assert found["x-frame-options"] == "DENY"
    assert found["cross-origin-opener-policy"] == found["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in found["permissions-policy"]
    assert found["referrer-policy"] in ("no-referrer", "strict-origin-when-cross-origin")
    assert "strict-transport-security" not in found


def test_https_brings_hsts_and_host_cookies(secure_page: Page) -> None:
    response = secure_page.raw("GET", "/cy/honest")
    assert response.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    assert cookies.full_name(cookies.SESSION, secure=True) == "__Host-pb_session"


def test_a_cookie_is_for_this_host_and_this_site_only() -> None:
    response = Response()
    cookies.put(response, cookies.VOTER, "t", secure=True)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-pb_voter=t;")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "domain" not in cookie.lower()


def test_a_page_for_one_person_is_kept_nowhere(page: Page) -> None:
    page.client.cookies.set(cookies.SESSION, "some-session")
    found = headers_of(page, "/cy/honest")
    assert found["cache-control"] == "no-store"
    assert "etag" not in found


def test_a_voter_s_pages_send_no_referrer(page: Page) -> None:
    page.client.cookies.set(cookies.VOTER, "some-voter")
    found = headers_of(page, "/cy/honest")
    assert (found["cache-control"], found["referrer-policy"]) == ("no-store", "no-referrer")


def test_posts_from_another_site_are_refused_before_anything_is_read(page: Page, client: TestClient) -> None:
    sent = client.post("/cy/echo", data={"word": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert sent.status_code == 403
    assert "wefan arall" in sent.text
