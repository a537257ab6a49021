"""A made-up page with one form, for tests of the endpoint that must not lean on any feature.

It keeps what was posted in `ECHOED`.
"""

from functools import cache

from jinja2 import ChoiceLoader, DictLoader, Environment
from starlette.responses import HTMLResponse, Response
from starlette.testclient import TestClient

from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Language
from pb.web import render
from pb.web.endpoint import Endpoint
from pb.web.visit import Visit
from pb.web.ways import Way, WayTable
from tests.world import World

ECHOED: list[str] = []
SOURCE = """
{% extends "base.html" %}
{% import "macros/forms.html" as forms %}
{% set heading = "Cynnig" %}
{% set said = _("Error:") %}
{% block main %}
{{ forms.form_open(visit, multipart=true) }}
{{ forms.text_input(visit, "word", "Gair") }}
{{ forms.textarea(visit, "long", "Testun") }}
{{ forms.checkboxes(visit, "tick", "Ticiau", [("a", "A"), ("b", "B"), ("c", "C")], ("b",)) }}
{{ forms.select(visit, "one", "Un", [("p", "P"), ("q", "Q")]) }}
{{ forms.file_input(visit, "file", "Ffeil") }}
{% call forms.buttons() %}{{ forms.button("Iawn") }}{% endcall %}
{{ forms.form_close() }}
{% block part %}<p>{{ said }} part</p>{% endblock %}
{% endblock %}
"""


@cache
def _environment(language: Language) -> Environment:
    real = render.environment(language)
    assert real.loader is not None
    return real.overlay(loader=ChoiceLoader([DictLoader({"echo.html": SOURCE}), real.loader]))


def show_echo(visit: Visit) -> Response:
    page = _environment(visit.language).get_template("echo.html")
    values = {"visit": visit, "url": visit.url}
    return HTMLResponse(render.block_of(page, "part", values) if visit.htmx else page.render(values))


def post_echo(visit: Visit) -> Response:
    word = visit.form.text("word")
    if not word:
        raise Refusal.field("word", "missing")
    if word == "late":
        raise Refusal("not-found", Kind.WRONG_PHASE)
    ECHOED.append(word)
    file = visit.form.upload("file")
    if file:
        ECHOED.append(f"{len(file.content)} bytes")
    return render.redirect(visit, "/echo", notice="saved")


def client(world: World) -> TestClient:
    table = WayTable([Way("/echo", show=show_echo, post=post_echo)])
    endpoint = Endpoint(world.deps, table, lambda deps, token: None, lambda deps, round_id: None)
    return TestClient(endpoint, base_url="http://testserver", follow_redirects=False)
