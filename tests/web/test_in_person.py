"""The desk's pages: a code shown once, or the device handed over, and back without a trace of the voter."""

import pytest

from pb.domain.people import Viewer
from pb.domain.text import Language
from pb.storage import roll
from tests.services.test_in_person import let_in, open_it, teller
from tests.votes import GARDEN, GREEN, ROUND
from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.world import ORGANISATION, World

DESK = f"/manage/{ROUND}/person"
BALLOT, FINISH = f"/rounds/{ROUND}/ballot", f"/rounds/{ROUND}/ballot/finish"
SAID = {"tie": "live", "is_old_enough": "1", "is_sure": "1"}
HERE = ("how", "here")


def handed_over(world: World, as_person: AsPerson, viewer: Viewer | None = None) -> Page:
    """A device in a voter's hands, in English, on the ballot paper."""
    device = as_person(viewer or teller(world), language="en")
    device.get(DESK)
    assert device.submit(SAID, button=HERE).path == f"/en{BALLOT}"
    return device


def vote(device: Page) -> None:
    device.submit({f"mark.{GREEN}.{GARDEN}": "1"})
    assert device.submit().heading == "Your vote is in the box"


def test_a_person_is_let_in_and_votes_elsewhere(world: World, page: Page, as_person: AsPerson) -> None:
    open_it(world, "person")
    english = as_person(world.elin, language="en")
    english.get(english.get(f"/manage/{ROUND}").links()["Let somebody in who has come in person"])
    assert english.submit(status=422).faults == [
        "Say what ties you to the area.",
        "Tick the box if you are 11 or over. Younger people cannot vote in this round.",
    ]
    assert english.submit(SAID, drop=("is_sure",), status=422).faults == ["Tick the box to confirm."]
    shown = english.submit({"is_sure": "1"}, button=("how", "code"))
    (panel,) = shown.all(".//p[@class='code']")
    assert shown.headers["cache-control"] == "no-store"
    page.get(f"/rounds/{ROUND}/vote")
    assert page.submit({"code": panel.text or ""}).path == f"/cy/rounds/{ROUND}/ballot"


def test_the_page_says_where_it_is_not_offered(world: World, as_person: AsPerson) -> None:
    open_it(world, "email")
    assert "does not take people who come in person" in as_person(world.elin, language="en").get(DESK).main


def test_a_device_is_handed_over_voted_on_and_comes_back(world: World, as_person: AsPerson) -> None:
    open_it(world, "person")
    device = handed_over(world, as_person)
    cookies = device.client.cookies
    assert "pb_session" not in cookies
    assert "This device belongs to the desk" in device.get(BALLOT).main
    device.get(DESK, status=403)
    device.get("/account", status=403)
    device.get(BALLOT)
    vote(device)
    back = device.submit(form="finish")
    assert back.path == f"/en{DESK}"
    assert back.notice == "The device is back at the desk. The last voter's pages are cleared away."
    assert "You have let in so far: 1" in back.main
    assert "pb_voter" not in cookies
    assert "pb_desk" not in cookies
    assert device.get(BALLOT).path == f"/en/rounds/{ROUND}/vote"
    assert device.get(f"{BALLOT}/receipt").path == f"/en/rounds/{ROUND}/vote"
    device.get(DESK)
    paper = device.submit(SAID, button=HERE)
    assert paper.path == f"/en{BALLOT}", "the next voter, without signing in"
    assert paper.value(f"mark.{GREEN}.{GARDEN}") is None
    assert (
        GARDEN not in {name for name, value in device.shown.fields().items() if value} if device.shown else 0
    )


def test_the_voters_pages_never_reach_the_teller_nor_the_tellers_the_voter(
    world: World, as_person: AsPerson
) -> None:
    open_it(world, "person")
    device = handed_over(world, as_person)
    assert device.client.cookies.get("pb_voter") != device.client.cookies.get("pb_desk")
    device.submit({f"mark.{GREEN}.{GARDEN}": "1"})
    finish = device.get(FINISH)
    assert "Your choices are not cast yet. If you finish now, they do not count." in finish.main
    assert "This device belongs to the desk" not in finish.main, "the page says it itself"
    voter_token = device.client.cookies["pb_voter"]
    device.submit()
    device.client.cookies.set("pb_voter", voter_token, domain="testserver.local")
    assert device.get(BALLOT).path == f"/en/rounds/{ROUND}/vote", (
        "the voter's session has ended, not only gone"
    )


def test_nothing_that_a_voter_left_waits_for_the_next(world: World, as_person: AsPerson) -> None:
    """Choices on their way to the council's sign-in lie in the browser for some minutes."""
    open_it(world, "person")
    device = handed_over(world, as_person)
    for name in ("pb_carried", "pb_sign_on", "pb_proving"):
        device.client.cookies.set(name, "left", domain="testserver.local")
    device.get(FINISH)
    device.submit()
    assert {cookie.name for cookie in device.client.cookies.jar} == {"pb_session", "pb_language"}
    device.client.cookies.set("pb_carried", "left", domain="testserver.local")
    device.get(DESK)
    device.submit(SAID, button=HERE)
    names = {cookie.name for cookie in device.client.cookies.jar}
    assert names == {"pb_voter", "pb_desk", "pb_language"}


def test_a_device_in_a_voters_hands_has_no_way_around(world: World, as_person: AsPerson) -> None:
    """Not even for somebody who moves cookies about: what is left of an organiser's session is the desk."""
    open_it(world, "person")
    device = handed_over(world, as_person, world.elin)
    device.client.cookies.set("pb_session", device.client.cookies["pb_desk"], domain="testserver.local")
    device.get(f"/manage/{ROUND}", status=403)
    device.get(f"/manage/{ROUND}/codes", status=403)
    device.get(f"/organisations/{ORGANISATION}/people", status=403)
    device.get(DESK)


def test_a_device_whose_tellers_time_is_up_asks_to_sign_in(world: World, as_person: AsPerson) -> None:
    open_it(world, "person")
    device = handed_over(world, as_person)
    world.clock.go(hours=1)
    shown = device.get(FINISH)
    assert device.submit().path == f"/en/rounds/{ROUND}", shown.main
    assert "pb_desk" not in device.client.cookies


def test_a_teller_begins_at_the_desk_and_gets_no_further(world: World, as_person: AsPerson) -> None:
    open_it(world, "person")
    huw = teller(world)
    device = as_person(huw, language="en")
    assert device.get("/organise").path == f"/en/organisations/{ORGANISATION}/desk"
    assert device.get(device.get("/account").links()["Oak Vale Council"]).path.endswith("/desk")
    assert device.get(f"/organisations/{ORGANISATION}/desk").links()["Oak Vale Fund"] == f"/en{DESK}"
    device.get(f"/organisations/{ORGANISATION}", status=403)
    public = device.get(f"/rounds/{ROUND}")
    assert public.links()["Let somebody in who has come in person"] == f"/en{DESK}"
    assert "Manage this round" not in public.links()


def test_organisers_see_how_many_each_teller_let_in_and_tellers_only_their_own(
    world: World, as_person: AsPerson
) -> None:
    open_it(world, "person")
    huw = teller(world)
    let_in(world, viewer=huw)
    let_in(world, viewer=huw)
    let_in(world)
    shown = as_person(world.alys, language="en").get(DESK).main
    assert "Teller Let in Elin 1 Huw 2" in shown
    own = as_person(huw, language="en").get(DESK).main
    assert "You have let in so far: 2" in own
    assert "Elin" not in own


def test_the_desk_speaks_welsh_and_keeps_what_was_ticked(world: World, as_person: AsPerson) -> None:
    open_it(world, "person")
    device = as_person(teller(world))
    assert device.get(DESK).heading == "Derbyn rhywun sydd wedi dod yn bersonol"
    shown = device.submit({"tie": "work", "area": "harbwr"}, button=HERE, status=422)
    assert (shown.value("tie"), shown.value("area")) == ("work", "harbwr")
    assert device.submit(SAID, button=HERE).path == f"/cy{BALLOT}"
    with world.db.read() as tx:
        assert roll.count_by_proof(tx, ROUND)["person"].issued_count == 1


def test_a_form_that_is_sent_again_gives_no_second_code(world: World, as_person: AsPerson) -> None:
    open_it(world, "person")
    device = as_person(teller(world), language="en")
    sent = {**device.get(DESK).fields(), **SAID, "how": "code"}
    device.post(DESK, sent)
    again = device.post(DESK, sent, status=409)
    assert again.all(".//p[@class='code']") == []
    assert "has let somebody in already" in again.main
    with world.db.read() as tx:
        assert roll.count_by_proof(tx, ROUND)["person"].issued_count == 1
    device.get(DESK)
    assert device.submit(SAID, button=("how", "code")).heading == "The person can vote now"


def test_the_second_of_two_taps_opens_the_same_paper_in_the_voters_hands(
    world: World, as_person: AsPerson
) -> None:
    """Sent before the first answer came, or after its cookies did: the browser shows the second answer."""
    open_it(world, "person")
    device = as_person(teller(world), language="en")
    sent = {**device.get(DESK).fields(), **SAID, "how": "here"}
    early = Page(device.app, "en")
    early.client.cookies.update(device.client.cookies)
    assert device.post(DESK, sent).path == f"/en{BALLOT}"
    for second in (early, device):
        assert second.post(DESK, sent).path == f"/en{BALLOT}"
        assert second.client.cookies["pb_voter"] == device.client.cookies["pb_voter"]
        assert second.client.cookies["pb_desk"] == early.client.cookies["pb_desk"]
        assert "pb_session" not in second.client.cookies
        assert "This device belongs to the desk" in second.get(BALLOT).main
    with world.db.read() as tx:
        assert roll.count_by_proof(tx, ROUND)["person"].issued_count == 1
    vote(early)
    assert early.submit(form="finish").path == f"/en{DESK}"


def test_a_form_that_a_browser_kept_opens_nothing_once_the_device_is_back(
    world: World, as_person: AsPerson
) -> None:
    open_it(world, "person")
    device = as_person(teller(world), language="en")
    sent = {**device.get(DESK).fields(), **SAID, "how": "here"}
    assert device.post(DESK, sent).path == f"/en{BALLOT}"
    device.post(DESK, {**sent, "person": "another"}, status=403)
    device.get(BALLOT)
    vote(device)
    device.submit(form="finish")
    assert "has let somebody in already" in device.post(DESK, sent, status=409).main
    assert "pb_voter" not in device.client.cookies


@pytest.mark.parametrize(
    ("language", "said"), [("cy", "Does dim ward o'r fath."), ("en", "There is no such ward.")]
)
def test_nobody_is_let_in_for_a_ward_that_is_none(
    world: World, as_person: AsPerson, language: Language, said: str
) -> None:
    open_it(world, "person")
    desk = as_person(world.elin, language=language)
    desk.get(DESK)
    shown = desk.submit({**SAID, "area": "neb"}, button=("how", "code"), status=422)
    assert shown.faults == [said]
    assert shown.value("tie") == "live", "what was ticked is kept"
