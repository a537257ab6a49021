"""A browser for tests that checks every page it is given, in whichever language.

It runs no scripts. What every page must keep to stands in `checks`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from pb.services.deps import Deps
from pb.services.work import run_due_jobs
from pb.web.express import Express
from tests.web.checks import problems_of, words_of

BASE = "http://testserver"
Fields = Mapping[str, str | list[str]]


class Shown:
    """One page as it came, already checked."""

    def __init__(self, response: Any, language: str) -> None:
        self.response = response
        self.status: int = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.html: str = response.text
        self.language = language
        self.path: str = urlsplit(str(response.url)).path
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.html)
        self.problems = [f"HTML: {code} at {place}" for place, code, _ in parser.errors]

    @property
    def heading(self) -> str:
        return words_of(self.root.find(".//h1"))

    @property
    def text(self) -> str:
        """What a reader sees, spaces folded."""
        return words_of(self.root.find("body"))

    @property
    def main(self) -> str:
        return words_of(self.root.find(".//main"))

    @property
    def faults(self) -> list[str]:
        """The sentences of the error summary."""
        return [words_of(item) for item in self.root.iterfind(".//*[@id='error-summary']//li")]

    @property
    def notice(self) -> str:
        return words_of(self.root.find(".//*[@id='notice']"))

    def links(self) -> dict[str, str]:
        """Addresses by the words of their links; the last wins."""
        return {words_of(link): link.get("href", "") for link in self.root.iterfind(".//a[@href]")}

    def all(self, path: str) -> list[Element]:
        return self.root.findall(path)

    def form(self, form_id: str = "page-form") -> Element:
        found = self.root.find(f".//form[@id='{form_id}']")
        assert found is not None, f"no form {form_id!r} on {self.path}; there are {self._form_ids()}"
        return found

    def fields(self, form_id: str = "page-form") -> dict[str, str | list[str]]:
        """What a browser would send for a form as it stands, buttons left out."""
        sent: dict[str, str | list[str]] = {}
        for name, value in _successful(self.form(form_id)):
            before = sent.get(name)
            sent[name] = (
                value if before is None else [*(before if isinstance(before, list) else [before]), value]
            )
        return sent

    def value(self, name: str, form_id: str = "page-form") -> str | list[str] | None:
        return self.fields(form_id).get(name)

    def _form_ids(self) -> list[str | None]:
        return [form.get("id") for form in self.root.iterfind(".//form")]


@dataclass
class Page:
    """`Page(app)`: `get`, `post` and `submit` give a Shown. Redirects are followed, each answer checked."""

    app: ASGIApp
    language: str = "cy"
    works: bool = True  # do jobs as soon as they are asked for, as a worker would

    def __post_init__(self) -> None:
        self.client = TestClient(
            self.app, base_url=BASE, follow_redirects=False, raise_server_exceptions=True
        )
        self.shown: Shown | None = None
        self.went: list[str] = []

    def get(self, path: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Shown:
        """Open `/rounds` in the visitor's language; a path that names a language as it is."""
        return self._settle(self.client.get(self._address(path), headers=headers), status)

    def post(self, path: str, fields: Fields | None = None, *, status: int = 200, files: Any = None) -> Shown:
        """Send fields as they are; nothing of the page shown before is added."""
        return self._settle(self.client.post(self._address(path), data=fields or {}, files=files), status)

    def submit(
        self, fields: Fields | None = None, *, form: str = "page-form", button: tuple[str, str] | None = None,
        status: int = 200, drop: tuple[str, ...] = (), files: Any = None, to: str | None = None,
    ) -> Shown:  # fmt: skip
        """Send a form of the page shown as it stands, changed by `fields`, with a button's name and value
        (and `to`, its own address)."""
        assert self.shown is not None, "open a page first"
        element = self.shown.form(form)
        sent: dict[str, str | list[str]] = {**self.shown.fields(form), **(fields or {})}
        for name in drop:
            sent.pop(name, None)
        assert to is None or element.find(f".//button[@formaction='{to}']") is not None, f"no way to {to}"
        if button:
            sent[button[0]] = button[1]
        action = element.get("action", "") if to is None else to
        if element.get("method", "get") == "get":
            return self._settle(self.client.get(action.split("?")[0], params=sent), status)
        return self._settle(self.client.post(action, data=sent, files=files), status)

    def switch_language(self) -> Shown:
        """Use the switch in the header, with whatever stands in the form."""
        assert self.shown is not None, "open a page first"
        self.language = "en" if self.language == "cy" else "cy"
        button = self.shown.root.find(".//button[@name='language_switch']")
        if button is None:
            link = self.shown.root.find(".//a[@class='language']")
            assert link is not None, "no language switch on the page"
            return self.get(link.get("href", ""))
        fields = {**self.shown.fields(), "language_switch": "1"}
        return self._settle(self.client.post(button.get("formaction", ""), data=fields), None)

    @property
    def deps(self) -> Deps:
        """What the site stands on."""
        assert isinstance(self.app, Express)
        return self.app._deps

    def raw(self, method: str, path: str, **more: Any) -> Any:
        """One request as it is: no redirect followed, nothing checked (files, hostile requests)."""
        return self.client.request(method, self._address(path), **more)

    def _address(self, path: str) -> str:
        named = path.startswith(("http", "/cy/", "/en/", "/static/")) or path in ("/cy", "/en")
        return path if named else f"/{self.language}{path}"

    def _settle(self, response: Any, status: int | None) -> Shown:
        self.went = []
        while response.status_code in (301, 302, 303, 307, 308):
            self.went.append(response.headers["location"])
            if self.works and "/jobs/" in self.went[-1]:
                run_due_jobs(self.deps)
            assert len(self.went) < 6, f"round in circles: {self.went}"
            if response.status_code == 307:  # the same form once more, as browsers do
                asked = response.request
                response = self.client.post(self.went[-1], content=asked.content, headers=_form_of(asked))
            else:
                response = self.client.get(self.went[-1])
        language = urlsplit(str(response.url)).path.split("/")[1]
        self.shown = Shown(response, language)
        if status is not None:
            assert self.shown.status == status, (
                f"{self.shown.path}: {self.shown.status}: {self.shown.main[:400]}"
            )
        if response.headers.get("content-type", "").startswith("text/html"):
            problems = [*self.shown.problems, *problems_of(self.shown)]
            assert not problems, f"{self.shown.path}:\n  " + "\n  ".join(problems)
        return self.shown


def _form_of(asked: Any) -> dict[str, str]:
    return {"content-type": asked.headers["content-type"]}


def _successful(form: Element) -> list[tuple[str, str]]:
    pairs = []
    for field in form.iter():
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "input" and field.get("type") in ("checkbox", "radio"):
            if field.get("checked") is not None:
                pairs.append((name, field.get("value", "on")))
        elif field.tag == "input" and field.get("type") not in ("submit", "button", "image", "file"):
            pairs.append((name, field.get("value", "")))
        elif field.tag == "textarea":
            pairs.append((name, "".join(field.itertext())))
        elif field.tag == "select":
            options = field.findall(".//option")
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            pairs += [(name, option.get("value", words_of(option))) for option in chosen]
    return pairs
