"""Whatever is sent to a form, by somebody who may send it: a kind answer, never a fault, never a raw script.

The fields are found in the pages as they are shown, so a new form is attacked by being there.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from pb.web.app import ways
from pb.web.ways import Way
from tests.web.county import ASKING, County
from tests.web.fields import Values, buttons_of, filled, forms_of, typed_fields
from tests.web.page import Page, Shown

KIND = {200, 303, 400, 403, 404, 409, 413, 422, 429, 503}
PHASES = ("draft", "ready", "proposing", "reviewing", "voting", "counting")
FORM = "application/x-www-form-urlencoded"
SCRIPT = "<script>x()</script>"
RAW = ("<script>x", "<img src=x", '" onfocus=x')  # as they must never come back in a page
WORDS = {
    "long": "gair ŵ " * 10_000 + "a" * 30_000,
    "html": f'{SCRIPT}"><img src=x onerror=x()>\'" onfocus=x() autofocus="',
    "right to left and emoji": "\u202e\u2066שלום\u200f 🏴\U000e0067\u200d👩‍👩‍👧 \u0301\u0301\u0301 ﷽",
    "controls": "a\0b\r\n\x07\x1b[31m\u2028\ufeff\ufffe\U0010ffff",
    "formats": "%s %(num)s %d 100%% {0} {{7*7}} {% raw %} $x \\ ' -- ;",
    "huge number": "9" * 5_000,
    "big number": "2147483648",
    "below nothing": "-1",
    "other digits": "٣٤½²",
    "odd date": "31/2/2026",
    "far date": "9999/12/31",
    "blank": " \t\u00a0\u3000 ",
}
BYTES = {
    "lone surrogate": b"%ED%A0%80%ED%BF%BF",
    "invalid UTF-8": b"%FF%FE%80",
    "raw bytes": b"\xff\xfe\x80",
    "broken percents": b"%zz%%%1",
}
BODIES: Mapping[str, tuple[str | None, bytes]] = {
    "JSON": ("application/json", b'{"a": 1}'),
    "text": ("text/plain", b"hello"),
    "no kind": (None, b"\x00\x01\x02"),
    "odd kind": ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfea\x00"),
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "cut short": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
    ),
    "no name": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data\r\n\r\nb\r\n--x--\r\n",
    ),
    "two megabytes": (FORM, b"a=" + b"a" * 2_200_000),
    "two thousand fields": (FORM, b"&".join(b"a%d=1" % number for number in range(2_000))),
    "only separators": (FORM, b"&&&===&;;"),
    "nothing": (FORM, b""),
}
IDS = (
    "neb",
    "x" * 3_000,
    quote(SCRIPT, safe=""),
    "%00",
    "%ff",
    "%ED%A0%80",
    "..%2f..",
    quote("🏴"),
    "1%0a2",
    "-1",
    "'",
)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    made = County(tmp_path, publish=False)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nothing_fails(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A fault that was caught on its way is a fault all the same."""
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


class Sender:
    """Somebody in front of a form, who sends it again and again."""

    def __init__(self, county: County, way: Way, phase: str, proof: str = "email") -> None:
        self.county, self.way, self.phase, self.proof = county, way, phase, proof
        self.fields: Values = {}
        self.typed: list[str] = []
        self.buttons: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self.is_shown = self._open()

    def _open(self) -> bool:
        name = whose(self.way.path)
        self.page = self.county.voter() if name == "voter" else self.county.visitor(name)
        self.path = self.county.path(self.way.path, self.phase, self.proof)
        if self.way.path.endswith("/check"):  # needs something to check
            self._tick()
        return self._read()

    def _tick(self) -> None:
        paper = Sender.__new__(Sender)
        paper.page, paper.path = self.page, self.path.removesuffix("/check")
        if paper._read():
            self.page.raw("POST", paper.path, data=paper.fields)

    def _read(self) -> bool:
        response = self.page.raw("GET", self.path)
        forms = forms_of(Shown(response, "cy")) if response.status_code == 200 else []
        if forms:
            self.fields = {}
            for form in forms:
                self.fields |= filled(form)
            self.typed = [name for form in forms for name in typed_fields(form)]
            self.buttons = [button for form in forms for button in buttons_of(form)]
        return bool(forms)

    def send(self, what: str, **more: Any) -> None:
        self.county.forget_attempts()
        response = self.page.raw("POST", self.path, **more)
        self._judge(what, response)
        if response.status_code in (303, 403):  # it worked, perhaps, or the session has ended
            self._open()

    def with_words(self, what: str, words: str, names: list[str]) -> None:
        self.send(f"{what} in {', '.join(names)[:60]}", data={**self.fields, **dict.fromkeys(names, words)})

    def with_bytes(self, what: str, words: bytes) -> None:
        rest = {name: value for name, value in self.fields.items() if name not in self.typed}
        body = urlencode(rest, doseq=True).encode()
        for name in [*self.typed, "arall"]:
            body += b"&" + quote(name).encode() + b"=" + words
        self.send(what, content=body, headers={"content-type": FORM})

    def _judge(self, what: str, response: Any) -> None:
        problems = [] if response.status_code in KIND else [str(response.status_code)]
        if response.headers.get("content-type", "").startswith("text/html"):
            problems += [raw for raw in RAW if raw in response.text]
        self.wrong += [f"{self.path} in {self.phase}, {what}: {problem}" for problem in problems]


def whose(way: str) -> str:
    """Who may send the form there."""
    if way.startswith(("/manage", "/organisations")):
        return "alys"
    if "/ballot" in way:
        return "voter"
    return "bryn" if way.startswith(("/account", "/sign-out")) or "/propos" in way else "visitor"


LAST = ("/withdraw", "/remove", "/announce", "/void", "/sign-out")  # after these there is less to send to


def senders(county: County, *, each_phase: bool = False) -> Iterator[Sender]:
    """Every form that is shown to anybody, in the first phase in which it is, or in each."""
    posting = [way for way in ways() if way.post is not None]
    for way in sorted(posting, key=lambda way: way.path.endswith(LAST)):
        for proof in ASKING if "{proof}" in way.path else ("email",):
            yield from _in_its_phases(county, way, proof, each_phase=each_phase)


def _in_its_phases(county: County, way: Way, proof: str, *, each_phase: bool) -> Iterator[Sender]:
    for phase in PHASES if "{round_id}" in way.path else ("voting",):
        sender = Sender(county, way, phase, proof)
        if sender.is_shown:
            yield sender
            if not each_phase:
                break


def attack(sender: Sender) -> None:
    for what, words in WORDS.items():
        sender.with_words(what, words, sender.typed)
    for what, raw in BYTES.items():
        sender.with_bytes(what, raw)
    for name in [name for name in sender.fields if name not in ("form_token", "language_switch")]:
        sender.with_words("html", WORDS["html"], [name])
        rest = {key: value for key, value in sender.fields.items() if key != name}
        sender.send(f"without {name}", data=rest)
    scripts = dict.fromkeys(sender.typed, SCRIPT)
    for name, value in sender.buttons:
        sender.send(f"{name} pressed", data={**sender.fields, name: value})
        sender.send(f"{name} pressed, scripts", data={**sender.fields, **scripts, name: value})
    twice = {name: [SCRIPT, "1", SCRIPT] for name in sender.fields if name != "form_token"}
    unknown = {SCRIPT: "1", "mark.neb": "1", "choice.neb": "x", "": "", "a[b]": "c", "__class__": "x"}
    sender.send("twice", data={**sender.fields, **twice})
    sender.send("unknown fields", data={**sender.fields, **unknown})
    sender.send("in the other language", data={**sender.fields, **scripts, "language_switch": "1"})
    picture = ("\0<script>x.png", b"\x89PNG\xff" * 9, "image/png")
    token = {"form_token": sender.fields.get("form_token", "")}
    sender.send("files for words", data=token, files=dict.fromkeys(sender.typed or ["a"], picture))


def test_every_form_bears_whatever_is_sent(county: County) -> None:
    wrong, attacked, asked = [], set(), set()
    for sender in senders(county):
        attack(sender)
        wrong += sender.wrong
        attacked.add(sender.way.path)
        asked.add(sender.path.partition("/vote/")[2])
    assert wrong == []
    posting = {way.path for way in ways() if way.post is not None}
    # those that have no form of their own are sent to by buttons on other pages
    assert posting - attacked <= {
        "/organisations/{organisation_id}/people/withdraw", "/manage/{round_id}/publish",
        "/manage/{round_id}/comparison", "/rounds/{round_id}/ballot/receipt",
    }, "no form is shown to anybody in any phase"  # fmt: skip
    assert asked >= {"email", "email/code", "text", "text/code", "register", "sign-on"}


def test_every_way_bears_a_body_that_is_no_form(county: County) -> None:
    page, wrong = county.visitor("alys"), []
    for way in ways():
        if way.post is not None:
            for what, (kind, body) in BODIES.items():
                headers = {"content-type": kind} if kind else {}
                got = page.raw("POST", county.path(way.path), content=body, headers=headers).status_code
                takes_files = what == "two megabytes" and way.body_bytes > len(body)
                limit = {413} if what.startswith("two") and not takes_files else KIND
                wrong += [] if got in limit else [f"{way.path}, {what}: {got}"]
    assert wrong == []


def test_every_way_bears_odd_names_in_its_address(county: County) -> None:
    wrong = []
    page = county.visitor("alys")
    for way in ways():
        for odd in IDS:
            for address in odd_addresses(county, way.path, odd):
                method = "POST" if way.post is not None and odd in IDS[:4] else "GET"
                response = page.raw(method, address)
                fine = response.status_code in {*KIND, 405} and SCRIPT not in response.text
                wrong += [] if fine else [f"{method} {address[:80]}: {response.status_code}"]
    assert wrong == []


def odd_addresses(county: County, way: str, odd: str) -> list[str]:
    """The way's address with each of its names in turn made odd."""
    names = [part for part in way.split("/") if part.startswith("{")]
    return [county.path(way.replace(name, odd)) for name in names]


def test_every_page_bears_odd_questions(county: County) -> None:
    asked = (
        "page",
        "words",
        "pot",
        "ward",
        "next",
        "sent",
        "rule",
        "type",
        "status",
        "code",
        "pot_id",
        "neb",
    )
    odd = [WORDS["html"], "9" * 4_500, "-1", "\0%s", "a" * 5_000, "//evil.example", "٣"]
    queries = [urlencode(dict.fromkeys(asked, value)) for value in odd]
    queries += ["&".join(f"{name}=%ED%A0%80" for name in asked) + "&%FF=%FF&page=%FF"]
    page, wrong = county.visitor("alys"), []
    for way in ways():
        if way.show is not None:
            for query in queries:
                wrong += seen(page, f"{county.path(way.path)}?{query}", f"{way.path} {query[:30]}")
    assert wrong == []


def seen(page: Page, address: str, what: str) -> list[str]:
    response = page.raw("GET", address)
    raw = [raw for raw in RAW if raw in response.text and "html" in response.headers.get("content-type", "")]
    return [] if response.status_code in KIND and not raw else [f"{what}: {response.status_code} {raw}"]


def test_what_hostile_people_left_behind_is_shown_as_words(county: County) -> None:
    """Scripts typed into every field of good forms, kept, and then read by everybody."""
    for sender in senders(county, each_phase=True):
        if not sender.way.path.endswith(LAST):
            dull = ("_date", "_time", "email", "amount", "password")
            sender.with_words("kept", SCRIPT, [name for name in sender.typed if not name.endswith(dull)])
    kept, wrong = 0, []
    for name in ("visitor", "alys"):
        page = county.visitor(name)
        for what, response in everything_shown(county, page):
            text = response.text if "html" in response.headers.get("content-type", "") else ""
            kept += "&lt;script&gt;x()" in text
            fine = response.status_code in KIND and "<script>x" not in text
            wrong += [] if fine else [f"{what}, {name}: {response.status_code}"]
    assert wrong == []
    assert kept > 50, "nothing was kept, so nothing was tested"


def everything_shown(county: County, page: Page) -> Iterator[tuple[str, Any]]:
    for way in ways():
        for phase in PHASES if "{round_id}" in way.path else ("voting",):
            if way.show is not None:
                yield f"{way.path} in {phase}", page.raw("GET", county.path(way.path, phase))


def test_the_words_of_the_log_hold_nothing_that_was_typed(
    county: County, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = county.visitor("visitor")
    secret = "gair-cudd-iawn"
    page.raw("POST", "/sign-in", data={"email": f"{secret}@cwm.example", "password": secret})
    page.raw("POST", county.path("/rounds/{round_id}/vote"), data={"code": secret})
    page.raw("GET", f"/reset/{secret}")
    own = [record for record in caplog.records if record.name.startswith("pb")]
    assert secret not in json.dumps([record.getMessage() for record in own])
