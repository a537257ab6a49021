"""The pages of an organisation's people, and taking up an invitation."""

import pytest

from tests.web.conftest import AsPerson
from tests.web.page import Page
from tests.web.test_signin import GOOD, token_in
from tests.world import ORGANISATION, World

PEOPLE = f"/organisations/{ORGANISATION}/people"


@pytest.mark.parametrize("language", ["cy", "en"])
def test_an_owner_invites_and_the_invited_person_signs_in(
    world: World, page: Page, as_person: AsPerson, language: str
) -> None:
    owner = as_person(world.alys, language=language)
    owner.get(f"{PEOPLE}/invite")
    shown = owner.submit({"email": "huw@cwm.example", "role": "auditor"})
    assert "huw@cwm.example" in shown.main
    page.language = language
    page.get(f"/invitations/{token_in(world)}")
    page.submit({"name": "Huw", "password": GOOD})
    page.submit({"email": "huw@cwm.example", "password": GOOD})
    assert "Huw" in owner.get(PEOPLE).main


def test_a_bad_invitation_keeps_what_was_typed(world: World, as_person: AsPerson) -> None:
    owner = as_person(world.alys, language="en")
    owner.get(f"{PEOPLE}/invite")
    shown = owner.submit({"email": "huw at cwm", "role": "auditor"}, status=422)
    assert shown.faults == ["Enter an email address, such as name@example.org."]
    assert (shown.value("email"), shown.value("role")) == ("huw at cwm", "auditor")


def test_an_owner_changes_and_ends_a_role(world: World, as_person: AsPerson) -> None:
    owner = as_person(world.alys, language="en")
    owner.get(f"{PEOPLE}/ffion")
    assert owner.submit({"role": "organiser"}).notice == "The role has been changed."
    owner.get(f"{PEOPLE}/ffion/remove")
    assert "Ffion" not in owner.submit().main


def test_the_last_owner_is_told_why(world: World, as_person: AsPerson) -> None:
    owner = as_person(world.alys, language="en")
    owner.get(f"{PEOPLE}/alys/remove")
    assert "at least one owner" in owner.submit(status=403).main


@pytest.mark.parametrize(("who", "status"), [("elin", 200), ("ffion", 200), ("carys", 200), ("bryn", 404)])
def test_who_sees_the_people(world: World, as_person: AsPerson, who: str, status: int) -> None:
    shown = as_person(getattr(world, who), language="en").get(PEOPLE, status=status)
    assert "Change the role" not in shown.main


def test_a_visitor_is_asked_to_sign_in_and_led_back(page: Page) -> None:
    shown = page.get(PEOPLE, status=403)
    assert f"/cy/sign-in?next={PEOPLE}" in shown.links().values()


def test_organise_leads_to_the_only_organisation(world: World, as_person: AsPerson) -> None:
    response = as_person(world.elin).raw("GET", "/organise")
    assert response.headers["location"] == f"/cy/organisations/{ORGANISATION}"
    assert "rôl" in as_person(world.bryn).get("/organise").main
