"""Forms shown again, the language switch, form tokens and hostile bodies, on a made-up page."""

import pytest
from starlette.testclient import TestClient

from pb.web import cookies, forms
from tests.web.echo import ECHOED
from tests.web.page import Shown


def shown(response: object, language: str = "cy") -> Shown:
    found = Shown(response, language)
    assert found.problems == []
    return found


def test_what_was_typed_is_shown_again_with_its_faults(client: TestClient) -> None:
    found = shown(
        client.post("/cy/echo", data={"word": "", "long": "dau\nair", "tick": ["a", "c"], "one": "q"})
    )
    assert found.status == 422
    assert found.faults == ["Llenwch y maes hwn."]
    assert found.root.findtext("head/title", "").startswith("Gwall: ")
    assert found.value("long") == "dau\nair"
    assert found.value("tick") == ["a", "c"]
    assert found.value("one") == "q"


def test_ticks_that_were_taken_away_stay_away(client: TestClient) -> None:
    assert shown(client.get("/cy/echo")).value("tick") == "b"
    assert shown(client.post("/cy/echo", data={"word": ""})).value("tick") is None


def test_switching_language_keeps_the_half_filled_form_and_does_nothing_else(client: TestClient) -> None:
    first = shown(client.get("/cy/echo?q=1"))
    button = first.root.find(".//button[@name='language_switch']")
    assert button is not None
    assert (button.get("form"), button.get("formaction")) == ("page-form", "/en/echo?q=1")
    ECHOED.clear()
    fields = {**first.fields(), "word": "hanner", "language_switch": "1"}
    second = shown(client.post(button.get("formaction", ""), data=fields), "en")
    assert (second.status, second.value("word")) == (200, "hanner")
    assert second.faults == []
    assert ECHOED == []
    assert client.cookies["pb_language"] == "en"


def test_a_refusal_that_is_no_fault_of_the_form_has_its_own_page(client: TestClient) -> None:
    found = shown(client.post("/cy/echo", data={"word": "late"}))
    assert (found.status, found.all(".//form[@id='page-form']")) == (409, [])


def test_a_notice_is_said_once(client: TestClient) -> None:
    sent = client.post("/cy/echo", data={"word": "good"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/cy/echo")
    assert shown(client.get("/cy/echo")).notice == "Mae eich newidiadau wedi'u cadw."
    assert shown(client.get("/cy/echo")).notice == ""


def test_a_notice_nobody_wrote_is_not_shown(client: TestClient) -> None:
    client.cookies.set(cookies.NOTICE, "<script>")
    assert shown(client.get("/cy/echo")).notice == ""


def test_a_session_needs_its_form_token(client: TestClient) -> None:
    client.cookies.set(cookies.SESSION, "session-one")
    ECHOED.clear()
    found = shown(client.post("/cy/echo", data={"word": "kept"}))
    assert (found.status, found.value("word"), ECHOED) == (403, "kept", [])
    assert "Does dim wedi'i golli" in found.text
    again = client.post("/cy/echo", data=found.fields())
    assert (again.status_code, ECHOED) == (303, ["kept"])


@pytest.mark.parametrize("cookie", [cookies.SESSION, cookies.VOTER])
def test_a_token_of_another_session_is_refused(client: TestClient, cookie: str) -> None:
    client.cookies.set(cookie, "one")
    token = shown(client.get("/cy/echo")).fields()[forms.CSRF_FIELD]
    client.cookies.set(cookie, "two")
    ECHOED.clear()
    assert client.post("/cy/echo", data={"word": "x", forms.CSRF_FIELD: token}).status_code == 403
    assert ECHOED == []


def test_strange_letters_come_through_and_nothing_breaks(client: TestClient) -> None:
    ECHOED.clear()
    client.post("/cy/echo", content=b"word=a%00b%FF%ED%A0%80%F0%9F%98%80&%00=1",
                headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert len(ECHOED) == 1
    assert "\0" not in ECHOED[0]
    ECHOED[0].encode("utf-8")


@pytest.mark.parametrize(
    "query", ["?a=%00", "?%FF=%FE", "?" + "&".join(["a=1"] * 1500), "?a[]=1&=&&==", "?;"]
)
def test_strange_queries_break_nothing(client: TestClient, query: str) -> None:
    assert client.get("/cy/echo" + query).status_code == 200


def test_too_many_fields_and_too_many_bytes_are_refused(client: TestClient) -> None:
    head = {"content-type": "application/x-www-form-urlencoded"}
    many = client.post("/cy/echo", content=b"&".join([b"a=1"] * 1001), headers=head)
    assert (many.status_code, "rhy fawr" in many.text) == (413, True)
    large = client.post("/cy/echo", content=b"word=" + b"x" * (2 * 1024 * 1024), headers=head)
    assert large.status_code == 413
    unsaid = client.post(
        "/cy/echo", content=iter([b"word=", b"x" * 1_500_000, b"x" * 1_500_000]), headers=head
    )
    assert unsaid.status_code == 413


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 400),
        ("text/plain", b"word=x", 400),
        ("multipart/form-data", b"no boundary", 400),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense", 422),
        ("", b"", 422),
    ],
)
def test_what_is_no_form_is_said_to_be_none(client: TestClient, kind: str, body: bytes, status: int) -> None:
    assert client.post("/cy/echo", content=body, headers={"content-type": kind}).status_code == status


def test_files_arrive_with_the_form(client: TestClient) -> None:
    ECHOED.clear()
    client.post("/cy/echo", data={"word": "with"}, files={"file": ("a\0.txt", b"12345", "text/plain")})
    assert ECHOED == ["with", "5 bytes"]


def test_a_block_can_be_had_alone(client: TestClient) -> None:
    response = client.get("/cy/echo", headers={"hx-request": "true", "hx-request-type": "partial"})
    assert response.text.strip() == "<p>Gwall: part</p>"
    assert response.headers["cache-control"] == "no-store"
