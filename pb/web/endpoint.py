"""The one asynchronous step of the site: read the request, then answer it in a thread.

It knows no feature. Refusals, the language switch and shown-again forms are settled here once, for all pages.
"""

import logging
from asyncio import get_running_loop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from traceback import format_tb

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pb.domain.people import Viewer
from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Language
from pb.services.deps import Deps
from pb.services.hashing import CodeCheck, HashFirst
from pb.services.outages import outage_in
from pb.services.turns import Line
from pb.web import cookies, freshness, guard, language, refused, static_files
from pb.web.forms import CSRF_FIELD, LANGUAGE_SWITCH, Form, FormTooLarge
from pb.web.intake import FormUnreadable, read_form
from pb.web.shelf import Shelf
from pb.web.visit import Visit
from pb.web.ways import Handler, Way, WayTable

log = logging.getLogger("pb.web")
LoadViewer = Callable[[Deps, str], Viewer | None]
Settle = Callable[[Deps, str], None]
THREADS = 32  # more than may wait for the hash of a password, see `pb.services.hashing`
GUESSES, MOST_GUESSES = 4, 400  # threads for forms with codes, and such forms at a time

SHOWN_AGAIN = (Kind.INVALID, Kind.UNAVAILABLE)  # the form once more, with everything that was typed


class Endpoint:
    """An ASGI application that answers every path of the site."""

    def __init__(
        self,
        deps: Deps,
        table: WayTable,
        load_viewer: LoadViewer,
        settle: Settle,
        *,
        keep_public_seconds: float = 0,
    ) -> None:
        self._deps = deps
        self._table = table
        self._load_viewer = load_viewer
        self._settle = settle
        self._secure = deps.settings.is_secure
        self._form_key = deps.keys.secret()
        self._packed = freshness.Packed()
        self._shelf = Shelf(keep_public_seconds)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="visit")
        guesses = ThreadPoolExecutor(GUESSES, thread_name_prefix="guess")
        self._guesses = Line(guesses, places=GUESSES, most=MOST_GUESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response = static_files.respond(request) if scope["path"].startswith("/static/") else None
        if response is None:
            response = self._shelf.find(request)
        if response is None:
            response = await self._answer_or_apologise(request)
            self._shelf.keep(request, response)
        response = freshness.unless_known(request, response)
        await response(scope, receive, send)

    async def _answer_or_apologise(self, request: Request) -> Response:
        """Whatever fails outside the handlers' thread still ends in a page of ours with all its headers."""
        try:
            return await self._answer(request)
        except Exception as error:
            request_id = self._note(error, "around its handler")
            spoken = language.split_path(request.scope["path"])[0] or "cy"
            response = freshness.keep_private(request, refused.apology(spoken, request_id))
            guard.seal(response, secure=self._secure, quiet=True)
            return response

    async def _answer(self, request: Request) -> Response:
        spoken, path = language.split_path(request.scope["path"])
        found = None if "\0" in path else self._table.find(path)
        if spoken is None:
            return self._finish(
                request, refused.without_language(request, path, is_known=found is not None), quiet=True
            )
        visit = self._visit(request, spoken, path)
        if found is None:
            return await self._in_thread(visit, None, refused.not_found)
        way, visit = found[0], replace(visit, params=found[1])
        wanted = way.answers(request.method)
        if wanted is None:
            return await self._in_thread(visit, way, refused.wrong_method(way))
        if request.method == "POST":
            if guard.is_cross_site(request.headers):
                return await self._in_thread(visit, way, refused.cross_site)
            try:
                visit = replace(visit, form=await read_form(request, way.body_bytes))
            except (FormTooLarge, FormUnreadable) as error:
                return await self._in_thread(visit, way, refused.bad_form(error))
        return await self._in_thread(visit, way, wanted)

    async def _in_thread(self, visit: Visit, way: Way | None, handler: Handler) -> Response:
        """The answer. A form with a code, which may be a guess, is hashed between two goes at it.

        Such forms have threads of their own. Whoever has least against them goes first, both here and at the
        hash, and nobody holds a thread while they wait.
        """
        loop, limits = get_running_loop(), self._deps.limits
        is_guess = way is not None and bool(way.hashes) and way.hashes in visit.form
        against = limits.wrong_codes.against(visit.network, self._deps.clock.now()) if is_guess else 0
        try:
            while True:
                go = partial(self._safely, visit, way, handler)
                if is_guess:
                    answer = await self._guesses.take_later(go, against)
                else:
                    answer = await loop.run_in_executor(self._threads, go)
                if isinstance(answer, Response):
                    return answer
                visit = replace(visit, tried=await self._deps.hasher.try_code(answer))
        except Refusal as too_busy:
            crowded = refused.crowded(visit.language, too_busy)
            return self._finish(visit.request, crowded, visit=visit, quiet=way is not None and way.private)

    def _visit(self, request: Request, spoken: Language, path: str) -> Visit:
        try:
            query = Form.from_query(request.scope["query_string"])
        except FormTooLarge:
            query = Form()
        return Visit(
            deps=self._deps,
            request=request,
            language=spoken,
            path=path,
            query=query,
            htmx=request.headers.get("hx-request-type") == "partial",
            session_token=cookies.read(request, cookies.SESSION, secure=self._secure),
            voter_token=cookies.read(request, cookies.VOTER, secure=self._secure),
            desk_token=cookies.read(request, cookies.DESK, secure=self._secure),
            notice=request.cookies.get(cookies.NOTICE),
            form_key=self._form_key,
            secure=self._secure,
        )

    def _safely(self, visit: Visit, way: Way | None, handler: Handler) -> Response | CodeCheck:
        """In the thread: who is looking, the handler, and an apology where the program itself fails.

        Or what has to be hashed first; then it is called again.
        """
        try:
            if visit.session_token:
                visit = replace(visit, viewer=self._load_viewer(self._deps, visit.session_token))
            if "round_id" in visit.params:  # what the clock has brought meanwhile
                self._settle(self._deps, visit.params["round_id"])
            response = self._handle(visit, way, handler)
        except HashFirst as first:
            return first.check
        except Exception as error:
            response = self._apologise(visit, way, error)
        return self._finish(visit.request, response, visit=visit, quiet=way is not None and way.private)

    def _apologise(self, visit: Visit, way: Way | None, error: Exception) -> Response:
        # The pattern of the path, never the path: addresses may hold secrets.
        request_id = self._note(error, f"at {way.path if way else 'an unknown path'}")
        outage = outage_in(error)
        return refused.apology(visit.language, request_id) if outage is None else refused.page(visit, outage)

    def _note(self, error: Exception, where: str) -> str:
        """Log a failure under a number that the reader is given: its kind and its lines, never its message.

        Messages quote what was typed: a database, for one, names the address that stands there already.
        """
        request_id = self._deps.randomness.id()
        lines = "".join(format_tb(error.__traceback__))
        log.error("request %s failed %s: %s\n%s", request_id, where, type(error).__name__, lines)
        return request_id

    def _handle(self, visit: Visit, way: Way | None, handler: Handler) -> Response:
        try:
            if way is not None and visit.request.method == "POST" and handler is way.post:
                return self._post(visit, way, handler)
            return handler(visit)
        except Refusal as refusal:
            return refused.page(visit, refusal)

    def _post(self, visit: Visit, way: Way, handler: Handler) -> Response:
        if LANGUAGE_SWITCH in visit.form:
            return way.show(replace(visit, typed=visit.form)) if way.show else refused.back_to(visit)
        try:
            if not self._is_ours(visit):
                raise Refusal("form-out-of-date", Kind.NOT_ALLOWED)
            return handler(visit)
        except Exception as error:
            refusal = self._refusal_of(error, way)
            if way.show is None or not (refusal.kind in SHOWN_AGAIN or refusal.code == "form-out-of-date"):
                raise refusal from error
            shown = way.show(replace(visit, typed=visit.form, faults=refusal.faults, refusal=refusal))
            if shown.status_code == 200:
                shown.status_code = refused.STATUS[refusal.kind]
            return refused.say_when(shown, refusal)

    def _is_ours(self, visit: Visit) -> bool:
        """Whether a form was made for whoever sends it; a device in other hands may send one of its desk."""
        bound, given = visit.session_token or visit.voter_token, visit.form.raw(CSRF_FIELD)
        own = [token for token in (bound, visit.desk_token) if token]
        return not bound or any(guard.holds(self._form_key, token, given) for token in own)

    def _refusal_of(self, error: Exception, way: Way) -> Refusal:
        """What a form is shown again with; a mistake of the program's own is raised on."""
        if isinstance(error, Refusal):
            return error
        outage = outage_in(error)
        if outage is None:
            raise error
        self._note(error, f"at {way.path}")
        return outage

    def _finish(
        self, request: Request, response: Response, *, visit: Visit | None = None, quiet: bool
    ) -> Response:
        held = visit and (visit.session_token or visit.voter_token or visit.desk_token or visit.notice)
        own = quiet or visit is None or bool(held)
        if visit is not None:
            if visit.notice and response.status_code != 303:
                response.delete_cookie(cookies.NOTICE, secure=self._secure, httponly=True, samesite="lax")
            self._remember_language(visit, response, own=own)
        own = own or request.method not in guard.SAFE_METHODS or "set-cookie" in response.headers
        if own or (visit is not None and visit.htmx):
            response = freshness.keep_private(request, response)
        else:
            response = freshness.share(request, response, self._packed)
        guard.seal(
            response, secure=self._secure, quiet=quiet or (visit is not None and bool(visit.voter_token))
        )
        return response

    def _remember_language(self, visit: Visit, response: Response, *, own: bool) -> None:
        if visit.request.cookies.get(language.COOKIE) == visit.language or response.status_code >= 500:
            return
        switched = LANGUAGE_SWITCH in visit.form or language.is_chosen_here(visit.request, visit.language)
        if own or switched:
            response.set_cookie(
                language.COOKIE,
                visit.language,
                max_age=language.YEAR_SECONDS,
                secure=self._secure,
                httponly=True,
                samesite="lax",
            )
