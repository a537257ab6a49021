"""A disk that fills up while people vote: a kind page, the ticks still there, no receipt, nothing half."""

import logging

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from pb.domain.refusals import Kind
from pb.services import ballots, voters
from pb.services.outages import RETRY_SECONDS, outage_in
from pb.storage import box
from pb.storage.shared_writer import Undone
from pb.web.app import create_app
from tests.votes import GARDEN, GREEN, ROUND, TREES, issue, open_vote, voter_of
from tests.web.page import Page
from tests.world import World

BALLOT = f"/rounds/{ROUND}/ballot"
CHECK, RECEIPT = f"{BALLOT}/check", f"{BALLOT}/receipt"
SENTENCE = "Our records cannot be opened or saved just now."


def allow_pages(world: World, more: int) -> None:
    """How many pages the database may still grow by: SQLite behaves as on a full disk beyond."""
    with world.db.write() as tx:
        pages = tx.connection().exec_driver_sql("PRAGMA page_count").scalar() or 0
        tx.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")


def pages_of(world: World, codes: tuple[str, ...]) -> list[Page]:
    """A browser for each of the codes, which has been entered."""
    site = create_app(world.deps)
    pages = [Page(site, "en", works=False) for _ in codes]
    for page, code in zip(pages, codes, strict=True):
        page.client.cookies.set("pb_voter", voters.enter_code(world.deps, ROUND, code))
        page.client.cookies.set("pb_language", "en")
    return pages


@pytest.fixture
def opened(world: World) -> World:
    open_vote(world)
    return world


def test_a_full_disk_gives_the_check_page_once_more_and_no_receipt(opened: World) -> None:
    codes = issue(opened, 40)
    pages = pages_of(opened, codes)
    for code in codes:
        ballots.check_choices(opened.deps, voter_of(opened, code), {GREEN: {GARDEN: 1}})
    forms = [page.get(CHECK).fields() for page in pages]
    allow_pages(opened, 1)
    given = [page.raw("POST", CHECK, data=form) for page, form in zip(pages, forms, strict=True)]
    refused = [number for number, answer in enumerate(given) if answer.status_code != 303]
    assert 0 < len(refused) < 40
    with opened.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (40 - len(refused), 0)
    for number in refused:
        answer = given[number]
        assert (answer.status_code, answer.headers["retry-after"]) == (503, str(RETRY_SECONDS))
        assert SENTENCE in answer.text
        assert forms[number]["cast"] in answer.text  # the same form, to be sent again
        assert pages[number].raw("GET", RECEIPT).status_code == 303  # there is none
    allow_pages(opened, 1000)
    for number in refused:
        assert pages[number].raw("POST", CHECK, data=forms[number]).status_code == 303
    with opened.db.read() as tx:
        assert box.count_ballots(tx, ROUND) == (40, 0)


def test_a_full_disk_keeps_the_ticks_on_the_page(opened: World) -> None:
    pages = pages_of(opened, issue(opened, 90))
    forms = [page.get(BALLOT).fields() for page in pages]
    allow_pages(opened, 1)
    for page, form in zip(pages, forms, strict=True):
        answer = page.raw("POST", BALLOT, data={**form, f"choice.{GREEN}": [GARDEN, TREES]})
        if answer.status_code != 303:
            break
    else:
        raise AssertionError("the disk was never full")
    assert answer.status_code == 503
    assert SENTENCE in answer.text
    assert f'value="{GARDEN}" checked' in answer.text
    assert f'value="{TREES}" checked' in answer.text


@pytest.mark.parametrize(
    ("error", "is_outage"),
    [
        (OperationalError("INSERT", None, Exception("database or disk is full")), True),
        (NoConnection(), True),
        (Undone(), True),
        (OSError(28, "No space left on device"), True),
        (FileNotFoundError(2, "no such file"), False),
        (KeyError("x"), False),
    ],
)
def test_a_mistake_of_the_program_is_no_outage(error: Exception, is_outage: bool) -> None:
    outage = outage_in(error)
    assert (outage is not None) == is_outage
    assert outage is None or (outage.kind is Kind.UNAVAILABLE and outage.code == "records-unreachable")


def test_pages_that_cannot_be_drawn_for_an_outage_say_so_and_it_is_logged(
    opened: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said = Exception("server closed the connection: alys@cwm.example")

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", None, said)

    monkeypatch.setattr(voters, "view_entry", gone)
    page = Page(create_app(opened.deps), "en", works=False)
    with caplog.at_level(logging.ERROR):
        shown = page.raw("GET", f"/rounds/{ROUND}/vote")
    assert (shown.status_code, shown.headers["retry-after"]) == (503, str(RETRY_SECONDS))
    assert SENTENCE in shown.text
    assert "OperationalError" in caplog.text
    assert "alys" not in caplog.text
