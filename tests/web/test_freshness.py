"""What caches may keep, and what is sent packed: public pages, static files, nothing of one person's own."""

import gzip
import re

import pytest

from pb.web import cookies, static_files
from pb.web.freshness import Packed
from tests.web.page import Page

PLAIN = {"accept-encoding": "identity"}


def test_a_public_page_may_be_kept_a_moment_and_is_known_by_its_tag(page: Page) -> None:
    first = page.raw("GET", "/cy/honest")
    assert first.headers["cache-control"] == "public, max-age=15"
    assert "set-cookie" not in first.headers
    assert {"Accept-Encoding", "Cookie"} <= {part.strip() for part in first.headers["vary"].split(",")}
    again = page.raw("GET", "/cy/honest", headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


def test_the_tag_tells_languages_apart(page: Page) -> None:
    tags = {page.raw("GET", f"/{spoken}/honest").headers["etag"] for spoken in ("cy", "en")}
    assert len(tags) == 2


def test_pages_are_packed_for_those_who_take_it(page: Page) -> None:
    packed, plain = page.raw("GET", "/cy/honest"), page.raw("GET", "/cy/honest", headers=PLAIN)
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert packed.headers["etag"] == plain.headers["etag"]


def test_missing_pages_are_not_kept(page: Page) -> None:
    assert page.raw("GET", "/cy/nothing").headers["cache-control"] == "no-store"


def test_a_page_with_a_form_token_beside_what_was_asked_for_is_not_packed(page: Page) -> None:
    page.client.cookies.set(cookies.SESSION, "s")
    assert "content-encoding" in page.raw("GET", "/cy/honest").headers
    assert "content-encoding" not in page.raw("GET", "/cy/honest?q=guess").headers


def test_what_is_packed_is_packed_once_and_let_go_in_turn() -> None:
    packed = Packed(most=2)
    first = packed.of("a", b"x" * 5000)
    assert gzip.decompress(first) == b"x" * 5000
    assert packed.of("a", b"never looked at") is first
    packed.of("b", b"b")
    packed.of("c", b"c")
    assert packed.of("a", b"new") is not first


@pytest.mark.parametrize("name", ["pb.css", "pb.js", "htmx-4.0.1.min.js", "icon.svg"])
def test_static_files_are_kept_for_good_under_a_name_with_their_hash(page: Page, name: str) -> None:
    address = static_files.address(name)
    assert re.fullmatch(r"/static/[\w.-]+\.[0-9a-f]{12}\.(css|js|svg)", address)
    packed, plain = page.raw("GET", address), page.raw("GET", address, headers=PLAIN)
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content == (static_files.STATIC / name).read_bytes()
    assert plain.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/pb.css",
        "/static/",
        "/static/../pyproject.toml",
        "/static/%2e%2e/a",
        "/static/x.000000000000.css",
    ],
)
def test_nothing_else_is_served(page: Page, path: str) -> None:
    assert page.raw("GET", "http://testserver" + path, headers={"accept-language": "cy"}).status_code == 404


def test_pages_name_files_that_are_there(page: Page) -> None:
    shown = page.get("/cy/honest")
    named = [element.get("href") or element.get("src") for element in shown.root.find("head") or []]
    files = [name for name in named if name and name.startswith("/static/")]
    assert len(files) == 4
    assert {page.raw("GET", name).status_code for name in files} == {200}


def test_the_shell_is_light() -> None:
    sizes = {
        name: len(gzip.compress((static_files.STATIC / name).read_bytes(), 9))
        for name in ("pb.css", "pb.js", "ballot.js")
    }
    assert sizes["pb.css"] < 7_500
    assert sizes["pb.js"] < 2_500
    assert sizes["ballot.js"] < 3_000  # comes with a ballot paper only
