"""Ways of voting other than by a code, on the narrowest phone and by keyboard alone; and the desk's device.

Every page on the way is looked at by axe and the ruler of `Person`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from pb.domain.ids import PersonId
from pb.services import electors, signin
from pb.storage import rounds
from pb.storage import signin as sessions
from tests.browser.site import Site, running_site
from tests.browser.voter import Vote, Voter, open_vote
from tests.proofs import load_postcodes, sent_code, texted_code
from tests.services.test_in_person import teller
from tests.world import NOON

EACH = pytest.mark.parametrize(("language", "scripts"), [("cy", False), ("en", True)])
SENT = {  # the field of the address, one for each voter, and where the code is found
    "email": ("email", "nia-{}@cwm.example", sent_code),
    "text": ("phone", "07700 90012{}", texted_code),
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("proofs")) as running:
        yield running


@pytest.fixture(scope="module")
def vote(shared: Site) -> Vote:
    """A round that takes a code by e-mail or text, a register of one person, and those at the desk."""
    world = shared.world
    made = open_vote(world, "several")
    load_postcodes(world)
    electors.try_electors(
        world.deps, world.elin, made.round_id, b"surname,number\nPuw,7\n",
        fields=("surname", "number"), source="Rhestr",
    )  # fmt: skip
    tried = electors.view_electors(world.deps, world.alys, made.round_id).tried
    assert tried is not None
    electors.use_electors(world.deps, world.alys, made.round_id, tried.id)
    with world.db.write() as tx:
        round_ = rounds.load_round(tx, made.round_id)
        assert round_ is not None
        rounds.put_round(tx, replace(round_, proofs=("email", "text", "register", "person")), at=NOON)
    teller(world)
    return made


def hand(chromium: Browser, site: Site, vote: Vote, language: str, *, scripts: bool) -> Voter:
    return Voter(chromium, site, vote, language=language, scripts=scripts, screen="320", hand="keyboard")


def declare(voter: Voter) -> None:
    """The tie and the age, by keyboard."""
    voter.push(voter.page.locator("[name=tie]").first, "Space")
    voter.push(voter.page.locator("[name=is_old_enough]"), "Space")


def write(voter: Voter, name: str, text: str) -> None:
    voter.tab_to(voter.page.locator(f"[name={name}]"))
    voter.page.keyboard.type(text)


@EACH
@pytest.mark.parametrize("way", list(SENT))
def test_a_code_that_is_sent(
    chromium: Browser, shared: Site, vote: Vote, *, way: str, language: str, scripts: bool
) -> None:
    field, address, sent = SENT[way]
    voter = hand(chromium, shared, vote, language, scripts=scripts)
    here = f"/rounds/{vote.round_id}"
    voter.open(f"{here}/vote")
    voter.push(voter.page.locator(f"a[href$='/vote/{way}']"), "Enter", leads_on=True)
    voter.tab_to(voter.page.locator(f"[name={field}]"))
    voter.enter_key()
    assert voter.page.locator("#error-summary li").count() == 4
    write(voter, field, address.format(int(scripts)))
    write(voter, "postcode", "SA99 1AA")
    declare(voter)
    voter.go_on()
    write(voter, "sent_code", sent(shared.world))
    voter.go_on()
    assert voter.path.split("?")[0] == f"{here}/ballot"
    voter.leave()


@EACH
def test_by_the_register(chromium: Browser, shared: Site, vote: Vote, language: str, scripts: bool) -> None:
    voter = hand(chromium, shared, vote, language, scripts=scripts)
    here = f"/rounds/{vote.round_id}"
    voter.open(f"{here}/vote")
    voter.push(voter.page.locator("a[href$='/vote/register']"), "Enter", leads_on=True)
    write(voter, "surname", "Puw")
    write(voter, "number", "8")
    voter.go_on()
    assert voter.page.locator("#error-summary li").count() == 1
    voter.tab_to(voter.page.locator("[name=number]"))
    voter.page.keyboard.press("Control+A")
    voter.page.keyboard.type("7")
    voter.go_on()
    assert voter.path.split("?")[0] == f"{here}/ballot"
    voter.leave()


@EACH
def test_a_device_is_handed_over_and_comes_back(
    chromium: Browser, shared: Site, vote: Vote, language: str, scripts: bool
) -> None:
    device = hand(chromium, shared, vote, language, scripts=scripts)
    token = signin.new_token(shared.world.deps)
    with shared.world.db.write() as tx:
        sessions.put_session(tx, signin.token_hash(token), PersonId("huw"), at=shared.world.clock.now())
    device.context.add_cookies([{"name": "pb_session", "value": token, "url": shared.base_url}])
    desk = f"/manage/{vote.round_id}/person"
    device.open("/organise")
    device.push(device.page.locator(f"a[href$='{desk}']"), "Enter", leads_on=True)
    declare(device)
    device.push(device.page.locator("[name=is_sure]"), "Space")
    device.push(device.page.locator("[name=how][value=here]"), "Enter", leads_on=True)
    assert device.path == f"/rounds/{vote.round_id}/ballot"
    device.page.go_back()
    assert device.page.locator("[name=is_sure]").count() == 0, "no desk for whoever holds the device"
    device.page.go_forward()
    device.mark(vote.wanted(1))
    device.go_on()
    device.go_on()
    receipt = device.receipt
    device.push(device.page.locator("#finish button"), "Enter", leads_on=True)
    assert device.path == desk
    for _ in range(4):
        device.page.go_back()
        assert receipt not in device.page.content()
        assert device.page.locator(".ballot-item").count() == 0, f"a voter's page is back: {device.path}"
    device.open(desk)
    device.leave()


@pytest.mark.parametrize("language", ["cy", "en"])
def test_what_organisers_and_tellers_see_of_ways_fits(
    chromium: Browser, shared: Site, vote: Vote, language: str
) -> None:
    person = hand(chromium, shared, vote, language, scripts=True)
    token = signin.new_token(shared.world.deps)
    with shared.world.db.write() as tx:
        sessions.put_session(tx, signin.token_hash(token), shared.world.alys.id, at=shared.world.clock.now())
    person.context.add_cookies([{"name": "pb_session", "value": token, "url": shared.base_url}])
    for path in ("proofs", "person", "void", "register"):
        person.open(f"/manage/{vote.round_id}/{path}")
    for path in ("/tellers", "/organisations/cyngor/people/invite", "/organisations/cyngor/desk"):
        person.open(path)
    person.leave()


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_guide_for_tellers_is_one_sheet(
    chromium: Browser, shared: Site, vote: Vote, language: str
) -> None:
    person = hand(chromium, shared, vote, language, scripts=False)
    person.open("/tellers")
    sheets = len(re.findall(rb"/Type\s*/Page\b", person.page.pdf(format="A4")))
    assert sheets == 1
    person.leave()
