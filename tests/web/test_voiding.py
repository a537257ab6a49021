"""A voter looks up a reference on a page apart; an organiser makes the entry void with it."""

from tests.proofs import sent_code
from tests.services.test_in_person import let_in, open_it
from tests.votes import GARDEN, GREEN, ROUND
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.web.test_proving import EMAIL, TYPED
from tests.world import World

VOID = f"/manage/{ROUND}/void"


def voted(world: World, page: Page) -> str:
    """Nia has come by e-mail and voted; her reference."""
    page.language = "en"
    page.get(EMAIL)
    page.submit(TYPED)
    page.submit({"sent_code": sent_code(world)})
    page.submit({f"mark.{GREEN}.{GARDEN}": "1"})
    cast = page.submit()
    shown = page.get(cast.links()["Your voter reference, if something is wrong"])
    (panel,) = shown.all(".//p[@class='code']")
    assert shown.headers["cache-control"] == "no-store"
    (receipt,) = cast.all(".//p[@class='code']")
    said = (panel.text or "nothing", receipt.text or "nothing")
    assert said[1] not in shown.html, "the two never stand together"
    assert said[0] not in cast.html
    return said[0]


def test_an_entry_is_void_by_its_reference(world: World, page: Page, as_person: AsPerson) -> None:
    open_it(world)
    reference = voted(world, page)
    english = as_person(world.elin, language="en")
    english.get(english.get(f"/manage/{ROUND}/proofs").links()["Make an entry void"])
    shown = english.submit({"reference": reference[:-1], "replace": "1"}, status=422)
    assert shown.faults == ["Choose a reason."]
    shown = english.submit({"reason": "came-twice"}, status=422)
    assert shown.faults == ["There is a slip in this reference. Ask for it again, letter by letter."]
    assert (shown.value("reference"), shown.value("replace")) == (reference[:-1], "1")
    done = english.submit({"reference": reference}, drop=("replace",))
    assert done.notice == "The entry is now void."
    assert page.get(f"/rounds/{ROUND}/ballot").path.endswith("/vote")
    page.get(EMAIL)
    page.submit(TYPED)
    page.submit({"sent_code": sent_code(world)}, status=403)
    assert "made void" in english.get(f"/audit/{ROUND}/events").main
    english.get(VOID)
    again = english.submit({"reference": reference, "reason": "other", "replace": "1"})
    assert again.notice == "The entry is now void. The person can come again the same way and vote anew."


def test_a_new_code_is_shown_once_where_nothing_else_would_know_the_person(
    world: World, page: Page, as_person: AsPerson
) -> None:
    open_it(world, "person")
    page.get(f"/rounds/{ROUND}/vote")
    page.submit({"code": let_in(world)})
    (panel,) = page.get(f"/rounds/{ROUND}/ballot/reference").all(".//p[@class='code']")
    welsh = as_person(world.elin)
    welsh.get(VOID)
    shown = welsh.submit({"reference": panel.text or "", "reason": "asked", "replace": "1"})
    assert shown.headers["cache-control"] == "no-store"
    (code,) = shown.all(".//p[@class='code']")
    page.get(f"/rounds/{ROUND}/vote")
    assert page.submit({"code": code.text or ""}).path == f"/cy/rounds/{ROUND}/ballot"
