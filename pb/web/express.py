"""The requests that every vote consists of, answered without a thread and from pressed pages.

It stands before the site and knows a few paths only. What it does not answer goes on to the site untouched,
and what it does answer is byte for byte what the site would have said.
"""

from asyncio import get_running_loop
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pb.domain.text import Language
from pb.services import express
from pb.services.deps import Deps
from pb.web import cookies, freshness, guard, language, narrowing
from pb.web.ballot_pages import PAGES, press_page
from pb.web.choices import read_choices
from pb.web.forms import CSRF_FIELD, LANGUAGE_SWITCH, Form, FormTooLarge
from pb.web.visit import Visit

MOST_BYTES = 64 * 1024
_FORM = b"application/x-www-form-urlencoded"
_NOT_PLAIN = (LANGUAGE_SWITCH, "code", narrowing.BUTTON)
_PARTS = 5  # "", language, "rounds", id, "ballot"


@dataclass(frozen=True, slots=True)
class Step:
    """A request of somebody who is voting: `page` is what follows the round in its path."""

    request: Request
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
        self._threads = None if deps.db.is_sqlite else ThreadPoolExecutor(8, thread_name_prefix="express")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        step = _read(scope, secure=self._secure) if scope["type"] == "http" else None
        if step is not None:
            response: Response | None
            if scope["method"] == "POST":
                response, receive = await self._post(step, receive)
            else:
                response = await self._get(step)
            if response is not None:
                await self._finish(step, response)(scope, receive, send)
                return
        await self._site(scope, receive, send)

    async def _get(self, step: Step) -> Response | None:
        if self._threads is None:
            return self._show(step)
        return await get_running_loop().run_in_executor(self._threads, self._show, step)

    def _show(self, step: Step) -> Response | None:
        paper = express.view_paper(self._deps, step.round_id, step.token)
        return None if paper is None else press_page(self._visit(step), step.page, paper)

    async def _post(self, step: Step, receive: Receive) -> tuple[Response | None, Receive]:
        """The answer, if it is plain sailing; and the body once more for whoever answers instead."""
        if guard.is_cross_site(step.request) or not _is_small_form(step.request):
            return None, receive
        body, again = await _take(receive)
        form = _plain_form(body)
        if form is None or not guard.holds(self._form_key, step.token, form.raw(CSRF_FIELD)):
            return None, again
        if step.page == "ballot":
            done = await express.choose(self._deps, step.round_id, step.token, read_choices(form))
            return (_on(step, "ballot/check") if done else None), again
        done = await express.cast(
            self._deps, step.round_id, step.token, cast=form.raw("cast"), paper_digest=form.raw("paper")
        )
        return (_on(step, "ballot/receipt") if done else None), again

    def _visit(self, step: Step) -> Visit:
        return Visit(
            deps=self._deps,
            request=step.request,
            language=step.language,
            path=f"/rounds/{step.round_id}/{step.page}",
            voter_token=step.token,
            form_key=self._form_key,
            secure=self._secure,
        )

    def _finish(self, step: Step, response: Response) -> Response:
        response = freshness.keep_private(step.request, response)
        guard.seal(response, secure=self._secure, quiet=True)
        return response


def _read(scope: Scope, *, secure: bool) -> Step | None:
    """The step of a vote that this is; None for everything else, and wherever more than a page is wanted."""
    parts = scope["path"].split("/", _PARTS)
    if len(parts) < _PARTS or parts[2] != "rounds" or parts[4] != "ballot" or scope["query_string"]:
        return None
    page = "/".join(parts[4:])
    request = Request(scope)
    if scope["method"] not in PAGES.get(page, ()) or "hx-request-type" in request.headers:
        return None
    spoken, _ = language.split_path(scope["path"])
    mine = request.cookies
    token = cookies.read(request, cookies.VOTER, secure=secure)
    other = (cookies.NOTICE, cookies.full_name(cookies.SESSION, secure=secure))
    if spoken is None or not token or any(name in mine for name in other):
        return None
    if mine.get(language.COOKIE) != spoken:  # the site will remember the choice
        return None
    return Step(request=request, language=spoken, round_id=parts[3], page=page, token=token)


def _is_small_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    length = request.headers.get("content-length", "")
    return kind.encode("latin-1") == _FORM and length.isdecimal() and int(length) <= MOST_BYTES


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


def _on(step: Step, page: str) -> Response:
    return RedirectResponse(f"/{step.language}/rounds/{step.round_id}/{page}", status_code=303)
