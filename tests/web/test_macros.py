"""Every macro of the shell on one page: valid, labelled, kept when shown again, tied to its faults."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader
from starlette.responses import HTMLResponse, Response
from starlette.testclient import TestClient

from pb.domain.refusals import Fault, Refusal
from pb.domain.text import Bilingual
from pb.web import render
from pb.web.endpoint import Endpoint
from pb.web.visit import Visit
from pb.web.ways import Way, WayTable
from tests.web.checks import problems_of
from tests.web.page import Shown
from tests.world import World

SOURCE = (Path(__file__).parent / "gallery.html").read_text(encoding="utf-8")
FAULTY = (
    "title",
    "summary",
    "cost",
    "name_cy",
    "text_en",
    "ward",
    "who",
    "goals",
    "agree",
    "opens",
    "code",
    "file",
)
BARS = [
    {"title": "Gardd", "href": "/cy/p", "figure": "248", "value": 248, "most": 248, "won": True,
     "tag": "Wedi'i ariannu", "tag_kind": "good", "note": "Rheswm", "cost": "£4,500"},
    {"title": "Clwb", "href": None, "figure": "31", "value": 31, "most": 248, "won": False, "tag": None,
     "tag_kind": "", "note": "", "cost": "£2"},
]  # fmt: skip


def show_gallery(visit: Visit) -> Response:
    real = render.environment(visit.language)
    assert real.loader is not None
    env = real.overlay(loader=ChoiceLoader([DictLoader({"gallery.html": SOURCE}), real.loader]))
    at, name = datetime(2026, 7, 1, 16, 30, tzinfo=UTC), Bilingual(cy="Enw", en="Name")
    page = env.get_template("gallery.html")
    return HTMLResponse(page.render(visit=visit, url=visit.url, at=at, name=name, bars=BARS))


def post_gallery(visit: Visit) -> Response:
    raise Refusal.invalid([Fault(field=name, code="missing") for name in FAULTY])


@pytest.fixture
def visitor(world: World) -> TestClient:
    table = WayTable([Way("/gallery", show=show_gallery, post=post_gallery)])
    endpoint = Endpoint(world.deps, table, lambda deps, token: None, lambda deps, round_id: None)
    return TestClient(endpoint, base_url="http://testserver", follow_redirects=False)


@pytest.fixture
def first(visitor: TestClient) -> Shown:
    return Shown(visitor.get("/cy/gallery?page=2&ward=a"), "cy")


def test_every_macro_is_sound(first: Shown) -> None:
    assert [*first.problems, *problems_of(first)] == []
    assert first.heading == "Cronfa <Cwm> & Môr"


def test_every_field_with_a_fault_says_so_and_is_reached_from_the_summary(
    visitor: TestClient, first: Shown
) -> None:
    again = Shown(visitor.post("/cy/gallery", data=first.fields()), "cy")
    assert [*again.problems, *problems_of(again)] == []
    assert len(again.faults) == len(FAULTY)
    assert len(again.all(".//p[@class='fault']")) == len(FAULTY)
    for name in FAULTY:
        described = [
            e for e in again.root.iter() if f"f-{name}-fault" in e.get("aria-describedby", "").split()
        ]
        assert described, name


def test_what_a_form_shows_comes_back_as_it_was(visitor: TestClient, first: Shown) -> None:
    again = Shown(visitor.post("/cy/gallery", data=first.fields()), "cy")
    assert again.fields() == first.fields()
    assert first.value("summary") == "\nun\ndau"
    assert first.value("goals") == "2"
    assert (first.value("opens_date"), first.value("opens_time")) == ("1/7/2026", "17:30")
    assert (first.value("name_cy"), first.value("name_en")) == ("Enw", "Name")


def test_a_password_is_never_shown_again(visitor: TestClient, first: Shown) -> None:
    again = Shown(visitor.post("/cy/gallery", data={**first.fields(), "password": "dirgel"}), "cy")
    assert "dirgel" not in again.html


def test_links_of_a_list_keep_the_rest_of_the_address(first: Shown) -> None:
    assert first.links()["Tudalen nesaf"] == "/cy/gallery?ward=a&page=3"
    assert first.links()["Tudalen flaenorol"] == "/cy/gallery?ward=a&page=1"


def test_a_bar_is_as_long_as_its_share(first: Shown) -> None:
    widths = [part.get("width") for part in first.all(".//{*}rect[@class='bar-part']")]
    assert widths == ["100.0", "12.5"]
