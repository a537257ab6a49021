"""The requests that every vote consists of, answered without a thread and from pressed pages.

It stands before the site and knows a few paths only. What it does not answer goes on to the site untouched,
and what it does answer is byte for byte what the site would have said.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pb.domain.text import Language
from pb.services import express
from pb.services.deps import Deps
from pb.web import cookies, freshness, guard, language, narrowing, reminders
from pb.web.ballot_pages import PAGES, press_page
from pb.web.choices import read_choices
from pb.web.forms import CSRF_FIELD, LANGUAGE_SWITCH, Form, FormTooLarge
from pb.web.visit import Visit

MOST_BYTES = 64 * 1024
_FORM = "application/x-www-form-urlencoded"
_NOT_PLAIN = (LANGUAGE_SWITCH, "code", narrowing.BUTTON, reminders.BUTTON)
_HEADERS = ("host", "cookie", "accept-encoding", "content-type", "content-length", "origin", "sec-fetch-site")
_READ = [(name.encode(), name) for name in _HEADERS]  # what is looked at of a request
_PARTS = 5  # "", language, "rounds", id, "ballot"

Headers = list[tuple[bytes, bytes]]
Answer = tuple[int, Headers, bytes]
"""Status, headers and body."""


@dataclass(frozen=True, slots=True)
class Step:
    """A request of somebody who is voting: `page` is what follows the round in its path."""

    scope: Scope
    headers: Mapping[str, str]
    language: Language
    round_id: str
    page: str
    token: str


class Express:
    """An ASGI application in front of `site`."""

    def __init__(self, site: ASGIApp, deps: Deps) -> None:
        self._site = site
        self._deps = deps
        self._secure = deps.settings.is_secure
        self._form_key = deps.keys.secret()
        self._votes = express.Express(deps)
        names = (cookies.SESSION, cookies.DESK)
        full = (cookies.full_name(name, secure=self._secure) for name in names)
        self._other_cookies = (cookies.NOTICE, *full)
        self._voter_cookie = cookies.full_name(cookies.VOTER, secure=self._secure)
        self._of_pages = self._headers_of(HTMLResponse())
        self._of_redirects = self._headers_of(RedirectResponse("/", status_code=303))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        step = self._read(scope) if scope["type"] == "http" else None
        if step is not None:
            if scope["method"] == "POST":
                answer, receive = await self._post(step, receive)
            else:
                answer = await self._get(step)
            if answer is not None:
                status, headers, body = answer
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": body})
                return
        await self._site(scope, receive, send)

    def _read(self, scope: Scope) -> Step | None:
        """The step of a vote that this is; None for everything else, and where more than a page is wanted."""
        parts = scope["path"].split("/", _PARTS)
        if len(parts) < _PARTS or parts[2] != "rounds" or parts[4] != "ballot" or scope["query_string"]:
            return None
        page = "/".join(parts[4:])
        given = dict(scope["headers"])
        if scope["method"] not in PAGES.get(page, ()) or b"hx-request-type" in given:
            return None
        if len(given) < len(scope["headers"]):  # a header that comes twice is no browser's
            return None
        headers = {name: given[raw].decode("latin-1") for raw, name in _READ if raw in given}
        spoken, _ = language.split_path(scope["path"])
        mine = cookie_parser(headers.get("cookie", ""))
        token = mine.get(self._voter_cookie)
        if spoken is None or not token or any(name in mine for name in self._other_cookies):
            return None
        if mine.get(language.COOKIE) != spoken:  # the site will remember the choice
            return None
        return Step(scope, headers, spoken, parts[3], page, token)

    async def _get(self, step: Step) -> Answer | None:
        paper = await self._votes.view_paper(step.round_id, step.token)
        body = None if paper is None else press_page(self._visit(step), step.page, paper)
        if body is None:
            return None
        headers = [*self._of_pages]
        if "gzip" in step.headers.get("accept-encoding", ""):
            body = freshness.pack(body)
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", b"%d" % len(body)))
        return 200, headers, body

    async def _post(self, step: Step, receive: Receive) -> tuple[Answer | None, Receive]:
        """The answer, if it is plain sailing; and the body once more for whoever answers instead."""
        if guard.is_cross_site(step.headers) or not _is_small_form(step.headers):
            return None, receive
        body, again = await _take(receive)
        form = _plain_form(body)
        if form is None or not guard.holds(self._form_key, step.token, form.raw(CSRF_FIELD)):
            return None, again
        if step.page == "ballot":
            done = await self._votes.choose(step.round_id, step.token, read_choices(form))
            return (self._on(step, "ballot/check") if done else None), again
        token, paper_digest = form.raw("cast"), form.raw("paper")
        done = await self._votes.cast(step.round_id, step.token, cast=token, paper_digest=paper_digest)
        return (self._on(step, "ballot/receipt") if done else None), again

    def _on(self, step: Step, page: str) -> Answer:
        place = f"/{step.language}/rounds/{step.round_id}/{page}".encode()
        return 303, [*self._of_redirects, (b"location", place), (b"content-length", b"0")], b""

    def _visit(self, step: Step) -> Visit:
        return Visit(
            deps=self._deps,
            request=Request(step.scope),
            language=step.language,
            path=f"/rounds/{step.round_id}/{step.page}",
            voter_token=step.token,
            form_key=self._form_key,
            secure=self._secure,
        )

    def _headers_of(self, response: Response) -> Headers:
        """What every answer of that kind says in its headers, and the site would have."""
        own = (b"content-length", b"location")
        request = Request({"type": "http", "method": "POST", "query_string": b"", "headers": []})
        guard.seal(freshness.keep_private(request, response), secure=self._secure, quiet=True)
        return [header for header in response.raw_headers if header[0] not in own]


def _is_small_form(headers: Mapping[str, str]) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    length = headers.get("content-length", "")
    return kind == _FORM and length.isdecimal() and int(length) <= MOST_BYTES


def _plain_form(body: bytes | None) -> Form | None:
    """The fields of a form that does nothing but go on."""
    try:
        form = None if body is None else Form.from_query(body)
    except FormTooLarge:
        return None
    return None if form is None or any(name in form for name in _NOT_PLAIN) else form


async def _take(receive: Receive) -> tuple[bytes | None, Receive]:
    """The body where it comes in one piece, as a small form does; and a `receive` that gives it again."""
    message = await receive()
    pending: list[Message] = [message]

    async def again() -> Message:
        return pending.pop(0) if pending else await receive()

    whole = message["type"] == "http.request" and not message.get("more_body", False)
    return (message.get("body", b"") if whole else None), again
