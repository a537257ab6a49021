"""The pages that say no, and the front door: not found, not allowed, too late, too much, broken.

It shows no detail of what failed, and never fails itself: the apology is drawn once, ahead of need.
"""

from collections.abc import Callable
from functools import cache
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pb.domain.refusals import Kind, Refusal
from pb.domain.text import LANGUAGES, Language
from pb.web import language
from pb.web.forms import FormTooLarge
from pb.web.render import environment, render, render_text
from pb.web.visit import Visit
from pb.web.ways import Way

STATUS = {
    Kind.NOT_FOUND: 404,
    Kind.NOT_ALLOWED: 403,
    Kind.WRONG_PHASE: 409,
    Kind.INVALID: 422,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
}


def page(visit: Visit, refusal: Refusal) -> Response:
    """The page of a refusal's kind, with the sentence of its code."""
    response = render(visit, "errors/refusal.html", refusal=refusal, status=STATUS[refusal.kind])
    return say_when(response, refusal)


def say_when(response: Response, refusal: Refusal) -> Response:
    """Tell programs, too, when to come back, where a refusal knows."""
    wait_seconds = refusal.facts.get("retry_after_seconds")
    if isinstance(wait_seconds, int):
        response.headers["retry-after"] = str(wait_seconds)
    return response


def not_found(visit: Visit) -> Response:
    return page(visit, Refusal("not-found", Kind.NOT_FOUND))


def cross_site(visit: Visit) -> Response:
    return page(visit, Refusal("cross-site", Kind.NOT_ALLOWED))


def wrong_method(way: Way) -> Callable[[Visit], Response]:
    """405, saying what is allowed; to a reader it is a page that is not there."""
    allowed = [*(("GET", "HEAD") if way.show else ()), *(("POST",) if way.post else ())]

    def answer(visit: Visit) -> Response:
        response = render(
            visit, "errors/refusal.html", refusal=Refusal("wrong-method", Kind.NOT_FOUND), status=405
        )
        response.headers["allow"] = ", ".join(allowed)
        return response

    return answer


def bad_form(error: Exception) -> Callable[[Visit], Response]:
    """413 for too much, 400 for what is no form."""
    too_large = isinstance(error, FormTooLarge)
    refusal = Refusal("form-too-large" if too_large else "form-unreadable", Kind.INVALID)

    def answer(visit: Visit) -> Response:
        return render(visit, "errors/refusal.html", refusal=refusal, status=413 if too_large else 400)

    return answer


def back_to(visit: Visit) -> Response:
    """The same page by GET, where a switch of language has no form to fill again."""
    return RedirectResponse(visit.here(), status_code=303)


def without_language(request: Request, path: str, *, is_known: bool) -> Response:
    """A path that names no language: on to the reader's own, or both languages, Welsh first."""
    wish = language.preferred(request)
    query = request.url.query
    place = quote(path, safe="/:@!$'()*,;=-._~") + (f"?{query}" if query else "")
    if is_known and wish is not None and request.method in ("GET", "HEAD"):
        response: Response = RedirectResponse(f"/{wish}{place}", status_code=303)
    elif is_known:
        response = HTMLResponse(render_text("cy", "home/door.html", place=place, is_found=True))
    elif wish is not None:
        response = RedirectResponse(f"/{wish}{place}", status_code=303) if path == "/" else _lost(wish)
    else:
        response = HTMLResponse(
            render_text("cy", "home/door.html", place="/", is_found=False), status_code=404
        )
    response.headers["vary"] = "Accept-Language, Cookie"
    return response


@cache
def _apology_page(spoken: Language) -> str:
    return render_text(spoken, "errors/broken.html")


def apology(spoken: Language, request_id: str) -> Response:
    """500: an apology in both languages, the reader's first, with a number to quote."""
    drawn = _apology_page(spoken).replace("REQUEST-ID", request_id)
    return HTMLResponse(drawn, status_code=500, headers={"x-request-id": request_id})


@cache
def _crowded_page(spoken: Language) -> str:
    return render_text(spoken, "errors/crowded.html")


def crowded(spoken: Language, refusal: Refusal) -> Response:
    """503 without drawing a page: for when there are too many even for that."""
    return say_when(HTMLResponse(_crowded_page(spoken), status_code=STATUS[refusal.kind]), refusal)


def prepare() -> None:
    """Draw the apologies while all is well."""
    for spoken in LANGUAGES:
        environment(spoken)
        _apology_page(spoken)
        _crowded_page(spoken)


def _lost(spoken: Language) -> Response:
    return HTMLResponse(render_text(spoken, "errors/lost.html"), status_code=404)
