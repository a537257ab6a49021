"""From a handler's values to a response: pages, blocks of pages for htmx, redirects and one-time notices.

It reads nothing from services; a template sees only what the handler passes and the visit itself.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pb.domain.doubles import boost_of
from pb.domain.group_terms import terms_by_group
from pb.domain.groups import name_of
from pb.domain.paper_groups import limits_by_group
from pb.domain.text import Language
from pb.i18n import templates
from pb.web import cookies, guard, labels, narrowing, static_files
from pb.web.visit import Visit

SITE_NAME = "Cronfa"
SLOT = Markup("\x02{}\x03")  # signs that no text of ours or of anybody's holds: forms drop them


@cache
def environment(language: Language) -> Environment:
    """The templates of one language, with everything pages of the site can call."""
    return templates.environment(
        language,
        {
            "site_name": SITE_NAME,
            "asset": static_files.address,
            "build": static_files.build,
            "csrf_token": csrf_token,
            "slot": slot,
            "is_narrowed": narrowing.is_narrowed,
            "is_in_sight": narrowing.is_in_sight,
            "limits_by_group": limits_by_group,
            "boost_of": boost_of,
            "terms_by_group": terms_by_group,
            "group_name": name_of,
            **labels.globals_for(language),
        },
    )


def render(
    visit: Visit, template: str, *, block: str | None = None, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page, or with `block` only that block of it (for htmx), in the visit's language."""
    values = {"visit": visit, "url": visit.url, **context}
    page = environment(visit.language).get_template(template)
    return HTMLResponse(
        page.render(values) if block is None else block_of(page, block, values), status_code=status
    )


def render_text(language: Language, template: str, **context: Any) -> str:
    """A template without a visit: an e-mail body, a snippet to be kept."""
    return environment(language).get_template(template).render(context)


def redirect(visit: Visit, path: str, *, notice: str | None = None) -> Response:
    """303 to a path of the site in the visit's language; `notice` is a code, said once on the next page."""
    response = RedirectResponse(visit.url(path), status_code=303)
    if notice is not None:
        if notice not in labels.notices():
            raise KeyError(f"no words for the notice {notice!r}")
        response.set_cookie(
            cookies.NOTICE,
            notice,
            max_age=cookies.NOTICE_SECONDS,
            secure=visit.secure,
            httponly=True,
            samesite="lax",
        )
    return response


def slot(visit: Visit, name: str, caller: Callable[[], Markup]) -> Markup:
    """What templates call around a part that differs from voter to voter: a mark where it is pressed."""
    return SLOT.format(name) if visit.pressing else caller()


def csrf_token(visit: Visit) -> str:
    """The token of this visit's forms; empty where there is no session to protect."""
    if visit.pressing:
        return SLOT.format("token")
    bound = visit.session_token or visit.voter_token
    return guard.form_token(visit.form_key, bound) if bound else ""


def block_of(page: Template, block: str, values: dict[str, Any]) -> str:
    """One block of a page, with what the page sets and imports at its top."""
    context = page.new_context(values)
    for _ in page.root_render_func(
        context
    ):  # what stands at the top of the page, up to where base.html begins
        if "shell_begins" in context.vars:
            break
    return "".join(page.blocks[block](context))
